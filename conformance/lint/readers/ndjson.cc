// A JSON document a line, each of them a message, an exchange, or field lines alone.

#include "conformance/lint/readers/document_reader.hpp"
#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/json_exchange.hpp"

namespace gauntlet::lint::readers {
namespace {

class ndjson_reader final : public document_reader {
 public:
  ndjson_reader(sink& to, const limits& bounds)
      : document_reader(to, bounds, "a document", true), head_(to, bounds) {}

 private:
  void read_document(const json& document, place at) override {
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

  head_builder head_;
};

}  // namespace

std::unique_ptr<plain_reader> make_ndjson_reader(sink& to, const limits& bounds) {
  return std::make_unique<ndjson_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
