#include "conformance/model/results_reader.hpp"

#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/sha256.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

using json = nlohmann::ordered_json;

// Reads the members of one JSON object. The first thing that is not as expected is kept in `error`,
// and everything after it yields empty values.
class members {
 public:
  members(const json& object, std::string where, std::string& error)
      : object_(object), where_(std::move(where)), error_(error) {
    if (!object.is_object()) fail("", "an object");
  }

  std::string text(const char* name) {
    const json* member = find(name, "a string");
    if (member == nullptr) return {};
    if (!member->is_string()) return fail(name, "a string"), std::string();
    return member->get<std::string>();
  }
  std::string text_or_empty(const char* name) { return has(name) ? text(name) : std::string(); }

  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> out;
    const json* member = find(name, "an array of strings");
    if (member == nullptr) return out;
    if (!member->is_array()) return fail(name, "an array of strings"), out;
    for (const json& one : *member) {
      if (!one.is_string()) return fail(name, "an array of strings"), out;
      out.push_back(one.get<std::string>());
    }
    return out;
  }

  std::vector<std::string> octets(const char* name) {
    std::vector<std::string> out;
    for (const std::string& one : texts(name)) {
      absl::StatusOr<std::string> mapped = octets_from_utf8(one);
      if (!mapped.ok()) return fail(name, "code points up to U+00FF"), out;
      out.push_back(*std::move(mapped));
    }
    return out;
  }

  std::uint64_t number(const char* name) {
    const json* member = find(name, "a number, zero or more");
    if (member == nullptr) return 0;
    if (!member->is_number_unsigned()) return fail(name, "a number, zero or more"), 0U;
    return member->get<std::uint64_t>();
  }
  std::optional<std::uint64_t> optional_number(const char* name) {
    if (!has(name)) return std::nullopt;
    return number(name);
  }

  bool boolean(const char* name) {
    const json* member = find(name, "true or false");
    if (member == nullptr) return false;
    if (!member->is_boolean()) return fail(name, "true or false"), false;
    return member->get<bool>();
  }

  const json& array(const char* name) {
    static const json none = json::array();
    const json* member = find(name, "an array");
    if (member == nullptr) return none;
    if (!member->is_array()) return fail(name, "an array"), none;
    return *member;
  }
  const json& object(const char* name) {
    static const json none = json::object();
    const json* member = find(name, "an object");
    if (member == nullptr) return none;
    if (!member->is_object()) return fail(name, "an object"), none;
    return *member;
  }

  // The text of a JSON member, empty if there is none.
  std::string json_text(const char* name) {
    return has(name) ? dump(object_[name]) : std::string();
  }

  template <class Enum>
  Enum named(const char* name, std::optional<Enum> (*from)(std::string_view) noexcept,
             const char* expected) {
    const std::optional<Enum> value = from(text(name));
    if (!value) fail(name, expected);
    return value.value_or(Enum{});
  }

  bool has(const char* name) const { return object_.is_object() && object_.contains(name); }
  bool ok() const { return error_.empty(); }
  void fail(const char* name, const char* expected) {
    if (!error_.empty()) return;
    error_ = absl::StrCat("expected ", expected);
    if (*name != '\0') absl::StrAppend(&error_, " as member \"", name, "\"");
    if (!where_.empty()) absl::StrAppend(&error_, " of ", where_);
  }

 private:
  const json* find(const char* name, const char* expected) {
    if (!has(name)) {
      fail(name, expected);
      return nullptr;
    }
    return &object_[name];
  }

  const json& object_;
  std::string where_;
  std::string& error_;
};

