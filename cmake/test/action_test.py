"""The step of action.yml in the environment that GitHub gives it, with adapters that are good, wrong, broken and
hostile: action_test.py PROGRAM. And action.yml itself."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STEP = ROOT / ".ci" / "action"
PROGRAM = ""

# What breaks out of a log, a table, a list, a code span, HTML, a link and a line.
PLANTED = "</code></details><img src=x onerror=alert(1)>`|]($%0A::error::planted\n::error::planted\r::set-output name=a::b\n##[error]x"
HOSTILE = f"""import json, sys
planted = {PLANTED!r}
print(planted, file=sys.stderr, flush=True)
for line in sys.stdin:
    query = json.loads(line)
    if query["cmd"] == "stop":
        break
    if query["cmd"] == "hello":
        answer = {{"protocol": 1, "implementation": {{"name": planted, "version": planted, "homepage": "javascript:" + planted}},
                  "operations": ["challenges", "credentials", "auth-info"]}}
    elif len(line.split('"input"')[-1]) % 3 == 0:
        answer = {{"seq": query["seq"], "outcome": "reject", "error": planted}}
    elif len(line.split('"input"')[-1]) % 3 == 1:
        answer = {{"seq": query["seq"], "outcome": "fault", "error": planted}}
    else:
        answer = {{"seq": query["seq"], "outcome": "accept", "challenges":
                  [{{"scheme": planted, "token68": planted, "params": [{{"name": planted, "value": planted}}]}}]}}
    print(json.dumps(answer), flush=True)
