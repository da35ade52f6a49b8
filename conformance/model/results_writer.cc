#include "conformance/model/results_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/sha256.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t flush_threshold = std::size_t{256} * 1024;

// Rows on a line, at most. A line that is cut off is lost as a whole.
constexpr std::size_t longest_group = 100;

void append_text(std::string& out, const std::string& text) {
  if (is_plain_ascii(text)) {
    append_json_string(out, text);
  } else {
    out += dump(json(text));
  }
}

// The name of a member, after a comma unless it is the first of its object.
void append_name(std::string& out, std::string_view name) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += name;
  out += "\":";
}

void append_member(std::string& out, std::string_view name, const std::string& text) {
  append_name(out, name);
  append_text(out, text);
}

void append_number(std::string& out, std::string_view name, std::uint64_t number) {
  append_name(out, name);
  absl::StrAppend(&out, number);
}

void append_optional(std::string& out, std::string_view name, const std::string& text) {
  if (!text.empty()) append_member(out, name, text);
}

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  append_name(out, name);
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != 0) out += ',';
    append_text(out, texts[i]);
  }
  out += ']';
}

absl::Status append_json(std::string& out, std::string_view name, const std::string& value) {
  if (value.empty()) return absl::OkStatus();
  const auto no_json = [&](const char* what) {
    return absl::InvalidArgumentError(absl::StrCat(std::string(name), ": ", what));
  };
  if (is_too_deep(value)) return no_json("JSON nested deeper than 64 levels");
  append_name(out, name);
  if (is_plain_ascii(value)) {
    if (!json::accept(value)) return no_json("not a JSON value");
    out += value;
    return absl::OkStatus();
  }
  const json parsed = json::parse(value, nullptr, false);
  if (parsed.is_discarded()) return no_json("not a JSON value");
  out += dump(parsed);
  return absl::OkStatus();
}

// What many cases have in common.
std::string encode_kind(const case_facts& facts) {
  std::string out = R"({"kind":{)";
  append_member(out, "operation", facts.operation);
  append_member(out, "layer", facts.layer);
  append_optional(out, "parse", facts.parse);
  append_optional(out, "generate", facts.generate);
  append_member(out, "level", std::string(to_string(facts.level)));
  append_name(out, "refs");
  out += '[';
  for (const reference& ref : facts.refs) {
    out += out.back() == '[' ? "{" : ",{";
    append_member(out, "level", std::string(to_string(ref.level)));
    if (ref.rfc != 0) append_number(out, "rfc", static_cast<std::uint64_t>(ref.rfc));
    append_optional(out, "doc", ref.doc);
    append_optional(out, "section", ref.section);
    append_optional(out, "field", ref.field);
    out += '}';
  }
  out += ']';
  append_list(out, "requirements", facts.requirements);
  append_list(out, "flags", facts.flags);
  return out + "}}";
}

absl::StatusOr<std::string> encode_case(const case_facts& facts, std::size_t kind) {
  std::string out = R"({"case":{)";
  append_member(out, "id", facts.id);
  append_number(out, "kind", kind);
  append_member(out, "title", facts.title);
  append_name(out, "lines");
  out += '[';
  for (const std::string& line : facts.lines) {
    if (out.back() != '[') out += ',';
    append_json_string(out, line);
  }
  out += ']';
  absl::Status status = append_json(out, "input", facts.input);
  if (status.ok()) status = append_json(out, "expected", facts.expected);
  if (!status.ok()) return status;
  if (facts.offset) append_number(out, "offset", *facts.offset);
  append_optional(out, "note", facts.note);
  return out + "}}";
}

// What `observes` took out of the comparison and left to be expected.
absl::StatusOr<std::string> encode_reduction(const row& r) {
  std::string out = R"({"reduction":{)";
  append_list(out, "lost", r.lost);
  if (absl::Status status = append_json(out, "expected", r.expected); !status.ok()) return status;
  return out + "}}";
}

