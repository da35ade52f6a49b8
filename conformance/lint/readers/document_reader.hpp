#ifndef CONFORMANCE_LINT_READERS_DOCUMENT_READER_HPP
#define CONFORMANCE_LINT_READERS_DOCUMENT_READER_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/lint/readers/json.hpp"
#include "conformance/lint/readers/lines.hpp"
#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint::readers {

// Reads a JSON document a line. Empty lines are none.
class document_reader : public plain_reader {
 public:
  void push(std::string_view octets) final {
    lines_.push(octets);
    while (const std::optional<line> next = lines_.next()) read(*next);
  }

  void finish() final {
    if (const std::optional<line> rest = lines_.last()) read(*rest);
  }

 protected:
  // `noun`: what a line holds, "a document". `is_record`: each line is a record; otherwise whoever
  // reads the document counts them.
  document_reader(sink& to, const limits& bounds, const char* noun, bool is_record)
      : sink_(to), lines_(bounds.max_document), noun_(noun), is_record_(is_record) {}

  // The document holds during the call only.
  virtual void read_document(const json&, place at) = 0;

  sink& sink_;

 private:
  void read(const line& next) {
    if (!next.is_start || next.octets.find_first_not_of(" \t\r") == std::string_view::npos) return;
    place at = next.place;
    if (is_record_) at.record = ++record_;
    if (!next.is_whole()) {
      sink_.on_unreadable(at, std::string(noun_) + " that is too long");
    } else if (const std::optional<json> document = parser_.parse(next.octets)) {
      read_document(*document, at);
    } else {
      sink_.on_unreadable(at, "a line that is no JSON");
    }
  }

  lines lines_;
  json_parser parser_{};
  const char* const noun_;
  const bool is_record_;
  std::uint64_t record_ = 0;
};

}  // namespace gauntlet::lint::readers

#endif
