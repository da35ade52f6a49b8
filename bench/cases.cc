#include "bench/cases.hpp"

#include <fstream>
#include <gauntlet/reader.hpp>
#include <gauntlet/visit.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "parser/test/support/random.hpp"

namespace gauntlet::bench {
namespace {

using json = nlohmann::json;
using test::random_source;

constexpr std::string_view alphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string with(std::string_view more) { return std::string(alphanumeric) + std::string(more); }

gauntlet::operation operation_of(const json& entry) {
  const auto name = entry.at("operation").get<std::string>();
  if (name == "challenges") return gauntlet::operation::challenges;
  if (name == "credentials") return gauntlet::operation::credentials;
  if (name == "auth-info") return gauntlet::operation::auth_info;
  throw std::runtime_error("no operation '" + name + "'");
}

// A value is a list of texts, of repeated ones and of random parts.
std::string value_of(const json& pieces) {
  std::string value;
  for (const json& piece : pieces) {
    if (piece.is_string()) {
      value += piece.get<std::string>();
      continue;
    }
    if (piece.contains("repeat")) {
      for (auto left = piece.at("times").get<std::size_t>(); left > 0; --left) {
        value += piece.at("repeat").get<std::string>();
      }
      continue;
    }
    random_source random(piece.at("seed").get<std::uint64_t>());
    if (piece.contains("base64")) {
      value += random.octets(with("+/"), piece.at("base64").get<std::size_t>());
    } else {
      value += random.octets(with("-_"), piece.at("base64url").get<std::size_t>());
    }
  }
  return value;
}

// Challenges as servers send them, in all the forms of the grammar: 1 to 3 of them with 9 schemes;
// 1 in 6 has a token68, the others 1 to 6 parameters of 1 to 48 octets, mostly short, 2 in 3 of
// these quoted and 1 in 12 of those with quoted-pairs.
std::string generated_value(random_source& random) {
  static constexpr std::string_view schemes[] = {
      "Basic", "Bearer", "Digest", "Negotiate", "NTLM", "SCRAM-SHA-256", "HOBA", "Mutual", "vapid"};
  static constexpr std::string_view names[] = {"realm", "nonce", "opaque", "algorithm",
                                               "qop",   "stale", "domain", "userhash",
                                               "scope", "error", "title",  "charset"};
  std::string value;
  for (std::size_t left = random.one_in(3) ? random.between(2, 3) : random.between(1, 2); left > 0;
       --left) {
    if (!value.empty()) value += ", ";
    value += schemes[random.below(std::size(schemes))];
    value += ' ';
    if (random.one_in(6)) {
      value += random.octets(with("+/"), random.between(26, random.one_in(3) ? 323 : 76));
      value += std::string(random.below(3), '=');
      continue;
    }
    const std::size_t params = random.between(1, 6);
    for (std::size_t i = 0; i < params; ++i) {
      if (i != 0) value += ", ";
      value += names[random.below(std::size(names))];
      value += '=';
      const std::size_t size = random.one_in(5) ? random.between(1, 48) : random.between(1, 12);
      if (random.one_in(3)) {
        value += random.octets(with("-._"), size);
        continue;
      }
      value += '"';
      const bool has_quoted_pairs = random.one_in(12);
      for (char octet : random.octets(with("-._ ,:;/?&=()@+"), size)) {
        if (has_quoted_pairs && random.one_in(6)) {
          value += random.one_in(2) ? "\\\"" : "\\\\";
        } else {
          value += octet;
        }
      }
      value += '"';
    }
  }
  return value;
}

void expect_equal(std::size_t expected, std::size_t found, std::string_view what) {
  if (expected == found) return;
  throw std::runtime_error("has " + std::to_string(found) + " " + std::string(what) + ", not " +
                           std::to_string(expected));
}

input read_input(const json& entry) {
  input result;
  result.name = entry.at("name").get<std::string>();
  result.title = entry.at("title").get<std::string>();
  result.operation = operation_of(entry);
  if (entry.contains("generated")) {
    const json& generated = entry.at("generated");
    random_source random(generated.at("seed").get<std::uint64_t>());
    const auto values = generated.at("values").get<std::size_t>();
    while (result.values.size() < values) result.values.push_back(generated_value(random));
    result.is_in_random_order = generated.value("random_order", false);
  } else {
    result.values.push_back(value_of(entry.at("value")));
  }
  if (entry.contains("octets")) {
    expect_equal(entry.at("octets").get<std::size_t>(), result.octets(), "octets");
  }
  std::size_t elements = 0;
  for (const std::string& value : result.values) {
    const auto found = count_elements(value, result.operation);
    if (!found) throw std::runtime_error("is rejected");
    elements += *found;
  }
  if (entry.contains("elements")) {
    expect_equal(entry.at("elements").get<std::size_t>(), elements, "elements");
  }
  return result;
}

shape read_shape(const json& entry) {
  shape result;
  result.name = entry.at("name").get<std::string>();
  result.operation = operation_of(entry);
  result.prefix = entry.at("prefix").get<std::string>();
  result.repeat = entry.at("repeat").get<std::string>();
  result.suffix = entry.at("suffix").get<std::string>();
  result.is_rejected = entry.value("rejected", false);
  if (result.repeat.empty()) throw std::runtime_error("repeats nothing");
  const bool is_rejected = !count_elements(result.value(256), result.operation);
  if (is_rejected != result.is_rejected) throw std::runtime_error("has another verdict");
  return result;
}

template <typename Entry>
std::vector<Entry> read_all(const json& entries, Entry (*read)(const json&)) {
  std::vector<Entry> all;
  for (const json& entry : entries) {
    try {
      all.push_back(read(entry));
    } catch (const std::exception& problem) {
      throw std::runtime_error(entry.value("name", std::string("?")) + ": " + problem.what());
    }
  }
  return all;
}

}  // namespace

std::size_t input::octets() const {
  std::size_t all = 0;
  for (const std::string& value : values) all += value.size();
  return all;
}

std::string shape::value(std::size_t octets) const {
  std::string all = prefix;
  while (all.size() + suffix.size() < octets) all += repeat;
  return all + suffix;
}

std::optional<element_counts> count(std::string_view value, gauntlet::operation operation) {
  struct counter : element_counts {
    void auth_scheme(std::string_view) { ++auth_schemes; }
    void token68(std::string_view) { ++token68s; }
    void auth_param(const gauntlet::auth_param& param) {
      ++auth_params;
      quoted_pairs += param.value.quoted_pairs();
    }
  } counts;
  if (!visit(gauntlet::reader(value, operation, no_limits), counts)) return std::nullopt;
  return counts;
}

std::optional<std::size_t> count_elements(std::string_view value, gauntlet::operation operation) {
  const auto counts = count(value, operation);
  if (!counts) return std::nullopt;
  return counts->elements();
}

case_table load_cases() {
  const std::string path = GAUNTLET_BENCH_DATA "/cases.json";
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  try {
    const json document = json::parse(file);
    if (document.at("format") != 1) throw std::runtime_error("is of another format");
    return {read_all(document.at("inputs"), read_input),
            read_all(document.at("shapes"), read_shape)};
  } catch (const std::exception& problem) {
    throw std::runtime_error(path + ": " + problem.what());
  }
}

}  // namespace gauntlet::bench
