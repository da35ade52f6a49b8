#!/usr/bin/env python3
"""Breaks: `observes` of its hello has a member with a name of 3 MB."""
from fake import HELLO, serve

serve(hello={**HELLO, "observes": {"x" * 3_000_000: True}})
