#!/usr/bin/env python3
"""Breaks nothing: takes a while (argument in seconds; 0.05 unless told) over each answer; the deadline is per request."""
import time

from fake import argument, reject, serve

DELAY = argument(0.05)


def answer(query):
    time.sleep(DELAY)
    return reject(query)


serve(answer)
