#include "conformance/model/sha256.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace gauntlet::model {
namespace {

TEST(Sha256, AgreesWithThePublishedVectors) {
  const auto of = [](const std::string& text) {
    sha256 h;
    h.update(text);
    return h.hex();
  };
  EXPECT_EQ(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnHowTheOctetsArePutIn) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  for (std::size_t length = 0; length <= text.size(); ++length) {
    sha256 whole;
    whole.update(std::string_view(text).substr(0, length));
    for (const std::size_t step : {1U, 63U, 64U, 65U}) {
      sha256 parts;
      for (std::size_t i = 0; i < length; i += step) {
        parts.update(std::string_view(text).substr(i, std::min<std::size_t>(step, length - i)));
      }
      ASSERT_EQ(parts.hex(), whole.hex()) << length << " by " << step;
    }
  }
}

}  // namespace
}  // namespace gauntlet::model
