"""./gauntlet from odd places, in a copy of the checkout that holds the script, lists of packages and fake programs."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

CMAKE = """#!/bin/sh
case $1 in --preset) echo configured; : >build/release/build.ninja ;; esac
"""
BUILT = "#!/bin/sh\necho built: \"$@\"\n"
# Says what is installed (nothing), what an installation takes, and that it did it.
DPKG = "#!/bin/sh\nexit 1\n"
APT = """#!/bin/sh
echo "$@" >>"$APT_LOG"
case "$*" in
  *--assume-no*) echo 'Need to get 1,234 kB of archives.'
    echo 'After this operation, 5,678 kB of additional disk space will be used.'; exit 1 ;;
esac
"""


class ScriptTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet "))
        self.addCleanup(shutil.rmtree, self.folder)
        self.checkout = self.folder / "checkout"
        (self.checkout / "build" / "release" / "bin").mkdir(parents=True)
        shutil.copy(ROOT / "gauntlet", self.checkout)
        shutil.copytree(ROOT / "cmake" / "apt", self.checkout / "cmake" / "apt")
        (self.checkout / "conformance" / "tool").mkdir(parents=True)
        shutil.copy(ROOT / "conformance" / "tool" / "commands.inc", self.checkout / "conformance" / "tool")
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        self.program(self.programs / "cmake", CMAKE)
        self.program(self.programs / "dpkg-query", "#!/bin/sh\necho installed\n")
        self.program(self.checkout / "build" / "release" / "bin" / "gauntlet", BUILT)

    @staticmethod
    def program(path, text):
        path.write_text(text, encoding="ascii")
        path.chmod(0o755)

    def run_script(self, *arguments, path=None, **environment):
        return subprocess.run(
            [path or self.checkout / "gauntlet", *arguments], capture_output=True, text=True, cwd=self.folder, check=False,
            env={**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}", **environment})

    def test_is_found_through_links_and_with_cdpath(self):
        link = self.folder / "link"
        link.symlink_to("checkout/gauntlet")
        second = self.folder / "second"
        second.symlink_to(link)
        for path in (link, second, "checkout/gauntlet"):
            with self.subTest(path=path):
                ended = self.run_script("list", path=path, CDPATH=str(self.folder))
                self.assertEqual((ended.returncode, ended.stdout), (0, "built: list\n"), ended.stderr)

    def test_no_install_holds_wherever_it_stands(self):
        (self.checkout / "bench").mkdir()
        (self.checkout / "bench" / "tool").write_text("import sys; print('built:', *sys.argv[1:])", encoding="ascii")
        for arguments, handed_over in (
            (["--no-install", "run", "x"], "run --no-install x"), (["run", "x", "--no-install"], "run x --no-install"),
            (["--no-install", "list", "x"], "list x"), (["parse", "--no-install", "--", "--no-install"], "parse -- --no-install"),
            (["bench", "--no-install", "ir"], "ir"),
        ):  # fmt: skip
            with self.subTest(arguments=arguments):
                ended = self.run_script(*arguments)
                self.assertEqual((ended.returncode, ended.stdout), (0, f"built: {handed_over}\n"), ended.stderr)
        self.program(self.programs / "dpkg-query", DPKG)
        ended = self.run_script("--no-install", "run")
        self.assertEqual(ended.returncode, 3)
        self.assertIn("packages are missing and --no-install was given", ended.stderr)

    def test_a_lock_that_cannot_be_written_is_told(self):
        lock = self.checkout / "build" / "release" / ".lock"
        lock.mkdir()
        ended = self.run_script("list")
        self.assertEqual((ended.returncode, ended.stderr), (2, f"gauntlet: cannot write {lock}\n"))

    def test_an_apostrophe_in_the_path_is_told(self):
        odd = self.folder / "it's"
        self.checkout.rename(odd)
        ended = self.run_script("list", path=odd / "gauntlet")
        self.assertEqual((ended.returncode, ended.stdout), (0, "built: list\n"))
        self.assertIn(f"there is an apostrophe in {odd}: ", ended.stderr)

    def test_a_misspelt_command_costs_no_build(self):
        (self.programs / "cmake").unlink()
        (self.checkout / "build" / "release" / "bin" / "gauntlet").unlink()
        for wrong in ("rnu", "x y", "run.*", "new-adapte", "new_adapter"):
            ended = self.run_script(wrong)
            self.assertEqual((ended.returncode, ended.stdout), (2, ""))
            self.assertIn("there is no command ", ended.stderr)

    def test_what_the_program_is_asked(self):
        for arguments, handed_over in ((["new-adapter", "python"], "new-adapter python"), (["help", "verdicts"], "help verdicts"),
                                       (["help"], "--help"), (["--help"], "--help"), (["-h"], "-h")):
            with self.subTest(arguments=arguments):
                ended = self.run_script(*arguments)
                self.assertEqual(ended.returncode, 0, ended.stderr)
                self.assertEqual(ended.stdout.splitlines()[0], f"built: {handed_over}")
        (self.checkout / "build" / "release" / "bin" / "gauntlet").unlink()
        self.assertNotIn("there is no command", self.run_script("new-adapter", "python").stderr)

    def test_help_of_test_builds_nothing(self):
        (self.programs / "cmake").unlink()
        self.program(self.programs / "dpkg-query", DPKG)
        ended = self.run_script("test", "--help")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("Usage: ./gauntlet test", ended.stdout)

    def test_apt_removes_nothing_and_tells_the_size_first(self):
        self.program(self.programs / "dpkg-query", DPKG)
        self.program(self.programs / "apt-get", APT)
        self.program(self.programs / "id", "#!/bin/sh\necho 0\n")
        log = self.folder / "apt.log"
        ended = self.run_script("list", APT_LOG=str(log))
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("(with what they need: 1,234 kB to download, 5,678 kB on disk)", ended.stderr)
        installs = [line for line in log.read_text(encoding="ascii").splitlines() if " install " in line]
        self.assertEqual(len(installs), 2)
        for line in installs:
            self.assertIn(" --no-remove ", line)
        self.assertNotIn("--assume-no", installs[1])

    def test_a_gate_fails_with_any_of_its_commands(self):
        text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
        (self.checkout / ".ci").mkdir()
        for body, status in (("true; true", 0), ("false; true", 1), ("true; false", 1)):
            gate = text.replace("gate_install() { apt_install ci; }", f"gate_install() {{ {body}; }}")
            self.assertIn(body, gate)
            (self.checkout / ".ci" / "run").write_text(gate, encoding="utf-8")
            done = subprocess.run(["bash", ".ci/run", "install"], cwd=self.checkout, capture_output=True, text=True)
            self.assertEqual(done.returncode, status, body + done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
