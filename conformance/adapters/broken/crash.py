#!/usr/bin/env python3
"""Breaks: kills itself at the n-th request of each process (argument; 3 unless told), for any request."""
import os
import signal

from fake import argument, reject, serve

N = argument(3)
serve(lambda q: os.kill(os.getpid(), signal.SIGKILL) if q["n"] == N else reject(q))
