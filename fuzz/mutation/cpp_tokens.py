# SPDX-License-Identifier: Apache-2.0
"""The tokens of C++ code, and which function each is in: as much as the parser's sources need."""

import re

TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
  | (?P<string>(?:u8|[uUL])?R"(?P<tag>[^()\\ \n]*)\(.*?\)(?P=tag)"|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<char>(?:u8|[uUL])?'(?:\\(?:x[0-9a-fA-F]+|[0-7]+|.)|[^'\\\n])')
  | (?P<number>\.?[0-9](?:'?[0-9a-zA-Z_.])*)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<operator><=>|->\*|<<=|>>=|\.\.\.|::|->|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|<<|>>|[-+*/%&|^=!<>~?:;,.(){}\[\]])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


class Token:
    def __init__(self, kind, text, begin, end):
        self.kind, self.text, self.begin, self.end = kind, text, begin, end

    def __repr__(self):
        return f"{self.kind}:{self.text}"


def tokenize(text):
    """The tokens of C++ code; comments and preprocessor lines are left out."""
    tokens = []
    for match in TOKEN.finditer(text):
        if match.lastgroup not in ("comment", "directive"):
            kind = "string" if match.group("string") is not None else match.lastgroup
            tokens.append(Token(kind, match.group(), match.start(), match.end()))
    return tokens


CONTROL = {"if", "for", "while", "switch", "return", "do", "else", "case", "static_assert", "sizeof", "noexcept", "requires"}
OPENING, CLOSING = {"(": ")", "{": "}", "[": "]"}, {")", "}", "]"}


def functions(tokens):
    """For each token the function that it is in: (name, number of its first token), or None outside."""
    owners = [None] * len(tokens)
    stack = []  # for each open brace: the owner outside of it
    owner, head, parens = None, 0, 0
    for i, token in enumerate(tokens):
        owners[i] = owner
        if token.text in "([":
            parens += 1
        elif token.text in ")]":
            parens -= 1
        elif token.text == "{":
            stack.append((owner, head, parens))
            if owner is None and not parens:
                name = function_name(tokens[head:i])
                if name:
                    owner = (name, head)
                    for j in range(head, i + 1):
                        owners[j] = owner
            parens, head = 0, i + 1
        elif token.text == "}":
            inner = owner
            owner, _, parens = stack.pop() if stack else (None, 0, 0)
            if inner != owner or parens == 0:
                head = i + 1
        elif token.text == ";" and not parens:
            head = i + 1
        elif token.text == ":" and not parens and i and tokens[i - 1].text in ("public", "private", "protected"):
            head = i + 1
    return owners


def function_name(head):
    """The name of the function whose head these tokens are, or None where they are not the head of a function."""
    texts = [t.text for t in head]
    if {"namespace", "enum", "class", "struct", "concept"} & set(texts) and "(" not in texts:
        return None
    for i, text in enumerate(texts):
        if text == "operator":
            return "operator " + texts[i + 1]
        if text == "=":
            return None
        if text == "(" and i:
            name = texts[i - 1]
            return name if head[i - 1].kind == "name" and name not in CONTROL and name not in ("explicit",) else None
    return None


def closing(tokens, i):
    """The number of the token that closes the bracket at i."""
    depth = 0
    for j in range(i, len(tokens)):
        if tokens[j].text in OPENING:
            depth += 1
        elif tokens[j].text in CLOSING:
            depth -= 1
            if depth == 0:
                return j
    return len(tokens) - 1
