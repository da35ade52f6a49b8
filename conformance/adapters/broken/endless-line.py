#!/usr/bin/env python3
"""Breaks: from its third request on it writes one line that never ends."""
import os

from fake import reject, serve


def answer(query):
    if query["n"] < 3:
        return reject(query)
    os.write(1, b'{"seq":%d,"outcome":"reject","error":"' % query["seq"])
    while True:
        os.write(1, b"x" * 65536)


serve(answer)
