// A JSON document a line, each of them a message, an exchange, or field lines alone.

#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/json.hpp"
#include "conformance/lint/readers/json_exchange.hpp"
#include "conformance/lint/readers/lines.hpp"
#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint::readers {
namespace {

class ndjson_reader final : public plain_reader {
 public:
  ndjson_reader(sink& to, const limits& bounds)
      : sink_(to), head_(to, bounds), lines_(bounds.max_document) {}

  void push(std::string_view octets) override {
    lines_.push(octets);
    while (const std::optional<line> next = lines_.next()) read(*next);
  }

  void finish() override {
    if (const std::optional<line> rest = lines_.last()) read(*rest);
  }

 private:
  void read(const line& next) {
    if (!next.is_start || next.octets.find_first_not_of(" \t\r") == std::string_view::npos) return;
    place at = next.place;
    at.record = ++record_;
    if (!next.is_whole()) {
      sink_.on_unreadable(at, "a document that is too long");
    } else if (const std::optional<json> document = parser_.parse(next.octets)) {
      read_document(*document, at);
    } else {
      sink_.on_unreadable(at, "a line that is no JSON");
    }
  }

  void read_document(const json& document, const place& at) {
    if (member(document, "request") || member(document, "response")) {
      if (!read_exchange(head_, document, at))
        sink_.on_unreadable(at, "a request and a response without headers");
    } else if (member(document, "headers") || member(document, "header") ||
               member(document, "rawHeaders")) {
      if (!read_message(head_, document, at))
        sink_.on_unreadable(at, "headers in a shape that is not known");
    } else {
      head_.begin(head_kind::fields, at);
      const bool is_read = add_fields(head_, document, at);
      if (!head_.has_fields() && !is_read) {
        head_.drop();
        sink_.on_unreadable(at, "a document without field lines");
        return;
      }
      head_.end();
      if (!is_read) sink_.on_unreadable(at, "a member that is no field line");
    }
  }

  sink& sink_;
  head_builder head_;
  lines lines_;
  json_parser parser_{};
  std::uint64_t record_ = 0;
};

}  // namespace

std::unique_ptr<plain_reader> make_ndjson_reader(sink& to, const limits& bounds) {
  return std::make_unique<ndjson_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
