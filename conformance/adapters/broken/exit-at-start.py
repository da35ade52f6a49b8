#!/usr/bin/env python3
"""Breaks: exits with status 0 without a word."""
