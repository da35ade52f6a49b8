#include "conformance/input/source.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

namespace gauntlet::input {
namespace {

class Source : public testing::Test {
 protected:
  Source() {
    std::string form = (std::filesystem::temp_directory_path() / "gauntlet-XXXXXX").string();
    folder_ = ::mkdtemp(form.data());
  }
  ~Source() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view octets) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << octets;
    return path;
  }
  std::string write_gzip(const std::string& name, const std::string& octets) const {
    const std::string path = (folder_ / name).string();
    const gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, octets.data(), static_cast<unsigned>(octets.size()));
    gzclose(file);
    return path;
  }

  static std::string read_all(source& from, std::size_t room) {
    std::string out;
    std::string buffer(room, '\0');
    for (;;) {
      const absl::StatusOr<std::size_t> got = from.read_some(buffer.data(), room, nullptr);
      if (!got.ok()) return out + std::string(got.status().message());
      if (*got == 0) return out;
      out.append(buffer, 0, *got);
    }
  }

  std::filesystem::path folder_;
};

TEST_F(Source, AFileHasASizeAndParts) {
  const std::string path = write("a", "octets");
  EXPECT_EQ(size_of_file(path), 6U);
  const auto opened = source::open(path);
  ASSERT_TRUE(opened.ok());
  EXPECT_TRUE((*opened)->is_file());
  std::array<char, 3> part{};
  EXPECT_EQ((*opened)->read_at(2, part.data(), part.size()).value(), 3U);
  EXPECT_EQ(std::string(part.data(), 3), "tet");
}

TEST_F(Source, AFileOfGzipIsAStream) {
  const std::string octets(200000, 'x');
  const std::string path = write_gzip("a", octets);
  EXPECT_EQ(size_of_file(path), std::nullopt);
  for (const unsigned room : {1000U, 1000000U}) {
    const auto opened = source::open(path);
    ASSERT_TRUE(opened.ok());
    EXPECT_FALSE((*opened)->is_file());
    EXPECT_EQ(read_all(**opened, room), octets);
  }
}

TEST_F(Source, ABrokenMemberIsToldWithItsPlace) {
  const std::string path = write_gzip("a", "octets");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  const auto opened = source::open(path);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(read_all(**opened, 100),
            "octets" + path + ": octet 0: a gzip member that ends too early");
}

TEST_F(Source, APipeOfEither) {
  std::ifstream compressed(write_gzip("a", "octets"), std::ios::binary);
  const std::string gzip((std::istreambuf_iterator<char>(compressed)), {});
  const auto through_pipe = [&](const std::string& octets) {
    const std::string path = (folder_ / "pipe").string();
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(size_of_file(path), std::nullopt);
    std::thread writer([&] {
      std::ofstream out(path, std::ios::binary);
      // The first octet comes alone.
      out << octets.substr(0, 1) << std::flush
          << octets.substr(std::min<std::size_t>(1, octets.size()));
    });
    const auto opened = source::open(path);
    const std::string found = read_all(**opened, 4);
    writer.join();
    std::filesystem::remove(path);
    return found;
  };
  EXPECT_EQ(through_pipe(gzip), "octets");
  EXPECT_EQ(through_pipe("octets"), "octets");
  EXPECT_EQ(through_pipe("\x1F"), "\x1F");
  EXPECT_EQ(through_pipe(""), "");
}

TEST_F(Source, WhatIsNotThere) {
  EXPECT_EQ(size_of_file((folder_ / "none").string()), std::nullopt);
  EXPECT_FALSE(source::open((folder_ / "none").string()).ok());
  EXPECT_FALSE(source::open(folder_.string()).ok());
}

}  // namespace
}  // namespace gauntlet::input
