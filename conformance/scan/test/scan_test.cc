#include "conformance/scan/scan.hpp"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "conformance/model/octets.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "parser/test/support/random.hpp"

namespace gauntlet::scan {
namespace {

namespace fs = std::filesystem;
using gauntlet::errc;

// The plain way: a loop of getline.
counts expected_counts(const std::string& input, const record_settings& how,
                       std::size_t max_record = std::size_t{4} << 20) {
  record_reader reader(how);
  counts all;
  std::istringstream in(input);
  std::string line;
  while (std::getline(in, line)) {
    const std::size_t size = line.size();
    if (size > max_record) {
      ++all.oversized;
      continue;
    }
    line.resize(size + simdjson::SIMDJSON_PADDING);
    reader.read(line.data(), size);
  }
  all.add(reader.take());
  return all;
}

class Scan : public ::testing::Test {
 protected:
  Scan() {
    std::string name = (fs::temp_directory_path() / "gauntlet-scan-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Scan() override {
    std::error_code error;
    fs::remove_all(folder_, error);
  }

  std::string file(const std::string& name, const std::string& octets) const {
    std::ofstream(folder_ / name, std::ios::binary) << octets;
    return (folder_ / name).string();
  }

  // The outcome of scanning `octets` by way of a FIFO.
  absl::StatusOr<scan_outcome> through_pipe(const std::string& octets, scan_settings settings,
                                            std::size_t write_size) const {
    const std::string name = (folder_ / "fifo").string();
    ::unlink(name.c_str());
    EXPECT_EQ(::mkfifo(name.c_str(), 0600), 0);
    std::thread writer([&] {
      std::ofstream out(name, std::ios::binary);
      for (std::size_t at = 0; at < octets.size(); at += write_size)
        out << octets.substr(at, write_size) << std::flush;
    });
    settings.files = {name};
    absl::StatusOr<scan_outcome> outcome = scan(settings);
    writer.join();
    return outcome;
  }

  fs::path folder_;
};

std::string random_input(test::random_source& random, int lines) {
  static constexpr std::string_view pieces[] = {"Basic realm=\"simple\"",
                                                "Digest a=b, c=\"d\\\"e\"",
                                                "Foo",
                                                ", ",
                                                "==",
                                                "\"",
                                                "",
                                                "Negotiate YWJj==",
                                                "\x80\xff",
                                                "\t",
                                                "Bearer x y",
                                                "\r"};
  std::string made;
  for (int i = 0; i < lines; ++i) {
    for (auto n = random.below(4); n > 0; --n) made += pieces[random.below(std::size(pieces))];
    if (i + 1 < lines || random.below(2) == 0) made += '\n';
  }
  return made;
}

TEST_F(Scan, CountsDoNotDependOnChunksThreadsOrTheKindOfInput) {
  test::random_source random(3);
  for (int round = 0; round < 60; ++round) {
    const std::string input = random_input(random, static_cast<int>(random.below(40)));
    const std::string name = file("values.txt", input);
    for (const std::size_t max_record : {std::size_t{12}, std::size_t{4} << 20}) {
      const counts wanted = expected_counts(input, {}, max_record);
      for (const std::size_t chunk : {1UL, 2UL, 3UL, 7UL, 64UL, 4096UL}) {
        for (const unsigned jobs : {1U, 3U}) {
          scan_settings settings;
          settings.files = {name};
          settings.jobs = jobs;
          settings.chunk_size = chunk;
          settings.max_record = max_record;
          absl::StatusOr<scan_outcome> outcome = scan(settings);
          ASSERT_TRUE(outcome.ok()) << outcome.status();
          ASSERT_EQ(outcome->counts, wanted) << chunk << ' ' << jobs << '\n' << input;
          ASSERT_EQ(outcome->octets_read, input.size());
          if (round % 6 != 0) continue;
          outcome = through_pipe(input, settings, 1 + random.below(9));
          ASSERT_TRUE(outcome.ok()) << outcome.status();
          ASSERT_EQ(outcome->counts, wanted) << chunk << ' ' << jobs << '\n' << input;
        }
      }
    }
  }
}

TEST_F(Scan, SeveralInputsAddUpAndAnUnfinishedLastLineCounts) {
  scan_settings settings;
  settings.files = {file("a", "Foo"), file("b", ""), file("c", "Bar\n\n")};
  settings.jobs = 2;
  const absl::StatusOr<scan_outcome> outcome = scan(settings);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->counts.values, 3U);
  EXPECT_EQ(outcome->counts.accepted, 3U);
  EXPECT_EQ(outcome->counts.challenges, 2U);
  EXPECT_EQ(outcome->counts.octets, 6U);
}

TEST_F(Scan, ResultsAreCountedByKind) {
  std::string many;
  for (int i = 0; i < 70; ++i) many += "Foo,";
  const std::string name =
      file("values", "Digest a=b, c=\"d\", Basic QQ==, Other\nFoo a==b\nFoo a==bc\n" + many + "\n");
  scan_settings settings;
  settings.files = {name};
  absl::StatusOr<scan_outcome> outcome = scan(settings);
  ASSERT_TRUE(outcome.ok());
  const counts& of = outcome->counts;
  EXPECT_EQ(of.values, 4U);
  EXPECT_EQ(of.accepted, 1U);
  EXPECT_EQ(of.rejected, 2U);
  EXPECT_EQ(of.over_limit, 1U);
  EXPECT_EQ(of.challenges, 3U);
  EXPECT_EQ(of.token68s, 1U);
  EXPECT_EQ(of.auth_params, 2U);
  EXPECT_EQ(of.quoted_strings, 1U);
  EXPECT_EQ(of.schemes[scheme_place("basic")], 1U);
  EXPECT_EQ(of.schemes[scheme_names.size()], 1U);
  EXPECT_EQ(of.errors[static_cast<std::size_t>(errc::expected_comma)], 2U);
  EXPECT_EQ(of.errors[static_cast<std::size_t>(errc::limit_challenges)], 1U);
  EXPECT_EQ(of.examples[static_cast<std::size_t>(errc::expected_comma)].value, "Foo a==b");
  settings.records.reading.has_limits = false;
  outcome = scan(settings);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->counts.over_limit, 0U);
  EXPECT_EQ(outcome->counts.challenges, 73U);
  EXPECT_EQ(outcome->counts.schemes[scheme_names.size()], 71U);
}

TEST_F(Scan, RejectsStandInTheOrderOfTheInputWithTheirLines) {
  test::random_source random(4);
  std::string input;
  std::vector<int> wanted;
  for (int line = 1; line <= 500; ++line) {
    const bool is_bad = random.below(3) == 0;
    if (is_bad) wanted.push_back(line);
    input += is_bad ? "Foo a=\xff" : "Foo";
    input += '\n';
  }
  std::ostringstream rejects;
  scan_settings settings;
  settings.files = {file("a.txt", input), file("b.txt", "Foo a==b")};
  settings.jobs = 3;
  settings.chunk_size = 50;
  settings.rejects = &rejects;
  ASSERT_TRUE(scan(settings).ok());
  std::istringstream lines(rejects.str());
  std::string line;
  for (const int number : wanted) {
    ASSERT_TRUE(std::getline(lines, line));
    const nlohmann::json said = nlohmann::json::parse(line);
    EXPECT_EQ(said["line"], number);
    EXPECT_EQ(said["source"], settings.files[0]);
    EXPECT_EQ(said["error"], "expected_param_value");
    EXPECT_EQ(said["offset"], 6);
    EXPECT_EQ(said["lines"][0], model::utf8_from_octets("Foo a=\xff"));
  }
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(nlohmann::json::parse(line)["line"], 1);
  EXPECT_EQ(nlohmann::json::parse(line)["source"], settings.files[1]);
  EXPECT_FALSE(std::getline(lines, line));

  // What scan writes, scan reads.
  scan_settings again;
  again.records.format = format::ndjson;
  again.files = {file("rejects.ndjson", rejects.str())};
  const absl::StatusOr<scan_outcome> outcome = scan(again);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->counts.rejected, wanted.size() + 1);
  EXPECT_EQ(outcome->counts.malformed, 0U);
}

