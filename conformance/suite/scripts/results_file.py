# SPDX-License-Identifier: Apache-2.0
"""What `gauntlet run` found: the rows of a results.ndjson (schema/results.schema.json)."""

import json


def rows(file):
    """(implementation, case, judgement) of each row, as they are told; a case has what its kind says, too."""
    implementations = {}
    told = {"kind": [], "case": [], "reduction": [], "judgement": []}
    with open(file, encoding="ascii") as lines:
        for line in map(json.loads, lines):
            if isinstance(line, list):
                implementation, first, *judgements = line
                for case, judgement in enumerate(judgements, first):
                    yield implementations[implementation], told["case"][case], told["judgement"][judgement]
                continue
            ((name, record),) = line.items()
            if name == "implementation":
                implementations[record["number"]] = record
            for citing, cited in (("case", "kind"), ("judgement", "reduction")):
                if name == citing and cited in record:
                    record = {**told[cited][record[cited]], **record}
            if name in told:
                told[name].append(record)
