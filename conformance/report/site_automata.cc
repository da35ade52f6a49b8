#include "conformance/report/site_automata.hpp"

#include <algorithm>
#include <cstdint>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/process/run.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t widest_witness = 160;

// Of more, Graphviz takes minutes, and what it draws is a black square.
constexpr std::uint64_t most_states_drawn = 100;

// What the page needs of a file, so that a file of another kind is told from one.
const char* const file_schema = R"({
  "type": "object",
  "required": ["implementation", "operation", "what", "after", "states", "classes",
               "grammar_states", "questions", "tested", "dot"],
  "properties": {
    "implementation": {"type": "string"},
    "operation": {"enum": ["challenges", "credentials", "auth-info"]},
    "what": {"enum": ["accepted", "wrong"]},
    "after": {"type": "string"},
    "states": {"type": "integer", "minimum": 1},
    "classes": {"type": "integer", "minimum": 1},
    "grammar_states": {"type": "integer", "minimum": 1},
    "questions": {"type": "integer", "minimum": 1},
    "tested": {"type": "boolean"},
    "witness": {
      "type": "object", "required": ["value", "accepted"],
      "properties": {"value": {"type": "string"}, "accepted": {"type": "boolean"}}
    },
    "dot": {"type": "string", "pattern": "^digraph"}
  }
})";

// The shortest difference, in words and as a value.
view difference_of(const view& found) {
  const bool is_of_wrong = found["what"] == "wrong";
  if (!found.contains("witness")) return {{"text", is_of_wrong ? "reads all as it" : "none"}};
  const view& witness = found["witness"];
  const auto value = model::octets_from_utf8(witness["value"].get<std::string>());
  const char* text = is_of_wrong ? "misreads" : witness["accepted"] ? "accepts" : "refuses";
  std::string shown = value.ok() ? show_octets(*value, widest_witness).text : "";
  return {{"text", text}, {"value", shown.empty() ? "(the empty value)" : std::move(shown)}};
}

std::string language_of(const view& found) {
  std::string made = absl::StrCat(found["operation"].get<std::string>(), " that it ",
                                  found["what"] == "wrong" ? "reads wrong" : "accepts");
  const auto after = found["after"].get<std::string>();
  if (!after.empty()) absl::StrAppend(&made, " after ", one_line(after, 40));
  return made;
}

view view_of(const learned_file& of) {
  const view& found = of.found;
  const auto number = [&](const char* name) {
    return absl::StrCat(found[name].get<std::uint64_t>());
  };
  return {{"id", page_name(of.name)},
          {"name", one_line(found["implementation"].get<std::string>(), 60)},
          {"language", language_of(found)},
          {"states", number("states")},
          {"classes", number("classes")},
          {"grammar_states", number("grammar_states")},
          {"questions", number("questions")},
          {"untested", !found["tested"].get<bool>()},
          {"difference", difference_of(found)}};
}

// Its picture. Errors: kNotFound without Graphviz, kOutOfRange for one that nobody could look at.
absl::StatusOr<std::string> drawn(const view& found) {
  if (const auto states = found["states"].get<std::uint64_t>(); states > most_states_drawn)
    return absl::OutOfRangeError(absl::StrCat("more than ", most_states_drawn, " states"));
  process::run_options how;
  how.input = found["dot"].get<std::string>();
  how.deadline = absl::Seconds(60);
  how.max_output = std::size_t{16} << 20U;
  const auto made = process::run({"dot", "-Tsvg"}, how);
  if (!made.ok()) return made.status();
  if (!made->ok()) return absl::UnavailableError(one_line(made->describe(), 300));
  return made->output;
}

}  // namespace

absl::StatusOr<std::vector<learned_file>> automata_of(const fs::path& folder) {
  const auto schema = model::json_schema::compile(file_schema, "the schema of learned automata");
  if (!schema.ok()) return schema.status();
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  if (files.empty()) {
    return absl::NotFoundError(absl::StrCat(
        folder.string(), ": no file that `gauntlet learn IMPL --format json >IMPL.json` wrote"));
  }
  std::sort(files.begin(), files.end());
  std::vector<learned_file> all;
  for (const fs::path& file : files) {
    const auto document = schema->read(file);
    if (!document.ok()) return document.status();
    all.push_back({file.stem().string(), view(*document)});
  }
  return all;
}

std::vector<std::string> write_automata(const std::vector<learned_file>& all, site_writer& to) {
  std::vector<std::string> left_out;
  bool can_draw = true;
  view automata = view::array();
  for (const learned_file& one : all) {
    view shown = view_of(one);
    const std::string place = "automata/" + shown["id"].get<std::string>();
    to.put(place + ".dot", one.found["dot"].get<std::string>());
    shown["picture"] = false;
    if (can_draw) {
      const absl::StatusOr<std::string> picture = drawn(one.found);
      if (picture.ok()) {
        to.put(place + ".svg", *picture);
        shown["picture"] = true;
      } else if (absl::IsNotFound(picture.status())) {
        can_draw = false;
        left_out.push_back(
            absl::StrCat("no pictures of automata: ", std::string(picture.status().message()),
                         "; apt-get install graphviz brings what draws them"));
      } else {
        const std::string why(picture.status().message());
        shown["why_not"] = why;
        if (!absl::IsOutOfRange(picture.status()))
          left_out.push_back(absl::StrCat("no picture of ", one.name, ": ", why));
      }
    }
    automata.push_back(std::move(shown));
  }
  const view content = {{"automata", std::move(automata)}};
  to.put_page({"automata.html", "Learned automata: Gauntlet", automata_part},
              page_template(templates::automata_html).render(content));
  return left_out;
}

}  // namespace gauntlet::report
