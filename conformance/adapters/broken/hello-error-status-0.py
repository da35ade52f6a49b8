#!/usr/bin/env python3
"""Breaks: hello with an error, but status 0 in place of 3."""
import sys

from fake import say

sys.stdin.readline()
say({"protocol": 1, "error": "library not found"})
