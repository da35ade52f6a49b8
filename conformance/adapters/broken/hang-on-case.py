#!/usr/bin/env python3
"""Breaks: spins without end whenever a line holds the argument (`Foo a==b` unless told). `asleep` after it:
sleeps instead. A file after that gets a line each time."""
import sys
import time

from fake import argument, reject, serve

TEXT = argument("Foo a==b")
ASLEEP = "asleep" in sys.argv[2:3]


def answer(query):
    if any(TEXT in line for line in query["lines"]):
        if len(sys.argv) > 3:
            with open(sys.argv[3], "a", encoding="utf-8") as log:
                print(query["lines"][0], file=log)
        end = time.monotonic() + 600
        while time.monotonic() < end:
            if ASLEEP:
                time.sleep(1)
    return reject(query)


serve(answer)
