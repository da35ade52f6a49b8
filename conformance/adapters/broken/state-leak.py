#!/usr/bin/env python3
"""Breaks: every answer but the first of a process depends on what was asked before (what `--isolate` finds)."""
from fake import reject, serve, value

seen = []


def answer(query):
    seen.append("|".join(query["lines"])[:40])
    return reject(query) if len(seen) == 1 else value(query, seen[-2])


serve(answer)
