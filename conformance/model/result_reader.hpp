// The one reader of results in JSON. It stands over any JSON library's documents: the schemas are
// checked on nlohmann's, and the answers of adapters, hostile and many, are read with simdjson.
#ifndef CONFORMANCE_MODEL_RESULT_READER_HPP
#define CONFORMANCE_MODEL_RESULT_READER_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/model/result.hpp"

namespace gauntlet::model {

// `Access` tells how the documents are read:
//   value                          one JSON value
//   string(value, string_view&)    false where it is not a string; likewise boolean()
//   is_null(value), type_name(value)
//   each_item(value, f)            false where it is not an array; calls f until it returns false
//   each_member(value, f)          the same for an object, f(name, value)
//
// Nothing is allocated for messages unless there is a fault.
template <class Access>
class result_reader {
 public:
  using value = typename Access::value;

  // Reads what the member result_member(op) holds. Members that are not known are skipped.
  bool read(operation op, const value& from, result& to) {
    if (op == operation::credentials)
      return read_challenge(from, to.template emplace<credentials_result>());
    if (op == operation::auth_info)
      return read_params(from, to.template emplace<auth_info_result>());
    challenges_result& list = to.template emplace<challenges_result>();
    return read_items(from, "an array of challenges",
                      [&](const value& item) { return read_challenge(item, list.emplace_back()); });
  }

  // Octets, in the isomorphic mapping.
  bool read_octets(const value& from, std::string& to) {
    std::string_view text;
    if (!Access::string(from, text)) return expected("a string", from);
    to.clear();
    const octets_outcome outcome = append_octets_from_utf8(to, text);
    return outcome.ok ||
           fail(absl::StrCat("code point ", outcome.size,
                             " is above U+00FF: each code point stands for one octet"));
  }

  bool read_lines(const value& from, std::vector<std::string>& to) {
    return read_items(from, "an array of strings",
                      [&](const value& item) { return read_octets(item, to.emplace_back()); });
  }

  // After a fault: the JSON pointer from the value that was read to the one at fault, empty for
  // itself, and a sentence.
  const std::string& pointer() const { return pointer_; }
  const std::string& fault() const { return fault_; }

 private:
  template <class Read>
  bool read_items(const value& from, const char* what, const Read& read) {
    bool ok = true;
    std::size_t index = 0;
    const bool is_array = Access::each_item(from, [&](const value& item) {
      ok = read(item) || below(absl::StrCat(index));
      ++index;
      return ok;
    });
    return is_array ? ok : expected(what, from);
  }

  bool read_params(const value& from, std::vector<param>& to) {
    return read_items(from, "an array of parameters",
                      [&](const value& item) { return read_param(item, to.emplace_back()); });
  }

  bool read_param(const value& from, param& to) {
    bool ok = true;
    bool has_name = false;
    bool has_value = false;
    bool has_quoted = false;
    const bool is_object =
        Access::each_member(from, [&](std::string_view name, const value& member) {
          if (name == "name") {
            ok = once(has_name, name) && (read_octets(member, to.name) || below(name));
          } else if (name == "value") {
            ok = once(has_value, name) && (read_octets(member, to.value) || below(name));
          } else if (name == "quoted") {
            ok = once(has_quoted, name) && read_quoted(member, to.quoted);
          }
          return ok;
        });
    if (!is_object) return expected("a parameter object", from);
    if (!ok) return false;
    if (!has_name) return missing("name");
    return has_value || missing("value");
  }

  bool read_challenge(const value& from, challenge& to) {
    bool ok = true;
    bool has_scheme = false;
    bool has_token68 = false;
    bool has_params = false;
    const bool is_object = Access::each_member(from, [&](std::string_view name,
                                                         const value& member) {
      if (name == "scheme") {
        ok = once(has_scheme, name) && (read_octets(member, to.scheme) || below(name));
      } else if (name == "token68") {
        ok = once(has_token68, name) &&
             (Access::is_null(member) || read_octets(member, to.token68.emplace()) || below(name));
      } else if (name == "params") {
        ok = once(has_params, name) &&
             (Access::is_null(member) || read_params(member, to.params) || below(name));
      }
      return ok;
    });
    if (!is_object) return expected("an object with scheme, token68 and params", from);
    return ok && (has_scheme || missing("scheme"));
  }

  bool read_quoted(const value& from, std::optional<bool>& to) {
    if (Access::is_null(from)) return true;
    bool quoted = false;
    if (!Access::boolean(from, quoted)) return expected("true or false", from) || below("quoted");
    to = quoted;
    return true;
  }

  // Of two members with one name nobody knows which is meant.
  bool once(bool& seen, std::string_view name) {
    if (!seen) return seen = true;
    return fail(absl::StrCat("the member \"", std::string(name), "\" occurs twice"));
  }

  bool fail(std::string what) {
    fault_ = std::move(what);
    return false;
  }
  bool expected(const char* what, const value& got) {
    return fail(absl::StrCat("expected ", what, ", got ", Access::type_name(got)));
  }
  bool missing(const char* name) {
    return fail(absl::StrCat("the member \"", name, "\" is missing"));
  }
  bool below(std::string_view step) {
    pointer_ = absl::StrCat("/", std::string(step), pointer_);
    return false;
  }

  std::string pointer_;
  std::string fault_;
};

}  // namespace gauntlet::model

#endif
