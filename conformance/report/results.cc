#include "conformance/report/results.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using json = nlohmann::ordered_json;

// Answers come from programs under test. Deeper values than any result of this suite would overflow
// the stack of the JSON library's recursive serializer.
constexpr std::size_t max_json_depth = 64;

constexpr std::size_t flush_threshold = std::size_t{256} * 1024;
constexpr std::size_t encoded_cases_kept = 16384;

constexpr std::array<std::string_view, verdict_count> verdict_names = {
    "unsafe",         "crash",        "hang",        "resource-limit", "superlinear",
    "protocol-error", "wrong-result", "over-strict", "flaky",          "lenient",
    "alternative",    "pass",         "unsupported", "not-observable", "not-run"};
constexpr std::array<std::string_view, 3> status_names = {"ran", "not-installed",
                                                          "could-not-start"};

template <class Enum, std::size_t size>
std::optional<Enum> from_name(const std::array<std::string_view, size>& names,
                              std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_json_depth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

std::string dump(const json& value) {
  return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

void append_text(std::string& out, const std::string& text) {
  if (is_plain_ascii(text)) {
    model::append_json_string(out, text);
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
    model::append_json_string(out, facts.lines[i]);
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

}  // namespace

std::string_view to_string(verdict v) noexcept {
  return verdict_names[static_cast<std::size_t>(v)];
}
std::optional<verdict> verdict_from_string(std::string_view name) noexcept {
  return from_name<verdict>(verdict_names, name);
}
std::string_view to_string(implementation_status s) noexcept {
  return status_names[static_cast<std::size_t>(s)];
}
std::optional<implementation_status> implementation_status_from_string(
    std::string_view name) noexcept {
  return from_name<implementation_status>(status_names, name);
}

std::string verdict_text(const row& r) {
  std::string text(to_string(r.verdict));
  if (r.verdict == verdict::alternative) text += ":" + r.alternative;
  return text;
}

bool is_known(const row& r) { return r.known.has_value() && r.known->verdict == verdict_text(r); }

bool is_new_failure(const row& r) { return is_non_conforming(r.verdict) && !is_known(r); }

bool is_unexpected(const row& r) { return r.known.has_value() && !is_known(r); }

std::uint64_t verdict_counts::total() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : counts_) sum += n;
  return sum;
}

std::uint64_t verdict_counts::non_conforming() const {
  std::uint64_t sum = 0;
  for (const verdict v : all_verdicts) sum += is_non_conforming(v) ? (*this)[v] : 0;
  return sum;
}

std::uint64_t verdict_counts::conforming() const {
  std::uint64_t sum = 0;
  for (const verdict v : all_verdicts) sum += is_conforming(v) ? (*this)[v] : 0;
  return sum;
}

// Writer

struct results_writer::per_implementation {
  absl::flat_hash_set<std::string> cases;
  verdict_counts counts;
};

results_writer::results_writer(std::ostream& out) : out_(out) {}

results_writer::~results_writer() { flush().IgnoreError(); }

absl::Status results_writer::put_line(const std::string& line) {
  hash_.update(line);
  hash_.update("\n");
  buffer_ += line;
  buffer_ += '\n';
  return buffer_.size() >= flush_threshold ? flush() : absl::OkStatus();
}

absl::Status results_writer::flush() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
  out_.flush();
  return out_.good() ? absl::OkStatus() : absl::DataLossError("results file: cannot write");
}

absl::Status results_writer::begin(const run_header& header) {
  if (state_ != state::fresh) return absl::FailedPreconditionError("results: begun already");
  for (const implementation_info& info : header.implementations) {
    if (!implementations_.try_emplace(info.id, std::make_unique<per_implementation>()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("results: implementation ", info.id, " occurs twice in the header"));
    }
  }
  absl::StatusOr<std::string> line = encode(header);
  if (!line.ok()) return line.status();
  state_ = state::open;
  return put_line(*line);
}

