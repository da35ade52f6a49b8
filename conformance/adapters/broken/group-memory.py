#!/usr/bin/env python3
"""Breaks: at its third request ten children take as much memory each as the argument says, in MiB (64)."""
import os
import time

from fake import argument, reject, serve

SIZE = argument(64)


def answer(query):
    if query["n"] == 3:
        for _ in range(10):
            if os.fork() == 0:
                hoard = b"\xaa" * (SIZE << 20)
                time.sleep(60)
                os._exit(len(hoard) % 2)
        time.sleep(60)
    return reject(query)


serve(answer)
