#include "conformance/scan/counts.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::scan {
namespace {

constexpr std::string_view other_scheme = "other";

constexpr std::array<std::pair<const char*, std::uint64_t counts::*>, 12> numbers = {{
    {"values", &counts::values},
    {"octets", &counts::octets},
    {"accepted", &counts::accepted},
    {"rejected", &counts::rejected},
    {"over_limit", &counts::over_limit},
    {"absent", &counts::absent},
    {"malformed", &counts::malformed},
    {"oversized", &counts::oversized},
    {"challenges", &counts::challenges},
    {"token68s", &counts::token68s},
    {"auth_params", &counts::auth_params},
    {"quoted_strings", &counts::quoted_strings},
}};

std::string name_of_scheme(std::size_t place) {
  return std::string(place < scheme_names.size() ? scheme_names[place] : other_scheme);
}

std::string name_of(gauntlet::errc code) { return std::string(gauntlet::to_string(code)); }

constexpr gauntlet::errc code_at(std::size_t place) { return static_cast<gauntlet::errc>(place); }

constexpr std::array<std::pair<const char*, gauntlet::operation>, 3> operations = {{
    {"challenges", gauntlet::operation::challenges},
    {"credentials", gauntlet::operation::credentials},
    {"auth-info", gauntlet::operation::auth_info},
}};

const char* name_of(gauntlet::operation what) {
  for (const auto& [name, value] : operations) {
    if (value == what) return name;
  }
  return "";
}

bool is_before(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

absl::Status invalid(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("no report of gauntlet scan: ", what));
}

// Reads an object of numbers, each name of which `place_of` has to know.
template <std::size_t N, typename NameAt>
absl::Status read_numbers(const nlohmann::json& from, const char* member,
                          std::array<std::uint64_t, N>& to, NameAt name_at) {
  if (!from.is_object()) return invalid(absl::StrCat(member, " is not an object"));
  std::size_t known = 0;
  for (std::size_t place = 0; place < N; ++place) {
    const auto found = from.find(name_at(place));
    if (found == from.end()) continue;
    ++known;
    if (!found->is_number_unsigned() || *found == 0)
      return invalid(absl::StrCat(member, ".", name_at(place), " is not a positive number"));
    to[place] = found->template get<std::uint64_t>();
  }
  if (known != from.size()) return invalid(absl::StrCat(member, " has a member of another name"));
  return absl::OkStatus();
}

// The names by their size and the five bits of a letter without its case: few names share both.
constexpr std::size_t bucket(std::string_view name) noexcept {
  return ((name[0] & 0x1f) * 5 + name.size()) & 0x3f;
}

// Of each bucket the first of its names, and after each name the next one; scheme_names.size() is
// none.
struct names_by_bucket {
  std::array<std::uint8_t, 64> first{};
  std::array<std::uint8_t, scheme_names.size()> next{};
};
constexpr names_by_bucket buckets = [] {
  static_assert(scheme_names.size() < 0xff);
  names_by_bucket made;
  made.first.fill(scheme_names.size());
  for (std::size_t place = scheme_names.size(); place-- > 0;) {
    std::uint8_t& first = made.first[bucket(scheme_names[place])];
    made.next[place] = std::exchange(first, static_cast<std::uint8_t>(place));
  }
  return made;
}();

}  // namespace

std::size_t scheme_place(std::string_view scheme) noexcept {
  std::size_t place = buckets.first[bucket(scheme)];
  while (place < scheme_names.size() && scheme_names[place] != scheme &&
         !gauntlet::equals_ignore_case(scheme_names[place], scheme))
    place = buckets.next[place];
  return place;
}

void counts::keep_example(gauntlet::errc code, std::string_view value) {
  if (value.size() > max_example) return;
  example& kept = examples[static_cast<std::size_t>(code)];
  if (kept.is_set && (kept.value.size() < value.size() ||
                      (kept.value.size() == value.size() && kept.value <= value)))
    return;
  kept.is_set = true;
  kept.value.assign(value);
}

