#!/usr/bin/env python3
"""Breaks: never answers the n-th request of each process (argument; 3 unless told) and sleeps."""
import time

from fake import argument, reject, serve

N = argument(3)
serve(lambda q: time.sleep(600) if q["n"] == N else reject(q))
