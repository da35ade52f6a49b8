#include "conformance/model/results_writer.hpp"

#include <cstddef>
#include <string>
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

constexpr std::size_t flush_threshold = std::size_t{256} * 1024;

void append_text(std::string& out, const std::string& text) {
  if (is_plain_ascii(text)) {
    append_json_string(out, text);
  } else {
    out += dump(json(text));
  }
}

void append_member(std::string& out, std::string_view name, const std::string& text) {
  out += ",\"";
  out += name;
  out += "\":";
  append_text(out, text);
}

void append_optional(std::string& out, std::string_view name, const std::string& text) {
  if (!text.empty()) append_member(out, name, text);
}

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  out += ",\"";
  out += name;
  out += "\":[";
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
  out += ",\"";
  out += name;
  out += "\":";
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

absl::StatusOr<std::string> encode_case(const case_facts& facts) {
  std::string out;
  append_member(out, "family", facts.family);
  append_member(out, "layer", facts.layer);
  append_member(out, "title", facts.title);
  append_member(out, "operation", facts.operation);
  append_optional(out, "parse", facts.parse);
  append_optional(out, "generate", facts.generate);
  append_member(out, "level", std::string(to_string(facts.level)));
  out += ",\"refs\":[";
  for (std::size_t i = 0; i < facts.refs.size(); ++i) {
    const reference& ref = facts.refs[i];
    out += i == 0 ? "{\"level\":\"" : ",{\"level\":\"";
    out += to_string(ref.level);
    out += '"';
    if (ref.rfc != 0) absl::StrAppend(&out, ",\"rfc\":", ref.rfc);
    append_optional(out, "doc", ref.doc);
    append_optional(out, "section", ref.section);
    append_optional(out, "field", ref.field);
    out += '}';
  }
  out += ']';
  append_list(out, "requirements", facts.requirements);
  append_list(out, "flags", facts.flags);
  out += ",\"lines\":[";
  for (std::size_t i = 0; i < facts.lines.size(); ++i) {
    if (i != 0) out += ',';
    append_json_string(out, facts.lines[i]);
  }
  out += ']';
  absl::Status status = append_json(out, "input", facts.input);
  if (status.ok()) status = append_json(out, "expected", facts.expected);
  append_optional(out, "note", facts.note);
  if (!status.ok()) return status;
  return out;
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
  json out = {{"record", "header"},
              {"suite", "gauntlet"},
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
  json implementations = json::array();
  for (const implementation_info& info : header.implementations) {
    absl::StatusOr<json> observes = parsed_member("observes", info.observes);
    if (!observes.ok()) return observes.status();
    json one = {{"id", info.id},
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
    one["observes"] = *std::move(observes);
    implementations.push_back(std::move(one));
  }
  out["implementations"] = std::move(implementations);
  return dump(out);
}

class results_writer {
 public:
  explicit results_writer(std::ostream& out) : out_(out) {}

  absl::Status begin(const run_header& header) {
    for (const implementation_info& info : header.implementations) {
      if (!implementations_.try_emplace(info.id).second) {
        return absl::InvalidArgumentError(
            absl::StrCat("results: implementation ", info.id, " occurs twice in the header"));
      }
    }
    absl::StatusOr<std::string> line = encode(header);
    if (!line.ok()) return line.status();
    return put_line(*line);
  }

  absl::Status append(const row& r) {
    if (r.facts == nullptr) return absl::InvalidArgumentError("results: a row without its case");
    const case_facts& facts = *r.facts;
    const auto implementation = implementations_.find(r.implementation);
    if (implementation == implementations_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("results: implementation ", r.implementation, " is not in the header"));
    }
    absl::Status status = encode_row(r);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("results: case ", facts.id, ": ", std::string(status.message())));
    }
    per_implementation& per = implementation->second;
    if (!per.cases.insert(facts.id).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("results: case ", facts.id, " occurs twice for ", r.implementation));
    }
    per.counts.add(r.verdict, r.is_remark);
    ++footer_.rows;
    return put_line(line_);
  }

  absl::StatusOr<run_footer> finish(const run_footer& given) {
    for (const auto& [id, per] : implementations_) {
      if (!per.cases.empty()) footer_.counts[id] = per.counts;
    }
    footer_.ended = given.ended;
    footer_.complete = given.complete;
    footer_.exit_code = given.exit_code;
    footer_.sha256 = hash_.hex();
    json counts = json::object();
    for (const auto& [id, c] : footer_.counts) counts[id] = to_json(c);
    const json line = {{"record", "footer"},           {"ended", footer_.ended},
                       {"rows", footer_.rows},         {"counts", std::move(counts)},
                       {"complete", footer_.complete}, {"exit_code", footer_.exit_code},
                       {"sha256", footer_.sha256}};
    absl::Status status = put_line(dump(line));
    status.Update(flush());
    if (!status.ok()) return status;
    return footer_;
  }

  absl::Status flush() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
    out_.flush();
    return out_.good() ? absl::OkStatus() : absl::DataLossError("results file: cannot write");
  }

 private:
  // Writes the record into line_.
  absl::Status encode_row(const row& r) {
    auto encoded = encoded_.find(r.facts.get());
    if (encoded == encoded_.end()) {
      absl::StatusOr<std::string> fragment = encode_case(*r.facts);
      if (!fragment.ok()) return fragment.status();
      encoded = encoded_.emplace(r.facts.get(), *std::move(fragment)).first;
    }
    line_ = "{\"record\":\"row\"";
    append_member(line_, "implementation", r.implementation);
    append_member(line_, "case", r.facts->id);
    append_member(line_, "verdict", verdict_text(r));
    if (r.is_remark) line_ += ",\"remark\":true";
    absl::Status status = append_json(line_, "expected_observable", r.expected);
    if (status.ok()) status = append_json(line_, "got", r.got);
    if (!status.ok()) return status;
    append_optional(line_, "error", r.error);
    if (r.offset_expected) absl::StrAppend(&line_, ",\"offset_expected\":", *r.offset_expected);
    if (r.offset_reported) absl::StrAppend(&line_, ",\"offset_reported\":", *r.offset_reported);
    if (!r.lost.empty()) append_list(line_, "lost", r.lost);
    if (r.known) {
      line_ += ",\"known\":{\"verdict\":";
      append_text(line_, r.known->verdict);
      append_member(line_, "reason", r.known->reason);
      append_optional(line_, "link", r.known->link);
      line_ += '}';
    }
    line_ += r.confirmed ? ",\"confirmed\":true" : ",\"confirmed\":false";
    if (r.duration_us >= 0) absl::StrAppend(&line_, ",\"duration_us\":", r.duration_us);
    append_optional(line_, "reproduce", r.reproduce);
    line_ += encoded->second;
    line_ += '}';
    return absl::OkStatus();
  }

  absl::Status put_line(const std::string& line) {
    hash_.update(line);
    hash_.update("\n");
    buffer_ += line;
    buffer_ += '\n';
    return buffer_.size() >= flush_threshold ? flush() : absl::OkStatus();
  }

  struct per_implementation {
    absl::flat_hash_set<std::string> cases;
    verdict_counts counts;
  };

  std::ostream& out_;
  std::string buffer_;
  std::string line_;
  sha256 hash_;
  run_footer footer_;
  std::unordered_map<std::string, per_implementation> implementations_;
  // What the rows of a case have in common, by the facts that the rows share.
  std::unordered_map<const case_facts*, std::string> encoded_;
};

}  // namespace

absl::StatusOr<run_footer> write_results(const results& r, std::ostream& out) {
  results_writer writer(out);
  absl::Status status = writer.begin(r.header);
  for (const row& one : r.rows) {
    if (!status.ok()) break;
    status = writer.append(one);
  }
  if (status.ok()) return writer.finish(r.footer);
  writer.flush().IgnoreError();
  return status;
}

}  // namespace gauntlet::model
