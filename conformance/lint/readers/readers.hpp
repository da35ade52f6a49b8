#ifndef CONFORMANCE_LINT_READERS_READERS_HPP
#define CONFORMANCE_LINT_READERS_READERS_HPP

#include <memory>
#include <optional>
#include <string_view>

#include "conformance/lint/reader.hpp"

namespace gauntlet::lint::readers {

// A reader of octets that are not compressed any more.
class plain_reader : public reader {
 public:
  // Octets are missing here: what begins anew is looked for.
  virtual void on_gap() {}
};

// What recognise() says of octets that are not compressed.
std::optional<format> recognise_plain(std::string_view octets);

std::unique_ptr<plain_reader> make_heads_reader(sink&, const limits&);
std::unique_ptr<plain_reader> make_traces_reader(sink&, const limits&);  // curl and git
std::unique_ptr<plain_reader> make_git_credential_reader(sink&, const limits&);
std::unique_ptr<plain_reader> make_fields_reader(sink&, const limits&);
std::unique_ptr<plain_reader> make_har_reader(sink&, const limits&);
std::unique_ptr<plain_reader> make_warc_reader(sink&, const limits&);
std::unique_ptr<plain_reader> make_ndjson_reader(sink&, const limits&);
std::unique_ptr<plain_reader> make_tshark_reader(sink&, const limits&);

}  // namespace gauntlet::lint::readers

#endif
