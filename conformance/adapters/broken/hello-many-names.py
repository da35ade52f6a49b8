#!/usr/bin/env python3
"""Breaks: its hello names 300,000 parameters."""
from fake import HELLO, serve

serve(hello={**HELLO, "observes": {"only_params": [f"p{i}" for i in range(300_000)]}})
