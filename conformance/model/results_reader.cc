#include "conformance/model/results_reader.hpp"

#include <algorithm>
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

// More than anybody runs side by side: a number in a file must not make this program take memory.
constexpr std::uint64_t max_implementations = 10'000;

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
  std::uint64_t number(const char* name, std::uint64_t most, const char* expected) {
    const std::uint64_t value = number(name);
    if (value <= most) return value;
    fail(name, expected);
    return 0;
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
  if (m.number("format") != results_format) m.fail("format", "2 (the only version known)");
  header.suite_version = m.text("suite_version");
  header.tool_version = m.text("tool_version");
  header.started = m.text("started");
  header.seed = m.number("seed");
  for (const auto& [name, value] : m.object("host").items()) {
    if (!value.is_string()) m.fail("host", "an object of strings");
    header.host.emplace_back(name, value.is_string() ? value.get<std::string>() : std::string());
  }
  header.options = dump(m.object("options"));
  // Implementations follow as records of their own; their number is known from the start.
  header.implementations.resize(
      m.number("implementations", max_implementations, "a number of implementations"));
  return header;
}

// Into its place in the header.
void read_implementation(const json& line, std::string& error, run_header& header,
                         std::vector<bool>& told) {
  members i(line, "the implementation", error);
  const std::uint64_t number = i.number("number");
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
  if (number >= told.size() || told[number]) {
    i.fail("number", "a number below that of the implementations, once");
    return;
  }
  for (const implementation_info& other : header.implementations) {
    if (other.id == info.id && i.ok()) i.fail("id", "an id that occurs once");
  }
  if (info.id.empty()) i.fail("id", "an id");
  if (!i.ok()) return;
  told[number] = true;
  header.implementations[number] = std::move(info);
}

case_facts read_case(const json& line, std::string& error) {
  members m(line, "the case", error);
  case_facts facts;
  facts.id = m.text("id");
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
  facts.offset = m.optional_number("offset");
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

// A row without implementation and case.
row read_judgement(const json& line, std::string& error) {
  members m(line, "the judgement", error);
  row r;
  read_verdict(m, r);
  r.is_remark = m.has("remark") && m.boolean("remark");
  r.expected = m.json_text("expected");
  r.got = m.json_text("got");
  r.error = m.text_or_empty("error");
  r.offset_reported = m.optional_number("offset");
  if (m.has("lost")) r.lost = m.texts("lost");
  if (m.has("known")) {
    members k(m.object("known"), "member \"known\"", error);
    known_deviation known;
    known.verdict = k.text("verdict");
    known.reason = k.text("reason");
    known.link = k.text_or_empty("link");
    r.known = std::move(known);
  }
  if (m.has("confirmed")) r.confirmed = m.boolean("confirmed");
  return r;
}

cost read_cost(const json& line, std::string& error) {
  members m(line, "the cost", error);
  cost c;
  c.rated = m.named<cost_class>("class", cost_class_from_string, "linear, superlinear or unclear");
  if (m.has("exponent")) {
    if (!line["exponent"].is_number()) m.fail("exponent", "a number");
    if (m.ok()) c.exponent = line["exponent"].get<double>();
  }
  c.why = m.text_or_empty("why");
  for (const json& point : m.array("points")) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number_unsigned() ||
        !point[1].is_number()) {
      m.fail("points", "pairs of octets and microseconds");
      break;
    }
    c.points.push_back({point[0].get<std::uint64_t>(), point[1].get<double>()});
  }
  return c;
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

class results_reading {
 public:
  explicit results_reading(std::istream& in) : in_(in) {}

  absl::StatusOr<results> run(when_unfinished policy) {
    bool is_torn = false;
    std::string line;
    while (std::getline(in_, line)) {
      ++number_;
      if (in_.eof()) {
        if (policy == when_unfinished::refuse || number_ == 1)
          return invalid("expected a line feed at the end (the file is cut off here)");
        is_torn = true;  // what a killed run was about to write
        break;
      }
      if (has_footer_) return invalid("expected nothing after the footer");
      if (!is_plain_ascii(line)) return invalid("expected printable ASCII");
      if (is_too_deep(line)) return invalid("expected JSON of at most 64 levels");
      const json parsed = json::parse(line, nullptr, false);
      const std::string fault = read(parsed);
      if (!fault.empty()) return invalid(fault);
      hash_.update(line);
      hash_.update("\n");
    }
    if (number_ == 0) return absl::InvalidArgumentError("line 1: expected the header record");
    if (!has_footer_ || is_torn) {
      ++number_;
      if (policy == when_unfinished::refuse)
        return invalid("expected the footer: the file is not complete");
      finish_early();
    }
    // As the implementations stand in the header: a run works on several at a time.
    std::stable_sort(out_.rows.begin(), out_.rows.end(), [&](const row& a, const row& b) {
      return numbers_.at(a.implementation) < numbers_.at(b.implementation);
    });
    std::stable_sort(out_.costs.begin(), out_.costs.end(), [&](const cost& a, const cost& b) {
      return numbers_.at(a.implementation) < numbers_.at(b.implementation);
    });
    return std::move(out_);
  }

