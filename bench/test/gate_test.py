"""The gate's decisions, with counts and times that are made up."""

import json
import os
import random
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tool"))
import callgrind
import history
import instructions
import model
import report
import targets
import timing
from outcome import ERROR, INCONCLUSIVE, REGRESSION, SUCCESS, Failure, worst


def row(name, ir, octets=100, values=1, kind="input", allocations=0):
    form, case = name.split("/")
    about = {"name": name, "form": form, "case": case.split("@")[0], "kind": kind, "octets": octets * values,
             "values": values, "allocations": allocations}
    return instructions.Row(about, ir * values, {})


def measurement(*rows):
    return instructions.Measurement("none", {one.name: one for one in rows})


class Instructions(unittest.TestCase):
    def kinds(self, base, head, accepted=None):
        return [(f.row, f.kind, f.is_failure) for f in instructions.compare(measurement(*base), measurement(*head),
                                                                            accepted)]

    def test_limits_are_one_percent_and_four_instructions(self):
        for base, head, fails in ((100, 104, False), (100, 104.5, True), (1000, 1010, False), (1000, 1010.1, True),
                                  (1000, 900, False), (50, 54, False), (50, 55, True)):
            found = self.kinds([row("reader/a", base)], [row("reader/a", head)])
            self.assertEqual(bool(found), fails, (base, head))

    def test_figures_are_of_a_value(self):
        found = self.kinds([row("reader/g", 1000, values=512)], [row("reader/g", 1011, values=512)])
        self.assertEqual(found, [("reader/g", "instructions", True)])

    def test_rows_of_one_side_only_are_named_and_do_not_fail(self):
        found = self.kinds([row("reader/a", 1), row("reader/old", 1)], [row("reader/a", 1), row("reader/new", 1)])
        self.assertEqual(found, [("reader/new", "new", False), ("reader/old", "gone", False)])

    def test_an_accepted_slowdown_passes_up_to_its_size(self):
        accepted = instructions.accepted_slowdowns("parser: x\n\nBench-Accept: a ir +3.1% reports offsets\n")
        for head, fails in ((1031, False), (1040, True)):
            found = self.kinds([row("reader/a", 1000)], [row("reader/a", head)], accepted)
            self.assertEqual([f[2] for f in found], [fails])
        with self.assertRaises(Failure):
            instructions.accepted_slowdowns("Bench-Accept: everything\n")

    def test_invariants(self):
        def kinds(*rows, ceilings=None):
            return [f.kind for f in instructions.check_invariants(measurement(*rows), ceilings or {})]
        self.assertEqual(kinds(row("reader/a", 10)), [])
        self.assertEqual(kinds(row("reader/a", 10, allocations=1)), ["allocation"])
        small = row("reader/x@8192", 8192, octets=8192, kind="shape")
        self.assertEqual(kinds(small, row("reader/x@65536", 65536, octets=65536, kind="shape")), [])
        self.assertEqual(kinds(small, row("reader/x@65536", 73000, octets=65536, kind="shape")), ["slope"])
        ceilings = {"avx2/a": {"max_ir": 320}, "*/b": {"max_ir_per_octet": 9}}
        self.assertEqual(kinds(row("avx2/a", 320), row("ssse3/a", 999), row("x/b", 900), ceilings=ceilings), [])
        self.assertEqual(kinds(row("avx2/a", 321), row("x/b", 901), ceilings=ceilings), ["ceiling", "ceiling"])

    def test_two_counts_that_differ_are_an_error(self):
        instructions.expect_same(measurement(row("reader/a", 10)), measurement(row("reader/a", 10)))
        for other in (row("reader/a", 11), row("reader/b", 10)):
            with self.assertRaises(Failure) as caught:
                instructions.expect_same(measurement(row("reader/a", 10)), measurement(other))
            self.assertEqual(caught.exception.code, ERROR)

    def test_budgets(self):
        toolchain = {"compiler": "g++ 12.2.0", "libc": "glibc 2.36"}
        document = {"format": 1, "ceilings": {},
                    "toolchains": [{"toolchain": toolchain, "cases": {"reader/a": {"ir": 1000}}}]}
        def check(head, tools=toolchain):
            return [(f.kind, f.is_failure) for f in instructions.check_budgets(measurement(*head), document, tools)]
        self.assertEqual(check([row("reader/a", 1010)]), [])
        self.assertEqual(check([row("reader/a", 980)]), [("note", False)])
        self.assertEqual(check([]), [("budget", True)])
        self.assertEqual(check([row("reader/a", 1000), row("reader/b", 1)]), [("new", False)])
        other = dict(toolchain, libc="glibc 2.37")
        self.assertEqual(check([row("reader/a", 5000)], other), [("skipped", False)])
        text = instructions.check_budgets(measurement(), document, other)[0].text
        self.assertIn("libc is glibc 2.37, not glibc 2.36", text)

    def test_growth_names_functions_the_largest_first(self):
        self.assertEqual(instructions.growth({"f": 100, "g": 50, "h": 7}, {"f": 110, "g": 90, "i": 3, "h": 7}),
                         [("g", 40), ("f", 10), ("i", 3)])

    def test_names_of_functions_are_short(self):
        long = ("gauntlet::v0::basic_reader<gauntlet::v0::scalar_scanner>::read_quoted_string(char const*&, "
                "unsigned long&)")
        self.assertEqual(callgrind.plain(long), "basic_reader::read_quoted_string")
        self.assertEqual(callgrind.plain("gauntlet::v0::(anonymous namespace)::f(int)"), "f")
        self.assertEqual(callgrind.plain("main"), "main")



