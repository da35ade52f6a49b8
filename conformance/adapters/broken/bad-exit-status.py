#!/usr/bin/env python3
"""Breaks: answers everything, but exits with status 5 at stop."""
import sys

from fake import serve

serve(stop=lambda: sys.exit(5))
