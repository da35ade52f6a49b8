#!/usr/bin/env python3
"""Breaks: each line that it gets becomes a scheme, or the name of a parameter (argument: what hello says of `observes`)."""
import json

from fake import HELLO, accept, argument, serve


def answer(query):
    lines = query["lines"]
    return accept(query, **{
        "challenges": {"challenges": [{"scheme": line, "token68": None, "params": []} for line in lines]},
        "credentials": {"credentials": {"scheme": lines[0], "token68": None, "params": []}},
        "auth-info": {"params": [{"name": line, "value": ""} for line in lines]}}[query["operation"]])


serve(answer, {**HELLO, "observes": json.loads(argument("{}"))})
