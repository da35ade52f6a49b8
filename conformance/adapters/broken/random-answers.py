#!/usr/bin/env python3
"""Breaks: no two of its answers to one value are the same."""
import itertools

from fake import serve, value

COUNT = itertools.count()
serve(lambda q: value(q, f"answer {next(COUNT)}"))
