"""Exports: dossiers and records as Word, PDF, Excel, CSV, JSON and ZIP."""