run_header read_header(const json& line, std::string& error) {
  members m(line, "the header", error);
  run_header header;
  if (m.text("suite") != "gauntlet") m.fail("suite", "\"gauntlet\"");
  if (m.number("format") != results_format) m.fail("format", "1 (the only version known)");
  header.suite_version = m.text("suite_version");
  header.tool_version = m.text("tool_version");
  header.started = m.text("started");
  header.seed = m.number("seed");
  for (const auto& [name, value] : m.object("host").items()) {
    if (!value.is_string()) m.fail("host", "an object of strings");
    header.host.emplace_back(name, value.is_string() ? value.get<std::string>() : std::string());
  }
  header.options = dump(m.object("options"));
  absl::flat_hash_set<std::string> ids;
  for (const json& one : m.array("implementations")) {
    members i(one, "an implementation", error);
    implementation_info info;
    info.id = i.text("id");
    info.name = i.text("name");
    info.version = i.text("version");
    info.language = i.text("language");
    info.runtime = i.text("runtime");
    info.homepage = i.text("homepage");
    info.issues = i.text("issues");
    info.license = i.text("license");
    info.packaged_as = i.text("packaged_as");
    info.observes = dump(i.object("observes"));
    info.operations = i.texts("operations");
    info.serializes = i.texts("serializes");
    info.is_reference = i.boolean("reference");
    info.status = i.named<implementation_status>("status", implementation_status_from_string,
                                                 "ran, not-installed or could-not-start");
    info.reason = i.text("reason");
    info.install = i.text("install");
    if (!ids.insert(info.id).second) i.fail("id", "an id that occurs once");
    header.implementations.push_back(std::move(info));
  }
  return header;
}

case_facts read_case(members& m, std::string& error) {
  case_facts facts;
  facts.id = m.text("case");
  facts.family = m.text("family");
  facts.layer = m.text("layer");
  facts.title = m.text("title");
  facts.operation = m.text("operation");
  facts.parse = m.text_or_empty("parse");
  facts.generate = m.text_or_empty("generate");
  facts.level = m.named<requirement_level>("level", requirement_level_from_string,
                                           "must, should, may, prose or note");
  for (const json& one : m.array("refs")) {
    members r(one, "a reference", error);
    reference ref;
    ref.level = r.named<requirement_level>("level", requirement_level_from_string,
                                           "must, should, may, prose or note");
    const std::uint64_t rfc = r.optional_number("rfc").value_or(0);
    if (rfc > 1'000'000) r.fail("rfc", "the number of an RFC");
    ref.rfc = static_cast<int>(rfc);
    ref.doc = r.text_or_empty("doc");
    ref.section = r.text_or_empty("section");
    ref.field = r.text_or_empty("field");
    facts.refs.push_back(std::move(ref));
  }
  facts.requirements = m.texts("requirements");
  facts.flags = m.texts("flags");
  facts.lines = m.octets("lines");
  facts.input = m.json_text("input");
  facts.expected = m.json_text("expected");
  facts.note = m.text_or_empty("note");
  return facts;
}

void read_verdict(members& m, row& r) {
  const std::string text = m.text("verdict");
  constexpr std::string_view prefix = "alternative:";
  if (text.starts_with(prefix) && text.size() > prefix.size()) {
    r.verdict = verdict::alternative;
    r.alternative = text.substr(prefix.size());
    return;
  }
  const std::optional<verdict> v = verdict_from_string(text);
  if (!v || *v == verdict::alternative) m.fail("verdict", "a verdict (PROTOCOL.md, section 5.1)");
  r.verdict = v.value_or(verdict::not_run);
}

row read_row(const json& line, std::string& error) {
  members m(line, "the row", error);
  row r;
  r.implementation = m.text("implementation");
  read_verdict(m, r);
  r.is_remark = m.has("remark") && m.boolean("remark");
  r.expected = m.json_text("expected_observable");
  r.got = m.json_text("got");
  r.error = m.text_or_empty("error");
  r.offset_expected = m.optional_number("offset_expected");
  r.offset_reported = m.optional_number("offset_reported");
  if (m.has("lost")) r.lost = m.texts("lost");
  if (m.has("known")) {
    members k(m.object("known"), "member \"known\"", error);
    known_deviation known;
    known.verdict = k.text("verdict");
    known.reason = k.text("reason");
    known.link = k.text_or_empty("link");
    r.known = std::move(known);
  }
  r.confirmed = m.boolean("confirmed");
  if (m.has("duration_us")) r.duration_us = static_cast<std::int64_t>(m.number("duration_us"));
  r.reproduce = m.text_or_empty("reproduce");
  r.facts = std::make_shared<const case_facts>(read_case(m, error));
  return r;
}

