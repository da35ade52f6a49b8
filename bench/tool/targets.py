"""Speed targets: bench/targets.json against the figures of this checkout.

A target has a must, without which the row is missed, and an aim. Where the file names no must, it is that of the gate:
no allocation, the largest slope, the ceilings of bench/budgets.json. Instructions, slopes and allocations are the same
on every processor, and decide; a ratio of two times is not, so it is told and decides nothing.

The subject "best" is the fastest form that was measured. An "effort" is its time over what a value may cost: as long as
an anchor takes for so many octets and for so many more an element, and a share of what it takes for the value.
"""

import json
import os

import instructions
import sides
from outcome import INCONCLUSIVE, REGRESSION, SUCCESS, Failure

PATH = os.path.join(sides.ROOT, "bench", "targets.json")
FIGURES = ("allocations", "slope", "instructions", "time", "speedup", "effort")
OF_TIME = ("time", "speedup", "effort")
BEST_FIRST = ("avx512", "avx2", "neon", "ssse3", "sse2", "portable")
# The row that tells what an octet costs an anchor: so long that nothing else counts.
LONG_ROW = "d"


class Target:
    """One row: what is measured, of what, and how good it has to be."""

    def __init__(self, figure, subject, case, against, must, aim, reason, allowance=None):
        self.allowance = allowance
        self.figure = figure
        self.subject = subject
        self.case = case
        self.against = against
        self.must = must
        self.aim = aim
        self.reason = reason
        self.measured = None

    @property
    def name(self):
        return {"allocations": f"allocations, {self.subject}, all inputs",
                "slope": f"instruction slope, worst shape, {self.subject}",
                "instructions": f"instructions, {self.subject}, {self.case}",
                "time": f"{self.subject} of {self.against}'s time, {self.case}",
                "speedup": f"{self.subject} faster than {self.against}, {self.case}",
                "effort": f"{self.subject} of what it may take, {self.case}"}[self.figure]

    @property
    def decides(self):
        return self.figure not in OF_TIME

    def _meets(self, limit):
        return self.measured >= limit if self.figure == "speedup" else self.measured <= limit

    @property
    def reached(self):
        if self.measured is None:
            return "not run"
        if self._meets(self.aim):
            return "aim"
        if self._meets(self.must):
            return "must"
        return "MISSED" if self.decides else "missed on this processor"

    def cells(self):
        digits = 0 if self.figure in ("instructions", "allocations") else 2
        sign = ">=" if self.figure == "speedup" else "<="
        return [self.name, f"{sign} {self.must:.{digits}f}", f"{sign} {self.aim:.{digits}f}",
                "-" if self.measured is None else f"{self.measured:.{digits}f}", self.reached]


def parse(text, ceilings, path=PATH):
    """The targets of a file; `ceilings`: of the budgets."""
    targets = []
    try:
        document = json.loads(text)
        if document["format"] != 1:
            raise KeyError("format")
        for group in document["targets"]:
            figure, against = group["figure"], group.get("against")
            allowance = group.get("allowance")
            if (figure not in FIGURES or (against is None) == (figure in OF_TIME)
                    or (allowance is None) == (figure == "effort")):
                raise KeyError(f"figure, against: {figure}, {against}")
            for subject in group["subjects"]:
                for case, limits in group["cases"].items():
                    if figure == "effort":
                        targets.append(Target(figure, subject, case, against, 1.0, 1.0, group["reason"],
                                              {of: [float(one) for one in allowance[of]] for of in ("must", "aim", "share")}))
                        continue
                    must = limits.get("must")
                    if must is None:
                        must = {"allocations": lambda: 0, "slope": lambda: instructions.MAX_SLOPE,
                                "instructions": lambda: ceilings[f"{subject}/{case}"]["max_ir"]}[figure]()
                    targets.append(Target(figure, subject, case, against, float(must), float(limits["aim"]),
                                          group["reason"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Failure(f"{path}: is cut off or no file of targets: {error}") from error
    return targets


def load(ceilings):
    try:
        with open(PATH, encoding="utf-8") as file:
            return parse(file.read(), ceilings)
    except OSError as error:
        raise Failure(f"cannot read {PATH}: {error.strerror}") from error


def evaluate(targets, counted, times, listed):
    """Puts the figure that was measured into each target. `times`: {row: [ns]}; `listed`: the program's rows."""
    slopes = counted.slopes()
    allocations = {}
    for row in listed:
        allocations[row["form"]] = allocations.get(row["form"], 0) + row["allocations"]

    def time(form, case):
        values = times.get(f"{form}/{case}")
        return min(values) if values else None

    def best(measured):
        return next((form for form in BEST_FIRST if any(name.startswith(form + "/") for name in measured)), "best")

    abouts = {row["name"]: row for row in listed}
    for target in targets:
        if target.subject == "best":
            target.subject = best(times if target.figure in OF_TIME else counted.rows)
        if target.figure == "allocations":
            target.measured = allocations.get(target.subject)
        elif target.figure == "slope":
            target.measured = max((slope for name, slope in slopes.items() if name.split("/")[0] == target.subject),
                                  default=None)
        elif target.figure == "instructions":
            row = counted.rows.get(f"{target.subject}/{target.case}")
            target.measured = row and row.ir
        elif target.figure == "effort":
            about, long = (abouts.get(f"{target.subject}/{case}") for case in (target.case, LONG_ROW))
            own, other, longest = (time(target.subject, target.case), time(target.against, target.case),
                                   time(target.against, LONG_ROW))
            if own and other and longest and about:
                elements = sum(about[kind] for kind in ("auth_schemes", "token68s", "auth_params")) / about["values"]
                octet = longest / long["octets"]

                def allowed(of):
                    octets, an_element = target.allowance[of]
                    return octet * (octets + an_element * elements) + target.allowance["share"][0] * other

                target.measured = own / allowed("must")
                target.aim = allowed("aim") / allowed("must")
        else:
            own, other = time(target.subject, target.case), time(target.against, target.case)
            if own and other:
                target.measured = other / own if target.figure == "speedup" else own / other
    return targets


def exit_code(targets):
    reached = [target.reached for target in targets if target.decides]
    if "MISSED" in reached:
        return REGRESSION
    return SUCCESS if set(reached) - {"not run"} else INCONCLUSIVE


def table(targets):
    return [["target", "must", "aim", "measured", "reached"]] + [target.cells() for target in targets]


def summary(targets):
    reached = [target.reached for target in targets]
    return ", ".join(f"{reached.count(word)} {word}" for word in dict.fromkeys(reached))
