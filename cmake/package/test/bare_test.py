#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a release has, each thing taken home to an empty folder of a bare Debian and used by a program of a few lines there.

    bare_test.py FOLDER                      the folder with the files of a release
    bare_test.py FOLDER Bare.test_debian     one of the ways

The tools that a way needs, and what the packages depend on, come from where this machine's apt takes its packages: whatever a
package does not name is missing. Needs root.
"""

import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
CONSUME = HERE.parents[2] / "parser" / "test" / "consume"
RELEASE = []
PACKAGES = ["gauntlet", "gauntlet-data", "libgauntlet-dev", "libgauntlet0"]
NOBODY = 65534
# What lintian says that stays, and why.
LINTIAN = {
    "embedded-php-library": "streams.php is a client of ours, and no part of gettext",
    "initial-upload-closes-no-bugs": "these packages are the project's own, no upload to Debian",
    "maintscript-calls-ldconfig": "CPack writes it beside the trigger",
    "script-not-executable": "the program starts it with a shell",
    "uses-dpkg-database-directly": "it only looks whether that changed since it last asked dpkg-query",
}
# What ten_lines.cc says, and its like in other languages.
WRONG = "expected_comma at octet 14"
CMAKE = """cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
{how}
add_executable(ten ten_lines.cc)
target_link_libraries(ten PRIVATE gauntlet::gauntlet)
"""
FETCH = "include(FetchContent)\nFetchContent_Declare(gauntlet URL {url} URL_HASH SHA256={digest})\nFetchContent_MakeAvailable(gauntlet)"
MESON = """project('consumer', 'cpp', default_options: ['cpp_std=c++20'])
executable('ten', 'ten_lines.cc', dependencies: dependency('gauntlet'))
"""
WRAP = """[wrap-file]
directory = {directory}
source_filename = {name}
source_hash = {digest}
[provide]
dependency_names = gauntlet
"""
PYTHON = """from gauntlet_http_auth import ParseError, parse_challenges
for challenge in parse_challenges('Digest realm="a, b", qop=auth, Negotiate'):
    print(challenge.scheme, [(param.name, param.value) for param in challenge.params])
try:
    parse_challenges("Basic abc/def=x")
except ParseError as error:
    print(f"{error.code} at octet {error.offset}")