// What the footer says has to be what was counted in the rows.
run_footer read_footer(const json& line, const std::map<std::string, verdict_counts>& counted,
                       std::string& error) {
  members m(line, "the footer", error);
  run_footer footer;
  footer.ended = m.text("ended");
  footer.rows = m.number("rows");
  footer.counts = counted;
  std::uint64_t rows = 0;
  json of_rows = json::object();
  for (const auto& [id, counts] : counted) {
    rows += counts.total();
    for (const verdict v : all_verdicts) {
      if (counts[v] != 0) of_rows[id][std::string(to_string(v))] = counts[v];
    }
  }
  if (footer.rows == rows && m.object("counts") != of_rows)
    m.fail("counts", "the counts of the rows, per implementation and verdict");
  footer.complete = m.boolean("complete");
  if (!m.has("exit_code") || !line["exit_code"].is_number_integer()) {
    m.fail("exit_code", "a number");
  } else {
    footer.exit_code = line["exit_code"].get<int>();
  }
  footer.sha256 = m.text("sha256");
  return footer;
}

}  // namespace

absl::StatusOr<results> read_results(std::istream& in) {
  results out;
  std::unordered_map<std::string, std::shared_ptr<const case_facts>> cases;
  std::unordered_map<std::string, absl::flat_hash_set<std::string>> seen;
  std::map<std::string, verdict_counts> counts;
  sha256 hash;
  std::string line;
  std::string error;
  std::size_t number = 0;
  bool has_footer = false;
  const auto invalid = [&](const std::string& what) {
    return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", what));
  };

  while (std::getline(in, line)) {
    ++number;
    if (in.eof()) return invalid("expected a line feed at the end (the file is cut off here)");
    if (has_footer) return invalid("expected nothing after the footer");
    if (!is_plain_ascii(line)) return invalid("expected printable ASCII");
    if (is_too_deep(line)) return invalid("expected JSON of at most 64 levels");
    const json parsed = json::parse(line, nullptr, false);
    if (!parsed.is_object()) return invalid("expected a JSON object");
    const std::string record = members(parsed, "the record", error).text("record");
    if (!error.empty()) return invalid(error);

    if ((record == "header") != (number == 1)) {
      return invalid(number == 1 ? "expected the header record" : "expected a row or the footer");
    }
    if (record == "header") {
      out.header = read_header(parsed, error);
      if (!error.empty()) return invalid(error);
      for (const implementation_info& info : out.header.implementations) seen[info.id];
    } else if (record == "row") {
      row r = read_row(parsed, error);
      if (!error.empty()) return invalid(error);
      const auto implementation = seen.find(r.implementation);
      if (implementation == seen.end()) {
        return invalid(absl::StrCat("expected an implementation of the header, not \"",
                                    r.implementation, "\""));
      }
      if (!implementation->second.insert(r.facts->id).second) {
        return invalid(absl::StrCat("expected case ", r.facts->id, " once for ", r.implementation));
      }
      const auto [shared, added] = cases.try_emplace(r.facts->id, r.facts);
      if (!added && !(*shared->second == *r.facts)) {
        return invalid(absl::StrCat("expected the same facts about case ", r.facts->id,
                                    " as in the rows before"));
      }
      r.facts = shared->second;
      counts[r.implementation].add(r.verdict, r.is_remark);
      out.rows.push_back(std::move(r));
    } else if (record == "footer") {
      has_footer = true;
      out.footer = read_footer(parsed, counts, error);
      if (!error.empty()) return invalid(error);
      if (out.footer.rows != out.rows.size()) {
        return invalid(absl::StrCat("expected ", out.footer.rows,
                                    " rows as the footer says, found ", out.rows.size()));
      }
      if (out.footer.sha256 != hash.hex()) {
        return invalid(
            absl::StrCat("expected sha256 ", out.footer.sha256, ", the lines have ", hash.hex()));
      }
    } else {
      return invalid("expected a header, row or footer record");
    }
    hash.update(line);
    hash.update("\n");
  }
  if (number == 0) return absl::InvalidArgumentError("line 1: expected the header record");
  if (!has_footer) {
    ++number;
    return invalid("expected a row or the footer: the file is not complete");
  }
  return out;
}

absl::StatusOr<results> read_results_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
  absl::StatusOr<results> r = read_results(file);
  if (r.ok()) return r;
  return absl::Status(r.status().code(),
                      absl::StrCat(path, ": ", std::string(r.status().message())));
}

}  // namespace gauntlet::model
