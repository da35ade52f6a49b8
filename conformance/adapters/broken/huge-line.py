#!/usr/bin/env python3
"""Breaks: its third answer is a complete line of more than 4 MiB."""
from fake import reject, serve

serve(lambda q: {**reject(q), "error": "x" * (5 << 20 if q["n"] == 3 else 1)})