TEST_F(Scan, NdjsonHoldsAValueInSeveralForms) {
  const std::string input =
      "\"Foo\"\n"
      "[\"Foo a=b\",\"Bar\"]\n"
      "[]\n"
      "{\"lines\":[\"Foo a=\\\"b\",\"c\\\"\"],\"x\":1}\n"                 // crosses a line
      "{\"value\":\"Foo a=\\\"\\u00e9\\u00ff\\\"\"}\n"                    // octets by escapes
      "{\"value\":\"Foo a=\\\"\xc3\xa9\\\"\",\"more\":[\"\xc3\xa9\"]}\n"  // and by UTF-8
      "[\"Foo a=\\\"\\u00e9\\\"\",\"Foo\",\"Foo b=\\\"\\u00e8\\\"\"]\n";
  scan_settings settings;
  settings.records.format = format::ndjson;
  settings.files = {file("a.ndjson", input)};
  const absl::StatusOr<scan_outcome> outcome = scan(settings);
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->faults.empty()) << outcome->faults.front();
  EXPECT_EQ(outcome->counts.values, 7U);
  EXPECT_EQ(outcome->counts.accepted, 7U);
  EXPECT_EQ(outcome->counts.challenges, 9U);
  EXPECT_EQ(outcome->counts.quoted_strings, 5U);
}

