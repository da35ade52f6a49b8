#include "conformance/model/results.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "conformance/model/json_file.hpp"
#include "conformance/model/results_reader.hpp"
#include "conformance/model/results_writer.hpp"
#include "conformance/model/test/sample.hpp"
#include "conformance/model/test/support.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

std::string written(const results& r) {
  std::ostringstream out;
  const absl::StatusOr<run_footer> footer = write_results(r, out);
  EXPECT_TRUE(footer.ok()) << footer.status();
  return out.str();
}

absl::StatusOr<results> read(const std::string& text) {
  std::istringstream in(text);
  return read_results(in);
}

std::string read_error(const std::string& text) {
  const absl::StatusOr<results> r = read(text);
  return r.ok() ? "ok" : std::string(r.status().message());
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Verdict, NamesAreThoseOfTheProtocolAndRoundTrip) {
  const std::set<std::string> protocol = {
      "pass",           "wrong-result",  "over-strict", "lenient",        "smuggled",
      "alternative",    "unsupported",   "crash",       "not-observable", "hang",
      "resource-limit", "control-octet", "flaky",       "protocol-error", "not-run"};
  std::set<std::string> names;
  for (const verdict v : all_verdicts) {
    names.insert(std::string(to_string(v)));
    EXPECT_EQ(verdict_from_string(to_string(v)), v);
  }
  EXPECT_EQ(names, protocol);
  EXPECT_EQ(verdict_from_string("Pass"), std::nullopt);
  EXPECT_EQ(verdict_from_string(""), std::nullopt);
}

TEST(Verdict, NonConformingAreThoseOfTheProtocol) {
  const std::set<verdict> protocol = {
      verdict::hang,     verdict::crash,        verdict::resource_limit, verdict::protocol_error,
      verdict::smuggled, verdict::wrong_result, verdict::over_strict};
  for (const verdict v : all_verdicts) {
    EXPECT_EQ(is_non_conforming(v, true), protocol.contains(v)) << to_string(v);
    EXPECT_EQ(is_non_conforming(v, false), protocol.contains(v) || v == verdict::control_octet)
        << to_string(v);
    EXPECT_TRUE(is_judged(v) || !is_non_conforming(v, false)) << to_string(v);
    EXPECT_TRUE(is_non_conforming(v, true) || !is_failure(v)) << to_string(v);
  }
  EXPECT_FALSE(is_judged(verdict::flaky));
  EXPECT_FALSE(is_judged(verdict::not_observable));
  EXPECT_TRUE(is_failure(verdict::protocol_error));
  EXPECT_FALSE(is_failure(verdict::smuggled));
}

TEST(Verdict, ControlOctetIsCountedAsWhatTheRowSays) {
  verdict_counts counts;
  counts.add(verdict::control_octet, /*is_remark=*/true);
  EXPECT_EQ(counts.conforming(), 1U);
  counts.add(verdict::control_octet, /*is_remark=*/false);
  EXPECT_EQ(counts.non_conforming(), 1U);
  EXPECT_EQ(counts[verdict::control_octet], 2U);
  counts.add(verdict::not_run, false);
  EXPECT_EQ(counts.judged(), 2U);
  EXPECT_EQ(counts.total(), 3U);
}

TEST(ResultsFile, IsPureAsciiWithOneRecordALine) {
  const std::string text = written(sample::hostile());
  for (const char c : text) ASSERT_TRUE((c >= 0x20 && c <= 0x7E) || c == '\n');
  for (const std::string& line : lines_of(text)) ASSERT_TRUE(nlohmann::json::accept(line));
}

TEST(ResultsFile, ReadsBackToTheSameOctets) {
  for (const results& r : {sample::small(), sample::hostile()}) {
    const std::string once = written(r);
    const absl::StatusOr<results> back = read(once);
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(written(*back), once);
  }
}

TEST(ResultsFile, KeepsEveryOctetOfALine) {
  std::string every_octet;
  for (int c = 0; c < 256; ++c) every_octet += static_cast<char>(c);
  const absl::StatusOr<results> back = read(written(sample::hostile()));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->rows[0].facts->lines[0], every_octet);
}

