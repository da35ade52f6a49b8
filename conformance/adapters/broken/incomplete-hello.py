#!/usr/bin/env python3
"""Breaks: its hello lacks the implementation and the operations."""
from fake import serve

serve(hello={"protocol": 1})
