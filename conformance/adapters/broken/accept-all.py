#!/usr/bin/env python3
"""Breaks: accepts every value, with an empty result."""
from fake import accept, serve

serve(accept)