TEST(ResultsFile, KeepsEveryMemberOfARow) {
  results r = sample::small();
  row& one = r.rows[1];
  one.verdict = verdict::alternative;
  one.alternative = "last";
  one.expected = R"({"challenges":[]})";
  one.got = R"({"outcome":"accept","challenges":[]})";
  one.error = "words";
  one.offset_expected = 3;
  one.offset_reported = 0;
  one.lost = {"order"};
  one.known = known_deviation{"hang", "reason", "https://example.org/2"};
  one.confirmed = false;
  one.duration_us = 0;
  one.reproduce = "./gauntlet run";
  auto facts = std::make_shared<case_facts>(*one.facts);
  facts->id = "list/own";
  facts->input = R"({"serialize":{"params":[]}})";
  facts->note = "note";
  facts->refs[0].field = "Authorization";
  one.facts = facts;
  const absl::StatusOr<results> back = read(written(r));
  ASSERT_TRUE(back.ok()) << back.status();
  const row& same = back->rows[1];
  EXPECT_EQ(verdict_text(same), "alternative:last");
  EXPECT_EQ(same.expected, one.expected);
  EXPECT_EQ(same.got, one.got);
  EXPECT_EQ(same.error, one.error);
  EXPECT_EQ(same.offset_expected, one.offset_expected);
  EXPECT_EQ(same.offset_reported, one.offset_reported);
  EXPECT_EQ(same.lost, one.lost);
  ASSERT_TRUE(same.known.has_value());
  EXPECT_EQ(same.known->verdict, "hang");
  EXPECT_EQ(same.known->reason, "reason");
  EXPECT_EQ(same.known->link, "https://example.org/2");
  EXPECT_FALSE(same.confirmed);
  EXPECT_EQ(same.duration_us, 0);
  EXPECT_EQ(same.reproduce, one.reproduce);
  EXPECT_EQ(*same.facts, *facts);
}

TEST(ResultsFile, KeepsEveryMemberOfTheHeaderAndFooter) {
  results r = sample::small();
  r.header.seed = ~std::uint64_t{0};
  r.footer.complete = false;
  r.footer.exit_code = 3;
  r.header.implementations[1].serializes = {"credentials"};
  const absl::StatusOr<results> back = read(written(r));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->header.seed, r.header.seed);
  EXPECT_EQ(back->header.started, r.header.started);
  EXPECT_EQ(back->header.host, r.header.host);
  EXPECT_EQ(back->header.options, r.header.options);
  ASSERT_EQ(back->header.implementations.size(), r.header.implementations.size());
  for (std::size_t i = 0; i < r.header.implementations.size(); ++i) {
    const implementation_info& a = back->header.implementations[i];
    const implementation_info& b = r.header.implementations[i];
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.version, b.version);
    EXPECT_EQ(a.language, b.language);
    EXPECT_EQ(a.runtime, b.runtime);
    EXPECT_EQ(a.homepage, b.homepage);
    EXPECT_EQ(a.issues, b.issues);
    EXPECT_EQ(a.license, b.license);
    EXPECT_EQ(a.packaged_as, b.packaged_as);
    EXPECT_EQ(a.observes, b.observes);
    EXPECT_EQ(a.operations, b.operations);
    EXPECT_EQ(a.serializes, b.serializes);
    EXPECT_EQ(a.is_reference, b.is_reference);
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(a.install, b.install);
  }
  EXPECT_FALSE(back->footer.complete);
  EXPECT_EQ(back->footer.exit_code, 3);
  EXPECT_EQ(back->footer.ended, r.footer.ended);
  EXPECT_EQ(back->footer.rows, r.rows.size());
}

TEST(ResultsFile, SharesTheFactsOfACase) {
  const results r = sample::small();
  EXPECT_EQ(r.rows[0].facts.get(), r.rows[1].facts.get());
}

