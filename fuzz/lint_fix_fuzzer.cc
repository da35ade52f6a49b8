// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: lint survives any value; what it corrects has nothing left that a MUST forbids,
// or it says why not; every place that it names is inside of the value.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "conformance/lint/fix.hpp"
#include "conformance/lint/judge.hpp"
#include "conformance/lint/present.hpp"
#include "conformance/lint/rules.hpp"
#include "fuzz/support/require.hpp"

namespace {

namespace lint = gauntlet::lint;
namespace schemes = gauntlet::schemes;

bool has_must(const lint::judgement& of) {
  for (const lint::finding& one : of.findings) {
    if (one.level == schemes::level::must) return true;
  }
  return false;
}

bool says_why_not(const lint::judgement& of) {
  for (const lint::correction& one : of.corrections) {
    if (!one.left.empty()) return true;
  }
  return !of.left.empty();
}

lint::head head_of(std::string_view name, std::string_view value) {
  lint::head made;
  made.fields.push_back({.name = name, .value = value});
  return made;
}

void check(std::string_view name, std::string_view value) {
  const lint::head head = head_of(name, value);
  const lint::judgement said = lint::judge().on(head);
  for (const lint::finding& one : said.findings) {
    FUZZ_REQUIRE(lint::find_rule(one.rule) != nullptr, "each finding has a row in rules.json");
    FUZZ_REQUIRE(!one.at || (one.at->begin <= one.at->end && one.at->end <= value.size()),
                 "a finding points into the value");
    FUZZ_REQUIRE(
        !one.cause || (one.cause->begin <= one.cause->end && one.cause->end <= value.size()),
        "a cause points into the value");
  }
  const lint::shown_message shown =
      lint::present("x", lint::format::fields, head, said, value.size() % 2 == 0);
  FUZZ_REQUIRE(shown.findings.size() == said.findings.size(), "each finding is shown");
  for (const lint::correction& one : said.corrections) {
    lint::head again;
    for (const std::string& line : one.values)
      again.fields.push_back({.name = name, .value = line});
    FUZZ_REQUIRE(!has_must(lint::judge().on(again)) || says_why_not(said),
                 "what is corrected is free of MUST findings, or it says why not");
  }
  FUZZ_REQUIRE(!said.corrections.empty() || !has_must(said) || says_why_not(said),
               "a MUST finding is corrected, or it says why not");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view value(reinterpret_cast<const char*>(data), size);
  check("WWW-Authenticate", value);
  check("Authorization", value);
  check("Authentication-Info", value);
  return 0;
}