absl::StatusOr<std::string> encode_judgement(const row& r, std::optional<std::size_t> reduction) {
  std::string out = R"({"judgement":{)";
  append_member(out, "verdict", verdict_text(r));
  if (r.is_remark) out += ",\"remark\":true";
  if (reduction) append_number(out, "reduction", *reduction);
  if (absl::Status status = append_json(out, "got", r.got); !status.ok()) return status;
  append_optional(out, "error", r.error);
  if (r.offset_reported) append_number(out, "offset", *r.offset_reported);
  if (r.known) {
    append_name(out, "known");
    out += '{';
    append_member(out, "verdict", r.known->verdict);
    append_member(out, "reason", r.known->reason);
    append_optional(out, "link", r.known->link);
    out += '}';
  }
  if (!r.confirmed) out += ",\"confirmed\":false";
  return out + "}}";
}

// Three significant digits say all that a measured time is good for.
std::string short_number(double of) { return absl::StrFormat("%.3g", std::max(of, 0.0)); }

std::string encode(const cost& c, std::size_t implementation, std::size_t number) {
  std::string out = R"({"cost":{)";
  append_number(out, "implementation", implementation);
  append_number(out, "case", number);
  append_member(out, "class", std::string(to_string(c.rated)));
  if (c.exponent) absl::StrAppend(&out, ",\"exponent\":", absl::StrFormat("%.2f", *c.exponent));
  append_optional(out, "why", c.why);
  out += ",\"points\":[";
  for (std::size_t i = 0; i < c.points.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "[" : ",[", c.points[i].octets, ",",
                    short_number(c.points[i].microseconds), "]");
  }
  return out + "]}}";
}

// A record: an object of one member, which says by its name what it is.
std::string record(const char* name, json of) {
  json out = json::object();
  out[name] = std::move(of);
  return dump(out);
}

json to_json(const verdict_counts& counts) {
  json out = json::object();
  for (const verdict v : all_verdicts) {
    if (counts[v] != 0) out[std::string(to_string(v))] = counts[v];
  }
  return out;
}

absl::StatusOr<json> parsed_member(const char* name, const std::string& text) {
  if (text.empty()) return json::object();
  json value =
      is_too_deep(text) ? json(json::value_t::discarded) : json::parse(text, nullptr, false);
  if (!value.is_object()) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": not a JSON object"));
  }
  return value;
}

absl::StatusOr<std::string> encode(const run_header& header) {
  json out = {{"suite", "gauntlet"},
              {"format", header.format},
              {"suite_version", header.suite_version},
              {"tool_version", header.tool_version},
              {"started", header.started},
              {"seed", header.seed}};
  json host = json::object();
  for (const auto& [name, value] : header.host) host[name] = value;
  out["host"] = std::move(host);
  absl::StatusOr<json> options = parsed_member("options", header.options);
  if (!options.ok()) return options.status();
  out["options"] = *std::move(options);
  out["implementations"] = header.implementations.size();
  return record("header", std::move(out));
}

absl::StatusOr<std::string> encode(std::size_t number, const implementation_info& info) {
  absl::StatusOr<json> observes = parsed_member("observes", info.observes);
  if (!observes.ok()) return observes.status();
  json out = {{"number", number},
              {"id", info.id},
              {"name", info.name},
              {"version", info.version},
              {"language", info.language},
              {"runtime", info.runtime},
              {"homepage", info.homepage},
              {"issues", info.issues},
              {"license", info.license},
              {"packaged_as", info.packaged_as},
              {"operations", info.operations},
              {"serializes", info.serializes},
              {"reference", info.is_reference},
              {"status", std::string(to_string(info.status))},
              {"reason", info.reason},
              {"install", info.install}};
  out["observes"] = *std::move(observes);
  return record("implementation", std::move(out));
}

}  // namespace

struct results_writer::state {
  struct per_implementation {
    std::size_t number = 0;
    absl::flat_hash_set<std::size_t> cases;  // by number
    verdict_counts counts;
    std::size_t first = 0;            // the case of the first row that is not written yet
    std::vector<std::size_t> judged;  // the judgements of that case and of those that follow it
  };