TEST(ResultsFile, EachLineIsValidAgainstTheSchema) {
  const absl::StatusOr<json_schema> schema =
      json_schema::open(testing::schema_folder / "results.schema.json");
  ASSERT_TRUE(schema.ok()) << schema.status();
  const auto is_valid = [&](const std::string& line) {
    return schema->validate(nlohmann::json::parse(line), "line").ok();
  };
  for (const results& r : {sample::small(), sample::hostile(), sample::large(4, 45)}) {
    for (const std::string& line : lines_of(written(r)))
      EXPECT_TRUE(is_valid(line)) << line.substr(0, 300);
  }
  const std::vector<std::string> good = lines_of(written(sample::small()));
  EXPECT_FALSE(is_valid(replaced(good[0], "\"record\":\"header\"", "\"record\":\"head\"")));
  EXPECT_FALSE(is_valid(replaced(good[1], "\"verdict\":\"pass\"", "\"verdict\":\"passed\"")));
  EXPECT_FALSE(is_valid(replaced(good[1], "\"case\":", "\"case_id\":")));
  EXPECT_FALSE(is_valid(replaced(good.back(), "\"complete\":true", "\"complete\":1")));
}

TEST(ResultsReader, RefusesAFileWithoutItsFooter) {
  std::vector<std::string> lines = lines_of(written(sample::small()));
  lines.pop_back();
  EXPECT_EQ(read_error(joined(lines)),
            "line 29: expected a row or the footer: the file is not complete");
  EXPECT_EQ(read_error(joined({lines[0]})),
            "line 2: expected a row or the footer: the file is not complete");
}

TEST(ResultsReader, RefusesEveryTruncation) {
  const std::string text = written(sample::small());
  ASSERT_EQ(read_error(text), "ok");
  for (std::size_t length = 0; length < text.size(); length += 7) {
    ASSERT_NE(read_error(text.substr(0, length)), "ok") << length;
  }
  EXPECT_EQ(read_error(text.substr(0, text.size() - 1)),
            "line 29: expected a line feed at the end (the file is cut off here)");
}

TEST(ResultsReader, RefusesAMissingOrAddedOrChangedRow) {
  const std::vector<std::string> good = lines_of(written(sample::small()));
  std::vector<std::string> lines = good;
  lines.erase(lines.begin() + 3);
  EXPECT_EQ(read_error(joined(lines)), "line 28: expected 27 rows as the footer says, found 26");
  lines = good;
  lines[4] = lines[3];
  EXPECT_EQ(read_error(joined(lines)), "line 5: expected case list/a once for beta");
  lines = good;
  std::swap(lines[1], lines[2]);
  EXPECT_NE(read_error(joined(lines)).find("line 29: expected sha256 "), std::string::npos);
  lines = good;
  lines[1] = replaced(lines[1], "\"verdict\":\"pass\"", "\"verdict\":\"hang\"");
  EXPECT_EQ(read_error(joined(lines)),
            "line 29: expected the counts of the rows, per implementation and verdict as member "
            "\"counts\" of the footer");
  lines = good;
  lines[0] = replaced(lines[0], "Debian", "debian");
  EXPECT_NE(read_error(joined(lines)).find("line 29: expected sha256 "), std::string::npos);
  lines = good;
  lines.push_back(lines.back());
  EXPECT_EQ(read_error(joined(lines)), "line 30: expected nothing after the footer");
}

TEST(ResultsReader, SaysInWhichLineAndMemberTheErrorIs) {
  const std::vector<std::string> good = lines_of(written(sample::small()));
  const auto with = [&](std::size_t line, const std::string& from, const std::string& to) {
    std::vector<std::string> lines = good;
    lines[line] = replaced(lines[line], from, to);
    return read_error(joined(lines));
  };
  EXPECT_EQ(read_error(""), "line 1: expected the header record");
  EXPECT_EQ(read_error("\n"), "line 1: expected a JSON object");
  EXPECT_EQ(read_error(joined({good[1]})), "line 1: expected the header record");
  EXPECT_EQ(read_error(joined({good[0], good[0]})), "line 2: expected a row or the footer");
  EXPECT_EQ(with(0, "\"format\":1", "\"format\":2"),
            "line 1: expected 1 (the only version known) as member \"format\" of the header");
  EXPECT_EQ(with(0, "\"id\":\"alpha\"", "\"id\":\"beta\""),
            "line 1: expected an id that occurs once as member \"id\" of an implementation");
  EXPECT_EQ(with(0, "\"reference\":true", "\"reference\":\"yes\""),
            "line 1: expected true or false as member \"reference\" of an implementation");
  EXPECT_EQ(with(2, "\"verdict\":\"pass\"", "\"verdict\":\"alternative\""),
            "line 3: expected a verdict (PROTOCOL.md, section 5.1) as member \"verdict\" of the "
            "row");
  EXPECT_EQ(with(2, "\"implementation\":\"alpha\"", "\"implementation\":\"gamma\""),
            "line 3: expected an implementation of the header, not \"gamma\"");
  EXPECT_EQ(with(2, "\"duration_us\":12", "\"duration_us\":-2"),
            "line 3: expected a number, zero or more as member \"duration_us\" of the row");
  EXPECT_EQ(with(2, "Basic , realm", "Basic \\u0100 realm"),
            "line 3: expected code points up to U+00FF as member \"lines\" of the row");
  EXPECT_EQ(with(2, "Basic , realm", "Basic \xC3\xA9 realm"), "line 3: expected printable ASCII");
  EXPECT_EQ(with(2, "\"title\":\"what", "\"title\":\"which"),
            "line 3: expected the same facts about case list/a as in the rows before");
  EXPECT_EQ(with(2, "{", ""), "line 3: expected a JSON object");
  EXPECT_EQ(with(3, "\"got\":{", "\"got\":" + std::string(100, '[') + "{"),
            "line 4: expected JSON of at most 64 levels");
  EXPECT_EQ(with(28, "\"exit_code\":0", "\"exit_code\":null"),
            "line 29: expected a number as member \"exit_code\" of the footer");
}

