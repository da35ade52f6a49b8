#include "comparison.hpp"

#include <functional>
#include <sstream>

namespace oracle {
namespace {

bool is_part(std::string_view view, std::span<const std::string_view> backing) {
  const std::less_equal<const char*> before;
  for (std::string_view each : backing) {
    if (before(each.data(), view.data()) &&
        before(view.data() + view.size(), each.data() + each.size())) {
      return true;
    }
  }
  return false;
}

parameter described(const gauntlet::auth_param& p, std::size_t offset, std::string& broken) {
  parameter all;
  all.name = p.name;
  all.raw = p.value.raw();
  all.quoted = p.value.is_quoted_string();
  all.has_quoted_pair = p.value.has_quoted_pair();
  all.offset = offset;
  all.value.resize(p.value.unescaped_size());
  const auto unescaped = p.value.unescape_to(std::span<char>(all.value));
  if (unescaped.code != gauntlet::errc::ok || unescaped.size != all.value.size()) {
    broken = "unescaped_size is not what unescape_to writes";
  }
  all.value = unescaped.value;
  if (!p.value.equals(all.value)) broken = "a value is not equal to itself";
  return all;
}

std::string text(const verdict& v, const result& elements) {
  std::ostringstream out;
  out << (v.accepted ? "accept" : "reject @" + std::to_string(v.offset));
  for (const payload& p : elements) out << "  " << p;
  return out.str();
}

std::string text(const reading& r) {
  std::ostringstream out;
  out << gauntlet::to_string(r.status.code) << " @" << r.status.offset << " shift " << r.shift;
  for (const payload& p : r.elements) out << "  " << p;
  if (!r.broken.empty()) out << "  " << r.broken;
  return out.str();
}

}  // namespace

reading read(gauntlet::reader reader, const subject& s, std::span<const std::string_view> backing) {
  reading all;
  all.shift = reader.shift();
  if (s.which == field::auth_info) all.elements.emplace_back();
  std::size_t last = 0;
  for (;;) {
    const gauntlet::event event = reader.next();
    if (event == gauntlet::event::end || event == gauntlet::event::error) {
      if (event == gauntlet::event::error) {
        all.status = reader.status();
        if (all.status.code == gauntlet::errc::ok) all.broken = "an error without a code";
      } else if (!reader.ok()) {
        all.broken = "an end with an error";
      }
      if (reader.next() != event) all.broken = "not fused";
      return all;
    }
    if (reader.offset() < last) all.broken = "offsets go back";
    last = reader.offset();
    std::string_view view;
    if (event == gauntlet::event::auth_scheme) {
      view = reader.scheme();
      payload fresh;
      fresh.scheme = view;
      fresh.offset = last;
      all.elements.push_back(fresh);
    } else if (all.elements.empty()) {
      all.broken = "a payload before any auth-scheme";
    } else if (event == gauntlet::event::token68) {
      view = reader.token68();
      all.elements.back().token68 = view;
      all.elements.back().token68_offset = last;
    } else {
      const gauntlet::auth_param& p = reader.param();
      view = p.name;
      if (!p.value.raw().empty() && !is_part(p.value.raw(), backing)) {
        all.broken = "a value that is no part of the input";
      }
      all.elements.back().params.push_back(described(p, last, all.broken));
    }
    if (!is_part(view, backing)) all.broken = "a view that is no part of the input";
    if (backing.size() == 1 && view.data() != backing[0].data() + last + all.shift) {
      all.broken = "an element that is not where its offset says";
    }
  }
}

reading read(std::string_view value, const subject& s, const gauntlet::options& options) {
  return read(gauntlet::reader(value, s.operation(), options), s, {&value, 1});
}

std::string difference(std::string_view value, std::string_view core, const verdict& expected,
                       const subject& s) {
  const reading got = read(value, s, s.unlimited());
  const auto shift =
      core.empty() ? got.shift : static_cast<std::size_t>(core.data() - value.data());
  bool same = got.broken.empty() && got.shift == shift && got.shift <= value.size();
  result elements;
  if (expected.accepted) {
    elements = s.abnf().parse(core);
    same = same && got.status.code == gauntlet::errc::ok && got.elements == elements;
  } else {
    same =
        same && gauntlet::is_grammar_error(got.status.code) && got.status.offset == expected.offset;
  }
  if (same) return {};
  return name_of(s) + " <" + printable(value) + ">\n  oracle: " + text(expected, elements) +
         "\n  reader: " + text(got) + '\n';
}

std::string difference(std::string_view value, const subject& s) {
  const std::string_view core = trimmed(value);
  return difference(value, core, s.abnf().read(core), s);
}

std::string early_difference(const result& early, std::string_view viable_prefix,
                             const subject& s) {
  // One entry per event.
  const auto flat = [](const result& all) {
    std::vector<payload> events;
    for (const payload& p : all) {
      payload scheme;
      scheme.scheme = p.scheme;
      scheme.offset = p.offset;
      events.push_back(scheme);
      if (p.token68) {
        payload token68;
        token68.token68 = p.token68;
        token68.token68_offset = p.token68_offset;
        events.push_back(token68);
      }
      for (const parameter& each : p.params) {
        payload param;
        param.params.push_back(each);
        events.push_back(param);
      }
    }
    return events;
  };
  const std::vector<payload> said = flat(early);
  const std::vector<payload> certain = flat(s.abnf().parse_prefix(viable_prefix));
  bool same = said.size() <= certain.size() + 1;
  for (std::size_t i = 0; i < said.size() && i < certain.size(); ++i) {
    same = same && said[i] == certain[i];
  }
  if (same) return {};
  std::ostringstream out;
  out << name_of(s) << " prefix <" << printable(viable_prefix) << ">\n  certain:";
  for (const payload& p : certain) out << "  " << p;
  out << "\n  reader: ";
  for (const payload& p : said) out << "  " << p;
  return out.str();
}

}  // namespace oracle