  absl::Status put_line(const std::string& line) {
    hash.update(line);
    hash.update("\n");
    buffer += line;
    buffer += '\n';
    return buffer.size() >= flush_threshold ? flush() : absl::OkStatus();
  }

  // The rows of an implementation that wait for more of them.
  absl::Status put_rows(per_implementation& of) {
    if (of.judged.empty()) return absl::OkStatus();
    std::string line = absl::StrCat("[", of.number, ",", of.first);
    for (const std::size_t judgement : of.judged) absl::StrAppend(&line, ",", judgement);
    of.judged.clear();
    return put_line(line + "]");
  }

  absl::Status put_all_rows() {
    absl::Status status;
    for (auto& [id, per] : implementations) status.Update(put_rows(per));
    return status;
  }

  absl::Status flush() {
    if (!failed.ok()) return failed;
    if (!buffer.empty()) failed = to(buffer);
    buffer.clear();
    return failed;
  }

  absl::StatusOr<per_implementation*> find(const std::string& id) {
    const auto found = implementations.find(id);
    if (found != implementations.end()) return &found->second;
    return absl::InvalidArgumentError(
        absl::StrCat("results: implementation ", id, " is not in the header"));
  }

  // The number of a case, which is written first where it is new.
  absl::StatusOr<std::size_t> cite(const std::shared_ptr<const case_facts>& facts) {
    if (facts == nullptr) return absl::InvalidArgumentError("results: a row without its case");
    const auto [at, added] = cases.try_emplace(facts->id, cases.size(), facts);
    const auto& [number, first] = at->second;
    if (added) {
      const absl::StatusOr<std::size_t> kind = tell(kinds, encode_kind(*facts));
      if (!kind.ok()) return kind.status();
      const absl::StatusOr<std::string> line = encode_case(*facts, *kind);
      if (!line.ok()) return of_case(*facts, line.status());
      if (absl::Status status = put_line(*line); !status.ok()) return status;
    } else if (first != facts && !(*first == *facts)) {
      return absl::InvalidArgumentError(absl::StrCat("results: two cases have the id ", facts->id));
    }
    return number;
  }

  using numbers = std::unordered_map<std::string, std::size_t>;  // by the lines

  // The number of a record, which is written first where it is new.
  absl::StatusOr<std::size_t> tell(numbers& told, std::string line) {
    const auto [at, added] = told.try_emplace(std::move(line), told.size());
    if (added) {
      if (absl::Status status = put_line(at->first); !status.ok()) return status;
    }
    return at->second;
  }

  absl::StatusOr<std::size_t> judge(const row& r) {
    std::optional<std::size_t> reduction;
    if (!r.lost.empty() || !r.expected.empty()) {
      absl::StatusOr<std::string> line = encode_reduction(r);
      if (!line.ok()) return of_case(*r.facts, line.status());
      const absl::StatusOr<std::size_t> number = tell(reductions, *std::move(line));
      if (!number.ok()) return number.status();
      reduction = *number;
    }
    absl::StatusOr<std::string> line = encode_judgement(r, reduction);
    if (!line.ok()) return of_case(*r.facts, line.status());
    return tell(judgements, *std::move(line));
  }

  static absl::Status of_case(const case_facts& facts, const absl::Status& status) {
    return absl::InvalidArgumentError(
        absl::StrCat("results: case ", facts.id, ": ", std::string(status.message())));
  }

  sink to;
  absl::Status failed;
  std::string buffer;
  sha256 hash;
  run_footer footer;
  std::map<std::string, per_implementation> implementations;  // by id
  std::unordered_map<std::string, std::pair<std::size_t, std::shared_ptr<const case_facts>>> cases;
  numbers kinds;
  numbers reductions;
  numbers judgements;
};

results_writer::results_writer(sink to) : state_(std::make_unique<state>()) {
  state_->to = std::move(to);
}
results_writer::~results_writer() = default;

