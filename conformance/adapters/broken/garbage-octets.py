#!/usr/bin/env python3
"""Breaks: answers with octets that are not UTF-8."""
import sys

from fake import serve


def answer(query):
    sys.stdout.buffer.write(b'{"seq":%d,"outcome":"reject","error":"\xff\xfe\xc0\x80"}\n' % query["seq"])
    sys.stdout.buffer.flush()


serve(answer)
