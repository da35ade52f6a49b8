"""The hooks of .pre-commit-hooks.yaml in a repository of their own, without network: pre_commit_test.py PROGRAM.
Without pre-commit (Debian: pre-commit) nothing is tested."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ""
GOOD = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"simple\", charset=\"UTF-8\"\r\n\r\n"
BAD = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=My App\r\n\r\n"


class Hooks(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet-hooks-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = {
            **os.environ, "HOME": str(self.folder), "PRE_COMMIT_HOME": str(self.folder / "cache"), "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{self.folder / 'programs'}:{os.environ['PATH']}",
            **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}
        # What pre-commit clones: the hooks, and in place of the command that builds the program one that has it.
        self.hooks = self.repository("hooks", {
            ".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"),
            "gauntlet": f"#!/bin/sh\nexec '{PROGRAM}' \"$@\"\n"})
        (self.folder / "programs").mkdir()
        (self.folder / "programs" / "gauntlet").symlink_to(PROGRAM)

    def run_in(self, folder, *command):
        return subprocess.run(command, cwd=folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def repository(self, name, files):
        folder = self.folder / name
        folder.mkdir()
        for path, text in files.items():
            (folder / path).write_text(text, newline="")
            (folder / path).chmod(0o755 if path == "gauntlet" else 0o644)
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
            done = self.run_in(folder, "git", *command)
            assert done.returncode == 0, done.stdout
        return folder

    def test_both_hooks_refuse_what_is_wrong_and_say_why(self):
        commit = self.run_in(self.hooks, "git", "rev-parse", "HEAD").stdout.strip()
        for hook in ("gauntlet-lint", "gauntlet-lint-system"):
            config = f"repos:\n- repo: {self.hooks}\n  rev: {commit}\n  hooks: [{{id: {hook}}}]\n"
            ours = self.repository(hook, {".pre-commit-config.yaml": config, "a b.http": GOOD, "notes.txt": BAD})
            done = self.run_in(ours, "pre-commit", "run", "--all-files")
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn("Passed", done.stdout)
            (ours / "login.http").write_text(BAD, newline="")
            self.run_in(ours, "git", "add", ".")
            done = self.run_in(ours, "pre-commit", "run")
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("unquoted-value", done.stdout)
            self.assertIn("login.http:2", done.stdout)


if __name__ == "__main__":
    if not shutil.which("pre-commit"):
        print("not run: there is no pre-commit")
        sys.exit(77)
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