"""
NODE = """import { parse } from 'gauntlet-http-auth';
for (const { scheme, params } of parse('Digest realm="a, b", qop=auth, Negotiate').challenges) {
  console.log(scheme, params.map(({ name, value }) => `${name} = ${value}`));
}
const { error } = parse('Basic abc/def=x');
console.log(`${error.code} at octet ${error.offset}`);
"""

sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

import bare_debian


def ten_lines(include):
    return (CONSUME / "one_file" / "ten_lines.cc").read_text(encoding="ascii").replace('"gauntlet.hpp"', include)


class Bare(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = bare_debian.folder("bare")
        cls.root = folder / "root"
        bare_debian.make(cls.root)
        done = bare_debian.run(cls.root, "apt-get update -q")
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    def setUp(self):
        self.folder = self.root / "home" / self.id().rpartition(".")[2]
        self.folder.mkdir(parents=True)

    def inside(self, command, expected=0, **how):
        """What a command of a shell says in the bare system, in the folder of the test."""
        done = bare_debian.run(self.root, command, where=f"/{self.folder.relative_to(self.root)}", **how)
        self.assertEqual(done.returncode, expected, f"{command}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout + done.stderr

    def install(self, *packages):
        self.inside(f"apt-get install -qy --no-install-recommends {' '.join(packages)}")

    def take(self, pattern, folder="."):
        """The files of the release with such a name, copied to a folder of the test's; the last of them."""
        found = sorted(path for path in RELEASE if pathlib.PurePath(path.name).match(pattern))
        self.assertTrue(found, f"the release has no {pattern}")
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        return [pathlib.Path(shutil.copy(path, self.folder / folder)) for path in found][-1]

    def write(self, files):
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="ascii")

    def files(self):
        """Every file of the system, but for those of the tests and what the kernel shows."""
        left_out = [self.root / name for name in ("proc", "sys", "dev", "tmp", "home")]
        return {str(path.relative_to(self.root)) for top in self.root.iterdir() if top not in left_out
                for path in [top, *top.rglob("*")] if path.is_symlink() or not path.is_dir()}

    def test_debian(self):
        before = self.files()
        self.take("*.deb")
        self.install("./gauntlet_*.deb", "./gauntlet-data_*.deb")
        with self.subTest("the program, with its data, as a user without rights and from any folder"):
            self.assertIn("expected_comma", self.inside("gauntlet parse 'Basic abc/def=x'", 1, user=NOBODY))
            self.assertRegex(self.inside("gauntlet --version", user=NOBODY), r"^gauntlet \d+\.\d+\.\d+\n")
            self.assertIn("quoted-string", self.inside("gauntlet complete -- run --family q", user=NOBODY))
            self.assertIn("missing-comma", self.inside("gauntlet lint --field WWW-Authenticate 'Basic realm=a Digest realm=b'", 1,
                                                       user=NOBODY))
        with self.subTest("a run, its report and its pages"):
            self.inside("gauntlet run --no-install --quiet --family list --out /tmp/out gauntlet", user=NOBODY)
            self.assertTrue((self.root / "tmp/out/report.html").is_file())
            said = self.inside("gauntlet report /tmp/out/results.ndjson --site /tmp/site", user=NOBODY)
            self.assertNotIn("no playground", said)
            for page in ("index.html", "results.html", "playground.html", "playground/parser.js"):
                self.assertTrue((self.root / "tmp/site" / page).is_file(), page)
        self.install("man-db", "curl")
        with self.subTest("a run of real programs"):
            said = self.inside("gauntlet run --live --no-install --no-color --id 'choice/basic-md5/*' --out /tmp/live curl", user=NOBODY)
            self.assertIn("curl --anyauth", said)
        with self.subTest("its manual, and the completion of shells"):
            self.assertIn("gauntlet run", self.inside("man --pager=cat gauntlet-run", user=NOBODY))
            self.inside("bash -c '. /usr/share/bash-completion/completions/gauntlet && complete -p gauntlet'")
            for path in ("zsh/vendor-completions/_gauntlet", "fish/vendor_completions.d/gauntlet.fish"):
                self.assertTrue((self.root / "usr/share" / path).is_file(), path)
        self.install("./libgauntlet*.deb", "g++", "cmake", "make", "pkg-config")
        self.write({"ten_lines.cc": ten_lines("<gauntlet/gauntlet.hpp>"), "CMakeLists.txt": CMAKE.format(how="find_package(gauntlet 0.1 REQUIRED)")})
        shutil.copy(CONSUME / "c" / "main.c", self.folder)
        with self.subTest("C++ by find_package and by pkg-config"):
            self.inside("cmake -B build . && cmake --build build")
            self.inside("c++ -std=c++20 ten_lines.cc $(pkg-config --cflags gauntlet) -o ten")
            for program in ("build/ten", "./ten"):
                self.assertIn(WRONG, self.inside(program))
        with self.subTest("C from C99, the library shared and static"):
            self.inside("cc -std=c99 -pedantic-errors main.c $(pkg-config --cflags --libs gauntlet-c) -o shared")
            self.inside("cc -std=c99 -pedantic-errors main.c -l:libgauntlet.a -o static")
            for program in ("./shared", "./static"):
                self.assertRegex(self.inside(program), r"^gauntlet \d+\.\d+")
            self.assertIn("libgauntlet.so.0", self.inside("ldd shared"))
        owned = {line.lstrip("/") for line in self.inside(f"dpkg-query -L {' '.join(PACKAGES)}").splitlines()} & self.files()
        self.assertGreater(len(owned), 100)
        self.inside(f"apt-get purge -y {' '.join(PACKAGES)}")
        after = self.files()
        self.assertEqual(owned & after, set())
        self.assertEqual({name for name in after - before if "gauntlet" in name}, set())
        self.assertNotIn("gauntlet", self.inside("ldconfig -p"))
        self.inside("gauntlet --version", expected=127)

    def test_lintian(self):
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "none", "--tag-display-limit", "0",
                               *(path for path in RELEASE if path.suffix == ".deb")], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        said = [line for line in done.stdout.splitlines()
                if line.startswith(("E:", "W:")) and not any(f" {tag}" in line for tag in LINTIAN)]
        self.assertEqual(said, [])

    def test_one_file(self):
        self.install("g++")
        self.take("gauntlet.hpp")
        self.write({"ten_lines.cc": ten_lines('"gauntlet.hpp"')})
        self.inside("c++ -std=c++20 ten_lines.cc -o ten")
        self.assertIn(WRONG, self.inside("./ten"))

    def test_fetch_content(self):
        self.install("g++", "cmake", "make")
        archive = self.take("*-parser.tar.gz", "download")
        url = f"file:///{archive.relative_to(self.root)}"
        how = FETCH.format(url=url, digest=hashlib.sha256(archive.read_bytes()).hexdigest())
        self.write({"ten_lines.cc": ten_lines("<gauntlet/gauntlet.hpp>"), "CMakeLists.txt": CMAKE.format(how=how)})
        self.inside("cmake -B build . && cmake --build build --target ten")
        self.assertIn(WRONG, self.inside("build/ten"))

    def test_meson(self):
        self.install("g++", "meson")
        archive = self.take("*-parser.tar.gz", "subprojects/packagefiles")
        wrap = WRAP.format(directory=archive.name.removesuffix(".tar.gz"), name=archive.name,
                           digest=hashlib.sha256(archive.read_bytes()).hexdigest())
        self.write({"ten_lines.cc": ten_lines("<gauntlet/gauntlet.hpp>"), "meson.build": MESON, "subprojects/gauntlet.wrap": wrap})
        self.inside("meson setup build && meson compile -C build")
        self.assertIn(WRONG, self.inside("build/ten"))

    def test_wheel(self):
        self.install("python3-venv")
        name = self.take("*.whl").name
        self.write({"ten_lines.py": PYTHON})
        self.inside(f"python3 -m venv own && own/bin/pip install --no-index ./{name}")
        self.assertIn(WRONG, self.inside("own/bin/python ten_lines.py"))

    def test_npm(self):
        self.install("npm")
        name = self.take("gauntlet-http-auth-*.tgz").name
        self.write({"ten_lines.mjs": NODE})
        self.inside(f"HOME=/tmp npm install --offline --no-audit --no-fund ./{name}")
        self.assertIn(WRONG, self.inside("node ten_lines.mjs"))
        self.assertIn("Digest", self.inside("npx --offline gauntlet-http-auth parse 'Digest realm=\"a\"'"))


if __name__ == "__main__":
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    RELEASE.extend(sorted(pathlib.Path(sys.argv.pop(1)).resolve().iterdir()))
    if why := bare_debian.obstacle():
        sys.exit(f"bare_test.py: {why}")
    unittest.main()
