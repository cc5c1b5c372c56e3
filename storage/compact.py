"""JSON without spaces, as it is kept."""

import json

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Give the JSON of a value; made once: `json.dumps` makes what encodes anew with every call."""
