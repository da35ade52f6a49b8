#!/usr/bin/env python3
"""Breaks: a value in its answer holds NUL, CR and LF, which no valid field value contains."""
from fake import serve, value

serve(lambda q: value(q, "a\x00b\r\nc"))
