"""The recipe for Conan 2."""

import os

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain
from conan.tools.files import copy, get


class Gauntlet(ConanFile):
    name = "gauntlet-http-auth"
    version = "@VERSION@"
    description = "Zero-allocation C++20 parser of the HTTP authentication fields (RFC 9110 section 11)"
    homepage = "https://github.com/gauntlet-http/gauntlet"
    url = homepage
    license = "Apache-2.0"
    topics = ("http", "parser", "authentication", "header-only")
    settings = "os", "arch", "compiler", "build_type"

    def validate(self):
        check_min_cppstd(self, 20)

    def source(self):
        get(self, f"{self.homepage}/releases/download/v{self.version}/gauntlet-{self.version}-parser.tar.gz",
            sha256="@SHA256@", strip_root=True)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["GAUNTLET_BUILD_TOOLS"] = "OFF"
        toolchain.cache_variables["GAUNTLET_BUILD_TESTING"] = "OFF"
        toolchain.cache_variables["CMAKE_INSTALL_LIBDIR"] = "lib"
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        # The package's own gauntletConfig.cmake is what find_package reads.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/gauntlet"]
        self.cpp_info.libs = ["gauntlet"]
