#include "conformance/model/results.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

// The place of the first line with a record of that name, or with rows.
std::size_t line_of(const std::string& text, const std::string& record) {
  const std::string begin = record == "rows" ? "[" : "{\"" + record + "\":";
  const std::vector<std::string> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with(begin)) return i;
  }
  ADD_FAILURE() << record;
  return 0;
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
  one.offset_reported = 0;
  one.lost = {"order"};
  one.known = known_deviation{"hang", "reason", "https://example.org/2"};
  one.confirmed = false;
  auto facts = std::make_shared<case_facts>(*one.facts);
  facts->id = "list/own";
  facts->input = R"({"serialize":{"params":[]}})";
  facts->note = "note";
  facts->offset = 3;
  facts->refs[0].field = "Authorization";
  one.facts = facts;
  const absl::StatusOr<results> back = read(written(r));
  ASSERT_TRUE(back.ok()) << back.status();
  const row& same = back->rows[1];
  EXPECT_EQ(verdict_text(same), "alternative:last");
  EXPECT_EQ(same.expected, one.expected);
  EXPECT_EQ(same.got, one.got);
  EXPECT_EQ(same.error, one.error);
  EXPECT_EQ(same.offset_reported, one.offset_reported);
  EXPECT_EQ(same.lost, one.lost);
  ASSERT_TRUE(same.known.has_value());
  EXPECT_EQ(same.known->verdict, "hang");
  EXPECT_EQ(same.known->reason, "reason");
  EXPECT_EQ(same.known->link, "https://example.org/2");
  EXPECT_FALSE(same.confirmed);
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
  const auto of = [&](const std::string& implementation) {
    return std::find_if(r.rows.begin(), r.rows.end(), [&](const row& one) {
      return one.implementation == implementation && one.facts->id == "list/a";
    });
  };
  EXPECT_EQ(of("reference")->facts.get(), of("alpha")->facts.get());
}

TEST(ResultsFile, KeepsCosts) {
  results r = sample::small();
  cost one;
  one.implementation = "alpha";
  one.facts = sample::make_case("cost/commas", {});
  one.rated = cost_class::superlinear;
  one.exponent = 2.01;
  one.why = "words";
  one.points = {{32768, 1500}, {65536, 6020}};
  r.costs.push_back(one);
  const absl::StatusOr<results> back = read(written(r));
  ASSERT_TRUE(back.ok()) << back.status();
  ASSERT_EQ(back->costs.size(), 1U);
  const cost& same = back->costs[0];
  EXPECT_EQ(same.implementation, "alpha");
  EXPECT_EQ(*same.facts, *one.facts);
  EXPECT_EQ(same.rated, cost_class::superlinear);
  EXPECT_EQ(same.exponent, 2.01);
  EXPECT_EQ(same.why, "words");
  EXPECT_EQ(same.points, one.points);
}

TEST(ResultsFile, RowsStandInTheOrderOfTheImplementationsHoweverTheyCame) {
  results r = sample::small();
  const std::string ordered = written(r);
  std::stable_sort(r.rows.begin(), r.rows.end(),
                   [](const row& a, const row& b) { return a.facts->id < b.facts->id; });
  const std::string mixed = written(r);
  EXPECT_NE(mixed, ordered);
  const absl::StatusOr<results> back = read(mixed);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(std::is_sorted(back->rows.begin(), back->rows.end(), [](const row& a, const row& b) {
    const auto place = [](const row& of) {
      return of.implementation == "reference" ? 0 : of.implementation == "alpha" ? 1 : 2;
    };
    return place(a) < place(b);
  }));
}

// A whole run, 33 implementations and 8,847 cases, has 13 MB: 45 octets a row, with everything that
// the rows cite.
TEST(ResultsFile, IsSmall) {
  const results r = sample::large(20, 600);
  EXPECT_LT(written(r).size(), r.rows.size() * 45);
}

