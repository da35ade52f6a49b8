#!/usr/bin/env python3
"""Breaks: dies of SIGSEGV whenever a line holds the argument (`Foo a==b` unless told); every other value is answered."""
import os
import signal

from fake import argument, reject, serve

TEXT = argument("Foo a==b")
serve(lambda q: os.kill(os.getpid(), signal.SIGSEGV) if any(TEXT in l for l in q["lines"]) else reject(q))
