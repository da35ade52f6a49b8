"""The statistics of the time gate. Standard library only; everything is exact or seeded."""

import functools
import math
import random


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def quantile(values, q):
    """Linear between the order statistics."""
    ordered = sorted(values)
    at = q * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def coefficient_of_variation(values):
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return math.sqrt(variance) / mean


def bootstrap_interval(values, seed=1, confidence=0.95, rounds=1000):
    """Percentile interval of the median."""
    source = random.Random(seed)
    medians = [median(source.choices(values, k=len(values))) for _ in range(rounds)]
    tail = (1 - confidence) / 2
    return quantile(medians, tail), quantile(medians, 1 - tail)


@functools.lru_cache(maxsize=None)
def _arrangements(n, m):
    """How many of the C(n+m, n) orders of two samples have each value of U."""
    if n == 0 or m == 0:
        return (1,)
    # The largest of all is of the first sample (and beats all m of the second), or of the second.
    first, second = _arrangements(n - 1, m), _arrangements(n, m - 1)
    counts = [0] * (n * m + 1)
    for u, count in enumerate(first):
        counts[u + m] += count
    for u, count in enumerate(second):
        counts[u] += count
    return tuple(counts)


def mann_whitney_greater(a, b):
    """The exact one-sided p-value for `a` being larger than `b`. Ties count half, and are rounded to the safe side."""
    u = sum(1.0 if x > y else 0.5 if x == y else 0.0 for x in a for y in b)
    counts = _arrangements(len(a), len(b))
    return sum(counts[math.floor(u) :]) / math.comb(len(a) + len(b), len(a))


def smallest_p(n, m):
    """What mann_whitney_greater() answers for two samples that do not overlap."""
    return 1 / math.comb(n + m, n)


def holm(p_values):
    """Adjusted p-values, in the order given: reject those below the level, and the chance of any false one is below it."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = largest
    return adjusted


def upper_fence(values):
    """Above it a value is far out: the third quartile and three times the distance between the quartiles."""
    low, high = quantile(values, 0.25), quantile(values, 0.75)
    return high + 3 * (high - low)


def slope(small, large):
    """The exponent by which cost grows between two points (size, cost): 1 is linear, 2 is quadratic."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])
