# SPDX-License-Identifier: Apache-2.0
"""A naive reading of RFC 9110, section 11, kept as close to the printed ABNF as Python allows.

Each method of `Recipient` is one rule and has its name; expressions are combined with `seq`, `alt`, `star` and so on,
compiled to a nondeterministic automaton and run octet by octet. Nothing here is clever or fast, and nothing is shared
with the parser or the grammar engine: it is there to be held against the RFC by a person, and to be broken one rule at a
time by a test. Octet strings are `str` with one character U+0000..U+00FF for each octet, as in the case files.

    >>> Recipient().parse("challenges", ["Basic realm=x"]).result
    {'challenges': [{'scheme': 'Basic', 'token68': None, 'params': [{'name': 'realm', 'value': 'x', 'quoted': False}]}]}
    >>> Recipient().parse("challenges", ["Foo a==b"]).offset
    7
"""

import string


class Outcome:
    """What a parse yields: `result`, or None and `offset`, the length of the longest viable prefix of `value`."""

    def __init__(self, value, result, offset=None):
        self.value = value
        self.result = result
        self.offset = offset


# Expressions. Each is a function that adds itself to an automaton between two states.


def octets(characters, role=None):
    """One octet out of a set. The role says what becomes of it: scheme, token68, name, value, or None for nothing."""
    accepted = frozenset(characters)
    assert accepted, "an empty set would make dead states, and the viable prefix wrong"
    return lambda automaton, source, target: automaton.octet_edges[source].append((accepted, role, target))


def mark(event):
    """Matches nothing and notes in the result that something begins here."""
    return lambda automaton, source, target: automaton.free_edges[source].append((event, target))


def seq(*parts):
    def add(automaton, source, target):
        for part in parts[:-1]:
            middle = automaton.state()
            part(automaton, source, middle)
            source = middle
        parts[-1](automaton, source, target)

    return add


def alt(*choices):
    def add(automaton, source, target):
        for choice in choices:
            choice(automaton, source, target)

    return add


def opt(part):
    return alt(part, mark(None))


def star(part):
    def add(automaton, source, target):
        loop = automaton.state()
        automaton.free_edges[source].append((None, loop))
        part(automaton, loop, loop)
        automaton.free_edges[loop].append((None, target))

    return add


def plus(part):
    return seq(part, star(part))


def literal(characters):
    return seq(*[octets(c) for c in characters])


class Automaton:
    def __init__(self, expression):
        self.octet_edges = []
        self.free_edges = []
        self.start = self.state()
        self.accept = self.state()
        expression(self, self.start, self.accept)
        self.closures = [self._closure(s) for s in range(len(self.octet_edges))]
        self.steps = {}

    def state(self):
        self.octet_edges.append([])
        self.free_edges.append([])
        return len(self.octet_edges) - 1

    def _closure(self, source):
        """The states that cost no octet, each with the events of one way there."""
        reached = {source: ()}
        pending = [source]
        while pending:
            state = pending.pop(0)
            for event, target in self.free_edges[state]:
                if target not in reached:
                    reached[target] = reached[state] + ((event,) if event else ())
                    pending.append(target)
        return reached

    def reach(self, states, octet):
        """Where an octet leads from these states: state -> (state before, role, state that the octet enters)."""
        # The same few sets of states recur, so each is worked out once.
        key = (states, octet)
        if key not in self.steps:
            reached = {}
            for state in states:
                for accepted, role, target in self.octet_edges[state]:
                    if octet in accepted:
                        for end in self.closures[target]:
                            reached.setdefault(end, (state, role, target))
            self.steps[key] = reached, tuple(reached)
        return self.steps[key]

    def run(self, value):
        """(events or None, length of the longest viable prefix)."""
        # Every state leads to acceptance (no expression is empty), so a prefix is viable while a state is left.
        states = tuple(self.closures[self.start])
        trail = []
        for position, octet in enumerate(value):
            reached, states = self.reach(states, octet)
            if not reached:
                return None, position
            trail.append(reached)
        if self.accept not in states:
            return None, len(value)
        events = []
        state = self.accept
        for position in range(len(value) - 1, -1, -1):
            source, role, target = trail[position][state]
            events.extend(reversed(self.closures[target][state]))
            if role:
                events.append((role, value[position]))
            state = source
        events.extend(reversed(self.closures[self.start][state]))
        return list(reversed(events)), None

    def viable(self, value):
        """(matches, length of the longest viable prefix) without a result."""
        states = tuple(self.closures[self.start])
        for position, octet in enumerate(value):
            states = self.reach(states, octet)[1]
            if not states:
                return False, position
        return self.accept in states, len(value)


