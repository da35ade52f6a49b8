#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "conformance/runner/protocol.hpp"
#include "conformance/runner/reference.hpp"
#include "conformance/tool/commands.hpp"
#include "nlohmann/json.hpp"
#include "simdjson.h"

namespace gauntlet::tool {
namespace {

namespace dom = simdjson::dom;

constexpr char hello[] =
    R"({"protocol":1,"implementation":{"name":"gauntlet","version":")" GAUNTLET_TOOL_VERSION
    R"(","language":"C++","runtime":")" GAUNTLET_TOOL_COMPILER R"(","license":"Apache-2.0"},)"
    R"("operations":["challenges","credentials","auth-info"],)"
    R"("serializes":["challenges","credentials","auth-info"],)"
    R"("observes":{"scheme_case":"preserved","name_case":"preserved","params":"ordered","duplicates":"kept",)"
    R"("token68":true,"quoted":true,"lines":"all","challenges":"all","same_scheme":"kept","octets":"bytes",)"
    R"("checks":"grammar","input":"message"}})"
    "\n";

// Answers requests, one line each. Limits are not set: what is sent is read to its end.
class adapter {
 public:
  enum class next { go_on, stop, failed };

  // `line` without its LF, with simdjson's padding after it. On `failed`, `fault` says why.
  next answer(std::string_view line, std::string& out) {
    dom::element root;
    if (const auto error = parser_.parse(line.data(), line.size(), false).get(root);
        error != simdjson::SUCCESS) {
      return fails("is not JSON", line);
    }
    dom::object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
      return fails("is not a JSON object", line);
    std::string_view command;
    std::optional<std::uint64_t> seq;
    operation_.reset();
    std::optional<dom::element> lines;
    std::optional<dom::element> structure;
    bool is_protocol_1 = false;
    for (const dom::key_value_pair member : object) {
      if (member.key == "cmd") {
        if (member.value.get_string().get(command) != simdjson::SUCCESS)
          return fails("has a cmd that is not a string", line);
      } else if (member.key == "seq") {
        if (member.value.get_uint64().get(seq.emplace()) != simdjson::SUCCESS)
          return fails("has a seq that is not a number", line);
      } else if (member.key == "operation") {
        std::string_view name;
        if (member.value.get_string().get(name) == simdjson::SUCCESS)
          operation_ = model::operation_from_string(name);
      } else if (member.key == "lines") {
        lines = member.value;
      } else if (member.key == "challenges" || member.key == "credentials" ||
                 member.key == "params") {
        structure = member.value;
      } else if (member.key == "protocol") {
        std::uint64_t version = 0;
        is_protocol_1 = member.value.get_uint64().get(version) == simdjson::SUCCESS && version == 1;
      }
    }
    if (command == "stop") return next::stop;
    if (command == "hello") {
      if (!is_protocol_1) return fails("asks for another protocol than 1", line);
      out.append(hello);
      return next::go_on;
    }
    if (command != "parse" && command != "serialize")
      return fails("has no cmd that protocol 1 knows", line);
    if (!seq) return fails("has no seq", line);
    if (!operation_) return fails("has no operation: challenges, credentials or auth-info", line);
    if (command == "parse")
      return parse(*seq, lines, out) ? next::go_on
                                     : fails(
                                           "has no lines: an array of strings, one code point up "
                                           "to U+00FF for each octet",
                                           line);
    return serialize(*seq, object, structure, out)
               ? next::go_on
               : fails(fault.empty() ? "has no structure that fits its operation" : fault, line);
  }

  std::string fault;

 private:
  next fails(std::string_view what, std::string_view line) {
    constexpr std::size_t shown = 100;
    fault = absl::StrCat("the request ", std::string(what), ": ",
                         model::quoted_printable(line.substr(0, shown)),
                         line.size() > shown ? "..." : "");
    return next::failed;
  }

  bool parse(std::uint64_t seq, const std::optional<dom::element>& lines, std::string& out) {
    dom::array items;
    if (!lines || lines->get_array().get(items) != simdjson::SUCCESS) return false;
    octets_.clear();
    ends_.clear();
    for (const dom::element item : items) {
      std::string_view text;
      if (item.get_string().get(text) != simdjson::SUCCESS) return false;
      if (!model::append_octets_from_utf8(octets_, text).ok) return false;
      ends_.push_back(octets_.size());
    }
    views_.clear();
    std::size_t first = 0;
    for (const std::size_t end : ends_) {
      views_.emplace_back(octets_.data() + first, end - first);
      first = end;
    }
    absl::StrAppend(&out, "{\"seq\":", seq, ",");
    runner::append_reference_answer(out, *operation_, views_, buffers_);
    out.append("}\n");
    return true;
  }

