# The formula for Homebrew, on Linux.
class GauntletHttpAuth < Formula
  desc "Zero-allocation C++20 parser of the HTTP authentication fields"
  homepage "https://github.com/gauntlet-http/gauntlet"
  url "https://github.com/gauntlet-http/gauntlet/releases/download/v@VERSION@/gauntlet-@VERSION@-parser.tar.gz"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "cmake" => :build
  depends_on :linux

  def install
    system "cmake", "-S", ".", "-B", "build", "-DGAUNTLET_BUILD_TOOLS=OFF", "-DGAUNTLET_BUILD_TESTING=OFF", *std_cmake_args
    system "cmake", "--build", "build"
    system "cmake", "--install", "build"
  end

  test do
    (testpath/"test.cc").write <<~CPP
      #include <gauntlet/gauntlet.hpp>
      int main() { return gauntlet::validate("Basic realm=x", gauntlet::operation::challenges) ? 0 : 1; }
    CPP
    system ENV.cxx, "-std=c++20", "test.cc", "-I#{include}", "-o", "test"
    system "./test"
  end
end
