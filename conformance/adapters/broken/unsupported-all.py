#!/usr/bin/env python3
"""Breaks: supports nothing that its hello lists."""
from fake import serve

serve(lambda q: {"seq": q["seq"], "outcome": "unsupported", "reason": "nothing is supported here"})