// Rows of several implementations come by turns, and not every case is asked of each.
TEST(ResultsFile, RowsOfCasesThatFollowEachOtherStandOnOneLine) {
  const std::vector<std::string> implementations = {"reference", "alpha"};
  std::ostringstream out;
  results_writer writer([&](std::string_view octets) {
    out << octets;
    return absl::OkStatus();
  });
  results r = sample::small();
  r.header.implementations.resize(implementations.size());
  ASSERT_TRUE(writer.begin(r.header).ok());
  for (std::size_t i = 0; i < implementations.size(); ++i)
    ASSERT_TRUE(writer.add(i, r.header.implementations[i]).ok());
  for (int c = 0; c < 250; ++c) {
    const auto facts = sample::make_case(absl::StrCat("list/c", c), {});
    for (const std::string& id : implementations) {
      if (c == 7 && id == "alpha") continue;
      ASSERT_TRUE(writer.append(sample::make_row(id, facts, verdict::pass)).ok());
    }
  }
  ASSERT_TRUE(writer.finish(r.footer).ok());
  std::vector<std::string> begins;
  for (const std::string& line : lines_of(out.str())) {
    const nlohmann::json rows = nlohmann::json::parse(line);
    if (rows.is_array())
      begins.push_back(absl::StrCat(rows[0].dump(), " ", rows[1].dump(), " ", rows.size()));
  }
  std::sort(begins.begin(), begins.end());
  EXPECT_EQ(begins, (std::vector<std::string>{"0 0 102", "0 100 102", "0 200 52", "1 0 9",
                                              "1 108 102", "1 208 44", "1 8 102"}));
  const absl::StatusOr<results> back = read(out.str());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->rows.size(), 499U);
}

// What a killed run leaves has every row that was there when it was told to write.
TEST(ResultsFile, FlushWritesTheRowsThatWaitForMore) {
  std::string text;
  results_writer writer([&](std::string_view octets) {
    text += octets;
    return absl::OkStatus();
  });
  const results r = sample::small();
  ASSERT_TRUE(writer.begin(r.header).ok());
  for (std::size_t i = 0; i < r.header.implementations.size(); ++i)
    ASSERT_TRUE(writer.add(i, r.header.implementations[i]).ok());
  for (std::size_t n = 1; n <= r.rows.size(); ++n) {
    ASSERT_TRUE(writer.append(r.rows[n - 1]).ok());
    ASSERT_TRUE(writer.flush().ok());
    std::istringstream in(text);
    const absl::StatusOr<results> left = read_results(in, when_unfinished::accept);
    ASSERT_TRUE(left.ok()) << left.status();
    EXPECT_EQ(left->rows.size(), n);
  }
}

TEST(ResultsFile, TellsWhatIsEqualOnce) {
  results r = sample::small();
  for (row& one : r.rows) one.error = "the same words";
  const std::string text = written(r);
  std::map<std::string, int> times;
  for (const std::string& line : lines_of(text)) ++times[line];
  for (const auto& [line, n] : times) EXPECT_EQ(n, 1) << line;
}

TEST(ResultsFile, EachLineIsValidAgainstTheSchema) {
  const absl::StatusOr<json_schema> schema =
      json_schema::open(testing::schema_folder / "results.schema.json");
  ASSERT_TRUE(schema.ok()) << schema.status();
  const auto is_valid = [&](const std::string& line) {
    return schema->validate(nlohmann::json::parse(line), "line").ok();
  };
  results with_cost = sample::small();
  with_cost.costs.push_back({"alpha",
                             sample::make_case("cost/commas", {}),
                             cost_class::linear,
                             1.02,
                             "why",
                             {{65536, 6020}}});
  for (const results& r : {sample::small(), sample::hostile(), sample::large(4, 45), with_cost}) {
    for (const std::string& line : lines_of(written(r)))
      EXPECT_TRUE(is_valid(line)) << line.substr(0, 300);
  }
  const std::string good = written(with_cost);
  const auto broken = [&](const std::string& record, const std::string& from,
                          const std::string& to) {
    return replaced(lines_of(good)[line_of(good, record)], from, to);
  };
  EXPECT_FALSE(is_valid(broken("header", "{\"header\":", "{\"head\":")));
  EXPECT_FALSE(is_valid(broken("implementation", "\"number\":0", "\"number\":-1")));
  EXPECT_FALSE(is_valid(broken("kind", "\"must-accept\"", "\"must\"")));
  EXPECT_FALSE(is_valid(broken("case", "\"id\":", "\"case\":")));
  EXPECT_FALSE(is_valid(broken("reduction", "\"lost\":[", "\"lost\":[0,")));
  EXPECT_FALSE(is_valid(broken("judgement", "\"verdict\":\"pass\"", "\"verdict\":\"passed\"")));
  EXPECT_FALSE(is_valid(broken("cost", "\"linear\"", "\"cubic\"")));
  EXPECT_FALSE(is_valid(broken("footer", "\"complete\":true", "\"complete\":1")));
  EXPECT_FALSE(is_valid("[0,0]"));
  EXPECT_FALSE(is_valid("[0,0,-1]"));
  EXPECT_TRUE(is_valid("[0,0,1,1]"));
}

