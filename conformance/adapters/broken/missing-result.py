#!/usr/bin/env python3
"""Breaks: accepts without saying what it read."""
from fake import serve

serve(lambda q: {"seq": q["seq"], "outcome": "accept"})
