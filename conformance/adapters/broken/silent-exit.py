#!/usr/bin/env python3
"""Breaks: exits with status 0 at its third request without answering it."""
import os

from fake import reject, serve

serve(lambda q: os._exit(0) if q["n"] == 3 else reject(q))
