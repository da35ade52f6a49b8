#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The form of the recipes of package managers, without these."""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
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


if __name__ == "__main__":
    unittest.main()
