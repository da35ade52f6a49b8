#!/usr/bin/env python3
"""Breaks: its hello declares an `observes` value that the protocol does not know."""
from fake import HELLO, serve

serve(hello={**HELLO, "observes": {"params": "sometimes"}})
