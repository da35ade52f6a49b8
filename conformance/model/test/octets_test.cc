#include "conformance/model/octets.hpp"

#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

std::string all_octets() {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) all.push_back(static_cast<char>(octet));
  return all;
}

TEST(Octets, EveryOctetSurvivesTheRoundTrip) {
  const absl::StatusOr<std::string> back = octets_from_utf8(utf8_from_octets(all_octets()));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, all_octets());
}

TEST(Octets, WrittenJsonIsAsciiAndReadsBackAsTheSameOctets) {
  const std::string document = to_json_string(all_octets());
  for (const char c : document) {
    EXPECT_GE(c, 0x20);
    EXPECT_LT(c, 0x7F);
  }
  const auto decoded = nlohmann::json::parse(document).get<std::string>();
  const absl::StatusOr<std::string> back = octets_from_utf8(decoded);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, all_octets());
}

TEST(Octets, WritesShortEscapes) {
  EXPECT_EQ(to_json_string("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(to_json_string(std::string("\0\t\x7F\xFF", 4)), R"("\u0000\u0009\u007f\u00ff")");
}

TEST(Octets, CodePointAboveFFIsAnErrorWithItsPosition) {
  for (const char* beyond : {"\xC4\x80", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    const absl::StatusOr<std::string> octets =
        octets_from_utf8(std::string("a\xC3\xBF") + beyond + "z");
    ASSERT_FALSE(octets.ok());
    EXPECT_NE(octets.status().message().find("code point 2 "), absl::string_view::npos)
        << octets.status();
  }
}

TEST(Octets, WhatIsNotUtf8IsAnError) {
  for (const char* wrong : {"\xFF", "\xC3", "\xC3(", "\x80", "\xC0\x80", "\xC1\xBF"}) {
    EXPECT_FALSE(octets_from_utf8(wrong).ok()) << wrong;
  }
}

TEST(Octets, AppendingKeepsWhatIsThereAndTellsThePositionInTheNewPart) {
  std::string out = "xy";
  octets_outcome outcome = append_octets_from_utf8(out, "a\xC2\x80");
  EXPECT_TRUE(outcome.ok);
  EXPECT_EQ(outcome.size, 2U);
  EXPECT_EQ(out, "xya\x80");
  outcome = append_octets_from_utf8(out, "bcd\xE2\x82\xAC");
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.size, 3U);
}

}  // namespace
}  // namespace gauntlet::model
