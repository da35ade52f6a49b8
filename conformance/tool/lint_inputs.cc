#include "conformance/tool/lint_inputs.hpp"

#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/model/text.hpp"
#include "conformance/tool/progress.hpp"

namespace gauntlet::tool {
namespace {

std::string shown(const std::string& name) {
  return name == "-" ? "standard input" : model::printable(name);
}

std::unique_ptr<lint::reader> open(const lint_inputs& inputs, const std::string& name,
                                   const std::string& first, lint::sink& to,
                                   command_context& context) {
  const std::optional<lint::format> format =
      inputs.format.empty() ? lint::recognise(first) : lint::format_from_string(inputs.format);
  if (!format) {
    fail(context,
         absl::StrCat("lint: ", shown(name),
                      first.empty() ? ": is empty"
                                    : ": neither a head, a trace, field lines, HAR, WARC nor "
                                      "NDJSON (--format says which; a bare value goes into "
                                      "--field NAME VALUE)"));
    return nullptr;
  }
  if (inputs.start) inputs.start(name == "-" ? "stdin" : name, *format);
  return lint::make_reader(*format, to);
}

bool read(const lint_inputs& inputs, const std::string& name, std::FILE* from, lint::sink& to,
          progress_line& line, command_context& context) {
  constexpr std::size_t enough_to_recognise = 4096;
  std::string first;
  std::vector<char> buffer(std::size_t{256} << 10);
  std::unique_ptr<lint::reader> reader;
  std::uint64_t octets = 0;
  for (std::size_t size = 1; size != 0;) {
    size = std::fread(buffer.data(), 1, buffer.size(), from);
    octets += size;
    const std::string_view piece(buffer.data(), size);
    if (reader == nullptr) {
      first.append(piece);
      if (first.size() < enough_to_recognise && size != 0) continue;
      reader = open(inputs, name, first, to, context);
      if (reader == nullptr) return false;
      reader->push(first);
    } else {
      reader->push(piece);
    }
    if (line.is_due()) {
      line.show(absl::StrFormat("%s: %.0f MB%s", shown(name), static_cast<double>(octets) / 1e6,
                                inputs.progress ? ", " + inputs.progress() : ""));
    }
  }
  if (std::ferror(from) != 0) {
    fail(context, absl::StrCat("lint: ", shown(name), ": cannot read it"));
    return false;
  }
  reader->finish();
  return true;
}

}  // namespace

bool read_lint_inputs(const lint_inputs& inputs, lint::sink& to, command_context& context) {
  progress_line line(inputs.quiet);
  std::vector<std::string> files = inputs.files;
  if (files.empty()) files.emplace_back("-");
  for (const std::string& file : files) {
    std::FILE* const opened = file == "-" ? stdin : std::fopen(file.c_str(), "rb");
    if (opened == nullptr) {
      fail(context, absl::StrCat("lint: ", shown(file), ": cannot open it"));
      return false;
    }
    const auto close = absl::MakeCleanup([&] {
      if (opened != stdin) std::fclose(opened);
    });
    if (!read(inputs, file, opened, to, line, context)) return false;
  }
  return true;
}

}  // namespace gauntlet::tool
