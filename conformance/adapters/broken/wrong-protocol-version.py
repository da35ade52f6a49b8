#!/usr/bin/env python3
"""Breaks: speaks protocol 2."""
from fake import HELLO, serve

serve(hello={**HELLO, "protocol": 2})
