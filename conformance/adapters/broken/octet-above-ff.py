#!/usr/bin/env python3
"""Breaks: a value in its answer holds a code point above U+00FF, which stands for no octet."""
from fake import serve, value

serve(lambda q: value(q, "\u20ac"))
