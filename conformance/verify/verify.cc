#include "conformance/verify/verify.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <gauntlet/gauntlet.hpp>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/grammar/random.hpp"
#include "conformance/model/text.hpp"
#include "parser/test/support/guard_page.hpp"

namespace gauntlet::grammar_engine {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) {
  return std::chrono::duration<double>(clock::now() - start).count();
}

gauntlet::operation parser_operation(operation op) {
  switch (op) {
    case operation::challenges:
      return gauntlet::operation::challenges;
    case operation::credentials:
      return gauntlet::operation::credentials;
    case operation::auth_info:
      break;
  }
  return gauntlet::operation::auth_info;
}

gauntlet::options parser_options(grammar g) {
  return gauntlet::unlimited(g == grammar::sender ? gauntlet::grammar::sender
                                                  : gauntlet::grammar::recipient);
}

// One event of a value, by places in it.
struct found_event {
  gauntlet::event what;
  std::size_t begin, end;              // scheme, token68 or name
  std::size_t value_begin, value_end;  // inside the DQUOTEs
  bool quoted;
  std::size_t escapes;
};

// Cuts the labels of a valid value into events.
void events_of(const std::vector<label>& labels, std::size_t size, std::vector<found_event>& out) {
  out.clear();
  for (std::size_t i = 0; i < size; ++i) {
    const label here = labels[i];
    if ((here.begins & begins_challenge) != 0)
      out.push_back({gauntlet::event::auth_scheme, i, i, 0, 0, false, 0});
    if ((here.begins & begins_token68) != 0)
      out.push_back({gauntlet::event::token68, i, i, 0, 0, false, 0});
    if ((here.begins & begins_param) != 0)
      out.push_back({gauntlet::event::auth_param, i, i, 0, 0, false, 0});
    if ((here.begins & begins_token_value) != 0) out.back().value_begin = out.back().value_end = i;
    if ((here.begins & begins_quoted_value) != 0) {
      out.back().quoted = true;
      out.back().value_begin = out.back().value_end = i + 1;
    }
    switch (here.what) {
      case role::scheme:
      case role::token68:
      case role::name:
        out.back().end = i + 1;
        break;
      case role::escape:
        ++out.back().escapes;
        [[fallthrough]];
      case role::value:
        out.back().value_end = i + 1;
        break;
      case role::ignored:
      case role::quote:
        break;
    }
  }
}

// What the engine says about a value, kept up to date octet by octet.
class incremental_engine {
 public:
  incremental_engine(const engine& of, operation op, grammar g)
      : table_(of.of(op, g).raw_labeller) {
    steps_.push_back({table_.start(), 0, 0, 0});
  }

  void push(char octet) {
    const step& last = steps_.back();
    step next = last;
    const bool white = octet == ' ' || octet == '\t';
    if (white && last.begin == steps_.size() - 1) {
      // White space in front of everything is not part of the value.
      next.begin = next.end = steps_.size();
    } else {
      next.way =
          table_.next(last.way, table_.classes().class_of(static_cast<unsigned char>(octet)));
      if (next.way != table_.dead()) next.viable = steps_.size() - next.begin;
      if (!white) next.end = steps_.size();
    }
    classes_.push_back(table_.classes().class_of(static_cast<unsigned char>(octet)));
    steps_.push_back(next);
  }
  void pop(std::size_t octets) {
    steps_.resize(steps_.size() - octets);
    classes_.resize(classes_.size() - octets);
  }

  // Where the trimmed value stands in what was pushed.
  std::size_t begin() const { return steps_.back().begin; }
  std::size_t end() const { return steps_.back().end; }
  bool accepted() const { return table_.end(steps_[end()].way).state != labeller::no_state; }
  std::size_t offset() const { return steps_[end()].viable; }

  void events(std::vector<found_event>& out) {
    labels_.resize(end() - begin());
    std::uint16_t state = table_.end(steps_[end()].way).state;
    for (std::size_t i = end(); i-- > begin();) {
      const labeller::origin& from = table_.before(steps_[i].way, classes_[i], state);
      labels_[i - begin()] = from.what;
      state = from.state;
    }
    events_of(labels_, labels_.size(), out);
  }

 private:
  struct step {
    std::uint16_t way;
    std::size_t begin, end, viable;
  };
  const labeller& table_;
  std::vector<step> steps_;
  std::vector<std::uint8_t> classes_;
  std::vector<label> labels_;
};

std::string parser_text(std::string_view value, operation op, grammar g) {
  gauntlet::reader reader(value, parser_operation(op), parser_options(g));
  struct {
    std::string out;
    void auth_scheme(std::string_view name) {
      absl::StrAppend(&out, "scheme ", model::quoted_printable(name), ", ");
    }
    void token68(std::string_view text) {
      absl::StrAppend(&out, "token68 ", model::quoted_printable(text), ", ");
    }
    void auth_param(const gauntlet::auth_param& param) {
      absl::StrAppend(&out, "param ", model::quoted_printable(param.name), " ",
                      model::quoted_printable(param.value.raw()), ", ");
    }
  } said;
  const gauntlet::status status = gauntlet::visit(reader, said);
  if (status) return said.out + "end";
  return absl::StrCat(said.out, std::string(gauntlet::to_string(status.code)), " at ",
                      status.offset);
}

