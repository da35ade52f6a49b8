#!/usr/bin/env python3
"""Breaks: answers every request twice."""
from fake import reject, say, serve


def answer(query):
    say(reject(query))
    return reject(query)


serve(answer)
