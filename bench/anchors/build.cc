#include <array>

#include "bench/anchors/anchors.hpp"

namespace gauntlet::bench {
namespace {

// Sets of octets as tables, as most quick parsers have them.
using octet_set = std::array<bool, 256>;

constexpr octet_set make_set(std::string_view others, bool has_text) {
  octet_set set{};
  for (std::size_t octet = 0; octet < 256; ++octet) {
    const bool is_alphanumeric = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
                                 (octet >= '0' && octet <= '9');
    const bool is_text = octet == '\t' || (octet >= 0x20 && octet != 0x7f);
    set[octet] = has_text ? is_text : is_alphanumeric;
  }
  for (const char octet : others) set[static_cast<unsigned char>(octet)] = !has_text;
  return set;
}
constexpr octet_set tchar = make_set("!#$%&'*+-.^_`|~", false);
constexpr octet_set token68_char = make_set("-._~+/", false);
constexpr octet_set text = make_set("", true);
constexpr octet_set qdtext = make_set("\"\\", true);

bool is_in(const octet_set& set, char octet) { return set[static_cast<unsigned char>(octet)]; }

std::string lower_case(std::string_view octets) {
  std::string result(octets);
  for (char& octet : result) {
    if (octet >= 'A' && octet <= 'Z') octet = static_cast<char>(octet + ('a' - 'A'));
  }
  return result;
}

class builder {
 public:
  explicit builder(std::string_view value) : value_(value) {}

  // #challenge, or one of them alone.
  std::optional<std::vector<built_challenge>> read(operation what) {
    std::vector<built_challenge> challenges;
    if (what == operation::auth_info) {
      challenges.emplace_back();
      if (!read_params(challenges.back(), false)) return std::nullopt;
    } else if (what == operation::credentials) {
      if (!read_challenge(challenges, false)) return std::nullopt;
    } else {
      skip_empty_elements();
      while (at_ < value_.size()) {
        if (!read_challenge(challenges, true)) return std::nullopt;
        skip_ows();
        if (at_ < value_.size() && peek() != ',') return std::nullopt;
        skip_empty_elements();
      }
    }
    if (at_ != value_.size()) return std::nullopt;
    return challenges;
  }

 private:
  char peek() const { return at_ < value_.size() ? value_[at_] : '\0'; }

  void skip_ows() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  void skip_empty_elements() {
    skip_ows();
    while (peek() == ',') {
      ++at_;
      skip_ows();
    }
  }

  std::string_view read_token() {
    const std::size_t first = at_;
    while (at_ < value_.size() && is_in(tchar, value_[at_])) ++at_;
    return value_.substr(first, at_ - first);
  }

  bool read_challenge(std::vector<built_challenge>& challenges, bool is_in_list) {
    const std::string_view scheme = read_token();
    if (scheme.empty()) return false;
    built_challenge challenge;
    challenge.scheme = lower_case(scheme);
    if (peek() == ' ') {
      while (peek() == ' ') ++at_;
      if (std::optional<std::string> token68 = read_token68(is_in_list)) {
        challenge.token68 = std::move(token68);
      } else if (!read_params(challenge, is_in_list)) {
        return false;
      }
    }
    challenges.push_back(std::move(challenge));
    return true;
  }

  // Moves only if there is one.
  std::optional<std::string> read_token68(bool is_in_list) {
    std::size_t last = at_;
    while (last < value_.size() && is_in(token68_char, value_[last])) ++last;
    if (last == at_) return std::nullopt;
    while (last < value_.size() && value_[last] == '=') ++last;
    std::size_t after = last;
    while (is_in_list && after < value_.size() && (value_[after] == ' ' || value_[after] == '\t')) {
      ++after;
    }
    if (after < value_.size() && !(is_in_list && value_[after] == ',')) return std::nullopt;
    std::string token68(value_.substr(at_, last - at_));
    at_ = last;
    return token68;
  }

  // #auth-param, up to what is the next challenge's.
  bool read_params(built_challenge& challenge, bool is_in_list) {
    for (;;) {
      const std::size_t before = at_;
      skip_empty_elements();
      if (at_ == value_.size()) return true;
      const std::string_view name = read_token();
      skip_ows();
      if (name.empty() || peek() != '=') {
        // The next challenge, if this is not the first element after the scheme.
        at_ = before;
        return is_in_list && !name.empty() && peek_is_separator();
      }
      ++at_;
      skip_ows();
      built_param param;
      param.name = lower_case(name);
      if (peek() == '"') {
        if (!read_quoted_string(param.value)) return false;
        param.is_quoted = true;
      } else {
        param.value = std::string(read_token());
        if (param.value.empty()) return false;
      }
      challenge.params.push_back(std::move(param));
      skip_ows();
      if (at_ < value_.size() && peek() != ',') return false;
    }
  }
  bool peek_is_separator() const {
    std::size_t at = at_;
    while (at < value_.size() && (value_[at] == ' ' || value_[at] == '\t')) ++at;
    return at < value_.size() && value_[at] == ',';
  }

  bool read_quoted_string(std::string& value) {
    ++at_;
    for (;;) {
      const std::size_t first = at_;
      while (at_ < value_.size() && is_in(qdtext, value_[at_])) ++at_;
      value.append(value_.substr(first, at_ - first));
      if (peek() == '"') {
        ++at_;
        return true;
      }
      if (peek() != '\\' || ++at_ == value_.size() || !is_in(text, value_[at_])) return false;
      value.push_back(value_[at_++]);
    }
  }

  std::string_view value_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<built_challenge>> build(std::string_view value, operation what) {
  return builder(value).read(what);
}

}  // namespace gauntlet::bench
