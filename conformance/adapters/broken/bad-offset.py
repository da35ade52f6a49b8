#!/usr/bin/env python3
"""Breaks: rejects with offsets that cannot be: negative, fractional, a string, beyond the value."""
from fake import reject, serve

OFFSETS = (-1, 0.5, "12", 1 << 62)
serve(lambda q: {**reject(q), "offset": OFFSETS[q["n"] % len(OFFSETS)]})
