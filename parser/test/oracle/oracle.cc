#include "oracle.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <stdexcept>

namespace oracle {
namespace {

constexpr unsigned bit(role r) { return 1U << static_cast<unsigned>(r); }

template <class T>
std::vector<T> united(std::vector<T> a, const std::vector<T>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

bool is_ows(char octet) { return octet == ' ' || octet == '\t'; }

expression rule_of(field f, dialect d) {
  const rules abnf(d);
  switch (f) {
    case field::challenges:
      return abnf.WWW_Authenticate();
    case field::credentials:
      return abnf.Authorization();
    case field::auth_info:
      return abnf.Authentication_Info();
  }
  throw std::logic_error("no such field");
}

}  // namespace

std::string printable(std::string_view octets) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string all;
  for (char octet : octets) {
    const auto value = static_cast<unsigned char>(octet);
    if (value >= 0x20 && value < 0x7F) {
      all += octet;
    } else {
      all += "\\x";
      all += digits[value >> 4];
      all += digits[value & 15];
    }
  }
  return all;
}

std::ostream& operator<<(std::ostream& out, const parameter& p) {
  return out << p.name << '=' << (p.quoted ? "quoted<" : "token<") << printable(p.value) << "> raw<"
             << printable(p.raw) << ">@" << p.offset << (p.has_quoted_pair ? " escaped" : "");
}

std::ostream& operator<<(std::ostream& out, const payload& p) {
  out << "scheme<" << p.scheme << ">@" << p.offset;
  if (p.token68) out << " token68<" << *p.token68 << ">@" << p.token68_offset;
  for (const parameter& each : p.params) out << " {" << each << '}';
  return out;
}

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && is_ows(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_ows(line.back())) line.remove_suffix(1);
  return line;
}

std::string combined(const std::vector<std::string_view>& lines) {
  std::string all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) all += ", ";
    all += trimmed(lines[i]);
  }
  return all;
}

automaton::automaton(const expression& rule) {
  positions_.push_back({{}, role::ignored, {}, false});  // position 0: nothing has been read
  const ends whole = add(rule, role::ignored);
  connect({0}, whole.first);
  for (std::uint16_t p : whole.last) positions_[p].last = true;
  positions_[0].last = whole.nullable;

  // A position without octets could keep a dead prefix alive.
  for (std::size_t p = 1; p < positions_.size(); ++p) {
    if (positions_[p].octets.none()) throw std::logic_error("empty octet set");
  }

  std::map<std::vector<std::uint16_t>, state> known;
  const auto intern = [&](std::vector<std::uint16_t> subset) {
    const auto [at, fresh] = known.try_emplace(subset, static_cast<state>(subsets_.size()));
    if (fresh) {
      accepting_.push_back(std::any_of(subset.begin(), subset.end(),
                                       [&](std::uint16_t p) { return positions_[p].last; }));
      subsets_.push_back(std::move(subset));
    }
    return at->second;
  };
  intern({0});
  for (std::size_t from = 0; from < subsets_.size(); ++from) {
    std::array<state, 256> row{};
    for (unsigned octet = 0; octet < 256; ++octet) {
      std::set<std::uint16_t> to;
      for (std::uint16_t p : subsets_[from]) {
        for (std::uint16_t q : positions_[p].follow) {
          if (positions_[q].octets.test(octet)) to.insert(q);
        }
      }
      row[octet] = intern({to.begin(), to.end()});
    }
    next_.push_back(row);
  }
}

void automaton::connect(const std::vector<std::uint16_t>& from,
                        const std::vector<std::uint16_t>& to) {
  for (std::uint16_t p : from) {
    for (std::uint16_t q : to) {
      std::vector<std::uint16_t>& follow = positions_[p].follow;
      if (std::find(follow.begin(), follow.end(), q) == follow.end()) follow.push_back(q);
    }
  }
}

automaton::ends automaton::add(const expression& e, role plays) {
  const node& n = *e.root;
  switch (n.what) {
    case node::kind::octet: {
      const auto p = static_cast<std::uint16_t>(positions_.size());
      positions_.push_back({n.octets, plays, {}, false});
      return {false, {p}, {p}};
    }
    case node::kind::nothing:
      return {true, {}, {}};
    case node::kind::roled:
      return add(n.parts[0], n.plays);
    case node::kind::choice: {
      const ends a = add(n.parts[0], plays);
      const ends b = add(n.parts[1], plays);
      return {a.nullable || b.nullable, united(a.first, b.first), united(a.last, b.last)};
    }
    case node::kind::sequence: {
      const ends a = add(n.parts[0], plays);
      const ends b = add(n.parts[1], plays);
      connect(a.last, b.first);
      return {a.nullable && b.nullable, a.nullable ? united(a.first, b.first) : a.first,
              b.nullable ? united(a.last, b.last) : b.last};
    }
    case node::kind::repetition: {
      ends a = add(n.parts[0], plays);
      connect(a.last, a.first);
      a.nullable = true;
      return a;
    }
  }
  throw std::logic_error("no such kind of expression");
}

verdict automaton::read(std::string_view value) const {
  state s = start;
  for (std::size_t i = 0; i < value.size(); ++i) {
    s = step(s, value[i]);
    if (!live(s)) return {false, i};
  }
  return {accepting(s), value.size()};
}

