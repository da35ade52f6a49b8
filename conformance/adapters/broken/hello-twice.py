#!/usr/bin/env python3
"""Breaks: a member occurs twice in its hello."""
import json
import sys

from fake import HELLO, serve

sys.stdin.readline()
print(json.dumps(HELLO)[:-1] + ', "operations": []}', flush=True)
serve()
