#include "conformance/model/results_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/embedded.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/sha256.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

using json = nlohmann::ordered_json;

// Each record is valid against the schema before its members are read.
const json_schema& line_schema() {
  static const absl::StatusOr<json_schema> schema =
      json_schema::compile(embedded::results_schema_json, "results.schema.json");
  return schema.value();
}

std::string text(const json& of, const char* name) { return of.value(name, std::string()); }

std::vector<std::string> texts(const json& of, const char* name) {
  return of.value(name, std::vector<std::string>());
}

// The text of a JSON member, empty if there is none.
std::string json_text(const json& of, const char* name) {
  const auto found = of.find(name);
  return found == of.end() ? std::string() : dump(*found);
}

std::uint64_t number(const json& of, const char* name) { return of.at(name).get<std::uint64_t>(); }

std::optional<std::uint64_t> optional_number(const json& of, const char* name) {
  if (!of.contains(name)) return std::nullopt;
  return number(of, name);
}

run_header read_header(const json& of) {
  run_header header;
  header.suite_version = text(of, "suite_version");
  header.tool_version = text(of, "tool_version");
  header.started = text(of, "started");
  header.seed = number(of, "seed");
  for (const auto& [name, value] : of.at("host").items())
    header.host.emplace_back(name, value.get<std::string>());
  header.options = json_text(of, "options");
  // Implementations follow as records of their own; their number is known from the start.
  header.implementations.resize(number(of, "implementations"));
  return header;
}

implementation_info read_implementation(const json& of) {
  implementation_info info;
  info.id = text(of, "id");
  info.name = text(of, "name");
  info.version = text(of, "version");
  info.language = text(of, "language");
  info.runtime = text(of, "runtime");
  info.homepage = text(of, "homepage");
  info.issues = text(of, "issues");
  info.license = text(of, "license");
  info.packaged_as = text(of, "packaged_as");
  info.observes = json_text(of, "observes");
  info.operations = texts(of, "operations");
  info.serializes = texts(of, "serializes");
  info.is_reference = of.at("reference").get<bool>();
  info.status =
      implementation_status_from_string(text(of, "status")).value_or(implementation_status::ran);
  info.reason = text(of, "reason");
  info.install = text(of, "install");
  return info;
}

requirement_level read_level(const json& of) {
  return requirement_level_from_string(text(of, "level")).value_or(requirement_level::note);
}

// Facts without what is a case's own.
case_facts read_kind(const json& of) {
  case_facts facts;
  facts.operation = text(of, "operation");
  facts.layer = text(of, "layer");
  facts.parse = text(of, "parse");
  facts.generate = text(of, "generate");
  facts.level = read_level(of);
  for (const json& one : of.at("refs")) {
    reference ref;
    ref.level = read_level(one);
    ref.rfc = one.value("rfc", 0);
    ref.doc = text(one, "doc");
    ref.section = text(one, "section");
    ref.field = text(one, "field");
    facts.refs.push_back(std::move(ref));
  }
  facts.requirements = texts(of, "requirements");
  facts.flags = texts(of, "flags");
  return facts;
}

// The rest of the facts of a case. False where a line is not octets.
bool read_case(const json& of, case_facts& facts) {
  facts.id = text(of, "id");
  facts.title = text(of, "title");
  for (const std::string& line : texts(of, "lines")) {
    absl::StatusOr<std::string> octets = octets_from_utf8(line);
    if (!octets.ok()) return false;
    facts.lines.push_back(*std::move(octets));
  }
  facts.input = json_text(of, "input");
  facts.expected = json_text(of, "expected");
  facts.offset = optional_number(of, "offset");
  facts.note = text(of, "note");
  return true;
}

// A row with nothing but that.
row read_reduction(const json& of) {
  row r;
  r.lost = texts(of, "lost");
  r.expected = json_text(of, "expected");
  return r;
}

// The rest of a row, but for implementation and case.
void read_judgement(const json& of, row& r) {
  const std::string name = text(of, "verdict");
  constexpr std::string_view prefix = "alternative:";
  if (name.starts_with(prefix)) {
    r.verdict = verdict::alternative;
    r.alternative = name.substr(prefix.size());
  } else {
    r.verdict = verdict_from_string(name).value_or(verdict::not_run);
  }
  r.is_remark = of.value("remark", false);
  r.got = json_text(of, "got");
  r.error = text(of, "error");
  r.offset_reported = optional_number(of, "offset");
  if (const auto known = of.find("known"); known != of.end())
    r.known = {text(*known, "verdict"), text(*known, "reason"), text(*known, "link")};
  r.confirmed = of.value("confirmed", true);
}

