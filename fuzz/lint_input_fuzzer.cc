// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: every reader of lint survives any octets; cut into other pieces they give the same heads
// and remarks; what it gives is within its limits, and stands in the input where it says. The first
// octet chooses the format and how the rest, the input, is cut.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "conformance/input/inflater.hpp"
#include "conformance/lint/reader.hpp"
#include "fuzz/support/digest.hpp"
#include "fuzz/support/require.hpp"

namespace {

namespace lint = gauntlet::lint;

// Small, so that short inputs exceed them.
constexpr lint::limits limits{.max_head = 200, .max_fields = 8, .max_document = 1000};

class checking final : public lint::sink {
 public:
  explicit checking(bool is_compressed, std::size_t size)
      : is_compressed_(is_compressed), size_(size) {}

  void on_head(const lint::head& found) override {
    found_.add(static_cast<std::size_t>(found.kind));
    add(found.place);
    found_.add(found.start_line);
    found_.add(static_cast<std::size_t>(found.status));
    found_.add(found.method);
    found_.add(found.target);
    found_.add(found.host);
    found_.add(found.is_tls ? 1U + (*found.is_tls ? 1U : 0U) : 0U);
    found_.add(static_cast<std::size_t>(found.exchange));
    FUZZ_REQUIRE(found.status >= 0 && found.status < 1000, "a status has at most three digits");
    FUZZ_REQUIRE(found.fields.size() <= limits.max_fields, "the fields of a head are bounded");
    std::size_t octets = 0;
    for (const lint::field_line& each : found.fields) {
      add(each.place);
      found_.add(each.name);
      found_.add(each.value);
      found_.add(each.is_redacted ? 1U : 0U);
      octets += each.name.size() + each.value.size();
    }
    FUZZ_REQUIRE(octets <= limits.max_head, "the octets of a head are bounded");
  }

  void on_unreadable(const lint::place& at, std::string_view why) override {
    FUZZ_REQUIRE(!why.empty() && why.size() < 80, "a remark has a bounded text");
    add(at);
    found_.add(why);
    ++remarks_;
  }

  fuzz::digest found() const { return found_; }
  std::size_t remarks() const { return remarks_; }

 private:
  void add(const lint::place& at) {
    // Of a compressed input, places are those of what gzip made of it.
    FUZZ_REQUIRE(is_compressed_ || at.offset <= size_, "a place is in the input");
    found_.add(static_cast<std::size_t>(at.offset));
    found_.add(static_cast<std::size_t>(at.line));
    found_.add(static_cast<std::size_t>(at.record));
  }

  bool is_compressed_;
  std::size_t size_;
  fuzz::digest found_{};
  std::size_t remarks_ = 0;
};

fuzz::digest read(lint::format which, std::string_view input, std::size_t piece) {
  checking found(gauntlet::input::is_gzip(input), input.size());
  const std::unique_ptr<lint::reader> reading = lint::make_reader(which, found, limits);
  while (!input.empty()) {
    // A copy of its own, so that a sanitizer sees a look at what is gone.
    const std::size_t size = std::min(piece, input.size());
    const std::unique_ptr<char[]> copy(new char[size]);
    std::copy_n(input.data(), size, copy.get());
    reading->push({copy.get(), size});
    input.remove_prefix(size);
  }
  reading->finish();
  return found.found();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::size_t formats = static_cast<std::size_t>(lint::format::tshark) + 1;
  const auto which = static_cast<lint::format>(data[0] % formats);
  const std::size_t piece = 1 + data[0] / formats;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto recognised = lint::recognise(input);
  FUZZ_REQUIRE(recognised == lint::recognise(input.substr(0, 4096)),
               "a format is recognised by its first octets");
  FUZZ_REQUIRE(read(which, input, piece) == read(which, input, input.size()),
               "pieces make no difference");
  return 0;
}
