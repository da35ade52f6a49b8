#include "conformance/lint/refused/refused.hpp"

#include <algorithm>
#include <array>
#include <gauntlet/gauntlet.hpp>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/lint/refused/shape.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

struct auth_field {
  std::string_view name;
  gauntlet::operation what;
};
constexpr auto auth_fields = std::to_array<auth_field>({
    {"WWW-Authenticate", gauntlet::operation::challenges},
    {"Proxy-Authenticate", gauntlet::operation::challenges},
    {"Authorization", gauntlet::operation::credentials},
    {"Proxy-Authorization", gauntlet::operation::credentials},
    {"Authentication-Info", gauntlet::operation::auth_info},
    {"Proxy-Authentication-Info", gauntlet::operation::auth_info},
});

constexpr auto numbers = std::to_array<const char*>(
    {"heads", "values", "refused", "redacted", "unreadable", "other_rows"});

// RFC 9112 section 5.2: a recipient that takes a fold (OWS, a line end and RWS) replaces it by SP.
std::string unfolded(std::string_view value) {
  constexpr std::string_view white = " \t";
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::size_t lf = value[i] == '\r' ? i + 1 : i;
    if (lf + 1 < value.size() && value[lf] == '\n' &&
        white.find(value[lf + 1]) != std::string_view::npos) {
      out.erase(out.find_last_not_of(white) + 1);
      out.push_back(' ');
      i = std::min(value.find_first_not_of(white, lf + 1), value.size()) - 1;
    } else {
      out.push_back(value[i]);
    }
  }
  return out;
}

std::string_view trimmed(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return value.substr(begin, value.find_last_not_of(" \t") - begin + 1);
}

// FNV-1a: the same on every machine.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001B3U;
  return hash;
}

// Bounded, in lower case, and fit to be printed.
std::string shown_host(std::string_view host) {
  std::string out = model::printable(host.substr(0, 255));
  for (char& each : out) each = each >= 'A' && each <= 'Z' ? static_cast<char>(each | 0x20) : each;
  return out;
}

absl::Status invalid(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("no table of refused values: ", what));
}

}  // namespace

void refused::count(const head& found) {
  ++heads_;
  for (const auth_field& each : auth_fields) {
    std::string value;
    bool is_there = false;
    bool is_redacted = false;
    for (const field_line& line : found.fields) {
      if (!gauntlet::equals_ignore_case(line.name, each.name)) continue;
      is_redacted |= line.is_redacted;
      // RFC 9110 section 5.3: several lines are one value.
      if (std::exchange(is_there, true)) value += ", ";
      value += trimmed(unfolded(line.value));
    }
    if (!is_there) continue;
    if (is_redacted) {
      ++redacted_;
      continue;
    }
    ++values_;
    const gauntlet::status status = gauntlet::validate(value, each.what, gauntlet::unlimited());
    if (status.code == gauntlet::errc::ok) continue;
    ++refused_;
    put({.field = std::string(each.name),
         .error = std::string(gauntlet::to_string(status.code)),
         .shape = shape_of(value, status.offset),
         .host = shown_host(found.host)},
        1);
  }
}

void refused::put(key row, std::uint64_t values) {
  std::string all = row.field + '\n' + row.error + '\n' + row.shape + '\n' + row.host;
  const std::uint64_t hash = hash_of(all);
  rows_.try_emplace({hash, std::move(all)}, std::move(row), 0).first->second.second += values;
  if (rows_.size() <= max_rows_) return;
  const auto last = std::prev(rows_.end());
  other_rows_ += last->second.second;
  rows_.erase(last);
}

void refused::add(const refused& other) {
  heads_ += other.heads_;
  values_ += other.values_;
  refused_ += other.refused_;
  redacted_ += other.redacted_;
  unreadable_ += other.unreadable_;
  other_rows_ += other.other_rows_;
  for (const auto& each : other.rows_) put(each.second.first, each.second.second);
}

std::vector<const std::pair<const refused::order, std::pair<refused::key, std::uint64_t>>*>
refused::by_values() const {
  std::vector<const std::pair<const order, std::pair<key, std::uint64_t>>*> sorted;
  for (const auto& each : rows_) sorted.push_back(&each);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return a->second.second != b->second.second ? a->second.second > b->second.second
                                                : a->first.second < b->first.second;
  });
  return sorted;
}

