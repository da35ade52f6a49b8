#!/usr/bin/env python3
"""Breaks: dies of a signal before it answers hello."""
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
