#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint {

std::optional<format> recognise(std::string_view first_octets) {
  constexpr std::size_t looked_at = 4096;
  return readers::recognise_plain(first_octets.substr(0, looked_at));
}

std::unique_ptr<reader> make_reader(format which, sink& to, const limits& bounds) {
  switch (which) {
    case format::head:
      return readers::make_heads_reader(to, bounds);
    case format::curl:
    case format::git:
      return readers::make_traces_reader(to, bounds);
    case format::git_credential:
      return readers::make_git_credential_reader(to, bounds);
    case format::fields:
      return readers::make_fields_reader(to, bounds);
    case format::har:
    case format::warc:
    case format::ndjson:
    case format::tshark:
      break;
  }
  return nullptr;
}

}  // namespace gauntlet::lint
