#!/usr/bin/env python3
"""Breaks: sends itself SIGSTOP at its third request: alive, but never answering and deaf to SIGTERM."""
import os
import signal

from fake import reject, serve

serve(lambda q: os.kill(os.getpid(), signal.SIGSTOP) if q["n"] == 3 else reject(q))