TEST(ResultsReader, RefusesAFileWithoutItsFooter) {
  std::vector<std::string> lines = lines_of(written(sample::small()));
  lines.pop_back();
  EXPECT_EQ(
      read_error(joined(lines)),
      absl::StrCat("line ", lines.size() + 1, ": expected the footer: the file is not complete"));
  EXPECT_EQ(read_error(joined({lines[0]})),
            "line 2: expected the footer: the file is not complete");
}

TEST(ResultsReader, RefusesEveryTruncation) {
  const std::string text = written(sample::small());
  ASSERT_EQ(read_error(text), "ok");
  for (std::size_t length = 0; length < text.size(); length += 7) {
    ASSERT_NE(read_error(text.substr(0, length)), "ok") << length;
  }
  EXPECT_EQ(read_error(text.substr(0, text.size() - 1)),
            absl::StrCat("line ", lines_of(text).size(),
                         ": expected a line feed at the end (the file is cut off here)"));
}

// What a run that was killed leaves can be read up to the last whole line, and says what it is.
TEST(ResultsReader, TakesEveryTruncationAsUnfinishedWhenAsked) {
  const std::string text = written(sample::small());
  const std::size_t first = text.find('\n') + 1;
  std::size_t most = 0;
  for (std::size_t length = first; length < text.size(); length += 7) {
    std::istringstream in(text.substr(0, length));
    const absl::StatusOr<results> r = read_results(in, when_unfinished::accept);
    ASSERT_TRUE(r.ok()) << length << ": " << r.status();
    EXPECT_TRUE(r->unfinished);
    EXPECT_FALSE(r->footer.complete);
    EXPECT_EQ(r->footer.rows, r->rows.size());
    EXPECT_GE(r->rows.size(), most);
    most = r->rows.size();
  }
  EXPECT_EQ(most, sample::small().rows.size());
  std::istringstream whole(text);
  const absl::StatusOr<results> r = read_results(whole, when_unfinished::accept);
  ASSERT_TRUE(r.ok()) << r.status();
  EXPECT_FALSE(r->unfinished);
}

TEST(ResultsReader, RefusesAMissingOrAddedOrChangedRow) {
  const std::string text = written(sample::small());
  const std::vector<std::string> good = lines_of(text);
  const std::string last = absl::StrCat("line ", good.size());
  const std::string counts_differ = ": /footer/counts: expected those of the rows";
  const std::size_t at = line_of(text, "rows");
  std::vector<std::string> lines = good;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
  EXPECT_EQ(read_error(joined(lines)),
            absl::StrCat("line ", lines.size(), ": expected 27 rows as the footer says, found 18"));
  lines = good;
  lines.back() = replaced(lines.back(), "\"rows\":27", "\"rows\":26");
  EXPECT_EQ(read_error(joined(lines)), last + ": expected 26 rows as the footer says, found 27");
  lines = good;
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
  EXPECT_EQ(read_error(joined(lines)),
            absl::StrCat("line ", at + 2, ": expected case list/a once for alpha"));
  lines = good;
  lines[at] = replaced(lines[at], "[1,", "[2,");
  EXPECT_NE(read_error(joined(lines)), "ok");
  lines = good;
  lines[0] = replaced(lines[0], "Debian", "debian");
  EXPECT_NE(read_error(joined(lines)).find(last + ": expected sha256 "), std::string::npos);
  lines = good;
  const std::size_t judgement = line_of(text, "judgement");
  lines[judgement] = replaced(lines[judgement], "\"verdict\":\"pass\"", "\"verdict\":\"hang\"");
  EXPECT_EQ(read_error(joined(lines)), last + counts_differ);
  lines = good;
  lines.push_back(lines.back());
  EXPECT_EQ(read_error(joined(lines)),
            absl::StrCat("line ", lines.size(), ": expected nothing after the footer"));
}

