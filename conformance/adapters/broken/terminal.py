#!/usr/bin/env python3
"""Breaks nothing: accepts with what it has of the runner: the terminal, a session, new privileges."""
import os

from fake import serve, value


def answer(query):
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
        terminal = "terminal"
    except OSError:
        terminal = "none"
    with open("/proc/self/status", encoding="ascii") as status:
        fixed = "NoNewPrivs:\t1" in status.read()
    return value(query, f"{terminal} {os.getsid(0) == os.getpid()} {fixed}")


serve(answer)
