#include "conformance/input/inflater.hpp"

#include <gtest/gtest.h>

#include <string>

#include "conformance/input/test/gzip.hpp"

namespace gauntlet::input {
namespace {

// What comes out; a fault as "[OFFSET: WHY]".
void take(inflater& from, std::string& out, std::size_t room) {
  std::string buffer(room, '\0');
  while (const auto piece = from.next(buffer.data(), room)) {
    if (piece->fault.empty()) {
      EXPECT_GT(piece->size, 0U);
      out.append(buffer, 0, piece->size);
    } else {
      out += "[" + std::to_string(piece->member) + ": " + std::string(piece->fault) + "]";
    }
  }
}

std::string inflated(std::string_view octets, std::size_t block = inflater::default_block,
                     std::size_t room = 100, std::size_t piece = std::string::npos) {
  inflater from(block);
  std::string out;
  while (!octets.empty()) {
    const std::string copy(octets.substr(0, piece));
    octets.remove_prefix(copy.size());
    from.push(copy);
    take(from, out, room);
  }
  from.finish();
  from.push({});
  take(from, out, room);
  return out;
}

std::string text(std::size_t size) {
  std::string out;
  for (unsigned number = 1; out.size() < size; number = number * 1664525U + 1013904223U)
    out += std::to_string(number >> 12U) + (number % 3U == 0 ? " the same again and again" : ",");
  out.resize(size);
  return out;
}

TEST(Inflater, ManyMembers) {
  const std::string all =
      gzip_member("a") + gzip_member("") + gzip_member(text(5000)) + gzip_member("b", "name.txt");
  const std::string expected = "a" + text(5000) + "b";
  for (const unsigned block : {1U, 2U, 3U, 7U, 64U, 4096U}) {
    for (const unsigned room : {1U, 13U, 70000U})
      EXPECT_TRUE(inflated(all, block, room) == expected) << block << " " << room;
  }
  for (std::size_t piece = 1; piece < 50; ++piece)
    EXPECT_TRUE(inflated(all, 64, 100, piece) == expected) << piece;
}

TEST(Inflater, HeadersWithNames) {
  const std::string all =
      gzip_member("a", std::string(300, 'n'), std::string(5000, 'e')) + gzip_member("b");
  for (const unsigned block : {1U, 100U, 65536U}) EXPECT_EQ(inflated(all, block), "ab");
}

TEST(Inflater, NothingAtAll) {
  EXPECT_EQ(inflated(""), "");
  EXPECT_EQ(inflated(std::string(600, '\0')), "");
}

TEST(Inflater, ZerosAfterTheLastMember) {
  EXPECT_EQ(inflated(gzip_member("a") + std::string(512, '\0')), "a");
}

TEST(Inflater, OctetsAfterTheLastMember) {
  const std::string first = gzip_member("a");
  EXPECT_EQ(inflated(first + "abc"),
            "a[" + std::to_string(first.size()) + ": no gzip member begins here]");
}

TEST(Inflater, AMemberThatEndsTooEarly) {
  const std::string first = gzip_member(text(1000));
  const std::string second = gzip_member(text(3000));
  const std::string told =
      "[" + std::to_string(first.size()) + ": a gzip member that ends too early]";
  for (std::size_t size = 1; size < second.size(); size += 13) {
    const std::string found = inflated(first + second.substr(0, size), 64);
    EXPECT_TRUE(found.starts_with(text(1000))) << size;
    EXPECT_TRUE(found.ends_with(told)) << size << ": " << found.substr(1000);
  }
}

TEST(Inflater, AWrongChecksumOrLength) {
  for (const unsigned back : {1U, 5U}) {
    std::string broken = gzip_member("octets");
    broken[broken.size() - back] ^= 1;
    EXPECT_EQ(inflated(gzip_member("a") + broken + gzip_member("b")),
              "aoctets[" + std::to_string(gzip_member("a").size()) +
                  ": a gzip member with a wrong checksum or length]b");
  }
}

TEST(Inflater, GoesOnAfterABrokenMember) {
  const std::string before = gzip_member("before");
  const std::string after = gzip_member("after");
  std::string broken = gzip_member(text(3000));
  // A kind of block that there is not, in the middle of the header of the first block.
  broken[10] = static_cast<char>(broken[10] | 0x07);
  for (const unsigned block : {1U, 3U, 64U, 65536U}) {
    EXPECT_EQ(inflated(before + broken + after, block),
              "before[" + std::to_string(before.size()) + ": a gzip member that is broken]after");
  }
}

TEST(Inflater, EveryFlippedBitIsTold) {
  const std::string good = gzip_member(text(60));
  const std::string last = gzip_member("last");
  for (std::size_t at = 0; at < good.size(); ++at) {
    // The time, extra flags and system of a header say nothing of what comes out.
    if (at >= 4 && at <= 9) continue;
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string broken = good;
      broken[at] = static_cast<char>(static_cast<unsigned char>(broken[at]) ^ (1U << bit));
      if (at == 3 && bit == 0) continue;  // FTEXT
      const std::string found = inflated(broken + last);
      // The last octet of the data has bits that mean nothing.
      if (found == text(60) + "last") continue;
      EXPECT_NE(found.find("[0: "), std::string::npos) << at << " bit " << bit << ": " << found;
    }
  }
}

TEST(Inflater, PiecesMakeNoDifferenceToBrokenInput) {
  std::string all = gzip_member(text(700)) + gzip_member(text(900)) + "x" + gzip_member(text(100));
  unsigned number = 1;
  for (int round = 0; round < 200; ++round) {
    std::string broken = all;
    for (int i = 0; i < 3; ++i) {
      number = number * 1664525U + 1013904223U;
      broken[(number >> 8U) % broken.size()] ^= static_cast<char>(1U << (number >> 29U));
    }
    const std::string whole = inflated(broken, 64);
    for (const unsigned piece : {1U, 5U, 63U, 64U, 65U, 300U})
      ASSERT_EQ(inflated(broken, 64, 100, piece), whole) << "round " << round;
  }
}

TEST(Inflater, WhatIsGzip) {
  EXPECT_TRUE(is_gzip(gzip_member("")));
  EXPECT_TRUE(is_gzip("\x1F\x8B"));
  EXPECT_FALSE(is_gzip("\x1F"));
  EXPECT_FALSE(is_gzip("WARC"));
}

}  // namespace
}  // namespace gauntlet::input
