#!/usr/bin/env python3
"""Breaks nothing: takes a while (argument in seconds; 3 unless told) to answer hello, as a virtual machine does."""
import time

from fake import argument, serve

time.sleep(argument(3.0))
serve()
