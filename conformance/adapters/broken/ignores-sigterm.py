#!/usr/bin/env python3
"""Breaks: hangs at its third request and ignores SIGTERM, SIGINT and SIGHUP."""
import signal
import time

from fake import reject, serve

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
serve(lambda q: time.sleep(600) if q["n"] == 3 else reject(q))
