#!/usr/bin/env python3
"""Breaks: answers with lines that are not JSON."""
from fake import serve

serve(lambda q: print("}{ parsed fine, I think", flush=True))
