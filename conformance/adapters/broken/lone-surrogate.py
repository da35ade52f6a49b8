#!/usr/bin/env python3
"""Breaks: a value in its answer holds an escaped surrogate without its partner."""
from fake import serve, value

serve(lambda q: value(q, "\ud800"))