TEST_F(Scan, FaultsNameTheLineAndTheOctet) {
  const std::string input =
      "\"Foo\"\n"
      "{\"value\":\n"
      "\n"
      "{\"other\":\"Foo\"}\n"
      "\"\\u0100\"\n"
      "[1]\n"
      "\"a\" \"b\"\n";
  scan_settings settings;
  settings.records.format = format::ndjson;
  settings.files = {file("a.ndjson", input)};
  for (const std::size_t chunk : {5UL, 1000UL}) {
    settings.chunk_size = chunk;
    const absl::StatusOr<scan_outcome> outcome = scan(settings);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->counts.malformed, 6U);
    EXPECT_EQ(outcome->counts.values, 1U);
    ASSERT_EQ(outcome->faults.size(), 6U);
    EXPECT_TRUE(outcome->faults[0].starts_with(settings.files[0] + ":2: at octet 6: not JSON"))
        << outcome->faults[0];
    EXPECT_TRUE(outcome->faults[1].starts_with(settings.files[0] + ":3: ")) << outcome->faults[1];
    EXPECT_TRUE(outcome->faults[2].starts_with(settings.files[0] + ":4: at octet 17: the object"))
        << outcome->faults[2];
    EXPECT_TRUE(outcome->faults[3].starts_with(settings.files[0] + ":5: ")) << outcome->faults[3];
  }
}

TEST_F(Scan, APointerFindsTheValueAndCountsTheRecordsWithout) {
  const std::string input =
      "{\"headers\":{\"www-authenticate\":\"Foo\"}}\n"
      "{\"headers\":{\"www-authenticate\":[\"Foo\",\"Bar a=b\"]}}\n"
      "{\"headers\":{}}\n"
      "{\"headers\":{\"www-authenticate\":null}}\n"
      "{}\n"
      "{\"headers\":{\"www-authenticate\":7}}\n";
  scan_settings settings;
  settings.records.format = format::ndjson;
  settings.records.pointer = "/headers/www-authenticate";
  settings.files = {file("a.ndjson", input)};
  const absl::StatusOr<scan_outcome> outcome = scan(settings);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->counts.accepted, 2U);
  EXPECT_EQ(outcome->counts.challenges, 3U);
  EXPECT_EQ(outcome->counts.absent, 3U);
  EXPECT_EQ(outcome->counts.malformed, 1U);
}

