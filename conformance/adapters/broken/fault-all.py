#!/usr/bin/env python3
"""Breaks: every request ends in an error of the library; the process lives on."""
from fake import serve

serve(lambda q: {"seq": q["seq"], "outcome": "fault", "error": "IndexError: list index out of range"})
