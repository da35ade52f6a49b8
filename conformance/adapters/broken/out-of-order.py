#!/usr/bin/env python3
"""Breaks: where two requests are there at once, it answers the second before the first."""
import json
import os
import select

from fake import HELLO, reject, say

data, waiting = b"", []
while True:
    ready, _, _ = select.select([0], [], [], 0.1 if waiting else None)
    if ready:
        chunk = os.read(0, 1 << 20)
        if not chunk:
            break
        data += chunk
    *lines, data = data.split(b"\n")
    queries = [json.loads(line) for line in lines]
    if any(q["cmd"] == "hello" for q in queries):
        say(HELLO)
    waiting += [q for q in queries if q["cmd"] == "parse"]
    if len(waiting) > 1 or not ready:
        for query in reversed(waiting):
            say(reject(query))
        waiting = []
    if any(q["cmd"] == "stop" for q in queries):
        break
