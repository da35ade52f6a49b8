"""The program as it is installed: in a folder of its own, with no data but what its installation brings.
installed_test.py CMAKE BUILD"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
CMAKE, BUILD = "", ""


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet-installed-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.prefix = cls.folder / "prefix"
        for component in ("gauntlet_tool", "conformance_data"):
            subprocess.run([CMAKE, "--install", BUILD, "--prefix", cls.prefix, "--component", component], check=True, capture_output=True)

    def gauntlet(self, *words, expected=0):
        environment = {name: value for name, value in os.environ.items() if name != "GAUNTLET_CONFORMANCE"}
        done = subprocess.run([self.prefix / "bin" / "gauntlet", *words], cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_a_run_and_its_reports(self):
        self.gauntlet("run", "--no-install", "--quiet", "--family", "rfc", "gauntlet")
        self.assertIn("conforms", self.gauntlet("report", "out/results.ndjson", "--no-color"))
        said = self.gauntlet("report", "out/results.ndjson", "--site", "site")
        self.assertTrue((self.folder / "site" / "index.html").is_file())
        # A package has the playground's parser beside it, a plain installation has not.
        for line in said.splitlines():
            self.assertRegex(line, r"^gauntlet: report: no (documentation|playground): ")

    def test_a_run_of_real_programs(self):
        if not shutil.which("curl"):
            self.skipTest("no curl here")
        said = self.gauntlet("run", "--live", "--no-install", "--no-color", "--id", "choice/basic-md5/one-line", "--out", "live", "curl")
        self.assertIn("curl --anyauth", said)

    @unittest.skipUnless((ROOT / ".git").exists(), "what belongs to the sources Git tells")
    def test_each_adapter_and_configuration_is_there(self):
        for folder in ("adapters", "live/clients", "live/servers", "live/scenarios", "live/expectations", "suite/cases"):
            source = ROOT / "conformance" / folder
            installed = self.prefix / "share/gauntlet/conformance" / folder
            tracked = subprocess.run(["git", "-C", source, "ls-files"], capture_output=True, text=True).stdout.split()
            wanted = {name for name in tracked if not {"test", "broken"} & set(name.split("/")) and not name.endswith("CMakeLists.txt")
                      and not (folder.startswith("live") and name.endswith((".cc", ".hpp")))}
            self.assertGreater(len(wanted), 5)
            self.assertEqual(wanted - {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}, set())

    def test_no_source_and_no_test_is(self):
        names = [path.relative_to(self.prefix) for path in self.prefix.rglob("*") if path.is_file()]
        self.assertEqual([str(name) for name in names if name.name == "CMakeLists.txt" or "__pycache__" in name.parts or "test" in name.parts], [])

    def test_lint_and_the_manual(self):
        self.assertIn("missing-comma", self.gauntlet("lint", "--field", "WWW-Authenticate", "Basic realm=a Digest realm=b", expected=1))
        pages = sorted(path.name for path in (self.prefix / "share/man/man1").iterdir())
        self.assertIn("gauntlet-run.1.gz", pages)
        self.assertEqual([name for name in pages if not re.fullmatch(r"gauntlet(-[a-z-]+)?[.]1[.]gz", name)], [])


if __name__ == "__main__":
    CMAKE, BUILD = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