absl::Status results_writer::append(const row& r) {
  if (state_ != state::open)
    return absl::FailedPreconditionError("results: no header, or finished");
  if (r.facts == nullptr) return absl::InvalidArgumentError("results: a row without its case");
  const case_facts& facts = *r.facts;
  const auto implementation = implementations_.find(r.implementation);
  if (implementation == implementations_.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("results: implementation ", r.implementation, " is not in the header"));
  }
  per_implementation& per = *implementation->second;

  auto encoded = encoded_.find(r.facts.get());
  if (encoded == encoded_.end()) {
    if (encoded_.size() >= encoded_cases_kept) encoded_.clear();
    absl::StatusOr<std::string> fragment = encode_case(facts);
    if (!fragment.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("results: case ", facts.id, ": ", std::string(fragment.status().message())));
    }
    encoded = encoded_.emplace(r.facts.get(), encoded_case{r.facts, *std::move(fragment)}).first;
  }

  line_ = "{\"record\":\"row\"";
  append_member(line_, "implementation", r.implementation);
  append_member(line_, "case", facts.id);
  append_member(line_, "verdict", verdict_text(r));
  absl::Status status = append_json(line_, "expected_observable", r.expected);
  if (status.ok()) status = append_json(line_, "got", r.got);
  if (!status.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("results: case ", facts.id, ": ", std::string(status.message())));
  }
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
  line_ += encoded->second.json;
  line_ += '}';

  if (!per.cases.insert(facts.id).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("results: case ", facts.id, " occurs twice for ", r.implementation));
  }
  ++per.counts[r.verdict];
  ++footer_.rows;
  return put_line(line_);
}

absl::StatusOr<run_footer> results_writer::finish(const std::string& ended, bool complete,
                                                  int exit_code) {
  if (state_ != state::open)
    return absl::FailedPreconditionError("results: no header, or finished");
  for (const auto& [id, per] : implementations_) {
    if (!per->cases.empty()) footer_.counts[id] = per->counts;
  }
  footer_.ended = ended;
  footer_.complete = complete;
  footer_.exit_code = exit_code;
  footer_.sha256 = hash_.hex();
  json counts = json::object();
  for (const auto& [id, c] : footer_.counts) counts[id] = to_json(c);
  const json line = {{"record", "footer"},           {"ended", footer_.ended},
                     {"rows", footer_.rows},         {"counts", std::move(counts)},
                     {"complete", footer_.complete}, {"exit_code", footer_.exit_code},
                     {"sha256", footer_.sha256}};
  absl::Status status = put_line(dump(line));
  state_ = state::finished;
  if (status.ok()) status = flush();
  if (!status.ok()) return status;
  return footer_;
}

absl::Status write_results(const results& r, std::ostream& out) {
  results_writer writer(out);
  absl::Status status = writer.begin(r.header);
  for (const row& one : r.rows) {
    if (!status.ok()) return status;
    status = writer.append(one);
  }
  if (!status.ok()) return status;
  return writer.finish(r.footer.ended, r.footer.complete, r.footer.exit_code).status();
}

// Reader

namespace {

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
      absl::StatusOr<std::string> mapped = model::octets_from_utf8(one);
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

run_footer read_footer(const json& line, std::string& error) {
  members m(line, "the footer", error);
  run_footer footer;
  footer.ended = m.text("ended");
  footer.rows = m.number("rows");
  for (const auto& [id, counts] : m.object("counts").items()) {
    verdict_counts& of = footer.counts[id];
    if (!counts.is_object()) {
      m.fail("counts", "an object of objects");
      break;
    }
    for (const auto& [name, count] : counts.items()) {
      const std::optional<verdict> v = verdict_from_string(name);
      if (!v || !count.is_number_unsigned()) {
        m.fail("counts", "a number for each verdict");
        break;
      }
      of[*v] = count.get<std::uint64_t>();
    }
  }
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
  model::sha256 hash;
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
      ++counts[r.implementation][r.verdict];
      out.rows.push_back(std::move(r));
    } else if (record == "footer") {
      has_footer = true;
      out.footer = read_footer(parsed, error);
      if (!error.empty()) return invalid(error);
      if (out.footer.rows != out.rows.size()) {
        return invalid(absl::StrCat("expected ", out.footer.rows,
                                    " rows as the footer says, found ", out.rows.size()));
      }
      if (out.footer.counts != counts) {
        return invalid("expected the counts per implementation and verdict that the footer states");
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

}  // namespace gauntlet::report
