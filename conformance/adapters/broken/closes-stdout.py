#!/usr/bin/env python3
"""Breaks: closes its stdout at the third request and lives on."""
import os
import time

from fake import reject, serve


def answer(query):
    if query["n"] == 3:
        os.close(1)
        time.sleep(600)
    return reject(query)


serve(answer)
