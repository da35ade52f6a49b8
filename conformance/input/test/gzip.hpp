#ifndef CONFORMANCE_INPUT_TEST_GZIP_HPP
#define CONFORMANCE_INPUT_TEST_GZIP_HPP

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <string_view>

namespace gauntlet::input {

// A gzip member. `name` and `extra` go into its header.
inline std::string gzip_member(std::string_view octets, const std::string& name = "",
                               const std::string& extra = "") {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  gz_header header{};
  std::string name_copy = name;
  std::string extra_copy = extra;
  header.os = 255;
  header.hcrc = name.empty() ? 0 : 1;
  if (!name.empty()) header.name = reinterpret_cast<Bytef*>(name_copy.data());
  if (!extra.empty()) {
    header.extra = reinterpret_cast<Bytef*>(extra_copy.data());
    header.extra_len = static_cast<uInt>(extra.size());
  }
  EXPECT_EQ(deflateSetHeader(&stream, &header), Z_OK);
  std::string in(octets);
  std::string out(octets.size() + name.size() + extra.size() + 200, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace gauntlet::input

#endif
