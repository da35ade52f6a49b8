#!/usr/bin/env python3
"""Breaks: at its third request it takes memory until it is refused (at most the argument in MiB; 4096 unless told)."""
from fake import argument, reject, serve

LIMIT = argument(4096)
hoard = []


def answer(query):
    if query["n"] == 3:
        for _ in range(LIMIT):
            hoard.append(b"\xaa" * (1 << 20))
    return reject(query)


serve(answer)
