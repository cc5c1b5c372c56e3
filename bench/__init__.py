"""Measurements of speed and size, run by `make bench`; ratios travel between machines, absolute figures do not."""
