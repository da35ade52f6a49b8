#!/usr/bin/env python3
"""Breaks: writes 1 MiB to stderr with every answer, NUL and escape sequences among it."""
import sys

from fake import reject, serve


def answer(query):
    sys.stderr.buffer.write(b"\x00\x1b[31mnoise\n" * (1 << 16))
    sys.stderr.buffer.flush()
    return reject(query)


serve(answer)