  // Rare and small: goes by way of the model.
  bool serialize(std::uint64_t seq, const dom::object& object,
                 const std::optional<dom::element>& structure, std::string& out) {
    if (!structure) return false;
    const nlohmann::json document =
        nlohmann::json::parse(std::string(simdjson::minify(object)), nullptr, false);
    if (document.is_discarded()) return false;
    absl::StatusOr<model::result> read = model::result_from_json(*operation_, document);
    if (!read.ok()) {
      fault = absl::StrCat("cannot be read: ", std::string(read.status().message()));
      return false;
    }
    const runner::answer said = runner::reference_serialize(*read);
    absl::StrAppend(&out, "{\"seq\":", seq, ",\"outcome\":\"",
                    std::string(runner::to_string(said.outcome)), "\"");
    if (said.lines) {
      out.append(",\"lines\":[");
      model::append_json_string(out, said.lines->front());
      out.append("]}\n");
    } else {
      out.append(",\"error\":");
      model::append_json_string(out, said.text);
      out.append("}\n");
    }
    return true;
  }

  dom::parser parser_;
  std::optional<model::operation> operation_;
  std::string octets_;
  std::vector<std::size_t> ends_;
  std::vector<std::string_view> views_;
  runner::reading_buffers buffers_;
};

// Writes everything, or says that the reader has gone.
bool write_all(std::string& out) {
  std::size_t sent = 0;
  while (sent < out.size()) {
    const ssize_t put = ::write(STDOUT_FILENO, out.data() + sent, out.size() - sent);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    sent += static_cast<std::size_t>(put);
  }
  out.clear();
  return true;
}

int serve() {
  constexpr std::size_t chunk = std::size_t{256} * 1024;
  constexpr std::size_t flush_at = std::size_t{256} * 1024;
  adapter answers;
  std::vector<char> in(2 * chunk);
  std::string out;
  std::size_t begin = 0;
  std::size_t scanned = 0;
  std::size_t end = 0;
  for (;;) {
    // What stands after the last LF is not a request yet; at the end of the input it never becomes
    // one.
    const void* found = std::memchr(in.data() + scanned, '\n', end - scanned);
    if (found == nullptr) {
      scanned = end;
      if (!write_all(out)) {
        std::cerr << "gauntlet: adapter: cannot write to standard output: " << std::strerror(errno)
                  << '\n';
        return exit_usage;
      }
      if (in.size() - end < chunk + simdjson::SIMDJSON_PADDING) {
        std::memmove(in.data(), in.data() + begin, end - begin);
        scanned -= begin;
        end -= begin;
        begin = 0;
        if (in.size() - end < chunk + simdjson::SIMDJSON_PADDING) in.resize(2 * in.size());
      }
      const ssize_t got = ::read(STDIN_FILENO, in.data() + end, chunk);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        std::cerr << "gauntlet: adapter: cannot read standard input: " << std::strerror(errno)
                  << '\n';
        return exit_usage;
      }
      if (got == 0) {
        if (begin == end) return exit_success;
        std::cerr << "gauntlet: adapter: the input ends within a request: "
                  << model::quoted_printable(
                         {in.data() + begin, std::min<std::size_t>(end - begin, 100)})
                  << '\n';
        return exit_usage;
      }
      end += static_cast<std::size_t>(got);
      continue;
    }
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - in.data());
    const std::string_view line(in.data() + begin, at - begin);
    begin = scanned = at + 1;
    switch (answers.answer(line, out)) {
      case adapter::next::go_on:
        break;
      case adapter::next::stop:
        return write_all(out) ? exit_success : exit_usage;
      case adapter::next::failed:
        // Earlier requests were answered all the same.
        write_all(out);
        std::cerr << "gauntlet: adapter: " << answers.fault << '\n';
        return exit_usage;
    }
    if (begin == end) begin = scanned = end = 0;
    if (out.size() >= flush_at && !write_all(out)) return exit_usage;
  }
}

}  // namespace

void add_adapter_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "adapter", "Speak the adapter protocol on stdin and stdout, for the reference parser");
  command->footer(
      "\n"
      "  echo '{\"cmd\":\"hello\",\"protocol\":1}' | gauntlet adapter\n\n"
      "Reads requests, one JSON document per line, and answers each in order; `gauntlet help "
      "protocol` has\nthem. Sets no limits. A line that is not a request ends it with a message "
      "and "
      "exit status 2.\n");
  command->callback([&context] { context.exit_code = serve(); });
}

}  // namespace gauntlet::tool
