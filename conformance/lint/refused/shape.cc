#include "conformance/lint/refused/shape.hpp"

#include <algorithm>
#include <gauntlet/chars.hpp>
#include <vector>

#include "conformance/model/text.hpp"

namespace gauntlet::lint {
namespace {

// The first octet of a run stands for all of it.
char kind_of(char octet) {
  if (gauntlet::is_tchar(octet)) return 'w';
  if (octet == ' ' || octet == '\t') return ' ';
  if (static_cast<unsigned char>(octet) >= 0x80) return '\x80';
  return octet;
}

bool is_run(char kind) { return kind == 'w' || kind == ' ' || kind == '\x80'; }

}  // namespace

std::string shape_of(std::string_view value, std::size_t at) {
  constexpr std::size_t width = 16;
  at = std::min(at, value.size());
  std::string before;
  bool is_cut_before = false;
  for (std::size_t i = at; i > 0;) {
    const char kind = kind_of(value[--i]);
    if (is_run(kind) && before.ends_with(kind)) continue;
    if (before.size() == width) {
      is_cut_before = true;
      break;
    }
    before.push_back(kind);
  }
  std::reverse(before.begin(), before.end());
  std::string after;
  bool is_cut_after = false;
  for (std::size_t i = at; i < value.size(); ++i) {
    const char kind = kind_of(value[i]);
    if (is_run(kind) && after.ends_with(kind)) continue;
    if (after.size() == width) {
      is_cut_after = true;
      break;
    }
    after.push_back(kind);
  }
  return (is_cut_before ? "..." : "") + model::printable(before) + "^" + model::printable(after) +
         (is_cut_after ? "..." : "");
}

}  // namespace gauntlet::lint