"""


def commands_of(log):
    """The workflow commands that GitHub finds in a log."""
    found, ends = [], None
    for line in re.split(r"\r\n|\r|\n", log):
        if ends is not None:
            if line.strip() == f"::{ends}::":
                ends = None
            continue
        if match := re.match(r"\s*::stop-commands::(.+)", line):
            ends = match[1]
        elif re.match(r"\s*::[\w-]+(?: [^:]*)?::", line) or "##[" in line:
            found.append(line)
    return found


class Step(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet action "))
        self.addCleanup(shutil.rmtree, self.folder)
        self.workspace = self.folder / "work space"
        (self.workspace / ".git").mkdir(parents=True)

    def adapter(self, text, name="my adapter.py"):
        path = self.workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return f"{sys.executable} -B '{name}'"

    @staticmethod
    def run_before(folder, *words):
        """A run that is none of the step, in the folder of the adapter."""
        subprocess.run([PROGRAM, "run", "--id", "rfc/9110/**", "--quiet", *words], cwd=folder, capture_output=True,
                       env={**os.environ, "GAUNTLET_CONFORMANCE": str(ROOT / "conformance")})

    def run_step(self, github="", **inputs):
        """Status, workflow commands, summary and outputs of the step of the action of that repository."""
        files = {name: self.folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        temporary = self.folder / "temp"
        temporary.mkdir(exist_ok=True)
        given = {"program": PROGRAM, "id": "rfc/9110/**", "working_directory": ".", "out": "out", "without": "cost", **inputs}
        environment = {"HOME": str(self.folder), "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "CI": "true",
                       "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(temporary),
                       "GITHUB_ACTION_PATH": str(ROOT), "ACTION_REPOSITORY": github, **{name: str(path) for name, path in files.items()},
                       **{f"INPUT_{name.upper()}": value for name, value in given.items()}}
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", '"$GITHUB_ACTION_PATH/.ci/action"'], env=environment,
                              cwd=self.workspace, capture_output=True, timeout=300)
        log = (done.stdout + done.stderr).decode("utf-8", "replace")
        self.assertEqual(list(temporary.iterdir()), [], "something is left behind")
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        self.assertEqual(outputs["exit-code"], str(done.returncode), log)
        commands = commands_of(log)
        return done.returncode, commands, files["GITHUB_STEP_SUMMARY"].read_text(encoding="ascii"), outputs

    def test_a_good_adapter(self):
        status, commands, summary, outputs = self.run_step(command=f"'{PROGRAM}' adapter", name="good")
        self.assertEqual(status, 0, commands)
        self.assertEqual(commands[-1].split("::")[1].split(" ")[0], "notice")
        self.assertIn("reads", json.loads(pathlib.Path(outputs["badge"]).read_text())["message"])
        self.assertEqual(pathlib.Path(outputs["badge"]).name, "good.json")
        self.assertNotIn("<details", summary)
        for name in ("report.html", "report.sarif", "badges/good.svg"):
            self.assertTrue((pathlib.Path(outputs["out"]) / name).is_file(), name)

    def test_a_wrong_adapter_is_shown_at_its_file(self):
        shutil.copytree(ROOT / "docs" / "adapters", self.workspace / "ci tests")
        status, commands, summary, outputs = self.run_step(command=f"{sys.executable} 'ci tests/adapter.py'", format="junit csv",
                                                           section="9110/11.6.1 9110/11.4")
        self.assertEqual(status, 1)
        errors = [one for one in commands if one.startswith("::error ")]
        self.assertTrue(errors and len(errors) <= 10)
        for one in errors:
            self.assertRegex(one, r"^::error file=ci tests/adapter\.py,line=1,title=[^:]+::.+%0Ashow%?.*gauntlet run --out out/one --id ")
        self.assertIn("<details open>", summary)
        log = json.loads(pathlib.Path(outputs["sarif"]).read_text())
        places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in log["runs"][0]["results"]}
        self.assertEqual(places, {"ci%20tests/adapter.py"})
        self.assertTrue((self.workspace / "out" / "junit.xml").is_file() and (self.workspace / "out" / "results.csv").is_file())

        # In a folder of its own, with its deviations known: nothing is left to tell.
        folder = self.workspace / "ci tests"
        self.run_before(folder, "--update-expectations", "--", sys.executable, "adapter.py")
        known = folder / "gauntlet-expectations.json"
        known.write_text(re.sub(r'"reason": "[^"]*"', '"reason": "not yet"', known.read_text()))
        status, commands, summary, outputs = self.run_step(command=f"{sys.executable} adapter.py", working_directory="ci tests")
        self.assertEqual((status, [one for one in commands if "error" in one.split(" ")[0]]), (0, []), summary)
        self.assertEqual(outputs["out"], str((folder / "out").resolve()))

        # No case fails, and still the status is not 0, since it was right once: that is told, and the reports are there.
        self.run_before(folder, "--name", "mine", "--out", "earlier", "--", PROGRAM, "adapter")
        known.write_text(re.sub(r'"implementation": "[^"]*"', '"implementation": "mine"', known.read_text()))
        status, commands, summary, outputs = self.run_step(command=f"{sys.executable} adapter.py", working_directory="ci tests",
                                                           name="mine", track="earlier/results.ndjson")
        self.assertEqual((status, [one for one in commands if one.startswith("::error")]),
                         (1, ["::error title=gauntlet::It ended with 1. The log of the job has the reason."]), summary)
        self.assertEqual(set(outputs), {"exit-code", "out", "sarif", "badge"})
        self.assertTrue(summary.startswith("# Gauntlet: HTTP"), summary)

    def test_hostile_words_give_no_commands_and_stay_where_they_are(self):
        status, commands, summary, outputs = self.run_step(command=self.adapter(HOSTILE))
        self.assertEqual(status, 1)
        for one in commands:
            self.assertRegex(one, r"^::(group|endgroup|(error|notice) file=my adapter\.py,line=1,title=[^:,]*)::")
        self.assertFalse([one for one in commands if one.startswith("::error::") or "%0A::" in one])
        self.assertEqual(re.findall(r"<(?!/?(?:details|summary|code)\b|https://www\.rfc-editor\.org/)[^>]*>?", summary), [])
        self.assertEqual(summary.count("<details"), summary.count("</details>"))
        self.assertNotIn("javascript:", summary)
        self.assertTrue(all(re.fullmatch(r"[a-z-]+", name) for name in outputs))
        if shutil.which("cmark-gfm"):
            page = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table"], input=summary, capture_output=True, text=True).stdout
            self.assertLessEqual(set(re.findall(r"<(\w+)", page)), {
                "h1", "p", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "ul", "li", "strong", "code", "a"})
            self.assertEqual({link.split("/")[2] for link in re.findall(r'href="([^"]*)"', page)} - {"www.rfc-editor.org"}, set())

    def test_a_crash_a_missing_command_and_one_that_says_nothing(self):
        crash = "import json, os\ninput()\nprint(json.dumps({'protocol': 1, 'implementation': {'name': 'x'}, 'operations': ['challenges']}), flush=True)\ninput()\nos.abort()\n"
        for command, wanted in ((self.adapter(crash), 1), ("no/such-adapter", 3), ("sleep 60", 3)):
            status, commands, summary, _ = self.run_step(command=command, options="--start-timeout 3 --max-restarts 3")
            self.assertEqual(status, wanted, (command, commands))
            self.assertTrue([one for one in commands if one.startswith("::error ")], command)
            self.assertTrue(summary.startswith("# Gauntlet"), summary)

    def test_wrong_inputs_are_told(self):
        good = f"'{PROGRAM}' adapter"
        for inputs, told in (
            ({"command": ""}, "command: nothing is there"), ({"command": "node 'a"}, "command: a quote is not closed on its line: node 'a"),
            ({"command": good, "family": "x y"}, "no case"), ({"command": good, "out": "a\nb=c"}, "out: a name without"),
            ({"command": good, "working_directory": "no\n::error::folder"}, "working-directory: there is no folder no?::error::folder"),
            ({"command": good, "options": "--no-such-option"}, ""), ({"command": good, "expectations": "no.json"}, "no.json"),
            ({"command": good, "program": "/no/such/program"}, ""),
        ):  # fmt: skip
            with self.subTest(**inputs):
                status, commands, summary, outputs = self.run_step(**inputs)
                self.assertIn(status, (2, 3))
                errors = [one for one in commands if one.startswith("::error")]
                self.assertEqual(len(errors), 1, commands)
                self.assertTrue(errors[0].startswith("::error title=gauntlet::"))
                self.assertIn(told, errors[0])
                self.assertIn("did not run", summary)
                self.assertEqual(set(outputs), {"exit-code"})

    def stand_in(self, name, script):
        """A program of that name that the step finds first."""
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)

    def release_step(self, tag="v0.2.0", gh="", apt="", repository="o/gauntlet"):
        """The step with a release to install, and what it asked gh, sudo and apt-get for."""
        asked = self.folder / "asked"
        asked.write_text("")
        self.stand_in("gh", f"""echo gh "$@" >>'{asked}'
{gh}
if [ "$2" = download ]; then mkdir "$7" && touch "$7/gauntlet_0.2.0-1_amd64.deb" "$7/gauntlet-data_0.2.0-1_all.deb"; fi
echo ::error::planted""")
        self.stand_in("sudo", 'exec "$@"')
        self.stand_in("apt-get", f"""echo apt-get "$@" >>'{asked}'\n{apt}""")
        self.stand_in("gauntlet", f"""test -z "$GAUNTLET_CONFORMANCE" || exit 9
