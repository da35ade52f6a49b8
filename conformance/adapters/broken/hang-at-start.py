#!/usr/bin/env python3
"""Breaks: reads hello and never answers it."""
import time

time.sleep(600)
