# SPDX-License-Identifier: Apache-2.0
"""Builds the C library into the package. make.py calls this, in a folder where everything that it needs is beside it."""

import pathlib
import re

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from wheel.bdist_wheel import bdist_wheel

HERE = pathlib.Path(__file__).resolve().parent
NATIVE = HERE / "native"
VERSION = ".".join(re.findall(r"#define GAUNTLET_VERSION_[A-Z]+ (\d+)",
                              (NATIVE / "include/gauntlet/version.hpp").read_text(encoding="ascii")))


class SharedLibrary(build_ext):
    """A library that ctypes loads: no module of Python's, so that one wheel serves all versions of it."""

    def get_ext_filename(self, fullname):
        return str(pathlib.Path(*fullname.split("."))) + ".so"

    def get_export_symbols(self, ext):
        return []

    def build_extension(self, ext):
        options = {"output_dir": self.build_temp, "include_dirs": ext.include_dirs, "macros": [("NDEBUG", None)]}
        common = ["-O2", "-g0", "-fvisibility=hidden"]
        # The headers need nothing of the C++ run-time library, so the C compiler links.
        objects = self.compiler.compile(
            ["native/gauntlet_c.cc"], **options,
            extra_postargs=[*common, "-std=c++20", "-fno-exceptions", "-fno-rtti", "-fvisibility-inlines-hidden"])
        objects += self.compiler.compile(["native/elements.c"], **options, extra_postargs=[*common, "-std=c99"])
        self.compiler.link_shared_object(
            objects, self.get_ext_fullpath(ext.name),
            extra_postargs=["-Wl,--version-script=native/gauntlet.map", "-Wl,-s", "-Wl,--no-undefined"])


class AnyPython(bdist_wheel):
    """The wheel depends on the platform, and on no version of Python."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(
    name="gauntlet-http-auth",
    version=VERSION,
    description="Reads and writes WWW-Authenticate, Authorization and Authentication-Info (RFC 9110 section 11)",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=["gauntlet_http_auth"],
    package_data={"gauntlet_http_auth": ["py.typed", "suite.json.xz"]},
    ext_modules=[Extension("gauntlet_http_auth.libgauntlet", ["native/gauntlet_c.cc", "native/elements.c"],
                           include_dirs=["native/include", "native"],
                           depends=[str(path.relative_to(HERE)) for path in sorted(NATIVE.rglob("*.h*"))])],
    cmdclass={"build_ext": SharedLibrary, "bdist_wheel": AnyPython},
    classifiers=["Programming Language :: Python :: 3", "Typing :: Typed", "Operating System :: POSIX :: Linux",
                 "Topic :: Internet :: WWW/HTTP"],
    zip_safe=False)