void counts::add(const counts& other) {
  for (const auto& number : numbers) this->*number.second += other.*number.second;
  for (std::size_t i = 0; i < schemes.size(); ++i) schemes[i] += other.schemes[i];
  for (std::size_t i = 0; i < errors.size(); ++i) {
    errors[i] += other.errors[i];
    if (other.examples[i].is_set &&
        (!examples[i].is_set || is_before(other.examples[i].value, examples[i].value)))
      examples[i] = other.examples[i];
  }
}

std::string to_json(const reading& how, const counts& of) {
  std::string out =
      absl::StrCat("{\"gauntlet_scan\":1,\"operation\":\"", name_of(how.what), "\",\"grammar\":\"",
                   how.mode == gauntlet::grammar::sender ? "sender" : "recipient",
                   "\",\"limits\":\"", how.has_limits ? "default" : "none", "\"");
  for (const auto& [name, number] : numbers) absl::StrAppend(&out, ",\"", name, "\":", of.*number);
  const auto open = [&](const char* name) { absl::StrAppend(&out, ",\"", name, "\":{"); };
  const auto key = [&](const std::string& name) {
    absl::StrAppend(&out, out.back() == '{' ? "\"" : ",\"", name, "\":");
  };
  open("schemes");
  for (std::size_t i = 0; i < of.schemes.size(); ++i) {
    if (of.schemes[i] == 0) continue;
    key(name_of_scheme(i));
    absl::StrAppend(&out, of.schemes[i]);
  }
  out.push_back('}');
  open("errors");
  for (std::size_t i = 0; i < of.errors.size(); ++i) {
    if (of.errors[i] == 0) continue;
    key(name_of(code_at(i)));
    absl::StrAppend(&out, of.errors[i]);
  }
  out.push_back('}');
  open("examples");
  for (std::size_t i = 0; i < of.examples.size(); ++i) {
    if (!of.examples[i].is_set) continue;
    key(name_of(code_at(i)));
    model::append_json_string(out, of.examples[i].value);
  }
  out.append("}}");
  return out;
}

absl::StatusOr<report> report_from_json(const nlohmann::json& from) {
  if (!from.is_object()) return invalid("no JSON object");
  const auto version = from.find("gauntlet_scan");
  if (version == from.end()) return invalid("it has no member gauntlet_scan");
  if (*version != 1) return invalid("gauntlet_scan is another version than 1");
  report read;
  std::set<std::string> wanted = {"gauntlet_scan", "operation", "grammar", "limits",
                                  "schemes",       "errors",    "examples"};
  for (const auto& number : numbers) wanted.insert(number.first);
  for (const std::string& name : wanted) {
    if (!from.contains(name)) return invalid(absl::StrCat("it has no member ", name));
  }
  if (from.size() != wanted.size()) return invalid("it has a member that no report has");

  const auto* const what = std::find_if(operations.begin(), operations.end(), [&](const auto& one) {
    return from["operation"] == one.first;
  });
  if (what == operations.end())
    return invalid("operation is not challenges, credentials or auth-info");
  read.reading.what = what->second;
  if (from["grammar"] != "recipient" && from["grammar"] != "sender")
    return invalid("grammar is not recipient or sender");
  read.reading.mode =
      from["grammar"] == "sender" ? gauntlet::grammar::sender : gauntlet::grammar::recipient;
  if (from["limits"] != "default" && from["limits"] != "none")
    return invalid("limits is not default or none");
  read.reading.has_limits = from["limits"] == "default";
  for (const auto& [name, number] : numbers) {
    if (!from[name].is_number_unsigned()) return invalid(absl::StrCat(name, " is not a number"));
    read.counts.*number = from[name].get<std::uint64_t>();
  }
  if (absl::Status status =
          read_numbers(from["schemes"], "schemes", read.counts.schemes, name_of_scheme);
      !status.ok())
    return status;
  if (absl::Status status = read_numbers(from["errors"], "errors", read.counts.errors,
                                         [](std::size_t place) { return name_of(code_at(place)); });
      !status.ok())
    return status;
  if (!from["examples"].is_object()) return invalid("examples is not an object");
  std::size_t known = 0;
  for (std::size_t i = 0; i < read.counts.examples.size(); ++i) {
    const auto found = from["examples"].find(name_of(code_at(i)));
    if (found == from["examples"].end()) continue;
    ++known;
    if (!found->is_string() || read.counts.errors[i] == 0)
      return invalid(absl::StrCat("examples.", name_of(code_at(i)), " is not a value of an error"));
    absl::StatusOr<std::string> octets = model::octets_from_utf8(found->get<std::string>());
    if (!octets.ok()) return invalid(std::string(octets.status().message()));
    read.counts.examples[i] = {true, *std::move(octets)};
  }
  if (known != from["examples"].size()) return invalid("examples has a member of another name");

  std::uint64_t rejected = 0;
  std::uint64_t over_limit = 0;
  for (std::size_t i = 1; i < read.counts.errors.size(); ++i) {
    (gauntlet::is_grammar_error(code_at(i)) ? rejected : over_limit) += read.counts.errors[i];
  }
  std::uint64_t schemes = 0;
  for (const std::uint64_t n : read.counts.schemes) schemes += n;
  if (read.counts.errors[0] != 0 || rejected != read.counts.rejected ||
      over_limit != read.counts.over_limit || schemes != read.counts.challenges ||
      read.counts.accepted + rejected + over_limit != read.counts.values)
    return invalid("its numbers do not add up");
  return read;
}

