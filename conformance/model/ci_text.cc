#include "conformance/model/ci_text.hpp"

#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"

namespace gauntlet::model {
namespace {

// Octets for which `is_special` holds as %HH.
template <typename Predicate>
std::string percent_encoded(std::string_view text, Predicate is_special) {
  std::string out;
  for (const char c : text) {
    if (is_special(c)) {
      absl::StrAppend(&out, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

std::string workflow_property(std::string_view text) {
  return percent_encoded(printable(text), [](char c) { return c == '%' || c == ':' || c == ','; });
}

std::string workflow_text(std::string_view text) {
  return percent_encoded(printable(text), [](char c) { return c == '%'; });
}

std::string path_reference(std::string_view path) {
  return percent_encoded(path, [](char c) {
    const bool is_unreserved = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                               (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' ||
                               c == '~';
    return !is_unreserved && c != '/';
  });
}

}  // namespace gauntlet::model
