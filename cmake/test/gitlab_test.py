"""The script of the GitLab component, as a runner runs it, with adapters that are good, wrong and missing: gitlab_test.py
PROGRAM. No GitLab has run the component. Without PyYAML (Debian: python3-yaml) nothing is tested."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("not run: there is no PyYAML")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ""


def filled(node, values):
    """A text, or all texts of lists and maps, with the inputs in them."""
    if isinstance(node, str):
        return re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: values[found[1]], node)
    if isinstance(node, list):
        return [filled(one, values) for one in node]
    if isinstance(node, dict):
        return {filled(name, values): filled(one, values) for name, one in node.items()}
    return node


class Component(unittest.TestCase):
    def setUp(self):
        header, body = (ROOT / "templates" / "gauntlet.yml").read_text(encoding="ascii").split("\n---\n")
        self.inputs = yaml.safe_load(header)["spec"]["inputs"]
        self.body = body
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet gitlab "))
        self.addCleanup(shutil.rmtree, self.folder)

    def job(self, **given):
        """The job that GitLab makes of the component with these inputs."""
        values = {name: given.get(name, one.get("default")) for name, one in self.inputs.items()}
        self.assertNotIn(None, values.values(), "an input without a default was not given")
        by_text = yaml.safe_load(filled(self.body, values))
        self.assertEqual(list(by_text), [values["job"]])
        # GitLab puts the inputs into the text or into its strings, by version.
        self.assertEqual(by_text, filled(yaml.safe_load(self.body), values))
        self.assertNotIn("$[[", json.dumps(by_text))
        return by_text[values["job"]]

    def run_job(self, **given):
        job = self.job(program=PROGRAM, **given)
        variables = {name: one["value"] for name, one in job["variables"].items() if one["expand"] is False}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TMPDIR": str(self.folder), **variables}
        script = "set -eo pipefail\n" + "\n".join(job["script"])
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment, capture_output=True, text=True,
                              errors="replace", timeout=300)
        return done.returncode, done.stdout + done.stderr

    def test_a_good_adapter(self):
        status, log = self.run_job(command=f"'{PROGRAM}' adapter", options="--id 'rfc/9110/**'")
        self.assertEqual(status, 0, log)
        self.assertTrue((self.folder / "out" / "junit.xml").is_file())

    def test_a_wrong_one_and_one_that_is_missing(self):
        shutil.copy(ROOT / "docs" / "adapters" / "adapter.py", self.folder)
        status, log = self.run_job(command="python3 -B adapter.py", options="--section 9110/11.6.1")
        self.assertEqual(status, 1, log)
        status, log = self.run_job(command="./no-such-adapter", options="--section 9110/11.6.1")
        self.assertEqual(status, 3, log)
        status, log = self.run_job(command="./x", options="--no-such-option")
        self.assertEqual(status, 2, log)

    def test_words_are_no_shell(self):
        status, log = self.run_job(command="./x $(touch planted) `touch planted`; touch planted", options="--section 9110/11.6.1")
        self.assertNotEqual(status, 0)
        self.assertFalse((self.folder / "planted").exists(), log)

    def test_what_the_job_keeps(self):
        job = self.job(command="x", job="gauntlet 2")
        self.assertEqual(job["artifacts"], {"when": "always", "paths": ["out"], "reports": {"junit": "out/junit.xml"}})
        self.assertIn('--branch "$GAUNTLET_REVISION" -- "$GAUNTLET_REPOSITORY"', job["script"][0])


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
