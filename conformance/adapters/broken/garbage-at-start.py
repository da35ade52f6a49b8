#!/usr/bin/env python3
"""Breaks: prints a banner before its answer to hello, as a chatty runtime does."""
from fake import serve

print("Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8", flush=True)
serve()
