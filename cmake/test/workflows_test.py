"""What the workflows may not do: keep credentials, run what a tag may become, show a secret to a pull request."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def faults(name, text):
    """The sentences that have to be said of a workflow, an action or a Dockerfile."""
    found = []
    for uses in re.findall(r"uses: (\S+)", text):
        if not re.search(r"@[0-9a-f]{40}$", uses):
            found.append(f"{name}: {uses} is not a commit")
    stages = set()
    for image, stage in re.findall(r"^\s*(?:container:|image:|FROM) (\S+)(?: AS (\S+)$)?", text, re.MULTILINE):
        if image not in stages and not re.search(r"@sha256:[0-9a-f]{64}$", image):
            found.append(f"{name}: {image} is not a digest")
        stages.add(stage)
    steps = re.split(r"^\s+- ", text, flags=re.MULTILINE)
    for step in steps:
        if "uses: actions/checkout@" in step and "persist-credentials: false" not in step:
            found.append(f"{name}: a checkout keeps its credentials")
    if re.search(r"^\s+pull_request(_target)?:", text, re.MULTILINE):
        for secret in sorted(set(re.findall(r"secrets\.(\w+)", text)) - {"GITHUB_TOKEN"}):
            found.append(f"{name}: {secret} reaches the code of a pull request")
    return found


class WorkflowsTest(unittest.TestCase):
    def test_every_workflow(self):
        self.assertGreater(len(WORKFLOWS), 3)
        for path in WORKFLOWS + [ROOT / "action.yml", ROOT / "Dockerfile", ROOT / ".clusterfuzzlite" / "Dockerfile"]:
            self.assertEqual(faults(path.name, path.read_text(encoding="utf-8")), [])

    def test_the_gates_name_what_is_there(self):
        """A gate of the night that names no file of the repository shows it a day later."""
        text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
        named = set(re.findall(r"(?<![\w/$}])(?:bench|cmake|conformance|fuzz|parser)/[\w/.-]+[.](?:py|mjs|json|sh)\b", text))
        self.assertGreater(len(named), 10)
        self.assertEqual({name for name in named if not (ROOT / name).is_file()}, set())
        self.assertEqual({name for name in re.findall(r"apt_install ([a-z_]+)", text)
                          if not (ROOT / "cmake" / "apt" / f"{name}.txt").is_file()}, set())
        gates = set(re.findall(r"^gate_(\w+)\(\)", text, re.MULTILINE))
        listed = {name for names in re.findall(r"^(?:all|nightly)=\((.*)\)$", text, re.MULTILINE) for name in names.split()}
        self.assertEqual(listed - gates, set())

    def test_each_fault_is_found(self):
        good = ("on:\n  pull_request:\njobs:\n  a:\n    container: debian:12@sha256:" + "a" * 64 + "\n    steps:\n"
                "      - uses: actions/checkout@" + "b" * 40 + "\n        with:\n          persist-credentials: false\n")
        self.assertEqual(faults("w", good), [])
        for old, new in ((": false", ": true"), ("@sha256:" + "a" * 64, ""), ("b" * 40, "v6"),
                         ("    steps:", "    env: {T: '${{ secrets.STORAGE }}'}\n    steps:")):
            self.assertEqual(len(faults("w", good.replace(old, new))), 1, new)
        stages = "FROM debian:12@sha256:" + "a" * 64 + " AS debian\nFROM debian\n"
        self.assertEqual(faults("w", stages), [])
        self.assertEqual(faults("w", "FROM debian AS debian\n"), ["w: debian is not a digest"])
        self.assertEqual(faults("w", good.replace("pull_request", "push").replace(
            "    steps:", "    env: {T: '${{ secrets.STORAGE }}'}\n    steps:")), [])


if __name__ == "__main__":
    unittest.main()