GAUNTLET_CONFORMANCE='{ROOT / "conformance"}' exec '{PROGRAM}' "$@\"""")
        done = self.run_step(command=f"'{PROGRAM}' adapter", release=tag, program="", github=repository)
        return *done[:2], [re.sub(re.escape(str(self.folder)) + "/temp/[^/]*/", "", line) for line in asked.read_text().splitlines()]

    def test_a_release_is_had_verified_and_installed(self):
        status, commands, asked = self.release_step()
        self.assertEqual(status, 0, commands)
        self.assertEqual(asked, [
            "gh release download v0.2.0 --repo o/gauntlet --dir release --pattern gauntlet_*.deb --pattern gauntlet-data_*.deb",
            "gh attestation verify release/gauntlet-data_0.2.0-1_all.deb --repo o/gauntlet",
            "gh attestation verify release/gauntlet_0.2.0-1_amd64.deb --repo o/gauntlet",
            "apt-get install -y --no-install-recommends release/gauntlet-data_0.2.0-1_all.deb release/gauntlet_0.2.0-1_amd64.deb"])  # fmt: skip
        self.assertFalse([one for one in commands if "planted" in one])

    def test_a_release_that_cannot_be_had_or_trusted_is_not_installed(self):
        for inputs, status, told, asked in (
            ({"tag": "main"}, 2, "the tag of a release is wanted, such as v0.2.0: main", 0),
            ({"tag": "v1;id"}, 2, "the tag of a release is wanted", 0),
            ({"repository": ""}, 2, "leave release out", 0),
            ({"gh": "exit 1"}, 3, "v0.2.0 of o/gauntlet could not be had", 1),
            ({"gh": '[ "$1" != attestation ] || exit 1'}, 3, "no attestation of o/gauntlet for gauntlet_0.2.0-1_amd64.deb", 3),
            ({"apt": "exit 100"}, 3, "its packages are for Debian 12", 4),
        ):  # fmt: skip
            with self.subTest(**inputs):
                got, commands, lines = self.release_step(**inputs)
                errors = [one for one in commands if one.startswith("::error")]
                self.assertEqual((got, len(errors), len(lines)), (status, 1, asked), commands)
                self.assertIn(told, errors[0])

    def test_words_of_a_command_are_not_those_of_a_shell(self):
        keeps = self.adapter("import sys, pathlib\npathlib.Path('seen').write_text('|'.join(sys.argv[1:]))\n")
        self.run_step(command=keeps + """ a 'b c' "d;e" $HOME `id` \\* -n ''""")
        self.assertEqual((self.workspace / "seen").read_text(), "a|b c|d;e|$HOME|`id`|*|-n|")

    def test_reports_of_an_earlier_run_are_not_shown(self):
        self.assertEqual(self.run_step(command=f"'{PROGRAM}' adapter")[0], 0)
        status, _, summary, outputs = self.run_step(command=f"'{PROGRAM}' adapter", family="nothing")
        self.assertEqual((status, set(outputs)), (2, {"exit-code"}))
        self.assertNotIn("# Gauntlet: HTTP", summary)


