#!/usr/bin/env python3
"""Breaks: its answers are arrays nested 200,000 deep."""
from fake import serve

serve(lambda q: print("[" * 200000 + "]" * 200000, flush=True))
