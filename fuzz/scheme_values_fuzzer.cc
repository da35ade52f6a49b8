// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: what reads values of schemes survives any octets and keeps to itself: two ways of asking
// the same agree, what is read and written again is read as the same, and a part stands in the whole.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/schemes/reading.hpp"
#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/basic.hpp"
#include "conformance/schemes/values/digest.hpp"
#include "conformance/schemes/values/ext_value.hpp"
#include "conformance/schemes/values/hoba.hpp"
#include "conformance/schemes/values/jwt.hpp"
#include "conformance/schemes/values/lists.hpp"
#include "conformance/schemes/values/scram.hpp"
#include "fuzz/support/require.hpp"

namespace {

namespace schemes = gauntlet::schemes;

bool is_inside(std::string_view part, std::string_view whole) {
  const std::less_equal<const char*> is_not_after;
  return is_not_after(whole.data(), part.data()) &&
         is_not_after(part.data() + part.size(), whole.data() + whole.size());
}

void check_base64(std::string_view text, schemes::alphabet alphabet) {
  const std::optional<std::string> octets = schemes::decode_base64(text, alphabet);
  FUZZ_REQUIRE(octets.has_value() == schemes::is_base64(text, alphabet),
               "what is Base64 can be decoded, and nothing else");
  if (octets) {
    FUZZ_REQUIRE(octets->size() <= text.size() / 4 * 3, "four digits are three octets");
    const std::string again = schemes::encode_base64(*octets, alphabet);
    FUZZ_REQUIRE(again.size() == text.size() && schemes::decode_base64(again, alphabet) == octets,
                 "what was decoded is encoded to the same length and meaning");
  }
  const std::string encoded = schemes::encode_base64(text, alphabet);
  FUZZ_REQUIRE(schemes::decode_base64(encoded, alphabet) == text, "Base64 there and back");
  std::string_view bare = encoded;
  bare = bare.substr(0, bare.find('='));
  FUZZ_REQUIRE(alphabet != schemes::alphabet::url || schemes::decode_base64url(bare) == text,
               "base64url there and back without its padding");
}

void check_basic(std::string_view text) {
  const std::optional<schemes::user_pass> read = schemes::read_user_pass(text);
  FUZZ_REQUIRE(read.has_value() == schemes::fault_of_user_pass(text).empty(),
               "a user-pass is read unless something is wrong with it");
  if (!read) return;
  FUZZ_REQUIRE(read->user_id.find(':') == std::string::npos, "the first colon divides");
  FUZZ_REQUIRE(schemes::decode_base64(text, schemes::alphabet::standard) ==
                   read->user_id + ":" + read->password,
               "user-id and password are all that a user-pass holds");
}

void check_hoba(std::string_view text) {
  const std::vector<std::string_view> parts = schemes::split(text, '.');
  const std::optional<schemes::hoba_result> result = schemes::read_hoba_result(text);
  if (result) {
    FUZZ_REQUIRE(
        result->kid + "." + result->challenge + "." + result->nonce + "." + result->signature ==
            text,
        "the four parts are the whole");
  }
  const auto part = [&](std::size_t i) { return std::string(parts[i % parts.size()]); };
  const schemes::hoba_tbs tbs{.nonce = part(0),
                              .algorithm = part(1),
                              .origin = part(2),
                              .realm = part(3),
                              .kid = part(4),
                              .challenge = part(5)};
  FUZZ_REQUIRE(schemes::read_hoba_tbs(schemes::to_octets(tbs)) == tbs, "HOBA-TBS there and back");
  if (const std::optional<schemes::hoba_tbs> read = schemes::read_hoba_tbs(text))
    FUZZ_REQUIRE(schemes::read_hoba_tbs(schemes::to_octets(*read)) == read, "HOBA-TBS is stable");
}

void check_scram(std::string_view text) {
  const std::optional<schemes::scram_message> read = schemes::read_scram_message(text);
  FUZZ_REQUIRE(schemes::read_scram_data(schemes::encode_base64(text, schemes::alphabet::standard))
                       .has_value() == read.has_value(),
               "a message of SCRAM is the same in Base64");
  if (!read) return;
  std::size_t octets = read->gs2_header.size();
  for (const schemes::scram_message::attribute& one : read->attributes) {
    octets += one.value.size() + 2;
    FUZZ_REQUIRE(read->find(one.name) != nullptr, "an attribute that was read is found");
  }
  FUZZ_REQUIRE(!read->attributes.empty() && octets + read->attributes.size() - 1 <= text.size(),
               "attributes are parts of the message");
}

void check_jwt(std::string_view text) {
  const bool has_form = schemes::is_jwt_form(text);
  FUZZ_REQUIRE(has_form || !(schemes::is_jwt(text) || schemes::looks_like_jwt(text)),
               "a JWT has the form of one");
  FUZZ_REQUIRE(!has_form || std::count(text.begin(), text.end(), '.') == 2,
               "a JWT has three parts");
}

void check_lists(std::string_view text) {
  std::size_t octets = 0;
  const std::vector<std::string_view> parts = schemes::split(text, ',');
  for (const std::string_view part : parts) {
    FUZZ_REQUIRE(is_inside(part, text), "a part stands in the whole");
    octets += part.size();
  }
  FUZZ_REQUIRE(octets + parts.size() - 1 == text.size(), "the parts are the whole");
  for (const std::string_view element : schemes::split_list(text)) {
    FUZZ_REQUIRE(!element.empty() && is_inside(element, text) &&
                     element.find_first_of(" \t") != 0 &&
                     element.find_last_of(" \t") != element.size() - 1 &&
                     element.find(',') == std::string_view::npos,
                 "an element of a list has neither comma nor OWS around it");
  }
  for (const std::string_view word : schemes::split_words(text)) {
    FUZZ_REQUIRE(!word.empty() && is_inside(word, text) && word.find(' ') == std::string_view::npos,
                 "a word holds no SP");
  }
  if (const std::optional<std::int64_t> at = schemes::read_instant(text)) {
    // From the year 0 to the end of 9999, an offset of a day more or less.
    FUZZ_REQUIRE(*at >= -62167219200 - 86400 && *at < 253402300800 + 86400,
                 "an instant has a year of four digits");
  }
}

void check_ext_value(std::string_view text) {
  const std::optional<schemes::ext_value> read = schemes::read_ext_value(text);
  if (!read) return;
  const std::size_t names = read->charset.size() + read->language.size() + 2;
  FUZZ_REQUIRE(names <= text.size() && read->octets.size() <= text.size() - names,
               "an ext-value decodes to no more than it has");
}

void check_digest(std::string_view text) {
  const schemes::reading read =
      schemes::read(gauntlet::model::operation::credentials, "Digest " + std::string(text));
  if (!read.status || read.challenges.empty()) return;
  std::optional<schemes::digest_input> input = schemes::digest_input_of(read.challenges.front());
  if (!input) return;
  input->method = "GET";
  input->password = "secret";
  const std::size_t digits = input->algorithm.hash == schemes::hash::md5 ? 32 : 64;
  const std::optional<std::string> response = schemes::digest_response(*input);
  FUZZ_REQUIRE(response && response->size() == digits, "a response is as long as its hash");
  input->nonce += "x";
  FUZZ_REQUIRE(schemes::digest_response(*input) != response, "a response depends on the nonce");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy that ends where the value ends, so that a sanitizer sees a look beyond it.
  const std::unique_ptr<char[]> copy(new char[size]);
  std::copy_n(reinterpret_cast<const char*>(data), size, copy.get());
  const std::string_view text(copy.get(), size);
  check_base64(text, schemes::alphabet::standard);
  check_base64(text, schemes::alphabet::url);
  check_basic(text);
  check_ext_value(text);
  check_hoba(text);
  check_scram(text);
  check_jwt(text);
  check_lists(text);
  check_digest(text);
  return 0;
}