class Description(unittest.TestCase):
    """action.yml and the script know the same inputs, and no input becomes a part of a script."""

    text = (ROOT / "action.yml").read_text(encoding="utf-8")

    def test_inputs(self):
        named = set(re.findall(r"^  ([a-z-]+):$", self.text.split("\noutputs:")[0].split("\ninputs:")[1], re.MULTILINE))
        passed = dict(re.findall(r"^ +(INPUT_[A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}$", self.text, re.MULTILINE))
        self.assertEqual(passed, {"INPUT_" + name.upper().replace("-", "_"): name for name in named - {"artifact", "sarif"}})
        script = STEP.read_text(encoding="utf-8")
        listed = " ".join(re.findall(r"^for option in (.*); do|^split (\w+)$", script, re.MULTILINE) and
                          ["".join(pair) for pair in re.findall(r"^for option in (.*); do|^split (\w+)$", script, re.MULTILINE)])
        read = set(re.findall(r"INPUT_[A-Z_]+", script)) | {"INPUT_" + name.upper() for name in listed.split()}
        self.assertEqual(read - {"INPUT_"}, set(passed))

    def test_outputs(self):
        told = set(re.findall(r"steps\.run\.outputs\.([a-z-]+)", self.text))
        self.assertEqual(told, {"exit-code", "out", "badge", "sarif"})

    def test_no_input_in_a_script(self):
        for script in re.findall(r"^ +run: (.*)$", self.text, re.MULTILINE):
            self.assertNotIn("${{", script)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
