#!/usr/bin/env python3
"""Breaks: closes its stdin after hello and lives on, so that writing to it fails."""
import os
import sys
import time

from fake import HELLO, say

sys.stdin.readline()
say(HELLO)
os.close(0)
time.sleep(600)