cost read_cost(const json& of) {
  cost c;
  c.rated = cost_class_from_string(text(of, "class")).value_or(cost_class::unclear);
  if (of.contains("exponent")) c.exponent = of["exponent"].get<double>();
  c.why = text(of, "why");
  for (const json& point : of.at("points"))
    c.points.push_back({point.at(0).get<std::uint64_t>(), point.at(1).get<double>()});
  return c;
}

run_footer read_footer(const json& of) {
  run_footer footer;
  footer.ended = text(of, "ended");
  footer.rows = number(of, "rows");
  footer.complete = of.at("complete").get<bool>();
  footer.exit_code = of.at("exit_code").get<int>();
  footer.sha256 = text(of, "sha256");
  return footer;
}

json to_json(const std::map<std::string, verdict_counts>& of) {
  json out = json::object();
  for (const auto& [id, counts] : of) {
    for (const verdict v : all_verdicts) {
      if (counts[v] != 0) out[id][std::string(to_string(v))] = counts[v];
    }
  }
  return out;
}

std::size_t size_of(const case_facts& of) {
  std::size_t size = of.refs.size() * sizeof(reference);
  for (const reference& one : of.refs)
    size += one.doc.size() + one.section.size() + one.field.size();
  for (const auto* list : {&of.requirements, &of.flags}) {
    for (const std::string& one : *list) size += sizeof(one) + one.size();
  }
  return size;
}

std::size_t size_of(const row& of) {
  std::size_t size = of.alternative.size() + of.expected.size() + of.got.size() + of.error.size();
  for (const std::string& one : of.lost) size += sizeof(one) + one.size();
  if (of.known) size += of.known->verdict.size() + of.known->reason.size() + of.known->link.size();
  return size;
}

class results_reading {
 public:
  results_reading(std::istream& in, std::size_t cited_text)
      : in_(in), cited_text_left_(cited_text) {}

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
      if (absl::Status status = read(parsed); !status.ok()) return status;
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

  absl::Status read(const json& line) {
    if (number_ != 1 && line.is_array()) return read_rows(line);
    if (!line.is_object() || line.size() != 1)
      return invalid("expected a JSON object of one member");
    if (line.contains("header") != (number_ == 1)) {
      return invalid(number_ == 1 ? "expected the header record"
                                  : "expected rows, what they cite, or the footer");
    }
    absl::Status valid = line_schema().validate(line, absl::StrCat("line ", number_));
    if (!valid.ok()) return valid;
    const json& of = line.front();
    if (line.contains("implementation")) return take_implementation(of);
    if (line.contains("case")) return take_case(of);
    if (line.contains("judgement")) return take_judgement(of);
    if (line.contains("cost")) return take_cost(of);
    if (line.contains("footer")) return take_footer(of);
    if (line.contains("kind")) {
      kinds_.push_back(read_kind(of));
    } else if (line.contains("reduction")) {
      reductions_.push_back(read_reduction(of));
    } else {
      out_.header = read_header(of);
      told_.resize(out_.header.implementations.size());
      seen_.resize(told_.size());
    }
    return absl::OkStatus();
  }

  absl::Status untold(const char* what, std::uint64_t number) const {
    return invalid(absl::StrCat("expected ", what, " told before, not ", number));
  }
  absl::Status cite(std::size_t octets) {
    if (octets > cited_text_left_)
      return invalid("expected less text in all that is cited, once for each that cites it");
    cited_text_left_ -= octets;
    return absl::OkStatus();
  }
  bool is_told(std::uint64_t implementation) const {
    return implementation < told_.size() && told_[implementation];
  }

  absl::Status take_implementation(const json& of) {
    const std::uint64_t place = number(of, "number");
    if (place >= told_.size() || told_[place])
      return invalid(absl::StrCat("expected a number below ", told_.size(), ", once, not ", place));
    implementation_info info = read_implementation(of);
    for (const implementation_info& other : out_.header.implementations) {
      if (other.id == info.id)
        return invalid(absl::StrCat("expected implementation ", info.id, " once"));
    }
    told_[place] = true;
    out_.header.implementations[place] = std::move(info);
    return absl::OkStatus();
  }

  absl::Status take_case(const json& of) {
    const std::uint64_t kind = number(of, "kind");
    if (kind >= kinds_.size()) return untold("a kind", kind);
    if (absl::Status status = cite(size_of(kinds_[kind])); !status.ok()) return status;
    case_facts facts = kinds_[kind];
    if (!read_case(of, facts)) return invalid("/case/lines: expected code points up to U+00FF");
    if (!ids_.insert(facts.id).second)
      return invalid(absl::StrCat("expected case ", facts.id, " once"));
    cases_.push_back(std::make_shared<const case_facts>(std::move(facts)));
    return absl::OkStatus();
  }

