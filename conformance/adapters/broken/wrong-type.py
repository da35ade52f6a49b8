#!/usr/bin/env python3
"""Breaks: accepts with members of the wrong JSON type."""
from fake import serve

serve(lambda q: {"seq": q["seq"], "outcome": "accept", "challenges": {"scheme": 1}, "credentials": [], "params": "x"})
