// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the runner accepts any answer of an adapter without failing itself: it reads the answer
// or says what is wrong. An answer that it read means the same when it is written and read again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "conformance/runner/protocol.hpp"
#include "fuzz/support/require.hpp"

namespace {

namespace runner = gauntlet::runner;
namespace model = gauntlet::model;

std::string padded(std::string_view line) {
  std::string all(line);
  all.append(runner::answer_reader::padding, '\0');
  return all;
}

absl::StatusOr<runner::answer> read(std::string_view line, model::operation op, bool serialized) {
  static runner::answer_reader reader;
  const std::string room = padded(line);
  return reader.read(std::string_view(room.data(), line.size()), op, serialized);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto hello = runner::read_hello(line);
  FUZZ_REQUIRE(
      hello.ok() || absl::IsInvalidArgument(hello.status()) || absl::IsUnavailable(hello.status()),
      "an answer to hello is valid, invalid, or the adapter's refusal");
  for (const model::operation op :
       {model::operation::challenges, model::operation::credentials, model::operation::auth_info}) {
    for (const bool serialized : {false, true}) {
      const auto answer = read(line, op, serialized);
      if (!answer.ok()) {
        FUZZ_REQUIRE(absl::IsInvalidArgument(answer.status()),
                     "a bad answer is the adapter's fault");
        continue;
      }
      FUZZ_REQUIRE(answer->text.size() <= 4 * runner::max_text, "free text is bounded");
      const std::string written = runner::to_json(*answer);
      FUZZ_REQUIRE(written.size() >= 2 && written.front() == '{', "an answer is an object");
      const std::string again = "{\"seq\":" + std::to_string(answer->seq) + "," + written.substr(1);
      const auto same = read(again, op, serialized);
      FUZZ_REQUIRE(same.ok() && same->seq == answer->seq && runner::to_json(*same) == written,
                   "what was read can be written and read again");
    }
  }
  return 0;
}