std::vector<unsigned> automaton::roles(std::string_view value, bool complete) const {
  std::vector<state> before{start};
  for (char octet : value) before.push_back(step(before.back(), octet));

  std::vector<unsigned> all(value.size(), 0);
  std::vector<bool> useful(positions_.size(), false);
  for (std::uint16_t p : subsets_[before.back()]) useful[p] = !complete || positions_[p].last;
  for (std::size_t i = value.size(); i-- > 0;) {
    std::vector<bool> earlier(positions_.size(), false);
    for (std::uint16_t q : subsets_[before[i + 1]]) {
      if (useful[q]) all[i] |= bit(positions_[q].plays);
    }
    for (std::uint16_t p : subsets_[before[i]]) {
      const std::vector<std::uint16_t>& follow = positions_[p].follow;
      earlier[p] = std::any_of(follow.begin(), follow.end(), [&](std::uint16_t q) {
        return useful[q] && positions_[q].octets.test(static_cast<unsigned char>(value[i]));
      });
    }
    useful = std::move(earlier);
  }
  return all;
}

std::size_t automaton::minimal_size() const {
  // Moore: states are equal as long as no string tells them apart.
  std::vector<std::size_t> block(accepting_.begin(), accepting_.end());
  for (std::size_t count = 0;;) {
    std::map<std::vector<std::size_t>, std::size_t> signatures;
    std::vector<std::size_t> refined;
    for (std::size_t s = 0; s < next_.size(); ++s) {
      std::vector<std::size_t> signature{block[s]};
      for (state to : next_[s]) signature.push_back(block[to]);
      refined.push_back(signatures.try_emplace(signature, signatures.size()).first->second);
    }
    block = std::move(refined);
    if (signatures.size() == count) return count;
    count = signatures.size();
  }
}

std::string automaton::octet_classes() const {
  std::set<std::vector<state>> columns;
  std::string representatives;
  for (unsigned octet = 0; octet < 256; ++octet) {
    std::vector<state> column;
    for (const auto& row : next_) column.push_back(row[octet]);
    if (columns.insert(column).second) representatives += static_cast<char>(octet);
  }
  return representatives;
}

std::vector<std::string> automaton::access_strings() const {
  std::vector<std::optional<std::string>> reached(size());
  std::vector<state> queue{start};
  std::vector<std::string> all;
  reached[start] = "";
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::string prefix = *reached[queue[i]];
    all.push_back(prefix);
    for (unsigned octet = 0; octet < 256; ++octet) {
      const state to = next_[queue[i]][octet];
      if (!live(to) || reached[to]) continue;
      reached[to] = prefix + static_cast<char>(octet);
      queue.push_back(to);
    }
  }
  return all;
}

reference::reference(field f, dialect d) : field_(f), machine_(rule_of(f, d)) {}

result reference::parse(std::string_view value) const {
  const std::vector<unsigned> roles = machine_.roles(value, true);
  for (unsigned each : roles) {
    if (each == 0 || (each & (each - 1)) != 0) {
      throw std::logic_error("no result, or more than one: " + printable(value));
    }
  }
  return build(value, roles);
}

result reference::parse_prefix(std::string_view prefix) const {
  std::vector<unsigned> roles = machine_.roles(prefix, false);
  const auto open = std::find_if(roles.begin(), roles.end(),
                                 [](unsigned each) { return (each & (each - 1)) != 0; });
  // An element that touches the end may go on.
  std::size_t end = static_cast<std::size_t>(open - roles.begin());
  while (end > 0 && roles[end - 1] != bit(role::ignored) && roles[end - 1] != bit(role::quote)) {
    --end;
  }
  roles.resize(end);
  result all = build(prefix.substr(0, end), roles);
  // A parameter whose value has not been read, or whose quoted-string is still open.
  if (!all.empty() && !all.back().params.empty()) {
    std::vector<parameter>& params = all.back().params;
    const parameter& last = params.back();
    const auto quotes = std::count(roles.begin() + static_cast<std::ptrdiff_t>(last.offset),
                                   roles.end(), bit(role::quote));
    if (last.quoted ? quotes < 2 : last.value.empty()) params.pop_back();
  }
  return all;
}

result reference::build(std::string_view value, const std::vector<unsigned>& roles) const {
  result all;
  if (field_ == field::auth_info) all.emplace_back();
  unsigned before = bit(role::ignored);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const unsigned now = roles[i];
    if (now == bit(role::scheme)) {
      if (before != now) all.emplace_back().offset = i;
      all.back().scheme += value[i];
    } else if (now == bit(role::token68)) {
      if (before != now) {
        all.back().token68 = "";
        all.back().token68_offset = i;
      }
      *all.back().token68 += value[i];
    } else if (now == bit(role::name)) {
      if (before != now) all.back().params.emplace_back().offset = i;
      all.back().params.back().name += value[i];
    } else if (now != bit(role::ignored)) {
      parameter& p = all.back().params.back();
      if (now == bit(role::quote)) p.quoted = true;
      if (now == bit(role::escape)) p.has_quoted_pair = true;
      if (now == bit(role::value)) p.value += value[i];
      if (now != bit(role::quote)) p.raw += value[i];
    }
    before = now;
  }
  return all;
}

const reference& recipient_of(field f) {
  static const std::array<reference, 3> all{reference(field::challenges, recipient),
                                            reference(field::credentials, recipient),
                                            reference(field::auth_info, recipient)};
  return all[static_cast<std::size_t>(f)];
}

const reference& sender_of(field f) {
  static const std::array<reference, 3> all{reference(field::challenges, sender),
                                            reference(field::credentials, sender),
                                            reference(field::auth_info, sender)};
  return all[static_cast<std::size_t>(f)];
}

}  // namespace oracle
