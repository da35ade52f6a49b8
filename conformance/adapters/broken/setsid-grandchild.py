#!/usr/bin/env python3
"""Breaks: a grandchild in a session of its own outlives the adapter and holds its stdout and stderr open."""
import os
import time

from fake import serve

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(30)
    os._exit(0)
os.wait()
serve()
