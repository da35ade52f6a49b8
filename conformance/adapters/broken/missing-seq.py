#!/usr/bin/env python3
"""Breaks: answers without a seq."""
from fake import serve

serve(lambda q: {"outcome": "reject", "error": "no seq"})