// Compares the reader with what the engine says about the same octets.
class comparison {
 public:
  comparison(const engine& of, operation op, grammar g)
      : engine_(of), op_(op), g_(g), what_(parser_operation(op)), options_(parser_options(g)) {}

  // `placed` holds the octets that were pushed to `expected`.
  void compare(std::string_view placed, incremental_engine& expected, verification& out) {
    ++out.values;
    gauntlet::reader reader(placed, what_, options_);
    bool same = reader.shift() == expected.begin() || expected.begin() == expected.end();
    if (!expected.accepted()) {
      gauntlet::event event = reader.next();
      while (event != gauntlet::event::end && event != gauntlet::event::error)
        event = reader.next();
      const gauntlet::status status = reader.status();
      same = same && event == gauntlet::event::error && status.offset == expected.offset() &&
             !gauntlet::is_limit(status.code) && status.code != gauntlet::errc::needs_join;
    } else {
      ++out.accepted;
      expected.events(events_);
      const char* first = placed.data() + expected.begin();
      for (const found_event& event : events_) same = same && next_is(reader, event, first);
      same = same && reader.next() == gauntlet::event::end && reader.next() == gauntlet::event::end;
    }
    if (!same) report(placed, out);
  }

 private:
  static bool is_at(std::string_view view, const char* first, std::size_t begin, std::size_t end) {
    return view.data() == first + begin && view.size() == end - begin;
  }

  bool next_is(gauntlet::reader& reader, const found_event& event, const char* first) {
    if (reader.next() != event.what || reader.offset() != event.begin) return false;
    if (event.what == gauntlet::event::auth_scheme)
      return is_at(reader.scheme(), first, event.begin, event.end);
    if (event.what == gauntlet::event::token68)
      return is_at(reader.token68(), first, event.begin, event.end);
    const gauntlet::auth_param& param = reader.param();
    if (!is_at(param.name, first, event.begin, event.end) ||
        !is_at(param.value.raw(), first, event.value_begin, event.value_end) ||
        param.value.is_quoted_string() != event.quoted ||
        param.value.has_quoted_pair() != (event.escapes > 0) ||
        param.value.unescaped_size() != event.value_end - event.value_begin - event.escapes) {
      return false;
    }
    if (event.escapes == 0) return true;
    std::string value;
    for (std::size_t i = event.value_begin; i < event.value_end; ++i) {
      if (first[i] == '\\') ++i;
      value.push_back(first[i]);
    }
    buffer_.assign(value.size(), '\0');
    const gauntlet::written unescaped = param.value.unescape_to(buffer_);
    return unescaped && unescaped.value == value && param.value.equals(value);
  }

  void report(std::string_view placed, verification& out) {
    ++out.differences;
    if (out.first_differences.size() >= 20) return;
    const outcome said = engine_.run(op_, g_, trimmed(placed));
    out.first_differences.push_back(
        {op_, g_, std::string(placed),
         said.accepted ? model::describe(said.result) : absl::StrCat("rejected at ", said.offset),
         parser_text(placed, op_, g_)});
  }

  const engine& engine_;
  const operation op_;
  const grammar g_;
  const gauntlet::operation what_;
  const gauntlet::options options_;
  std::vector<found_event> events_;
  std::vector<char> buffer_;
};

class walk {
 public:
  walk(const engine& of, operation op, grammar g, const std::vector<std::string>& symbols,
       std::size_t octets)
      : symbols_(symbols), expected_(of, op, g), comparison_(of, op, g), memory_(octets + 1) {}

  void push(const std::string& symbol) {
    for (const char octet : symbol) expected_.push(octet);
    value_ += symbol;
  }
  void pop(const std::string& symbol) {
    expected_.pop(symbol.size());
    value_.resize(value_.size() - symbol.size());
  }
  void compare() { comparison_.compare(memory_.at_back(value_), expected_, out_); }
  void everything(std::size_t more) {
    compare();
    if (more == 0) return;
    for (const std::string& symbol : symbols_) {
      push(symbol);
      everything(more - 1);
      pop(symbol);
    }
  }
  verification take() { return std::exchange(out_, {}); }

 private:
  const std::vector<std::string>& symbols_;
  incremental_engine expected_;
  comparison comparison_;
  test::guarded_pages memory_;
  std::string value_;
  verification out_;
};

