#!/usr/bin/env python3
"""Breaks: at its third request it starts a child that keeps the pipes open, and exits."""
import os
import time

from fake import reject, serve


def answer(query):
    if query["n"] < 3:
        return reject(query)
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)


serve(answer)
