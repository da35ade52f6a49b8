#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recipes of package managers, without these: their form, and what their options make of a release's archive.

    ports_test.py            all of it
    ports_test.py Recipes    their form alone
"""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent), str(ROOT / "cmake" / "test")]

import release
import version_test

VALUES = {"VERSION": version_test.version(), "SHA256": hashlib.sha256(b"").hexdigest(), "SHA512": hashlib.sha512(b"").hexdigest()}
VCPKG, CONAN, HOMEBREW = "vcpkg/portfile.cmake", "conan/conanfile.py", "homebrew/gauntlet-http-auth.rb"
URL = f"/releases/download/v{VALUES['VERSION']}/gauntlet-{VALUES['VERSION']}-parser.tar.gz"


def filled(name):
    return release.filled((HERE.parent / "ports" / name).read_text(encoding="ascii"), VALUES)


class Recipes(unittest.TestCase):
    def test_nothing_is_left_to_fill_in(self):
        for path in (HERE.parent / "ports").rglob("*.*"):
            self.assertNotRegex(filled(path.relative_to(HERE.parent / "ports")), r"@[A-Z0-9]+@", path.name)
        with self.assertRaisesRegex(release.Failure, "MD5"):
            release.filled("@MD5@", VALUES)

    def test_where_the_archive_is_and_its_sum(self):
        self.assertIn(URL, filled(VCPKG))
        self.assertIn(f"SHA512 {VALUES['SHA512']})", filled(VCPKG))
        self.assertIn(f'sha256 "{VALUES["SHA256"]}"', filled(HOMEBREW))
        self.assertIn(URL + '"', filled(HOMEBREW))
        self.assertIn(f'sha256="{VALUES["SHA256"]}"', filled(CONAN))
        self.assertIn(f'version = "{VALUES["VERSION"]}"', filled(CONAN))
        self.assertIn("/releases/download/v{self.version}/gauntlet-{self.version}-parser.tar.gz", filled(CONAN))

    def test_vcpkg_json(self):
        manifest = json.loads(filled("vcpkg/vcpkg.json"))
        self.assertEqual(manifest["version-semver"], VALUES["VERSION"])
        # What the schema of vcpkg says of names, of the only version and of what a host needs.
        self.assertRegex(manifest["name"], r"^[a-z0-9]+(-[a-z0-9]+)*$")
        self.assertLessEqual(set(manifest), {"name", "version-semver", "description", "homepage", "license", "supports", "dependencies"})
        for one in manifest["dependencies"]:
            self.assertEqual((one["host"], one["name"] in ("vcpkg-cmake", "vcpkg-cmake-config")), (True, True))
        called = set(re.findall(r"^(vcpkg_\w+)\(", filled(VCPKG), re.MULTILINE))
        self.assertLessEqual({"vcpkg_cmake_configure", "vcpkg_cmake_install", "vcpkg_cmake_config_fixup"}, called)

    def test_syntax(self):
        compile(filled(CONAN), CONAN, "exec")
        with tempfile.TemporaryDirectory() as folder:
            portfile = pathlib.Path(folder) / "portfile.cmake"
            # CMake reads the whole of it, and stops at the first function that is vcpkg's.
            portfile.write_text(filled(VCPKG))
            done = subprocess.run(["cmake", "-P", portfile], capture_output=True, text=True)
            self.assertIn('Unknown CMake command "vcpkg_download_distfile"', done.stderr)
        if shutil.which("ruby"):
            done = subprocess.run(["ruby", "-c"], input=filled(HOMEBREW), capture_output=True, text=True)
            self.assertEqual((done.stdout, done.stderr), ("Syntax OK\n", ""))

    def test_the_same_options_in_all(self):
        options = options_of()
        self.assertEqual(set(options), {VCPKG, CONAN, HOMEBREW})
        for name, words in options.items():
            self.assertLessEqual({"-DGAUNTLET_BUILD_TOOLS=OFF", "-DGAUNTLET_BUILD_TESTING=OFF"}, set(words), name)


def options_of():
    """The options of CMake that each recipe gives."""
    conan = re.findall(r'cache_variables\["(\w+)"\] = "(\w+)"', filled(CONAN))
    return {VCPKG: re.findall(r"-D\w+=\w+", filled(VCPKG)), CONAN: [f"-D{name}={value}" for name, value in conan],
            HOMEBREW: re.findall(r"-D\w+=\w+", filled(HOMEBREW))}


class Builds(unittest.TestCase):
    def test_each_recipe_with_its_options(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet ports "))
        self.addCleanup(shutil.rmtree, folder)
        done = subprocess.run([sys.executable, "-B", HERE.parent / "release.py", folder / "out", "--only", "source,ports"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        for path in (folder / "out").glob("*.tar.gz"):
            with tarfile.open(path) as archive:
                archive.extractall(folder)
        archive = next((folder / "out").glob("*-parser.tar.gz")).read_bytes()
        recipes = next(folder.glob("gauntlet-*-ports"))
        self.assertIn(hashlib.sha512(archive).hexdigest(), (recipes / VCPKG).read_text())
        for name in (CONAN, HOMEBREW):
            self.assertIn(hashlib.sha256(archive).hexdigest(), (recipes / name).read_text())
        source = next(folder.glob("gauntlet-*-parser"))
        # What the formula tries after an installation is what is tried here.
        program = re.search(r"<<~CPP\n(.*?)^ +CPP$", filled(HOMEBREW), re.DOTALL | re.MULTILINE)[1]
        (folder / "test.cc").write_text(program)
        different = {tuple(sorted(words)) for words in options_of().values()}
        for number, words in enumerate(sorted(different)):
            prefix = folder / f"prefix {number}"
            for command in (["cmake", "-S", source, "-B", folder / "build", "-DCMAKE_BUILD_TYPE=Release", *words],
                            ["cmake", "--build", folder / "build", "--parallel", "2"],
                            ["cmake", "--install", folder / "build", "--prefix", prefix],
                            ["c++", "-std=c++20", folder / "test.cc", f"-I{prefix / 'include'}", "-o", folder / "test"],
                            [folder / "test"]):
                done = subprocess.run(command, capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
            self.assertTrue(list(prefix.glob("lib*/**/cmake/gauntlet/gauntletConfig.cmake")))
            self.assertTrue(list(prefix.glob("lib*/**/pkgconfig/gauntlet.pc")))


if __name__ == "__main__":
    unittest.main()
