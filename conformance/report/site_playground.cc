#include "conformance/report/site_playground.hpp"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "conformance/model/json_file.hpp"
#include "conformance/process/run.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

namespace fs = std::filesystem;

// One file for each value of an octet: a page loads the one that it needs.
constexpr std::size_t answer_files = 256;

const char* const installs =
    "apt-get install nodejs clang-14 lld-14 libc++-14-dev-wasm32 wasi-libc brings all that it "
    "needs";

class temporary_folder {
 public:
  temporary_folder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "gauntlet-site-XXXXXX").string();
    if (!error && mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~temporary_folder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  // Empty where there is none.
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// ASCII, so that it stands in a script.
std::string script_of(const view& value) {
  return value.dump(-1, ' ', true, view::error_handler_t::replace);
}

// The values of the folders `rfc` and `reported` of the suite, in the order of their files.
absl::StatusOr<view> examples_of(const fs::path& checkout) {
  view out = view::array();
  for (const char* family : {"rfc", "reported"}) {
    std::vector<fs::path> files;
    const fs::path folder = checkout / "conformance" / "suite" / "cases" / family;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& path : files) {
      const absl::StatusOr<std::string> text = model::read_file(path);
      if (!text.ok()) return text.status();
      const absl::StatusOr<nlohmann::json> file = model::parse_json(*text, path.string());
      if (!file.ok()) return file.status();
      for (const nlohmann::json& one : (*file)["cases"]) {
        if (!one.contains("lines")) continue;
        out.push_back({{"family", family},
                       {"id", one["id"]},
                       {"title", one["title"]},
                       {"operation", one.value("operation", file->value("operation", ""))},
                       {"lines", one["lines"]},
                       {"note", one.value("note", "")}});
      }
    }
  }
  return out;
}

// The module of the npm package of a checkout, compiled for this.
absl::StatusOr<std::string> make_module(const fs::path& package) {
  const temporary_folder folder;
  if (folder.path().empty()) return absl::NotFoundError("no temporary folder can be made");
  process::run_options how;
  how.deadline = absl::Minutes(10);
  const auto made =
      process::run({"node", (package / "make.mjs").string(), folder.path().string()}, how);
  if (!made.ok()) {
    return absl::NotFoundError(
        absl::StrCat(one_line(std::string(made.status().message()), 300), "; ", installs));
  }
  if (!made->ok()) {
    return absl::NotFoundError(absl::StrCat("the parser could not be compiled for WebAssembly (",
                                            one_line(made->describe(), 300), "); ", installs));
  }
  return model::read_file(folder.path() / "index.cjs");
}

}  // namespace

absl::StatusOr<std::string> playground_parser(const fs::path& checkout) {
  const fs::path package = checkout / "parser" / "bindings" / "javascript";
  std::error_code error;
  const bool is_ready = fs::is_regular_file(package / "index.cjs", error);
  if (checkout.empty() || (!is_ready && !fs::is_regular_file(package / "make.mjs", error))) {
    return absl::NotFoundError("it is made in a checkout, which has parser/bindings/javascript");
  }
  const absl::StatusOr<std::string> module =
      is_ready ? model::read_file(package / "index.cjs") : make_module(package);
  if (!module.ok()) return module.status();
  // A browser takes no module from a file, but a script.
  return absl::StrCat("globalThis.gauntlet = ((module) => {\n", *module,
                      "\nreturn module.exports;\n})({});\n");
}

std::string value_key(std::string_view operation, const std::vector<std::string>& lines) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&](std::string_view octets) {
    for (const char c : octets) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    hash = (hash ^ static_cast<unsigned char>('\n')) * 0x100000001b3U;
  };
  add(operation);
  for (const std::string& line : lines) add(line);
  return absl::StrFormat("%016x", hash);
}

void write_playground(const views& all, const std::string& parser, const fs::path& checkout,
                      site_writer& to) {
  to.put("playground/parser.js", parser);
  to.put("playground/input.js", templates::playground_input_js);
  to.put("playground/page.js", templates::playground_js);
  to.put("playground/page.css", templates::playground_css);

  absl::StatusOr<view> examples = examples_of(checkout);
  if (!examples.ok()) return to.fail(examples.status());
  const analysis& a = all.source();
  view who = view::array();
  for (std::size_t i = 0; i < a.implementations().size(); ++i) {
    who.push_back(all.cited_implementation(i));
  }
  const view data = {{"examples", *std::move(examples)}, {"implementations", std::move(who)}};
  to.put("playground/data.js", "globalThis.gauntletData = " + script_of(data) + ";\n");

  // Several cases may have one value.
  std::array<view, answer_files> answers;
  answers.fill(view::object());
  for (std::size_t c = 0; c < a.cases().size(); ++c) {
    const case_facts& facts = *a.cases()[c];
    if (!facts.input.empty()) continue;
    const std::string key = value_key(facts.operation, facts.lines);
    const view page = all.one_case(c);
    view one = view::object();
    for (const char* name : {"page", "id", "title", "parse", "expected", "note", "answers"}) {
      one[name] = page[name];
    }
    answers[std::stoul(key.substr(0, 2), nullptr, 16)][key].push_back(std::move(one));
  }
  for (std::size_t i = 0; i < answer_files; ++i) {
    const std::string name = absl::StrFormat("%02x", i);
    to.put("playground/answers/" + name + ".js",
           "gauntletAnswers(\"" + name + "\", " + script_of(answers[i]) + ");\n");
  }

  site_page page;
  page.path = "playground.html";
  page.title = "Playground: Gauntlet";
  page.part = playground_part;
  page.styles = {"playground/page.css"};
  page.scripts = {"playground/parser.js", "playground/data.js", "playground/input.js",
                  "playground/page.js"};
  page.is_of_run = false;
  page.compiles = true;
  to.put_page(page, page_template(templates::playground_html).render(view::object()));
}

}  // namespace gauntlet::report
