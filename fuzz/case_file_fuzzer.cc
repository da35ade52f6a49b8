// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the loader of case files survives any octets: it loads them or says in words what is
// wrong, the same each time, and what it loads is what cases are.

#include <cstddef>
#include <cstdint>
#include <string>

#include "conformance/model/case.hpp"
#include "conformance/model/json_file.hpp"
#include "fuzz/support/require.hpp"
#include "nlohmann/json.hpp"

namespace {

struct loading {
  absl::Status status;
  std::vector<gauntlet::model::test_case> cases;
};

loading load(const std::string& text) {
  static auto loader = gauntlet::model::case_loader::open(GAUNTLET_FUZZ_SCHEMA);
  FUZZ_REQUIRE(loader.ok(), "the schema is where the build had it");
  const absl::Status status = loader->load_text(text, "input");
  // Taken in any case: the next text begins with nothing.
  return {status, loader->take()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto parsed = gauntlet::model::parse_json(text, "input");
  if (!parsed.ok()) {
    FUZZ_REQUIRE(parsed.status().message().size() < size + 500, "a message has a bounded length");
    return 0;
  }
  const loading first = load(text);
  const loading second = load(text);
  FUZZ_REQUIRE(first.status == second.status && first.cases.size() == second.cases.size(),
               "the same text is judged the same");
  FUZZ_REQUIRE(first.status.ok() || absl::IsInvalidArgument(first.status),
               "what is wrong with a text is its own fault");
  // Of a text with a fault, the cases without one are there, too.
  for (const gauntlet::model::test_case& each : first.cases) {
    FUZZ_REQUIRE(!each.id().empty(), "a case has an id");
    FUZZ_REQUIRE(each.kind != gauntlet::model::case_kind::parse ||
                     each.combined == gauntlet::model::combine(each.lines),
                 "a case's lines are combined");
  }
  return 0;
}