class Targets(unittest.TestCase):
    TEXT = json.dumps({"format": 1, "targets": [
        {"figure": "instructions", "subjects": ["avx2"], "reason": "r", "cases": {"a": {"aim": 240}}},
        {"figure": "allocations", "subjects": ["avx2"], "reason": "r", "cases": {"*": {"aim": 0}}},
        {"figure": "slope", "subjects": ["avx2"], "reason": "r", "cases": {"*": {"aim": 1.0}}},
        {"figure": "speedup", "subjects": ["avx2"], "against": "strings", "reason": "r",
         "cases": {"a": {"must": 7, "aim": 12}}}]})

    def reached(self, ir=240, allocations=0, long=65536, own=10, other=120):
        counted = measurement(row("avx2/a", ir), row("avx2/x@8192", 8192, octets=8192, kind="shape"),
                              row("avx2/x@65536", long, octets=65536, kind="shape"))
        times = {"avx2/a": [own, own + 1], "strings/a": [other + 5, other]}
        found = targets.parse(self.TEXT, {"avx2/a": {"max_ir": 320}})
        targets.evaluate(found, counted, times, [{"name": "avx2/a", "form": "avx2", "allocations": allocations}])
        return [target.reached for target in found], targets.exit_code(found)

    def test_what_is_reached(self):
        self.assertEqual(self.reached(), (["aim"] * 4, SUCCESS))
        self.assertEqual(self.reached(ir=320)[0][0], "must")

    def test_what_is_the_same_on_every_processor_decides(self):
        for change, index in (({"ir": 321}, 0), ({"allocations": 1}, 1), ({"long": 73000}, 2)):
            reached, code = self.reached(**change)
            self.assertEqual((reached[index], code), ("MISSED", REGRESSION))

    def test_a_ratio_of_times_is_told_and_decides_nothing(self):
        self.assertEqual(self.reached(other=69), (["aim"] * 3 + ["missed on this processor"], SUCCESS))

    def test_an_effort_is_time_over_what_elements_may_cost(self):
        text = json.dumps({"format": 1, "targets": [
            {"figure": "effort", "subjects": ["best"], "against": "table4", "reason": "r",
             "allowance": {"must": [50, 25], "aim": [40, 15], "share": [0.1]}, "cases": {"a": {}}}]})
        listed = [{"name": f"avx2/{case}", "form": "avx2", "allocations": 0, "octets": octets, "values": 1,
                   "auth_schemes": 1, "token68s": 0, "auth_params": 1} for case, octets in (("a", 20), ("d", 1000))]

        def reached(own):
            # 0.2 an octet: 0.2 * (50 + 2 * 25) + 0.1 * 10 = 21 is allowed; the aim is 0.2 * (40 + 2 * 15) + 1 = 15.
            found = targets.parse(text, {})
            targets.evaluate(found, measurement(), {"avx2/a": [own], "table4/a": [10], "table4/d": [200]}, listed)
            return found[0].name, found[0].reached

        self.assertEqual(reached(15), ("avx2 of what it may take, a", "aim"))
        self.assertEqual(reached(16)[1], "must")
        self.assertEqual(reached(22)[1], "missed on this processor")
        for cut in (text.replace('"allowance"', '"allow"'), text.replace('"against"', '"than"')):
            with self.assertRaises(Failure):
                targets.parse(cut, {})

    def test_nothing_measured_is_inconclusive(self):
        self.assertEqual(targets.exit_code(targets.parse(self.TEXT, {"avx2/a": {"max_ir": 320}})), INCONCLUSIVE)

    def test_the_file_is_read_whole_or_refused(self):
        ceilings = instructions.load_budgets(os.path.join(targets.sides.ROOT, "bench", "budgets.json"))["ceilings"]
        self.assertGreater(len(targets.load(ceilings)), 30)
        for cut in (self.TEXT[:-3], self.TEXT.replace("speedup", "speed"), self.TEXT.replace('"against"', '"than"')):
            with self.assertRaises(Failure):
                targets.parse(cut, {"avx2/a": {"max_ir": 320}})


