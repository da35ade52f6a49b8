#include "conformance/live/wire/body.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace gauntlet::wire {
namespace {

framing broken(const char* why) { return {framing::kind::broken, 0, why}; }

std::optional<std::uint64_t> decimal(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t made = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    if (made > (std::numeric_limits<std::uint64_t>::max() - 9) / 10) return std::nullopt;
    made = made * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return made;
}

int hex_value(char c) noexcept {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// What both directions have in common; `otherwise` where nothing is said.
framing framing_of(const head& of, framing::kind otherwise) {
  const std::vector<std::string_view> codings = of.values("Transfer-Encoding");
  const std::vector<std::string_view> lengths = of.values("Content-Length");
  if (!codings.empty()) {
    if (!lengths.empty()) return broken("Transfer-Encoding and Content-Length together");
    if (codings.size() != 1 || !same_name(codings.front(), "chunked"))
      return broken("a transfer coding other than chunked");
    return {framing::kind::chunked, 0, ""};
  }
  if (lengths.empty()) return {otherwise, 0, ""};
  if (std::any_of(lengths.begin(), lengths.end(),
                  [&](std::string_view one) { return one != lengths.front(); }))
    return broken("two values of Content-Length");
  const std::optional<std::uint64_t> length = decimal(lengths.front());
  if (!length) return broken("a Content-Length that is no number");
  if (*length == 0) return {framing::kind::none, 0, ""};
  return {framing::kind::length, *length, ""};
}

}  // namespace

framing framing_of_request(const head& of) { return framing_of(of, framing::kind::none); }

framing framing_of_response(const head& of, int status, std::string_view method) {
  const bool is_tunnel = method == "CONNECT" && status >= 200 && status < 300;
  if (method == "HEAD" || status < 200 || status == 204 || status == 304 || is_tunnel)
    return {framing::kind::none, 0, ""};
  return framing_of(of, framing::kind::until_close);
}

body_reader::body_reader(const framing& how, const body_limits& limits)
    : limits_(limits), how_(how), left_(how.length) {
  if (how.how == framing::kind::none) state_ = state::done;
  if (how.how == framing::kind::broken) fail(how.why);
  if (how.how == framing::kind::chunked) step_ = step::chunk_size;
  if (how.how == framing::kind::until_close) left_ = std::numeric_limits<std::uint64_t>::max();
}

void body_reader::fail(const char* why) noexcept {
  state_ = state::broken;
  fault_ = why;
}

std::size_t body_reader::feed(std::string_view octets) {
  std::size_t at = 0;
  while (state_ == state::reading && at < octets.size()) {
    if (taken_ == limits_.max_octets) {
      fail("a body of more octets than are taken");
      break;
    }
    std::size_t size = 1;
    if (step_ == step::content || step_ == step::chunk_data) {
      const std::uint64_t room = limits_.max_octets - taken_;
      const std::size_t rest = octets.size() - at;
      size = take_content(octets.substr(at, room < rest ? static_cast<std::size_t>(room) : rest));
    } else if (take_line(octets[at])) {
      line_.clear();
    }
    at += size;
    taken_ += size;
  }
  return at;
}

std::size_t body_reader::take_content(std::string_view octets) {
  const std::size_t size = octets.size() < left_ ? octets.size() : static_cast<std::size_t>(left_);
  const std::size_t kept = std::min(size, limits_.max_kept - content_.size());
  content_.append(octets.substr(0, kept));
  if (kept < size) is_cut_ = true;
  left_ -= size;
  if (left_ != 0) return size;
  if (step_ == step::content) {
    state_ = state::done;
  } else {
    step_ = step::chunk_end;
  }
  return size;
}

// Takes an octet of a line of the chunked coding; true at its end.
bool body_reader::take_line(char octet) {
  if (octet != '\n') {
    line_.push_back(octet);
    const std::size_t most = step_ == step::trailer ? limits_.max_trailers : limits_.max_chunk_line;
    if (line_.size() > most) fail("a line of the chunked coding that is too long");
    return false;
  }
  const bool has_cr = !line_.empty() && line_.back() == '\r';
  const std::size_t size = line_.size() - (has_cr ? 1 : 0);
  if (step_ == step::chunk_end) {
    if (size != 0) fail("octets after the end of a chunk");
    step_ = step::chunk_size;
  } else if (step_ == step::chunk_size) {
    line_.resize(size);
    read_chunk_size();
  } else if (size == 0) {
    state_ = state::done;
  } else if (trailers_.size() + line_.size() + 1 > limits_.max_trailers) {
    fail("trailers of more octets than are taken");
  } else {
    trailers_.append(line_).push_back('\n');
  }
  return true;
}

void body_reader::read_chunk_size() {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  while (digits < line_.size() && hex_value(line_[digits]) >= 0) {
    if (digits == 15) return fail("a chunk size that is too large");
    size = size * 16 + static_cast<std::uint64_t>(hex_value(line_[digits++]));
  }
  const std::string_view rest = trim(std::string_view(line_).substr(digits));
  if (digits == 0 || (!rest.empty() && rest.front() != ';'))
    return fail("a chunk size that is no number");
  left_ = size;
  step_ = size == 0 ? step::trailer : step::chunk_data;
}

void body_reader::end() {
  if (state_ != state::reading) return;
  if (how_.how == framing::kind::until_close) {
    state_ = state::done;
  } else {
    fail("the connection ended in the middle of the body");
  }
}

}  // namespace gauntlet::wire
