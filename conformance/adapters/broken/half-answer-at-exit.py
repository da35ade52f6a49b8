#!/usr/bin/env python3
"""Breaks: at its third request it writes half an answer, no line end, and exits with status 0."""
import os

from fake import reject, serve


def answer(query):
    if query["n"] < 3:
        return reject(query)
    os.write(1, b'{"seq":%d,"outcome":"acc' % query["seq"])
    os._exit(0)


serve(answer)