std::string refused::to_json() const {
  std::string out =
      absl::StrCat("{\"gauntlet_refused\":1,\"heads\":", heads_, ",\"values\":", values_,
                   ",\"refused\":", refused_, ",\"redacted\":", redacted_,
                   ",\"unreadable\":", unreadable_, ",\"rows\":[");
  bool is_first = true;
  for (const auto* each : by_values()) {
    const auto& [row, values] = each->second;
    out += std::exchange(is_first, false) ? "{" : ",{";
    for (const auto& [name, text] : {std::pair("field", &row.field),
                                     {"error", &row.error},
                                     {"shape", &row.shape},
                                     {"host", &row.host}}) {
      absl::StrAppend(&out, "\"", name, "\":");
      model::append_json_string(out, *text);
      out += ',';
    }
    absl::StrAppend(&out, "\"values\":", values, "}");
  }
  absl::StrAppend(&out, "],\"other_rows\":", other_rows_, "}");
  return out;
}

absl::StatusOr<refused> refused::from_json(const nlohmann::json& from) {
  if (!from.is_object() || from.value("gauntlet_refused", nlohmann::json()) != 1)
    return invalid("gauntlet_refused is not 1");
  refused read;
  const auto into =
      std::to_array<std::uint64_t*>({&read.heads_, &read.values_, &read.refused_, &read.redacted_,
                                     &read.unreadable_, &read.other_rows_});
  if (from.size() != numbers.size() + 2) return invalid("it has other members");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto found = from.find(numbers[i]);
    if (found == from.end() || !found->is_number_unsigned())
      return invalid(absl::StrCat(numbers[i], " is not a number"));
    *into[i] = found->get<std::uint64_t>();
  }
  const auto rows = from.find("rows");
  if (rows == from.end() || !rows->is_array() || rows->size() > max_rows)
    return invalid("rows is not an array of at most 10000");
  std::uint64_t sum = read.other_rows_;
  for (const nlohmann::json& row : *rows) {
    key now;
    const auto texts = {std::pair("field", &now.field),
                        {"error", &now.error},
                        {"shape", &now.shape},
                        {"host", &now.host}};
    const auto values = row.is_object() ? row.find("values") : row.end();
    if (!row.is_object() || row.size() != texts.size() + 1 || values == row.end() ||
        !values->is_number_unsigned())
      return invalid("a row has other members");
    for (const auto& [name, text] : texts) {
      const auto found = row.find(name);
      if (found == row.end() || !found->is_string() ||
          found->get_ref<const std::string&>().size() > 1024)
        return invalid(absl::StrCat("a row's ", name, " is not a short string"));
      *text = model::printable(found->get<std::string>());
    }
    sum += values->get<std::uint64_t>();
    read.put(std::move(now), values->get<std::uint64_t>());
  }
  if (sum != read.refused_ || read.rows_.size() != rows->size() || read.refused_ > read.values_)
    return invalid("its numbers do not add up");
  return read;
}

std::string refused::to_text(std::size_t rows) const {
  std::string out = absl::StrFormat("A strict reader refuses %d of %d values, in %d messages.\n",
                                    refused_, values_, heads_);
  if (redacted_ != 0)
    absl::StrAppendFormat(&out, "%d more were redacted by the tool that wrote them.\n", redacted_);
  if (unreadable_ != 0)
    absl::StrAppendFormat(&out, "%d parts of the input could not be read.\n", unreadable_);
  const auto sorted = by_values();
  if (!sorted.empty()) {
    out += "\n  values  field                what it stumbles over        host\n";
    for (std::size_t i = 0; i < std::min(rows, sorted.size()); ++i) {
      const auto& [row, values] = sorted[i]->second;
      absl::StrAppendFormat(&out, "%8d  %-20s %-28s %s\n            %s\n", values, row.field,
                            row.error, row.host.empty() ? "-" : row.host, row.shape);
    }
  }
  const std::size_t more = sorted.size() - std::min(rows, sorted.size());
  if (more != 0) absl::StrAppendFormat(&out, "and %d more rows (--json has them)\n", more);
  if (other_rows_ != 0)
    absl::StrAppendFormat(&out, "and %d values in rows that were not kept\n", other_rows_);
  return out;
}

}  // namespace gauntlet::lint
