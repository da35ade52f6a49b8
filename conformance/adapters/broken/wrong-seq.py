#!/usr/bin/env python3
"""Breaks: from the third request on it answers with a seq that was not asked for."""
from fake import reject, serve

serve(lambda q: {**reject(q), "seq": q["seq"] + (1000000 if q["n"] >= 3 else 0)})