TEST_F(Scan, CrlfIsAWish) {
  scan_settings settings;
  settings.files = {file("a", "Foo\r\nBar\n\r\n")};
  EXPECT_EQ(scan(settings)->counts.rejected, 2U);
  settings.records.is_crlf = true;
  EXPECT_EQ(scan(settings)->counts.accepted, 3U);
  EXPECT_EQ(scan(settings)->counts.octets, 6U);
}

TEST_F(Scan, AnInputThatCannotBeReadIsAnError) {
  scan_settings settings;
  settings.jobs = 2;
  settings.files = {file("a", "Foo\n"), (folder_ / "none").string()};
  absl::StatusOr<scan_outcome> outcome = scan(settings);
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.status().message().find("none: cannot open it: No such file"),
            absl::string_view::npos);
  settings.files = {folder_.string()};
  outcome = scan(settings);
  ASSERT_FALSE(outcome.ok());
  std::ofstream closed;
  closed.setstate(std::ios::badbit);
  settings.rejects = &closed;
  settings.files = {file("a", "Foo a==b\n")};
  EXPECT_FALSE(scan(settings).ok());
}

TEST_F(Scan, ACancelledScanStopsEvenWhileItWaitsForAPipe) {
  const std::string name = (folder_ / "fifo").string();
  ASSERT_EQ(::mkfifo(name.c_str(), 0600), 0);
  process::cancellation cancel;
  scan_settings settings;
  settings.files = {name};
  settings.jobs = 2;
  settings.cancel = &cancel;
  std::thread writer([&] {
    std::ofstream out(name, std::ios::binary);
    out << "Foo\nBa" << std::flush;
    cancel.request("interrupted");
    // Closed only when the scan has ended: it must not need that.
    while (!cancel.requested() || ::access((folder_ / "ended").c_str(), F_OK) != 0)
      std::this_thread::yield();
  });
  const absl::StatusOr<scan_outcome> outcome = scan(settings);
  file("ended", "");
  writer.join();
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->interrupted);
  EXPECT_EQ(outcome->counts.rejected, 0U);
}

// The largest size that this process had since the last call, in octets.
std::size_t peak_memory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::size_t kibibytes = 0;
  while (status >> word) {
    if (word == "VmHWM:") status >> kibibytes;
  }
  std::ofstream("/proc/self/clear_refs") << "5";
  return kibibytes * 1024;
}

TEST_F(Scan, MemoryIsBoundedByTheRecordNotByTheInput) {
  // A record of 64 MiB is skipped, without being held, and so is the end of many small ones.
  const std::string name = (folder_ / "a").string();
  {
    std::ofstream out(name, std::ios::binary);
    const std::string part(std::size_t{1} << 20, 'x');
    for (int i = 0; i < 64; ++i) out << part;
    out << "\nFoo\n";
    for (int i = 0; i < 1'000'000; ++i) out << "Foo a==b\n";
  }
  scan_settings settings;
  settings.files = {name};
  settings.jobs = 2;
  settings.chunk_size = settings.max_record = std::size_t{64} << 10;
  peak_memory();
  const std::size_t before = peak_memory();
  absl::StatusOr<scan_outcome> outcome = scan(settings);
  EXPECT_LT(peak_memory(), before + (std::size_t{8} << 20));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->counts.oversized, 1U);
  EXPECT_EQ(outcome->counts.accepted, 1U);
  EXPECT_EQ(outcome->counts.rejected, 1'000'000U);
  ASSERT_EQ(outcome->faults.size(), 1U);
  EXPECT_TRUE(outcome->faults[0].starts_with(name + ":1: at octet 0: longer than 65536"));

  const std::string fifo = (folder_ / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  settings.files = {fifo};
  std::thread writer([&] { std::ofstream(fifo, std::ios::binary) << std::ifstream(name).rdbuf(); });
  outcome = scan(settings);
  writer.join();
  EXPECT_LT(peak_memory(), before + (std::size_t{8} << 20));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->counts.rejected, 1'000'000U);
}

}  // namespace
}  // namespace gauntlet::scan
