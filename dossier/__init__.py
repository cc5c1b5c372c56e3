"""What a dossier is: kinds, fields, phases, tiers and names, without any input or output."""
