"""The statistics, against answers that were worked out otherwise."""

import itertools
import math
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tool"))
import inference


class Inference(unittest.TestCase):
    def test_median_and_quantiles(self):
        self.assertEqual(inference.median([3, 1, 2]), 2)
        self.assertEqual(inference.median([4, 1, 2, 3]), 2.5)
        self.assertEqual(inference.quantile([1, 2, 3, 4, 5], 0.25), 2)
        self.assertAlmostEqual(inference.quantile([10, 20], 0.75), 17.5)
        self.assertEqual(inference.quantile([7], 0.9), 7)

    def test_coefficient_of_variation(self):
        # Mean 5, sum of squares 32, 7 degrees of freedom.
        values = [2, 4, 4, 4, 5, 5, 7, 9]
        self.assertAlmostEqual(inference.coefficient_of_variation(values), math.sqrt(32 / 7) / 5)

    def test_mann_whitney_of_samples_that_do_not_overlap(self):
        # One order of C(6, 3) = 20.
        self.assertEqual(inference.mann_whitney_greater([4, 5, 6], [1, 2, 3]), 1 / 20)
        self.assertEqual(inference.mann_whitney_greater([1, 2, 3], [4, 5, 6]), 1.0)
        self.assertEqual(inference.smallest_p(12, 12), 1 / 2704156)

    def test_mann_whitney_table(self):
        # The published critical values of U, one-sided: n = m = 5, 0.05 at 21 of 25, 0.01 at 24.
        def p(u):
            a = [10.5, 10.5, 10.5, 10.5, 10.5]
            del a
            counts = inference._arrangements(5, 5)
            return sum(counts[u:]) / 252
        self.assertLessEqual(p(21), 0.05)
        self.assertGreater(p(20), 0.05)
        self.assertLessEqual(p(24), 0.01)
        self.assertGreater(p(23), 0.01)

    def test_mann_whitney_against_every_order(self):
        for n, m in ((2, 3), (4, 4), (5, 3)):
            orders = list(itertools.combinations(range(n + m), n))
            def u_of(first):
                second = [i for i in range(n + m) if i not in first]
                return sum(x > y for x in first for y in second)
            all_u = [u_of(order) for order in orders]
            for order, u in zip(orders, all_u):
                second = [i for i in range(n + m) if i not in order]
                wanted = sum(other >= u for other in all_u) / len(orders)
                self.assertAlmostEqual(inference.mann_whitney_greater(list(order), second), wanted)

    def test_ties_are_rounded_to_the_safe_side(self):
        self.assertEqual(inference.mann_whitney_greater([1, 1, 1], [1, 1, 1]),
                         sum(inference._arrangements(3, 3)[4:]) / 20)
        self.assertGreater(inference.mann_whitney_greater([2, 3, 4], [1, 2, 3]),
                           inference.mann_whitney_greater([2.1, 3.1, 4], [1, 2, 3]))

    def test_holm(self):
        # Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, never falling.
        adjusted = inference.holm([0.01, 0.04, 0.03, 0.005])
        for found, wanted in zip(adjusted, [0.03, 0.06, 0.06, 0.02]):
            self.assertAlmostEqual(found, wanted)
        self.assertEqual(inference.holm([0.9, 0.8]), [1.0, 1.0])
        self.assertEqual(inference.holm([]), [])

    def test_bootstrap_is_seeded_and_covers(self):
        values = [1.0, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98, 1.0]
        self.assertEqual(inference.bootstrap_interval(values), inference.bootstrap_interval(values))
        self.assertEqual(inference.bootstrap_interval([2.0] * 5), (2.0, 2.0))
        # The true median is inside about as often as promised.
        source = random.Random(5)
        inside = 0
        for seed in range(200):
            low, high = inference.bootstrap_interval([source.gauss(1, 0.02) for _ in range(12)], seed, rounds=300)
            inside += low <= 1 <= high
        self.assertGreater(inside, 176)

    def test_upper_fence(self):
        # Quartiles 2 and 4.
        self.assertEqual(inference.upper_fence([1, 2, 3, 4, 5]), 10)

    def test_slope(self):
        self.assertAlmostEqual(inference.slope((8, 80), (64, 640)), 1)
        self.assertAlmostEqual(inference.slope((8, 64), (64, 4096)), 2)
        self.assertAlmostEqual(inference.slope((8, 80), (64, 80)), 0)


if __name__ == "__main__":
    unittest.main()
