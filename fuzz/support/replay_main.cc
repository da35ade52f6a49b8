// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Runs a fuzz target on given files and on all files below given folders, with any compiler and
// without an engine: `NAME_fuzzer [-q] PATH...`. Each input is in a block of its exact size, so
// that a sanitizer, or valgrind, sees a read after its end. With -q only failures are reported.
//
// Exit status: 0 all inputs passed, 2 nothing to run or not readable. A broken property aborts.

#include <dirent.h>
#include <sys/stat.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "parser/test/support/counted_allocations.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::size_t inputs = 0;
std::size_t octets = 0;
const char* current = "";

void fail(const char* path, const char* what) {
  std::fprintf(stderr, "%s: %s\n", path, what);
  std::exit(2);
}

void run_file(const char* path, std::size_t size) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) fail(path, "cannot be opened");
  auto* const data = static_cast<std::uint8_t*>(std::malloc(size > 0 ? size : 1));
  if (data == nullptr) fail(path, "is too large");
  // An empty input has no octet that may be read.
  const std::size_t read = size > 0 ? std::fread(data, 1, size, file) : 0;
  std::fclose(file);
  if (read != size) fail(path, "cannot be read");
  current = path;
  LLVMFuzzerTestOneInput(data, size);
  std::free(data);
  ++inputs;
  octets += size;
}

void run(const char* path) {
  struct stat facts {};
  if (stat(path, &facts) != 0) fail(path, "is not there");
  if (!S_ISDIR(facts.st_mode)) {
    run_file(path, static_cast<std::size_t>(facts.st_size));
    return;
  }
  dirent** entries = nullptr;
  const int count = scandir(path, &entries, nullptr, alphasort);
  if (count < 0) fail(path, "cannot be listed");
  for (int i = 0; i < count; ++i) {
    if (entries[i]->d_name[0] != '.') {
      const std::size_t size = std::strlen(path) + std::strlen(entries[i]->d_name) + 2;
      auto* const inside = static_cast<char*>(std::malloc(size));
      if (inside == nullptr) fail(path, "is too deep");
      std::snprintf(inside, size, "%s/%s", path, entries[i]->d_name);
      run(inside);
      std::free(inside);
    }
    std::free(entries[i]);
  }
  std::free(entries);
}

}  // namespace

// Called when a property is broken, or by a sanitizer before it ends the process.
extern "C" void fuzz_tell_input() {
  if (current[0] != '\0') std::fprintf(stderr, "the input is %s\n", current);
}
extern "C" [[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());

int main(int argc, char** argv) {
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(fuzz_tell_input);
  bool quiet = false;
  int first = 1;
  if (argc > 1 && std::strcmp(argv[1], "-q") == 0) {
    quiet = true;
    first = 2;
  }
  if (first == argc) {
    std::fprintf(stderr, "usage: %s [-q] PATH...\n", argv[0]);
    return 2;
  }
  for (int i = first; i < argc; ++i) run(argv[i]);
  if (inputs == 0) {
    std::fprintf(stderr, "%s: no inputs\n", argv[0]);
    return 2;
  }
  if (!quiet) std::printf("%zu inputs, %zu octets\n", inputs, octets);
  return 0;
}
