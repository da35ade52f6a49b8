#include <gauntlet/gauntlet.hpp>

#include "far_sighted.hpp"
#include "subject.hpp"

namespace {

class digest {
 public:
  explicit digest(const char* base) : base_(base) {}

  void add(std::uint64_t number) {
    value_ = (value_ ^ number) * 0x9E3779B97F4A7C15U;
    value_ ^= value_ >> 29;
  }

  void add(std::string_view view) {
    add(static_cast<std::uint64_t>(view.data() - base_));
    add(view.size());
  }

  void add(const gauntlet::auth_param& param) {
    add(param.name);
    if (param.value.raw().data() == nullptr) return;
    add(param.value.raw());
    add(param.value.quoted_pairs());
    add(std::uint64_t{param.value.is_quoted_string()});
  }

  std::uint64_t value() const { return value_; }

  static std::uint64_t of_error(std::size_t offset) {
    digest error(nullptr);
    error.add(~std::uint64_t{offset});
    return error.value();
  }

 private:
  const char* base_;
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

}  // namespace

namespace {

std::uint64_t by_reader(int operation, int grammar, const char* first, std::size_t size) {
  digest found(first);
  gauntlet::reader reader({first, size}, static_cast<gauntlet::operation>(operation),
                          gauntlet::unlimited(static_cast<gauntlet::grammar>(grammar)));
  // No value has more events than octets; a mutant may have them without end.
  for (std::size_t events = 0; events < size + 2; ++events) {
    const gauntlet::event event = reader.next();
    found.add(static_cast<std::uint64_t>(event));
    switch (event) {
      case gauntlet::event::auth_scheme:
        found.add(reader.scheme());
        break;
      case gauntlet::event::token68:
        found.add(reader.token68());
        break;
      case gauntlet::event::auth_param:
        found.add(reader.param());
        break;
      case gauntlet::event::end:
        return found.value();
      case gauntlet::event::error:
        // Events before an error are not part of a result.
        return digest::of_error(reader.status().offset);
    }
    found.add(reader.offset());
  }
  return 0;
}

std::uint64_t by_parse(int operation, int grammar, const char* first, std::size_t size) {
  static gauntlet::element storage[256];
  const gauntlet::parse_result parsed =
      gauntlet::detail::parse_with<gauntlet_mutation::far_sighted_scanner>(
          std::string_view(first, size), static_cast<gauntlet::operation>(operation), storage,
          gauntlet::unlimited(static_cast<gauntlet::grammar>(grammar)));
  if (!parsed) return digest::of_error(parsed.status.offset);
  digest found(first);
  for (std::size_t i = 0; i < parsed.size; ++i) {
    found.add(static_cast<std::uint64_t>(storage[i].kind()));
    found.add(storage[i].param());
  }
  return found.value();
}

}  // namespace

extern "C" std::uint64_t subject_digest(int operation, int grammar, const char* first,
                                        std::size_t size) {
  return by_reader(operation, grammar, first, size) + 3 * by_parse(operation, grammar, first, size);
}