class Recipient:
    """Grammar `recipient`: what RFC 9110 wants a recipient to take."""

    # RFC 5234, Appendix B.1
    ALPHA = string.ascii_letters
    DIGIT = string.digits
    DQUOTE = '"'
    HTAB = "\t"
    SP = " "
    VCHAR = "".join(map(chr, range(0x21, 0x7F)))
    # RFC 9110, section 5.5
    OBS_TEXT = "".join(map(chr, range(0x80, 0x100)))

    def tchar(self):  # 5.6.2
        return "!#$%&'*+-.^_`|~" + self.DIGIT + self.ALPHA

    def token(self, role):  # 5.6.2
        return plus(octets(self.tchar(), role))

    def ows(self):  # 5.6.3
        return star(octets(self.SP + self.HTAB))

    def bws(self):  # 5.6.3
        return self.ows()

    def qdtext(self):  # 5.6.4
        return self.HTAB + self.SP + "\x21" + "".join(map(chr, [*range(0x23, 0x5C), *range(0x5D, 0x7F)])) + self.OBS_TEXT

    def quoted_pair(self):  # 5.6.4
        return seq(octets("\\"), octets(self.HTAB + self.SP + self.VCHAR + self.OBS_TEXT, "value"))

    def quoted_string(self):  # 5.6.4
        return seq(
            mark("quoted"),
            octets(self.DQUOTE),
            star(alt(octets(self.qdtext(), "value"), self.quoted_pair())),
            octets(self.DQUOTE),
        )

    def list_of(self, element):  # 5.6.1.2: #element => [ element ] *( OWS "," OWS [ element ] )
        return seq(opt(element), star(seq(self.ows(), octets(","), self.ows(), opt(element))))

    def token68(self):  # 11.2
        return seq(
            mark("token68"),
            plus(octets(self.ALPHA + self.DIGIT + "-._~+/", "token68")),
            star(octets("=", "token68")),
        )

    def auth_param(self):  # 11.2
        return seq(
            mark("param"),
            self.token("name"),
            self.bws(),
            octets("="),
            self.bws(),
            alt(self.token("value"), self.quoted_string()),
        )

    def after_scheme(self):  # 11.3: 1*SP
        return plus(octets(self.SP))

    def challenge(self):  # 11.3, and 11.4 for credentials
        return seq(
            mark("challenge"),
            self.token("scheme"),
            opt(seq(self.after_scheme(), alt(self.token68(), self.list_of(self.auth_param())))),
        )

    def www_authenticate(self):  # 11.6.1
        return self.list_of(self.challenge())

    def authorization(self):  # 11.6.2
        return self.challenge()

    def authentication_info(self):  # 11.6.3
        return self.list_of(self.auth_param())

    # From field lines to a result.

    def trim(self, line):  # 5.5
        return line.strip(self.SP + self.HTAB)

    def combine(self, lines):  # 5.3
        return ", ".join(self.trim(line) for line in lines)

    def automaton(self, operation):
        cache = self.__dict__.setdefault("automata", {})
        if operation not in cache:
            rule = {
                "challenges": self.www_authenticate,
                "credentials": self.authorization,
                "auth-info": self.authentication_info,
            }[operation]
            cache[operation] = Automaton(rule())
        return cache[operation]

    def parse_value(self, operation, value):
        """The raw rule applied to a combined value."""
        events, offset = self.automaton(operation).run(value)
        if events is None:
            return Outcome(value, None, offset)
        return Outcome(value, self.result(operation, events))

    def parse(self, operation, lines):
        return self.parse_value(operation, self.combine(lines))

    def matches(self, operation, lines):
        return self.automaton(operation).viable(self.combine(lines))[0]

    def result(self, operation, events):
        challenges = []
        info = []
        for event in events:
            if event == "challenge":
                challenges.append({"scheme": "", "token68": None, "params": []})
            elif event == "token68":
                challenges[-1]["token68"] = ""
            elif event == "param":
                params = info if operation == "auth-info" else challenges[-1]["params"]
                params.append({"name": "", "value": "", "quoted": False})
            elif event == "quoted":
                params[-1]["quoted"] = True
            else:
                role, octet = event
                owner = challenges[-1] if role in ("scheme", "token68") else params[-1]
                owner[role] += octet
        if operation == "challenges":
            return {"challenges": challenges}
        if operation == "credentials":
            return {"credentials": challenges[0]}
        return {"params": info}


class Sender(Recipient):
    """Grammar `sender`: what RFC 9110 lets a sender generate."""

    def list_of(self, element):  # 5.6.1.1: #element => [ element *( OWS "," OWS element ) ]
        return opt(seq(element, star(seq(self.ows(), octets(","), self.ows(), element))))

    def bws(self):  # 5.6.3: a sender MUST NOT generate BWS
        return mark(None)

    def auth_param(self):  # 11.5: realm only as quoted-string
        other = seq(self.token_but_realm(), self.bws(), octets("="), self.bws(), alt(self.token("value"), self.quoted_string()))
        realm = seq(self.realm(), self.bws(), octets("="), self.bws(), self.quoted_string())
        return seq(mark("param"), alt(other, realm))

    def realm(self):
        return seq(*[octets(c + c.upper(), "name") for c in "realm"])

    def token_but_realm(self):
        """Tokens that stop inside `realm`, leave it, or go on after it; in any case of the letters."""
        tchars = set(self.tchar())
        choices = []
        for length in range(len("realm")):
            begin = [octets(c + c.upper(), "name") for c in "realm"[:length]]
            here = "realm"[length]
            leave = seq(octets(tchars - {here, here.upper()}, "name"), star(octets(tchars, "name")))
            choices.append(seq(*begin, leave))
            if begin:
                choices.append(seq(*begin))
        choices.append(seq(self.realm(), self.token("name")))
        return alt(*choices)
