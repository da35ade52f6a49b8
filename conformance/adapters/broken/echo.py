#!/usr/bin/env python3
"""Breaks: accepts every value, as the value of a parameter."""
from fake import serve, value

serve(lambda query: value(query, ", ".join(query["lines"])))