class Model(unittest.TestCase):
    def test_what_a_value_is_made_of_is_found(self):
        listed, figures = [], {}
        for number, parts in enumerate([(1, 0, 1, 0, 9), (1, 0, 3, 2, 70), (2, 1, 4, 0, 300), (1, 1, 0, 0, 4000),
                                        (3, 0, 0, 0, 20), (1, 0, 30, 9, 160)]):
            schemes, token68s, params, pairs, octets = parts
            listed.append({"name": f"avx2/{number}", "form": "avx2", "kind": "input", "values": 1, "octets": octets,
                           "auth_schemes": schemes, "token68s": token68s, "auth_params": params, "quoted_pairs": pairs})
            figures[f"avx2/{number}"] = 20 + 7 * schemes + 11 * (params + token68s) + 3 * pairs + 0.5 * octets
        found = model.table("ns", ["avx2", "sse2"], listed, figures)
        self.assertEqual(found[1:], [["avx2", "20.0", "7.0", "11.0", "3.0", "0.5", "0 %"]])
        self.assertEqual(model.table("ns", ["avx2"], listed[:3], figures)[1:], [])


class Timing(unittest.TestCase):
    """Twelve processes for a side, with a noise of 0.5 %."""

    def samples(self, rows, seed=1):
        source = random.Random(seed)
        made = timing.Samples()
        for name, (base, control, head, noise) in rows.items():
            for arm, mean in ((made.base, base), (made.control, control), (made.head, head)):
                arm[name] = [source.gauss(mean, noise * mean) for _ in range(12)]
        return made

    def states(self, rows, seed=1):
        return {v.row: v.state for v in timing.judge(self.samples(rows, seed))}

    def test_identical_programs_give_no_candidate(self):
        for seed in range(6):
            rows = {f"r/{i}": (100, 100, 100, 0.005) for i in range(10)}
            self.assertEqual(set(self.states(rows, seed).values()), {"pass"})

    def test_what_is_slower_is_a_candidate(self):
        self.assertEqual(self.states({"a": (100, 100, 107, 0.005), "b": (100, 100, 103, 0.005)}),
                         {"a": "candidate", "b": "pass"})
        # Short rows have the wider limit.
        self.assertEqual(self.states({"a": (40, 40, 43, 0.005), "b": (40, 40, 46, 0.005)}),
                         {"a": "pass", "b": "candidate"})
        self.assertEqual(self.states({"a": (100, 100, 90, 0.005)}), {"a": "faster"})

    def test_noise_is_inconclusive(self):
        self.assertEqual(self.states({"a": (100, 104, 108, 0.005), "b": (100, 100, 120, 0.2), "c": (100, 100, 100, 0.1)}),
                         {"a": "inconclusive", "b": "inconclusive", "c": "inconclusive"})

    def test_what_is_far_beyond_the_noise_is_a_candidate_all_the_same(self):
        self.assertEqual(self.states({"a": (100, 100, 200, 0.1), "b": (100, 104, 130, 0.005)}),
                         {"a": "candidate", "b": "candidate"})

    def test_too_few_processes_are_an_error_not_a_pass(self):
        made = timing.Samples()
        for i in range(20):
            for arm in (made.base, made.control, made.head):
                arm[f"r{i}"] = [100.0] * 6
        with self.assertRaises(Failure):
            timing.judge(made)

    def test_a_regression_has_to_be_seen_twice(self):
        slow, same = {"a": (100, 100, 110, 0.005)}, {"a": (100, 100, 100, 0.005)}
        noisy = {"a": (100, 104, 108, 0.005)}
        for again, state, code in ((slow, "regression", REGRESSION), (same, "pass", SUCCESS),
                                   (noisy, "inconclusive", INCONCLUSIVE)):
            first = timing.judge(self.samples(slow))
            timing.confirm(first, timing.judge(self.samples(again, seed=2)))
            self.assertEqual(first[0].state, state)
            self.assertEqual(timing.exit_code(first), code)

    def test_a_row_is_the_smallest_repetition_in_nanoseconds_of_a_value(self):
        def result(**more):
            return json.dumps({"benchmarks": [
                {"run_type": "iteration", "run_name": "a", "name": "a", "cpu_time": time, "time_unit": "us",
                 "values": 2.0, **more} for time in (3.0, 1.0, 2.0)] + [
                {"run_type": "aggregate", "run_name": "a", "name": "a_mean", "cpu_time": 0.1, "time_unit": "us"}]})
        self.assertEqual(timing.read_result(result(), "x"), {"a": 500.0})
        with self.assertRaises(Failure):
            timing.read_result(result(error_occurred=True, error_message="another verdict"), "x")
        with self.assertRaises(Failure):
            timing.read_result('{"benchmarks":[]}', "x")

    def test_codes_together(self):
        self.assertEqual(worst([SUCCESS, INCONCLUSIVE]), INCONCLUSIVE)
        self.assertEqual(worst([REGRESSION, INCONCLUSIVE]), REGRESSION)
        self.assertEqual(worst([REGRESSION, ERROR]), ERROR)
        self.assertEqual(worst([]), SUCCESS)