// The events of several field lines against those of the combined value. A quoted-string that
// crosses a line is the one thing that cannot be read from lines.
bool same_by_lines(const std::string& value, std::size_t first_comma, operation op, grammar g) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0, comma = first_comma; begin <= value.size();) {
    const std::size_t end = std::min(value.find(',', comma), value.size());
    lines.push_back(value.substr(begin, end - begin));
    begin = comma = end + 1;
  }
  const std::string whole = combined(lines);
  const std::vector<std::string_view> views(lines.begin(), lines.end());
  gauntlet::reader by_lines(std::span<const std::string_view>(views), parser_operation(op),
                            parser_options(g));
  gauntlet::reader by_value(whole, parser_operation(op), parser_options(g));
  // The combined value is not trimmed again, and a reader trims what it is given.
  if (trimmed(whole).size() != whole.size()) return true;
  for (;;) {
    const gauntlet::event event = by_lines.next();
    if (event == gauntlet::event::error && by_lines.status().code == gauntlet::errc::needs_join)
      return true;
    if (event != by_value.next() || by_lines.offset() != by_value.offset()) return false;
    switch (event) {
      case gauntlet::event::end:
        return true;
      case gauntlet::event::error:
        return by_lines.status().code == by_value.status().code;
      case gauntlet::event::auth_scheme:
        if (by_lines.scheme() != by_value.scheme()) return false;
        break;
      case gauntlet::event::token68:
        if (by_lines.token68() != by_value.token68()) return false;
        break;
      case gauntlet::event::auth_param:
        if (by_lines.param().name != by_value.param().name ||
            by_lines.param().value.raw() != by_value.param().value.raw()) {
          return false;
        }
        break;
    }
  }
}

}  // namespace

void verification::add(const verification& other) {
  values += other.values;
  accepted += other.accepted;
  differences += other.differences;
  seconds += other.seconds;
  for (const disagreement& one : other.first_differences) {
    if (first_differences.size() < 20) first_differences.push_back(one);
  }
}

verification verify_sequences(const engine& of, operation op, grammar g,
                              const std::vector<std::string>& symbols, std::size_t length,
                              unsigned threads, const progress_function& progress) {
  const clock::time_point start = clock::now();
  std::size_t longest = 0;
  for (const std::string& symbol : symbols) longest = std::max(longest, symbol.size());
  const std::size_t octets = longest * length;
  // The values of less than two symbols first, then what begins with each pair of symbols.
  verification out;
  {
    walk shortest(of, op, g, symbols, octets);
    shortest.everything(std::min<std::size_t>(length, 1));
    out = shortest.take();
  }
  const std::size_t pairs = length < 2 ? 0 : symbols.size() * symbols.size();
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t done = 0;
  const auto work = [&] {
    walk mine(of, op, g, symbols, octets);
    for (std::size_t pair = next++; pair < pairs; pair = next++) {
      mine.push(symbols[pair / symbols.size()]);
      mine.push(symbols[pair % symbols.size()]);
      mine.everything(length - 2);
      mine.pop(symbols[pair % symbols.size()]);
      mine.pop(symbols[pair / symbols.size()]);
      const verification part = mine.take();
      const std::lock_guard lock(mutex);
      out.add(part);
      ++done;
      if (progress) progress(out.values, static_cast<double>(done) / static_cast<double>(pairs));
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  out.seconds = seconds_since(start);
  return out;
}

std::vector<std::string> symbols_of(const engine& of, grammar g, bool words) {
  const octet_partition& classes = of.classes(words ? grammar::recipient : g);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    out.emplace_back(1, static_cast<char>(classes.representative(i)));
  }
  if (words) out.insert(out.end(), {"realm", "REALM", "real"});
  return out;
}

verification verify_values(const engine& of, operation op, grammar g,
                           const std::vector<std::string>& values) {
  const clock::time_point start = clock::now();
  std::size_t longest = 1;
  for (const std::string& value : values) longest = std::max(longest, value.size());
  test::guarded_pages memory(longest);
  comparison compare(of, op, g);
  verification out;
  for (const std::string& value : values) {
    incremental_engine expected(of, op, g);
    for (const char octet : value) expected.push(octet);
    compare.compare(memory.at_back(value), expected, out);
    compare.compare(memory.at_front(value), expected, out);
  }
  out.seconds = seconds_since(start);
  return out;
}

verification verify_random(const engine& of, operation op, grammar g, std::uint64_t seed,
                           std::size_t count, std::size_t longest) {
  const clock::time_point start = clock::now();
  value_generator random(of, op, g, seed);
  verification out;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < count; ++i) {
    // Lengths over all orders of magnitude, the greatest among them.
    std::size_t bound = longest;
    for (std::size_t halvings = random.below(12); halvings > 0 && bound > 1; --halvings) bound /= 2;
    const std::size_t length = i % 64 == 0 ? longest : random.below(bound) + 1;
    values.assign(1, i % 2 == 0 ? random.valid(length) : random.near_miss(length).value);
    out.add(verify_values(of, op, g, values));
    const std::size_t from = values.front().empty() ? 0 : random.below(values.front().size());
    ++out.values;
    if (!same_by_lines(values.front(), from, op, g)) {
      ++out.differences;
      if (out.first_differences.size() < 20) {
        out.first_differences.push_back(
            {op, g, values.front(), "the same for lines as for the value",
             absl::StrCat("split at commas from octet ", from, ": differs")});
      }
    }
  }
  out.seconds = seconds_since(start);
  return out;
}

}  // namespace gauntlet::grammar_engine
