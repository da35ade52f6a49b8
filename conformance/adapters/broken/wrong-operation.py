#!/usr/bin/env python3
"""Breaks: answers every operation as if it were another one."""
from fake import EMPTY, serve

OTHER = {"challenges": "auth-info", "credentials": "challenges", "auth-info": "credentials"}
serve(lambda q: {"seq": q["seq"], "outcome": "accept", **EMPTY[OTHER[q["operation"]]]})