def entry(commit, time, ir, ns, env="e1"):
    rows = [{"name": "avx2/b", "form": "avx2", "case": "b", "octets": 186.0, "ir": ir, "cpu_ns": ns,
             "cpu_ns_q1": ns, "cpu_ns_q3": ns + 1, "n": 6, "allocs": 0},
            {"name": "avx512/b", "form": "avx512", "case": "b", "octets": 186.0, "ir": None, "cpu_ns": ns,
             "cpu_ns_q1": ns, "cpu_ns_q3": ns + 1, "n": 6, "allocs": 0}]
    return history.make_entry(commit, time, {"id": env, "cpu": "<cpu> & more"}, rows)


class History(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "h.jsonl")

    def tearDown(self):
        self.folder.cleanup()

    def test_lines_are_only_added(self):
        history.append(self.path, entry("c2", "2026-01-02T00:00:00Z", 800, 40.0))
        with open(self.path, encoding="ascii") as file:
            before = file.read()
        history.append(self.path, entry("c1", "2026-01-01T00:00:00Z", 810, 41.0))
        with open(self.path, encoding="ascii") as file:
            after = file.read()
        self.assertTrue(after.startswith(before))
        self.assertEqual(after.count("\n"), 2)
        # In the order of time, and a line that a merge repeated counts once.
        with open(self.path, "a", encoding="ascii") as file:
            file.write(before)
        self.assertEqual([e["commit"] for e in history.read(self.path)], ["c1", "c2"])

    def test_what_was_cut_off_is_an_error(self):
        history.append(self.path, entry("c1", "2026-01-01T00:00:00Z", 800, 40.0))
        with open(self.path, encoding="ascii") as file:
            line = file.read()
        for size in range(1, len(line) - 1):
            with open(self.path, "w", encoding="ascii") as file:
                file.write(line[:size])
            with self.assertRaises(Failure):
                history.read(self.path)

    def test_an_entry_without_its_members_is_refused(self):
        for member in ("schema", "commit", "time", "env", "results"):
            bad = entry("c1", "2026-01-01T00:00:00Z", 800, 40.0)
            del bad[member]
            with self.assertRaises(Failure):
                history.append(self.path, bad)
        with self.assertRaises(Failure):
            history.append(self.path, entry("c1", "yesterday", 800, 40.0))
        self.assertEqual(history.read(self.path), [])

    def test_environments_are_never_mixed(self):
        entries = [entry("c1", "2026-01-01T00:00:00Z", 1, 1.0), entry("c2", "2026-01-02T00:00:00Z", 1, 1.0, "e2")]
        self.assertEqual([e["commit"] for e in history.of_environment(entries, "e2")], ["c2"])

    def test_notes(self):
        entries = [entry(f"c{i}", f"2026-01-0{i}T00:00:00Z", 800, 40.0 + 0.1 * (i % 2)) for i in range(1, 8)]
        self.assertEqual(history.notes(entries), [])
        entries.append(entry("c8", "2026-01-08T00:00:00Z", 824, 44.0))
        self.assertEqual(history.notes(entries)[0], ("avx2/b", "800 -> 824 instructions (+3.0 %)"))
        self.assertIn(("avx2/b", "40.1 -> 44.0 ns, more than it moved before"), history.notes(entries))

    def test_exports(self):
        last = entry("c1", "2026-01-01T00:00:00Z", 800, 40.0)
        rows = json.loads(history.export_github_action_benchmark(last))
        self.assertEqual([r["name"] for r in rows],
                         ["avx2/b instructions", "avx2/b cpu time", "avx512/b cpu time"])
        self.assertTrue(all({"name", "unit", "value"} <= set(r) for r in rows))
        bencher = json.loads(history.export_bencher(last))
        self.assertEqual(bencher["avx2/b"]["latency"], {"value": 40.0, "lower_value": 40.0, "upper_value": 41.0})
        self.assertNotIn("instructions", bencher["avx512/b"])
        self.assertEqual(history.export_csv([last]),
                         "time,commit,avx2_b_ir,avx2_b_ns,avx512_b_ir,avx512_b_ns\n"
                         "2026-01-01T00:00:00Z,c1,800,40.0,,40.0\n")

    def test_the_page_is_well_formed_and_needs_nothing_from_elsewhere(self):
        entries = [entry(f"<{i}>", f"2026-01-0{i}T00:00:00Z", 800 + i, 40.0 + i) for i in range(1, 4)]
        page = report.page(entries, {"b": "Digest & \"challenge\""})
        self.assertNotIn("<cpu>", page)
        self.assertNotIn("<3>", page)
        self.assertEqual(page.count("<svg "), 2)
        for outside in ("src=", "@import", "<script", "<link"):
            self.assertNotIn(outside, page)
        ids = [part.split('"' if part[0] == '"' else "'")[1] for part in page.split(" id=")[1:]]
        self.assertEqual(len(ids), len(set(ids)), "an id occurs twice")
        for svg in page.split("<svg ")[1:]:
            xml.etree.ElementTree.fromstring("<svg " + svg.split("</svg>")[0] + "</svg>")

    def test_a_summary_in_markdown(self):
        finding = instructions.Finding("avx2/b", "instructions", "800 -> 824")
        finding.functions = [("reader::next", 24.0)]
        text = report.markdown("Performance", REGRESSION, [
            ("Verdict", report.finding_lines([finding])), ("Figures", [["row", "x|y"], ["<b>", "1"]]), ("Empty", [])])
        self.assertIn("Performance: FAIL", text)
        self.assertIn("+24.0  reader::next", text)
        self.assertIn("x\\|y", text)
        self.assertIn("&lt;b>", text)
        self.assertNotIn("Empty", text)


if __name__ == "__main__":
    unittest.main()