TEST(ResultsReader, SaysInWhichLineAndMemberTheErrorIs) {
  const std::string text = written(sample::small());
  const std::vector<std::string> good = lines_of(text);
  // What is said of a change in the first record of a kind, after "line N: ".
  const auto with = [&](const char* record, const std::string& from, const std::string& to) {
    std::vector<std::string> lines = good;
    const std::size_t line = line_of(text, record);
    lines[line] = replaced(lines[line], from, to);
    const std::string error = read_error(joined(lines));
    const std::string place = absl::StrCat("line ", line + 1, ": ");
    EXPECT_EQ(error.substr(0, place.size()), place) << error;
    return error.substr(std::min(error.size(), place.size()));
  };
  EXPECT_EQ(read_error(""), "line 1: expected the header record");
  EXPECT_EQ(read_error("\n"), "line 1: expected a JSON object of one member");
  EXPECT_EQ(read_error(joined({good[1]})), "line 1: expected the header record");
  EXPECT_EQ(read_error(joined({good[0], good[0]})),
            "line 2: expected rows, what they cite, or the footer");
  EXPECT_EQ(with("header", "\"format\":2", "\"format\":1"),
            "/header/format: Failed to match expected value set by 'const' constraint; expected 2; "
            "found 1");
  EXPECT_EQ(with("header", "\"implementations\":5", "\"implementations\":5000000000"),
            "/header/implementations: Expected number less than or equal to 10000.000000; expected "
            "integer, minimum 0, maximum 10000; found 5000000000");
  EXPECT_EQ(with("implementation", "\"number\":0", "\"number\":5"),
            "expected a number below 5, once, not 5");
  EXPECT_EQ(with("implementation", "\"reference\":true", "\"reference\":\"yes\""),
            "/implementation/reference: Value type not permitted by 'type' constraint; expected "
            "boolean; found \"yes\"");
  EXPECT_EQ(with("judgement", "\"verdict\":\"pass\"", "\"verdict\":\"alternative\""),
            "/judgement/verdict: Failed to match regex specified by 'pattern' constraint; expected "
            "string, pattern \"^((hang|crash|resource-limit|protocol-error|smuggled|wrong-result|"
            "over-strict|control-octet|lenient|pass|unsupported|not-observable|flaky|not-run)$|"
            "alternative:.)\"; found \"alternative\"");
  EXPECT_EQ(with("rows", "[1,0,", "[7,0,"), "expected an implementation told before, not 7");
  EXPECT_EQ(with("rows", "[1,0,", "[1,9,"), "expected a case told before, not 9");
  EXPECT_EQ(with("rows", "[1,0,", "[1,0,99,"), "expected a judgement told before, not 99");
  EXPECT_EQ(with("rows", "[1,0,", "[-1,0,"),
            "expected rows: [implementation, case, judgement, ...]");
  EXPECT_EQ(with("rows", "[1,0,", "[1,18446744073709551615,"),
            "expected a case told before, not 18446744073709551615");
  EXPECT_EQ(with("case", "\"offset\":14", "\"offset\":-2"),
            "/case/offset: Expected number greater than or equal to 0.000000; expected integer, "
            "minimum 0; found -2");
  EXPECT_EQ(with("case", "Basic , realm", "Basic \\u0100 realm"),
            "/case/lines: expected code points up to U+00FF");
  EXPECT_EQ(with("case", "Basic , realm", "Basic \xC3\xA9 realm"), "expected printable ASCII");
  EXPECT_EQ(with("case", "{", ""), "expected a JSON object of one member");
  EXPECT_EQ(with("kind", "\"refs\":[", "\"refs\":" + std::string(100, '[') + "["),
            "expected JSON of at most 64 levels");
  EXPECT_EQ(with("footer", "\"exit_code\":0", "\"exit_code\":null"),
            "/footer/exit_code: Value type not permitted by 'type' constraint; expected integer, "
            "minimum 0, maximum 255; found null");
  EXPECT_EQ(with("footer", ",\"complete\":true", ""),
            "/footer: Missing required property 'complete'; expected object");
  EXPECT_EQ(with("case", "\"kind\":0", "\"kind\":1"), "expected a kind told before, not 1");
  EXPECT_EQ(with("judgement", "\"verdict\":", "\"reduction\":1,\"verdict\":"),
            "expected a reduction told before, not 1");
}

