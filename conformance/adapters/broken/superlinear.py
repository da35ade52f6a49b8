#!/usr/bin/env python3
"""Breaks: the time of an answer grows with the square of the value's length (argument: seconds for 64 KiB; 1 unless told)."""
import time

from fake import argument, reject, serve

SECONDS = argument(1.0)


def answer(query):
    time.sleep(SECONDS * (sum(map(len, query["lines"])) / 65536.0) ** 2)
    return reject(query)


serve(answer)