std::string to_text(const reading& how, const counts& of) {
  std::string out;
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  };
  const auto row = [&](int indent, const std::string& name, std::uint64_t n, std::uint64_t whole) {
    const std::string label = std::string(static_cast<std::size_t>(indent), ' ') + name;
    absl::StrAppendFormat(&out, "%-38s %14d  %6.2f %%\n", label, n, share(n, whole));
  };
  absl::StrAppendFormat(&out, "%d values of %s (%s grammar%s), %d octets\n", of.values,
                        name_of(how.what),
                        how.mode == gauntlet::grammar::sender ? "sender" : "recipient",
                        how.has_limits ? "" : ", no limits", of.octets);
  row(2, "accepted", of.accepted, of.values);
  row(2, "rejected", of.rejected, of.values);
  const auto errors = [&](bool of_grammar) {
    std::vector<std::size_t> order;
    for (std::size_t i = 1; i < of.errors.size(); ++i) {
      if (of.errors[i] != 0 && gauntlet::is_grammar_error(code_at(i)) == of_grammar)
        order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return of.errors[a] > of.errors[b]; });
    for (const std::size_t i : order) {
      row(4, name_of(code_at(i)), of.errors[i], of.values);
      if (!of.examples[i].is_set) continue;
      std::string shown = model::quoted_printable(of.examples[i].value);
      if (shown.size() > 90) shown = shown.substr(0, 87) + "...";
      absl::StrAppend(&out, "      ", shown, "\n");
    }
  };
  errors(true);
  if (of.over_limit != 0) row(2, "over a limit", of.over_limit, of.values);
  errors(false);
  for (const auto& [name, n] : {std::pair<const char*, std::uint64_t>("without a value", of.absent),
                                {"malformed records", of.malformed},
                                {"oversized records", of.oversized}}) {
    if (n != 0) absl::StrAppendFormat(&out, "%-38s %14d\n", std::string("  ") + name, n);
  }
  absl::StrAppendFormat(
      &out, "in the accepted ones: %d %s, %d token68, %d auth-params (%d quoted)\n", of.challenges,
      how.what == gauntlet::operation::credentials ? "credentials" : "challenges", of.token68s,
      of.auth_params, of.quoted_strings);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < of.schemes.size(); ++i) {
    if (of.schemes[i] != 0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return of.schemes[a] > of.schemes[b]; });
  for (const std::size_t i : order) row(2, name_of_scheme(i), of.schemes[i], of.challenges);
  return out;
}

}  // namespace gauntlet::scan
