#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the Python package, installs it into fresh environments without network, and uses it there.

    package_test.py                    the wheel, and its users
    package_test.py --whole GAUNTLET   also: reproducible, from the source archive, types, pytest over all cases,
                                       and the verdicts of the program GAUNTLET

Exit status 77: what making it needs is not installed here, so that nothing was tested.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parent
WHOLE = None
EXPECTED = "Digest\n  realm = a, b\n  qop = auth\nNegotiate\nexpected_comma at octet 14\n"
# Nothing is looked for outside of what is handed over.
OFFLINE = {**{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))},
           "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1",
           "PYTHONDONTWRITEBYTECODE": "1"}


def run(*command, cwd=None, check=True):
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=OFFLINE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done


def environment(folder, wheel, *options):
    """A fresh environment with the wheel: the Python of it."""
    run(sys.executable, "-m", "venv", *options, folder)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", wheel)
    return python


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet "))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run(sys.executable, PACKAGE / "make.py", cls.folder / "dist")
        (cls.wheel,) = (cls.folder / "dist").glob("*.whl")
        (cls.archive,) = (cls.folder / "dist").glob("*.tar.gz")
        cls.python = environment(cls.folder / "fresh", cls.wheel)

    def test_making_it_leaves_the_tree_alone(self):
        left = [path for path in PACKAGE.rglob("*") if path.name in ("build", "dist") or path.suffix in (".egg-info", ".so", ".xz")]
        self.assertEqual(left, [])

    def test_a_program_of_ten_lines(self):
        self.assertEqual(len(list(filter(str.strip, (HERE / "ten_lines.py").read_text().splitlines()))), 9)
        self.assertEqual(run(self.python, HERE / "ten_lines.py", cwd=self.folder).stdout, EXPECTED)

    def test_the_interface(self):
        done = run(self.python, HERE / "api_test.py", cwd=self.folder, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-4000:])
        self.assertRegex(done.stdout, r"Ran \d\d tests")

    def test_the_page(self):
        text = (PACKAGE / "README.md").read_text(encoding="utf-8")
        self.assertGreater(text.count(">>> "), 8)
        run(self.python, "-m", "doctest", PACKAGE / "README.md", cwd=self.folder)

    def test_what_is_in_the_wheel(self):
        self.assertRegex(self.wheel.name, r"^gauntlet_http_auth-\d+\.\d+\.\d+-py3-none-linux_\w+\.whl$")
        sources = {path.name for path in (PACKAGE / "gauntlet_http_auth").iterdir() if path.suffix in (".py", ".typed")}
        with zipfile.ZipFile(self.wheel) as archive:
            names = archive.namelist()
            (metadata,) = (archive.read(name).decode() for name in names if name.endswith("/METADATA"))
            cases, library = (archive.getinfo(f"gauntlet_http_auth/{name}") for name in ("suite.json.xz", "libgauntlet.so"))
        ours = {name.partition("/")[2] for name in names if name.startswith("gauntlet_http_auth/")}
        self.assertEqual(ours, sources | {"libgauntlet.so", "suite.json.xz"})
        self.assertIn("\nLicense: Apache-2.0", metadata)
        self.assertNotIn("Requires-Dist", metadata)
        self.assertLess(self.wheel.stat().st_size, 340_000)
        # The page's sizes, for any compiler.
        told = re.search(r"the wheel \| (\d+) KB, of which the cases are (\d+) KB; the library is (\d+) KB \((\d+) KB packed\)",
                         (PACKAGE / "README.md").read_text(encoding="utf-8")).groups()
        sizes = (self.wheel.stat().st_size, cases.compress_size, library.file_size, library.compress_size)
        for says, size in zip(map(int, told), sizes):
            self.assertAlmostEqual(says, size / 1000, delta=0.1 * says)

    def test_the_library_needs_nothing_and_shows_what_it_should(self):
        site = next((self.folder / "fresh").rglob("libgauntlet.so"))
        needed = re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "-d", site).stdout)
        self.assertLessEqual(set(needed), {"libc.so.6"})
        shown = [line.split() for line in run("nm", "-D", "--defined-only", site).stdout.splitlines()]
        names = {words[-1].partition("@")[0] for words in shown if words[-2] == "T"}
        symbols = PACKAGE.parents[1] / "test" / "c_api" / "symbols.txt"
        self.assertEqual(names, {*symbols.read_text(encoding="ascii").split(), "gauntlet_read_elements"})

    def test_a_library_that_is_not_there_is_told(self):
        copy = self.folder / "broken"
        shutil.copytree(PACKAGE / "gauntlet_http_auth", copy / "gauntlet_http_auth")
        done = run(self.python, "-c", f"import sys; sys.path.insert(0, {str(copy)!r}); import gauntlet_http_auth", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("install the wheel for this platform", done.stdout)

    # Whole

    def needs(self, module):
        if WHOLE is None:
            self.skipTest("with --whole only")
        if run(sys.executable, "-c", f"import {module}", check=False).returncode != 0:
            self.skipTest(f"no {module} here")

    def test_the_wheel_is_the_same_when_made_again(self):
        self.needs("wheel")
        run(sys.executable, PACKAGE / "make.py", self.folder / "again")
        self.assertEqual((self.folder / "again" / self.wheel.name).read_bytes(), self.wheel.read_bytes())

    def test_the_source_archive_makes_the_wheel(self):
        self.needs("pip")
        run(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "-w", self.folder / "from", self.archive)
        (made,) = (self.folder / "from").glob("*.whl")
        python = environment(self.folder / "from-archive", made)
        self.assertEqual(run(python, HERE / "ten_lines.py", cwd=self.folder).stdout, EXPECTED)

    def test_types(self):
        self.needs("mypy")
        cache = ("--cache-dir", self.folder / "mypy")
        run(sys.executable, "-m", "mypy", "--strict", *cache, PACKAGE / "gauntlet_http_auth")
        # As a user has it: types come from the installed package, because of py.typed.
        done = run(sys.executable, "-m", "mypy", *cache, "--python-executable", self.python, HERE / "typed.py",
                   cwd=self.folder, check=False)
        told = {int(number) for number in re.findall(r"typed\.py:(\d+): error", done.stdout)}
        lines = (HERE / "typed.py").read_text().splitlines()
        self.assertEqual(told, {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}, done.stdout)

    def test_pytest_in_three_lines(self):
        self.needs("pytest")
        python = environment(self.folder / "with-pytest", self.wheel, "--system-site-packages")
        text = (PACKAGE / "README.md").read_text(encoding="utf-8")
        three_lines = re.search(r"<!-- example: three_lines -->\n```py\n(.*?)```", text, re.DOTALL).group(1)
        self.assertEqual(len(three_lines.splitlines()), 3)

        def pytest(parser, test=three_lines):
            folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
            (folder / "my_parser.py").write_text(parser)
            (folder / "test_my_parser.py").write_text(test)
            done = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", cwd=folder, check=False)
            counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|xfailed|error)", done.stdout)}
            return done, counts

        ours = "from functools import partial\nimport gauntlet_http_auth as g\nparse = partial(g.parse_challenges, limits=g.NO_LIMITS)\n"
        done, counts = pytest(ours)
        told = int(re.search(r"a test for each of the ([\d,]+) values", text).group(1).replace(",", ""))
        self.assertGreater(told, 5000)
        self.assertEqual((done.returncode, counts), (0, {"passed": told}), done.stdout[-3000:])

        # One that fails on a value: as it stands, then with that known.
        info = three_lines.replace("(parse)", '(parse, "auth-info")')
        right = ours.replace("parse_challenges", "parse_authentication_info")
        wrong = right.replace("parse =", "right =") + (
            "def parse(value):\n    found = right(value)\n    return found[:1] if value == 'a=\"b\", c=d' else found\n")
        done, counts = pytest(wrong, info)
        self.assertEqual(done.returncode, 1)
        failed = re.findall(r"^FAILED test_my_parser.py::test_my_parser\[(.*?)\]", done.stdout, re.MULTILINE)
        self.assertIn("auth-info/two", failed)
        self.assertEqual(len(failed), counts["failed"])
        self.assertIn("wrong-result: auth-info/two: ", done.stdout)
        self.assertIn("gauntlet run --id auth-info/two", done.stdout)
        done, counts = pytest(wrong, info.replace('"auth-info"', f'"auth-info", known={failed}'))
        self.assertEqual((done.returncode, counts["xfailed"]), (0, len(failed)), done.stdout[-3000:])
        # One that is known, but does not fail, is told; so is a name that is none.
        done, counts = pytest(right, info.replace('"auth-info"', f'"auth-info", known={failed}'))
        self.assertEqual((done.returncode, counts["failed"]), (1, len(failed)))
        done, _ = pytest(right, info.replace('"auth-info"', '"auth-info", known=["rfc/nothing"]'))
        self.assertIn("which is no case of auth-info", done.stdout)

    def test_verdicts_are_those_of_the_program(self):
        self.needs("wheel")
        run(sys.executable, PACKAGE / "make.py", "--install", self.folder / "site")
        run(sys.executable, HERE / "verdicts_test.py", WHOLE, self.folder / "site", cwd=self.folder)


def main():
    global WHOLE
    if "--whole" in sys.argv:
        at = sys.argv.index("--whole")
        WHOLE = pathlib.Path(sys.argv[at + 1]).resolve()
        del sys.argv[at:at + 2]
    for module in ("setuptools", "wheel", "venv", "ensurepip"):
        if run(sys.executable, "-c", f"import {module}", check=False).returncode != 0:
            print(f"not run: {sys.executable} has no {module} (python3-setuptools, python3-wheel, python3-venv)")
            return 77
    return 0 if unittest.main(exit=False).result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
