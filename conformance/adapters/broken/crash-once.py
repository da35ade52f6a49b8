#!/usr/bin/env python3
"""Breaks: aborts at its third request, but only the first time (the argument names a file that remembers)."""
import os
import signal

from fake import argument, reject, serve

MARK = argument("crash-once.mark")


def answer(query):
    if query["n"] == 3 and not os.path.exists(MARK):
        open(MARK, "w", encoding="ascii").close()
        os.kill(os.getpid(), signal.SIGABRT)
    return reject(query)


serve(answer)
