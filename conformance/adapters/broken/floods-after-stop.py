#!/usr/bin/env python3
"""Breaks: writes lines without an end after stop."""
from fake import serve


def flood():
    while True:
        print('{"seq":1,"outcome":"reject"}' * 10)


serve(stop=flood)
