#!/usr/bin/env python3
"""Breaks: a member occurs twice in each answer (the argument: the outcome, or one of the result's)."""
from fake import argument, serve

WHICH = argument("outcome")


def answer(query):
    text = {"outcome": '"outcome":"accept","outcome":"reject"',
            "result": '"outcome":"accept","challenges":[],"challenges":[],"params":[],"params":[],'
                      '"credentials":null,"credentials":null',
            "scheme": '"outcome":"accept","challenges":[{"scheme":"a","scheme":"b"}],'
                      '"credentials":{"scheme":"a","scheme":"b"},"params":[{"name":"a","name":"b","value":""}]'}
    print('{"seq":%d,%s}' % (query["seq"], text[WHICH]), flush=True)


serve(answer)