TEST(ResultsReader, NamesTheFile) {
  EXPECT_EQ(read_results_file("/nonexistent/r.ndjson").status().message(),
            "/nonexistent/r.ndjson: cannot be opened");
}

TEST(ResultsWriter, RefusesWhatTheReaderWouldRefuse) {
  const results good = sample::small();
  const auto error_with = [&](auto change) {
    results bad = good;
    change(bad);
    std::ostringstream out;
    const absl::StatusOr<run_footer> footer = write_results(bad, out);
    EXPECT_NE(read_error(out.str()), "ok");
    return std::string(footer.status().message());
  };
  EXPECT_EQ(error_with([](results& r) { r.rows.push_back(r.rows[0]); }),
            "results: case list/a occurs twice for reference");
  EXPECT_EQ(error_with([](results& r) { r.rows[1].got = "{"; }),
            "results: case list/a: got: not a JSON value");
  EXPECT_EQ(error_with([](results& r) { r.rows[1].got = "[]\n[]"; }),
            "results: case list/a: got: not a JSON value");
  EXPECT_EQ(error_with([](results& r) { r.rows[1].got = std::string(100'000, '['); }),
            "results: case list/a: got: JSON nested deeper than 64 levels");
  EXPECT_EQ(error_with([](results& r) { r.rows[1].implementation = "gamma"; }),
            "results: implementation gamma is not in the header");
  EXPECT_EQ(error_with([](results& r) {
              r.header.implementations.push_back(r.header.implementations[1]);
            }),
            "results: implementation alpha occurs twice in the header");
}

TEST(ResultsWriter, ReturnsTheFooterThatItWrote) {
  const results r = sample::small();
  std::ostringstream out;
  const absl::StatusOr<run_footer> footer = write_results(r, out);
  ASSERT_TRUE(footer.ok()) << footer.status();
  const absl::StatusOr<results> back = read(out.str());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(footer->rows, r.rows.size());
  EXPECT_EQ(footer->counts, back->footer.counts);
  EXPECT_EQ(footer->sha256, back->footer.sha256);
}

TEST(ResultsWriter, ReportsAStreamThatFails) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_EQ(write_results(sample::small(), out).status().code(), absl::StatusCode::kDataLoss);
}

TEST(Row, KnownAndUnexpectedFollowTheExpectationsEntry) {
  row r;
  r.verdict = verdict::hang;
  EXPECT_TRUE(is_new_failure(r));
  r.known = known_deviation{"hang", "reason", ""};
  EXPECT_TRUE(is_known(r));
  EXPECT_FALSE(is_new_failure(r));
  EXPECT_FALSE(is_unexpected(r));
  r.verdict = verdict::pass;
  EXPECT_FALSE(is_known(r));
  EXPECT_FALSE(is_new_failure(r));
  EXPECT_TRUE(is_unexpected(r));
  r.verdict = verdict::crash;
  EXPECT_TRUE(is_new_failure(r));
  EXPECT_TRUE(is_unexpected(r));
}

}  // namespace
}  // namespace gauntlet::model
