#!/usr/bin/env python3
"""Breaks: spins without end whenever a line holds the argument (`Foo a==b` unless told)."""
import time

from fake import argument, reject, serve

TEXT = argument("Foo a==b")


def answer(query):
    if any(TEXT in line for line in query["lines"]):
        end = time.monotonic() + 600
        while time.monotonic() < end:
            pass
    return reject(query)


serve(answer)
