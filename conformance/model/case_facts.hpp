// What a case says of itself: the part of it that every report shows. Strings are text (UTF-8),
// octets (one code point U+0000..U+00FF each in JSON) or JSON (the text of one value), as told.
#ifndef CONFORMANCE_MODEL_CASE_FACTS_HPP
#define CONFORMANCE_MODEL_CASE_FACTS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::model {

// How strongly the text behind a case obliges: the strongest level among its references.
enum class requirement_level : std::uint8_t { must, should, may, prose, note };
inline constexpr std::size_t requirement_level_count = 5;

// "must", "should", "may", "prose" or "note".
[[nodiscard]] std::string_view to_string(requirement_level level) noexcept;
[[nodiscard]] std::optional<requirement_level> requirement_level_from_string(
    std::string_view name) noexcept;

// Where the text behind a case stands.
struct reference {
  int rfc = 0;          // 0: another document, named by `doc`
  std::string doc;      // text
  std::string section;  // text, such as "5.6.1.2"
  std::string field;    // text: where only one of an operation's two fields is meant
  requirement_level level = requirement_level::must;
  friend bool operator==(const reference&, const reference&) = default;
};

// What is the same for every implementation that a case is put to. Rows share it.
struct case_facts {
  std::string id;                 // text, a path of slugs: "list/empty-element-before-first-param"
  std::string layer = "grammar";  // text: "grammar", "scheme" or "message"
  std::string title;              // text
  std::string operation;          // text: "challenges", "credentials" or "auth-info"
  std::string parse;     // text: "must-accept", "may-accept", ...; empty for serialize cases
  std::string generate;  // text: "valid", "must-not", "should-not"; may be empty
  requirement_level level = requirement_level::must;
  std::vector<reference> refs;
  std::vector<std::string> requirements;  // text: "R23"
  std::vector<std::string> flags;         // text
  std::vector<std::string> lines;         // octets: the field lines that are sent
  std::string input;     // JSON: in place of lines, {"serialize":...} or {"cost":...}
  std::string expected;  // JSON: {"challenges":[...]}, {"credentials":...}, {"params":[...]},
                         // {"lines":[...]},
                         //   {"outcome":"reject"} or {"alternatives":[{"name":...,"expect":...}]}
  std::optional<std::uint64_t> offset;  // the first octet that no value of the grammar has here
  std::string note;                     // text

  // Text: the first part of the id, the folder of the case, a column of the matrix.
  [[nodiscard]] std::string family() const { return id.substr(0, id.find('/')); }
  friend bool operator==(const case_facts&, const case_facts&) = default;
};

}  // namespace gauntlet::model

#endif
