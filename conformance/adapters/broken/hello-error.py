#!/usr/bin/env python3
"""Breaks: its library is not there, and it says so: hello with an error, status 3. The runner reports `not-run`."""
import sys

from fake import say

sys.stdin.readline()
say({"protocol": 1, "error": "library not found"})
sys.exit(3)