TEST(ResultsReader, BoundsTheTextThatIsHeldForEachThatCitesIt) {
  const std::string text = written(sample::small());
  const auto with = [&](std::size_t cited_text) {
    std::istringstream in(text);
    const auto r = read_results(in, when_unfinished::refuse, cited_text);
    return r.ok() ? "ok" : std::string(r.status().message());
  };
  EXPECT_EQ(with(text.size() * 4), "ok");
  for (const std::size_t cited_text : {std::size_t{0}, std::size_t{1000}}) {
    EXPECT_NE(with(cited_text).find("expected less text in all that is cited"), std::string::npos);
  }
}

TEST(ResultsReader, NamesTheFile) {
  EXPECT_EQ(read_results_file("/nonexistent/r.ndjson").status().message(),
            "/nonexistent/r.ndjson: cannot be opened");
  EXPECT_EQ(read_results_file(::testing::TempDir()).status().message(),
            ::testing::TempDir() + ": is a folder; expected results.ndjson");
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
            "results: case list/b: got: not a JSON value");
  EXPECT_EQ(error_with([](results& r) { r.rows[1].got = "[]\n[]"; }),
            "results: case list/b: got: not a JSON value");
  EXPECT_EQ(error_with([](results& r) { r.rows[1].got = std::string(100'000, '['); }),
            "results: case list/b: got: JSON nested deeper than 64 levels");
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

// The sink fails once, for good: a full disk.
TEST(ResultsWriter, WritesNothingAfterAnError) {
  int calls = 0;
  results_writer writer([&](std::string_view) {
    ++calls;
    return absl::ResourceExhaustedError("No space left on device");
  });
  const results r = sample::small();
  ASSERT_TRUE(writer.begin(r.header).ok());
  EXPECT_EQ(writer.flush().message(), "No space left on device");
  EXPECT_TRUE(writer.add(0, r.header.implementations[0]).ok());
  EXPECT_FALSE(writer.flush().ok());
  EXPECT_FALSE(writer.finish(r.footer).ok());
  EXPECT_EQ(calls, 1);
}

TEST(Reproduce, AsksAgainWithTheSameLimits) {
  results r = sample::small();
  r.header.options = R"({"again":["./gauntlet","run","--env","A=b c","--timeout","5"]})";
  const row& one = r.rows[0];
  EXPECT_EQ(reproduce(r.header, one),
            "./gauntlet run --env 'A=b c' --timeout 5 --id list/a reference");
  r.header.options = R"({"again":["gauntlet","run"],"command":["./my adapter","--x"]})";
  EXPECT_EQ(reproduce(r.header, one), "gauntlet run --id list/a -- './my adapter' --x");
  r.header.options = "";
  EXPECT_EQ(reproduce(r.header, one), "gauntlet run --id list/a reference");
}

TEST(Row, KnownFollowsTheExpectationsEntry) {
  row r;
  r.verdict = verdict::hang;
  EXPECT_TRUE(is_new_failure(r));
  r.known = known_deviation{"hang", "reason", ""};
  EXPECT_TRUE(is_known(r));
  EXPECT_FALSE(is_new_failure(r));
  r.verdict = verdict::not_run;  // as the entry asks
  EXPECT_FALSE(is_known(r));
  EXPECT_FALSE(is_new_failure(r));
  r.verdict = verdict::crash;
  EXPECT_TRUE(is_new_failure(r));
}

}  // namespace
}  // namespace gauntlet::model
