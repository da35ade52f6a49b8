#include "conformance/model/text.hpp"

#include <algorithm>

namespace gauntlet::model {
namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7F; }

}  // namespace

void append_hex(std::string& out, char octet) {
  constexpr char hex[] = "0123456789abcdef";
  const auto number = static_cast<unsigned char>(octet);
  out.append("\\x");
  out.push_back(hex[number >> 4U]);
  out.push_back(hex[number & 0x0FU]);
}

std::string printable(std::string_view octets) {
  std::string out;
  out.reserve(octets.size());
  for (const char c : octets) {
    if (is_plain(c)) {
      out.push_back(c);
    } else {
      append_hex(out, c);
    }
  }
  return out;
}

std::string quoted_printable(std::string_view octets) {
  std::string out = "\"";
  for (const char c : octets) {
    if (!is_plain(c)) {
      append_hex(out, c);
      continue;
    }
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
  return out;
}

std::string shell_quoted(std::string_view argument) {
  constexpr std::string_view safe = "%+,-./:=@_";
  const auto is_safe = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           safe.find(c) != std::string_view::npos;
  };
  if (!argument.empty() && std::all_of(argument.begin(), argument.end(), is_safe))
    return std::string(argument);
  std::string out;
  if (std::all_of(argument.begin(), argument.end(), is_plain)) {
    out.push_back('\'');
    for (const char c : argument) {
      if (c == '\'') {
        out.append("'\\''");
      } else {
        out.push_back(c);
      }
    }
  } else {
    out.append("$'");
    for (const char c : argument) {
      if (!is_plain(c)) {
        append_hex(out, c);
        continue;
      }
      if (c == '\'' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
  }
  out.push_back('\'');
  return out;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    out.append(out.empty() ? "\"" : ",\"");
    if (!cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos)
      out.push_back('\'');
    for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
    out.push_back('"');
  }
  out.push_back('\n');
  return out;
}

}  // namespace gauntlet::model
