#!/usr/bin/env python3
"""Breaks: accepts everything, as 2 MB."""
from fake import serve, value

serve(lambda q: value(q, "x" * 2_000_000))
