#include "conformance/grammar/test/support.hpp"

#include <algorithm>
#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace gauntlet::grammar_engine {
namespace {

std::string hex_value(unsigned char octet) {
  char out[8];
  std::snprintf(out, sizeof out, "%02X", static_cast<unsigned>(octet));
  return out;
}

// Whether the text of a node begins with a count, so that another count must not stand before it.
bool is_counted(const node& in) {
  return in.kind == node_kind::list ||
         (in.kind == node_kind::repetition && !(in.min == 0 && in.max == 1));
}

void append_abnf(std::string& out, const node& in, bool grouped) {
  switch (in.kind) {
    case node_kind::alternation:
    case node_kind::concatenation: {
      if (in.children.empty()) {
        out += "\"\"";
        return;
      }
      const bool group = grouped && in.children.size() > 1;
      if (group) out += "( ";
      for (std::size_t i = 0; i < in.children.size(); ++i) {
        if (i > 0) out += in.kind == node_kind::alternation ? " / " : " ";
        append_abnf(out, in.children[i], in.children[i].kind == node_kind::alternation);
      }
      if (group) out += " )";
      return;
    }
    case node_kind::repetition:
      if (in.min == 0 && in.max == 1) {
        out += "[ ";
        append_abnf(out, in.children.front(), false);
        out += " ]";
        return;
      }
      [[fallthrough]];
    case node_kind::list:
      if (in.kind == node_kind::repetition && in.min == in.max) {
        absl::StrAppend(&out, in.min);
      } else {
        if (in.min > 0) absl::StrAppend(&out, in.min);
        out += in.kind == node_kind::list ? '#' : '*';
        if (in.max != no_maximum) absl::StrAppend(&out, in.max);
      }
      if (is_counted(in.children.front())) {
        out += "( ";
        append_abnf(out, in.children.front(), false);
        out += " )";
      } else {
        append_abnf(out, in.children.front(), true);
      }
      return;
    case node_kind::reference:
      out += in.text;
      return;
    case node_kind::literal: {
      const bool plain = std::all_of(in.text.begin(), in.text.end(),
                                     [](char c) { return c >= 0x20 && c < 0x7F && c != '"'; });
      if (plain) {
        const bool letters = std::any_of(in.text.begin(), in.text.end(), absl::ascii_isalpha);
        if (in.case_sensitive && letters) out += "%s";
        out += "\"" + in.text + "\"";
        return;
      }
      out += "%x";
      for (std::size_t i = 0; i < in.text.size(); ++i) {
        if (i > 0) out += '.';
        out += hex_value(static_cast<unsigned char>(in.text[i]));
      }
      return;
    }
    case node_kind::range:
      out += "%x" + hex_value(in.first) + "-" + hex_value(in.last);
      return;
    case node_kind::prose:
      out += "<" + in.text + ">";
      return;
  }
}

}  // namespace

std::string to_abnf(const node& in) {
  std::string out;
  append_abnf(out, in, false);
  return out;
}

bool equivalent(const dfa& a, const dfa& b) {
  return !shortest_difference(a, b) && !shortest_difference(b, a);
}

}  // namespace gauntlet::grammar_engine
