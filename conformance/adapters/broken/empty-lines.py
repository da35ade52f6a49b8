#!/usr/bin/env python3
"""Breaks: writes an empty line after each answer."""
from fake import reject, say, serve


def answer(query):
    say(reject(query))
    print(flush=True)


serve(answer)
