#include "conformance/lint/readers/test/recording.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace gauntlet::lint {
namespace {

std::string quoted(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char each : octets) {
    const auto octet = static_cast<unsigned char>(each);
    if (octet >= 0x20 && octet <= 0x7e) {
      out.push_back(each);
    } else {
      out.append("\\x").push_back(digits[octet / 16]);
      out.push_back(digits[octet % 16]);
    }
  }
  return out + "\"";
}

}  // namespace

void recording::say_place(const place& at) {
  if (at.line != 0) {
    text += "line " + std::to_string(at.line);
  } else if (at.record != 0) {
    text += "record " + std::to_string(at.record);
  } else {
    text += "octet " + std::to_string(at.offset);
  }
}

void recording::say_octets(const place& at, std::string_view octets) {
  text += quoted(octets);
  const std::string_view first_line = octets.substr(0, octets.find_first_of("\r\n"));
  if (at.offset > input_.size() || !input_.substr(at.offset).starts_with(first_line))
    text += " elsewhere";
}

void recording::on_head(const head& found) {
  say_place(found.place);
  text += found.kind == head_kind::fields    ? " fields"
          : found.kind == head_kind::request ? " request"
                                             : " response";
  if (!found.start_line.empty()) {
    text += " ";
    say_octets(found.place, found.start_line);
  }
  if (found.status != 0) text += " status=" + std::to_string(found.status);
  if (!found.method.empty()) text += " method=" + std::string(found.method);
  if (!found.target.empty()) text += " target=" + std::string(found.target);
  if (!found.host.empty()) text += " host=" + std::string(found.host);
  if (found.is_tls) text += *found.is_tls ? " tls" : " cleartext";
  if (found.exchange != 0) text += " exchange=" + std::to_string(found.exchange);
  text += "\n";
  for (const field_line& each : found.fields) {
    text += "  ";
    say_place(each.place);
    text += " " + std::string(each.name) + "=";
    say_octets(each.place, each.value);
    text += each.is_redacted ? " redacted\n" : "\n";
  }
}

void recording::on_unreadable(const place& at, std::string_view why) {
  say_place(at);
  text += " unreadable: " + std::string(why) + "\n";
}

std::string read(format which, std::string_view input, const limits& bounds) {
  recording found(input);
  const std::unique_ptr<reader> reading = make_reader(which, found, bounds);
  reading->push(input);
  reading->finish();
  return found.text;
}

std::string read_in_pieces(format which, std::string_view input, const limits& bounds) {
  const std::string whole = read(which, input, bounds);
  // A copy of each piece, so that a sanitizer sees a look beyond its end, or at it when it is gone.
  const auto push = [](reader& to, std::string_view piece) {
    const std::unique_ptr<std::string> copy = std::make_unique<std::string>(piece);
    to.push(*copy);
  };
  const std::size_t step = std::max<std::size_t>(1, input.size() / 1000);
  for (std::size_t cut = 0; cut <= input.size(); cut += step) {
    recording found(input);
    const std::unique_ptr<reader> reading = make_reader(which, found, bounds);
    push(*reading, input.substr(0, cut));
    push(*reading, input.substr(cut));
    reading->finish();
    EXPECT_EQ(found.text, whole) << "cut at " << cut;
    if (found.text != whole) break;
  }
  recording found(input);
  const std::unique_ptr<reader> reading = make_reader(which, found, bounds);
  for (const char& each : input) push(*reading, {&each, 1});
  reading->finish();
  EXPECT_EQ(found.text, whole) << "octet by octet";
  return whole;
}

}  // namespace gauntlet::lint
