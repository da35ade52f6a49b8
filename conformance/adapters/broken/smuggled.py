#!/usr/bin/env python3
"""Breaks: splits at every comma and takes the DQUOTEs off afterwards, so that text inside a quoted-string becomes challenges and parameters."""
from fake import accept, serve


def answer(query):
    challenges = []
    for part in ", ".join(query["lines"]).split(","):
        words = part.strip().split(" ", 1)
        if "=" not in words[0] and words[0].strip('"'):
            challenges.append({"scheme": words[0].strip('"'), "token68": None, "params": []})
            words = words[1:]
        for word in words:
            name, equals, text = word.partition("=")
            if equals and challenges:
                challenges[-1]["params"].append({"name": name.strip(' "'), "value": text.strip(' "')})
    params = [p for c in challenges for p in c["params"]]
    first = (challenges or [{"scheme": "Fake", "token68": None, "params": []}])[0]
    return accept(query, **{"challenges": {"challenges": challenges}, "credentials": {"credentials": first},
                            "auth-info": {"params": params}}[query["operation"]])


serve(answer)
