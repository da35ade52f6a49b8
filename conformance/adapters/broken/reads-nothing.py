#!/usr/bin/env python3
"""Breaks: answers hello and never reads again, so that the pipe to it fills."""
import sys
import time

from fake import HELLO, say

sys.stdin.readline()
say(HELLO)
time.sleep(600)
