"""What a parse is made of: one figure for each kind of thing in a value, fitted to the figures of whole values.

    cost = call + auth-schemes * s + (auth-params + token68s) * p + quoted-pairs * q + octets * o
"""

PARTS = ("a call", "an auth-scheme", "an auth-param or token68", "a quoted-pair", "an octet")


def parts_of(about):
    """How many of each a row's value has, of a batch the mean."""
    values = about["values"]
    return [1.0, about["auth_schemes"] / values, (about["auth_params"] + about["token68s"]) / values,
            about["quoted_pairs"] / values, about["octets"] / values]


def solve(matrix, right):
    """Gauss with pivots, for as many equations as unknowns; None where they do not decide."""
    size = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(rows[i][column]))
        if abs(rows[pivot][column]) < 1e-12:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for i in range(size):
            if i != column:
                factor = rows[i][column] / rows[column][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column])]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def fit(points):
    """`points`: [(parts, cost)]. The cost of each part, and by how much the worst point is off, relative to its cost.

    Least squares of relative errors: a value of 4 KiB counts as much as one of 4 octets. None for too few points.
    """
    scaled = [([part / cost for part in parts], 1.0) for parts, cost in points]
    size = len(PARTS)
    normal = [[sum(row[i] * row[j] for row, _ in scaled) for j in range(size)] for i in range(size)]
    costs = solve(normal, [sum(row[i] * one for row, one in scaled) for i in range(size)])
    if costs is None:
        return None
    off = max(abs(sum(c * part for c, part in zip(costs, row)) - 1) for row, _ in scaled)
    return costs, off


def table(title, forms, listed, figures):
    """A row for each form. `listed`: the program's rows; `figures`: {row: cost of a value}. Batches are left out: their
    values differ, and a mean of them is no value."""
    lines = [[title, *PARTS, "worst row off by"]]
    for form in forms:
        points = [(parts_of(about), figures[about["name"]]) for about in listed
                  if about["form"] == form and about["kind"] == "input" and about["values"] == 1
                  and figures.get(about["name"])]
        fitted = fit(points)
        if fitted:
            costs, off = fitted
            lines.append([form, *(f"{cost:.3f}" if cost < 0.1 else f"{cost:.1f}" for cost in costs), f"{100 * off:.0f} %"])
    return lines
