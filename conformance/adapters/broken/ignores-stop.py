#!/usr/bin/env python3
"""Breaks: neither stop nor the end of its stdin ends it."""
import time

from fake import serve

serve(stop=lambda: None)
time.sleep(600)
