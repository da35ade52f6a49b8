#!/usr/bin/env python3
"""Breaks nothing: writes U+0080..U+00FF as raw UTF-8, which a reader takes like the escaped form."""
import json
import sys

from fake import serve, value


def answer(query):
    sys.stdout.buffer.write(json.dumps(value(query, "na\u00efve"), ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()


serve(answer)