 private:
  absl::Status invalid(const std::string& what) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", number_, ": ", what));
  }

  // One record. Returns what is wrong with it; empty when nothing is.
  std::string read(const json& parsed) {
    if (number_ != 1 && parsed.is_array()) return read_row(parsed);
    if (!parsed.is_object()) return "expected a JSON object";
    std::string error;
    const std::string record = members(parsed, "the record", error).text("record");
    if (!error.empty()) return error;
    if ((record == "header") != (number_ == 1)) {
      return number_ == 1 ? "expected the header record"
                          : "expected a row, what it cites, or the footer";
    }
    if (record == "header") {
      out_.header = read_header(parsed, error);
      told_.resize(out_.header.implementations.size());
      seen_.resize(told_.size());
    } else if (record == "implementation") {
      read_implementation(parsed, error, out_.header, told_);
    } else if (record == "case") {
      case_facts facts = read_case(parsed, error);
      if (error.empty() && !ids_.insert(facts.id).second)
        return absl::StrCat("expected case ", facts.id, " once");
      cases_.push_back(std::make_shared<const case_facts>(std::move(facts)));
    } else if (record == "judgement") {
      judgements_.push_back(read_judgement(parsed, error));
    } else if (record == "cost") {
      read_one_cost(parsed, error);
    } else if (record == "footer") {
      return read_end(parsed);
    } else {
      return "expected a header, implementation, case, judgement, row, cost or footer record";
    }
    return error;
  }

  std::string read_row(const json& parsed) {
    const bool are_numbers =
        parsed.size() == 3 && std::all_of(parsed.begin(), parsed.end(), [](const json& item) {
          return item.is_number_unsigned();
        });
    if (!are_numbers) return "expected a row: [implementation, case, judgement]";
    const auto implementation = parsed[0].get<std::uint64_t>();
    const auto of_case = parsed[1].get<std::uint64_t>();
    const auto judgement = parsed[2].get<std::uint64_t>();
    if (implementation >= told_.size() || !told_[implementation])
      return absl::StrCat("expected an implementation told before, not ", implementation);
    if (of_case >= cases_.size()) return absl::StrCat("expected a case told before, not ", of_case);
    if (judgement >= judgements_.size())
      return absl::StrCat("expected a judgement told before, not ", judgement);
    const std::string& id = out_.header.implementations[implementation].id;
    if (!seen_[implementation].insert(of_case).second)
      return absl::StrCat("expected case ", cases_[of_case]->id, " once for ", id);
    row& r = out_.rows.emplace_back(judgements_[judgement]);
    r.implementation = id;
    r.facts = cases_[of_case];
    counts_[id].add(r.verdict, r.is_remark);
    numbers_[id] = implementation;
    return {};
  }

  void read_one_cost(const json& parsed, std::string& error) {
    members m(parsed, "the cost", error);
    const std::uint64_t implementation = m.number("implementation");
    const std::uint64_t of_case = m.number("case");
    if (implementation >= told_.size() || !told_[implementation])
      m.fail("implementation", "an implementation told before");
    if (of_case >= cases_.size()) m.fail("case", "a case told before");
    cost c = read_cost(parsed, error);
    if (!error.empty()) return;
    c.implementation = out_.header.implementations[implementation].id;
    c.facts = cases_[of_case];
    numbers_[c.implementation] = implementation;
    out_.costs.push_back(std::move(c));
  }

  std::string read_end(const json& parsed) {
    has_footer_ = true;
    std::string error;
    out_.footer = read_footer(parsed, counts_, error);
    if (!error.empty()) return error;
    if (std::find(told_.begin(), told_.end(), false) != told_.end())
      return absl::StrCat("expected ", told_.size(), " implementations as the header says");
    if (out_.footer.rows != out_.rows.size()) {
      return absl::StrCat("expected ", out_.footer.rows, " rows as the footer says, found ",
                          out_.rows.size());
    }
    if (out_.footer.sha256 != hash_.hex())
      return absl::StrCat("expected sha256 ", out_.footer.sha256, ", the lines have ", hash_.hex());
    return {};
  }

  // A run that was killed: its footer is made from what it left.
  void finish_early() {
    out_.unfinished = true;
    out_.footer = {};
    out_.footer.ended = out_.header.started;
    out_.footer.rows = out_.rows.size();
    out_.footer.counts = counts_;
    out_.footer.complete = false;
    out_.footer.exit_code = 3;
    out_.footer.sha256 = hash_.hex();
    // Implementations that had not begun are not known by name.
    std::vector<implementation_info> begun;
    std::map<std::uint64_t, std::uint64_t> moved;
    for (std::size_t i = 0; i < told_.size(); ++i) {
      if (!told_[i]) continue;
      moved[i] = begun.size();
      begun.push_back(std::move(out_.header.implementations[i]));
    }
    out_.header.implementations = std::move(begun);
    for (auto& [id, number] : numbers_) number = moved.at(number);
  }

  std::istream& in_;
  results out_;
  std::vector<bool> told_;  // by the implementation's number
  std::vector<std::shared_ptr<const case_facts>> cases_;
  absl::flat_hash_set<std::string> ids_;  // of cases
  std::vector<row> judgements_;
  std::vector<absl::flat_hash_set<std::uint64_t>> seen_;  // cases, by the implementation's number
  std::map<std::string, verdict_counts> counts_;
  std::map<std::string, std::uint64_t> numbers_;  // of implementations that have rows or costs
  sha256 hash_;
  std::size_t number_ = 0;
  bool has_footer_ = false;
};

}  // namespace

absl::StatusOr<results> read_results(std::istream& in, when_unfinished policy) {
  return results_reading(in).run(policy);
}

absl::StatusOr<results> read_results_file(const std::string& path, when_unfinished policy) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
  absl::StatusOr<results> r = read_results(file, policy);
  if (r.ok()) return r;
  return absl::Status(r.status().code(),
                      absl::StrCat(path, ": ", std::string(r.status().message())));
}

}  // namespace gauntlet::model