  absl::Status take_judgement(const json& of) {
    row r;
    if (const auto reduction = optional_number(of, "reduction")) {
      if (*reduction >= reductions_.size()) return untold("a reduction", *reduction);
      if (absl::Status status = cite(size_of(reductions_[*reduction])); !status.ok()) return status;
      r = reductions_[*reduction];
    }
    read_judgement(of, r);
    judgements_.push_back(std::move(r));
    return absl::OkStatus();
  }

  absl::Status read_rows(const json& line) {
    const bool are_numbers =
        line.size() >= 3 && std::all_of(line.begin(), line.end(),
                                        [](const json& item) { return item.is_number_unsigned(); });
    if (!are_numbers) return invalid("expected rows: [implementation, case, judgement, ...]");
    const auto implementation = line[0].get<std::uint64_t>();
    const auto first = line[1].get<std::uint64_t>();
    if (!is_told(implementation)) return untold("an implementation", implementation);
    for (std::size_t i = 2; i < line.size(); ++i) {
      absl::Status status = take_row(implementation, first + (i - 2), line[i].get<std::uint64_t>());
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status take_row(std::uint64_t implementation, std::uint64_t of_case,
                        std::uint64_t judgement) {
    if (of_case >= cases_.size()) return untold("a case", of_case);
    if (judgement >= judgements_.size()) return untold("a judgement", judgement);
    const std::string& id = out_.header.implementations[implementation].id;
    if (!seen_[implementation].insert(of_case).second)
      return invalid(absl::StrCat("expected case ", cases_[of_case]->id, " once for ", id));
    if (absl::Status status = cite(size_of(judgements_[judgement])); !status.ok()) return status;
    row& r = out_.rows.emplace_back(judgements_[judgement]);
    r.implementation = id;
    r.facts = cases_[of_case];
    counts_[id].add(r.verdict, r.is_remark);
    numbers_[id] = implementation;
    return absl::OkStatus();
  }

  absl::Status take_cost(const json& of) {
    const std::uint64_t implementation = number(of, "implementation");
    const std::uint64_t of_case = number(of, "case");
    if (!is_told(implementation)) return untold("an implementation", implementation);
    if (of_case >= cases_.size()) return untold("a case", of_case);
    cost c = read_cost(of);
    c.implementation = out_.header.implementations[implementation].id;
    c.facts = cases_[of_case];
    numbers_[c.implementation] = implementation;
    out_.costs.push_back(std::move(c));
    return absl::OkStatus();
  }

  absl::Status take_footer(const json& of) {
    has_footer_ = true;
    out_.footer = read_footer(of);
    out_.footer.counts = counts_;
    if (std::find(told_.begin(), told_.end(), false) != told_.end())
      return invalid(
          absl::StrCat("expected ", told_.size(), " implementations as the header says"));
    if (out_.footer.rows != out_.rows.size()) {
      return invalid(absl::StrCat("expected ", out_.footer.rows, " rows as the footer says, found ",
                                  out_.rows.size()));
    }
    if (of.at("counts") != to_json(counts_))
      return invalid("/footer/counts: expected those of the rows");
    if (out_.footer.sha256 != hash_.hex())
      return invalid(
          absl::StrCat("expected sha256 ", out_.footer.sha256, ", the lines have ", hash_.hex()));
    return absl::OkStatus();
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
  std::vector<case_facts> kinds_;
  std::vector<row> reductions_;
  std::vector<row> judgements_;
  std::vector<absl::flat_hash_set<std::uint64_t>> seen_;  // cases, by the implementation's number
  std::map<std::string, verdict_counts> counts_;
  std::map<std::string, std::uint64_t> numbers_;  // of implementations that have rows or costs
  sha256 hash_;
  std::size_t number_ = 0;
  std::size_t cited_text_left_;
  bool has_footer_ = false;
};

}  // namespace

absl::StatusOr<results> read_results(std::istream& in, when_unfinished policy,
                                     std::size_t cited_text) {
  return results_reading(in, cited_text).run(policy);
}

absl::StatusOr<results> read_results_file(const std::string& path, when_unfinished policy) {
  // A folder can be opened, and has no lines.
  if (std::error_code error; std::filesystem::is_directory(path, error))
    return absl::InvalidArgumentError(absl::StrCat(path, ": is a folder; expected results.ndjson"));
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
  absl::StatusOr<results> r = read_results(file, policy);
  if (r.ok()) return r;
  return absl::Status(r.status().code(),
                      absl::StrCat(path, ": ", std::string(r.status().message())));
}

}  // namespace gauntlet::model
