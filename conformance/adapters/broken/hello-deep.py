#!/usr/bin/env python3
"""Breaks: its hello is nested 20,000 deep."""
import sys

from fake import serve

sys.stdin.readline()
print('{"protocol":1,"implementation":' + "[" * 20000 + "]" * 20000 + "}", flush=True)
serve()
