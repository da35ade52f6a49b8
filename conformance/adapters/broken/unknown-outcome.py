#!/usr/bin/env python3
"""Breaks: answers with an outcome that the protocol does not know."""
from fake import serve

serve(lambda q: {"seq": q["seq"], "outcome": "maybe"})
