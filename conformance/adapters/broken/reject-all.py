#!/usr/bin/env python3
"""Breaks: rejects every value, the RFC's own examples included."""
from fake import reject, serve

serve(reject)