absl::Status results_writer::begin(const run_header& header) {
  const absl::StatusOr<std::string> line = encode(header);
  return line.ok() ? state_->put_line(*line) : line.status();
}

absl::Status results_writer::add(std::size_t number, const implementation_info& info) {
  const auto [at, added] = state_->implementations.try_emplace(info.id);
  if (!added) {
    return absl::InvalidArgumentError(
        absl::StrCat("results: implementation ", info.id, " occurs twice in the header"));
  }
  at->second.number = number;
  const absl::StatusOr<std::string> line = encode(number, info);
  return line.ok() ? state_->put_line(*line) : line.status();
}

absl::Status results_writer::append(const row& r) {
  const auto implementation = state_->find(r.implementation);
  if (!implementation.ok()) return implementation.status();
  const absl::StatusOr<std::size_t> number = state_->cite(r.facts);
  if (!number.ok()) return number.status();
  if (!(*implementation)->cases.insert(*number).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("results: case ", r.facts->id, " occurs twice for ", r.implementation));
  }
  const absl::StatusOr<std::size_t> judgement = state_->judge(r);
  if (!judgement.ok()) return judgement.status();
  state::per_implementation& of = **implementation;
  if (of.judged.size() == longest_group || *number != of.first + of.judged.size()) {
    if (absl::Status status = state_->put_rows(of); !status.ok()) return status;
  }
  if (of.judged.empty()) of.first = *number;
  of.judged.push_back(*judgement);
  of.counts.add(r.verdict, r.is_remark);
  ++state_->footer.rows;
  return absl::OkStatus();
}

absl::Status results_writer::append(const cost& c) {
  const auto implementation = state_->find(c.implementation);
  if (!implementation.ok()) return implementation.status();
  const absl::StatusOr<std::size_t> number = state_->cite(c.facts);
  if (!number.ok()) return number.status();
  return state_->put_line(encode(c, (*implementation)->number, *number));
}

absl::Status results_writer::flush() {
  absl::Status status = state_->put_all_rows();
  status.Update(state_->flush());
  return status;
}

absl::StatusOr<run_footer> results_writer::finish(const run_footer& given) {
  if (absl::Status status = state_->put_all_rows(); !status.ok()) return status;
  run_footer& footer = state_->footer;
  for (const auto& [id, per] : state_->implementations) {
    if (!per.cases.empty()) footer.counts[id] = per.counts;
  }
  footer.ended = given.ended;
  footer.complete = given.complete;
  footer.exit_code = given.exit_code;
  footer.sha256 = state_->hash.hex();
  json counts = json::object();
  for (const auto& [id, c] : footer.counts) counts[id] = to_json(c);
  absl::Status status = state_->put_line(record("footer", {{"ended", footer.ended},
                                                           {"rows", footer.rows},
                                                           {"counts", std::move(counts)},
                                                           {"complete", footer.complete},
                                                           {"exit_code", footer.exit_code},
                                                           {"sha256", footer.sha256}}));
  status.Update(flush());
  if (!status.ok()) return status;
  return footer;
}

absl::StatusOr<run_footer> write_results(const results& r, std::ostream& out) {
  results_writer writer([&](std::string_view octets) {
    out.write(octets.data(), static_cast<std::streamsize>(octets.size()));
    out.flush();
    return out.good() ? absl::OkStatus() : absl::DataLossError("results file: cannot write");
  });
  absl::Status status = writer.begin(r.header);
  for (std::size_t i = 0; status.ok() && i < r.header.implementations.size(); ++i)
    status = writer.add(i, r.header.implementations[i]);
  for (std::size_t i = 0; status.ok() && i < r.rows.size(); ++i) status = writer.append(r.rows[i]);
  for (std::size_t i = 0; status.ok() && i < r.costs.size(); ++i)
    status = writer.append(r.costs[i]);
  if (status.ok()) return writer.finish(r.footer);
  writer.flush().IgnoreError();
  return status;
}

}  // namespace gauntlet::model
