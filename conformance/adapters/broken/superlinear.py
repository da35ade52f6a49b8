#!/usr/bin/env python3
"""Breaks: the time of an answer grows with the square of the value's length (arguments: seconds for 64 KiB, more or less, 1
unless told; and `asleep`, who does not compute but waits)."""
import sys
import time

from fake import argument, reject, serve

SECONDS = argument(1.0)
TURNS_IN_A_SECOND = 20_000_000


def answer(query):
    seconds = SECONDS * (sum(map(len, query["lines"])) / 65536.0) ** 2
    if "asleep" in sys.argv:
        time.sleep(seconds)
    else:
        for _ in range(int(seconds * TURNS_IN_A_SECOND)):
            pass
    return reject(query)


serve(answer)
