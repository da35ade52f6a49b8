#include "conformance/live/check/forms.hpp"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace gauntlet::check {
namespace {

using lines = std::vector<std::string>;
using view = std::string_view;

int lower(int c) { return c >= 'A' && c <= 'Z' ? c + 0x20 : c; }
int upper(int c) { return c >= 'a' && c <= 'z' ? c - 0x20 : c; }

std::string changed(std::string text, int (*change)(int)) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [&](unsigned char c) { return static_cast<char>(change(c)); });
  return text;
}

std::string field_line(view field, view before, const std::string& value, view after) {
  return absl::StrCat(std::string(field), ":", std::string(before), value, std::string(after));
}

// The usual line with what `Value` makes of the credentials.
template <std::string (*Value)(const credentials&)>
lines value(view field, const credentials& of) {
  return {field_line(field, " ", Value(of), "")};
}

std::string with(const credentials& of, const std::string& text) {
  return absl::StrCat(of.scheme, " ", text);
}

// What a recipient has to take.

std::string lower_scheme(const credentials& of) {
  credentials made = of;
  made.scheme = changed(of.scheme, lower);
  return to_text(made);
}

std::string upper_scheme(const credentials& of) {
  credentials made = of;
  made.scheme = changed(of.scheme, upper);
  return to_text(made);
}

lines lower_field(view field, const credentials& of) {
  return {field_line(changed(std::string(field), lower), " ", to_text(of), "")};
}

std::string two_spaces(const credentials& of) { return absl::StrCat(of.scheme, "  ", payload(of)); }

lines spaces_around(view field, const credentials& of) {
  return {field_line(field, "   ", to_text(of), "  ")};
}

lines tabs_around(view field, const credentials& of) {
  return {field_line(field, "\t", to_text(of), "\t")};
}

std::string upper_names(const credentials& of) {
  credentials made = of;
  for (credentials::param& one : made.params) one.name = changed(one.name, upper);
  return to_text(made);
}

std::string bws(const credentials& of) { return with(of, payload(of, " =\t")); }

// In front of the first octet of a value that stands for itself.
std::string needless_quoted_pair(const credentials& of) {
  std::string text = payload(of);
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i - 1] != '"' || text[i] == '"' || text[i] == '\\') continue;
    text.insert(i, "\\");
    break;
  }
  return with(of, text);
}

std::string other_order(const credentials& of) {
  credentials made = of;
  std::reverse(made.params.begin(), made.params.end());
  return to_text(made);
}

std::string empty_elements(const credentials& of) {
  return with(of, absl::StrCat(",", payload(of, "=", ", , "), ","));
}

std::string tight_commas(const credentials& of) { return with(of, payload(of, "=", ",")); }

// What is not in the grammar.

std::string tab_after_scheme(const credentials& of) {
  return absl::StrCat(of.scheme, "\t", payload(of));
}

std::string glued(const credentials& of) { return absl::StrCat(of.scheme, payload(of)); }

std::string inside(const credentials& of, view what) {
  std::string text = of.token68;
  text.insert(text.size() / 2, what);
  return with(of, text);
}

std::string space_inside(const credentials& of) { return inside(of, " "); }

std::string other_octet_inside(const credentials& of) { return inside(of, "!"); }

std::string equals_inside(const credentials& of) { return inside(of, "="); }

std::string more_padding(const credentials& of) { return to_text(of) + "===="; }

std::string comma_after(const credentials& of) { return to_text(of) + ","; }

std::string word_after(const credentials& of) { return to_text(of) + " abc"; }

std::string no_break_space(const credentials& of) {
  return absl::StrCat(of.scheme, "\xA0", payload(of));
}

std::string quoted_token68(const credentials& of) { return with(of, quoted_string(of.token68)); }

std::string comma_before(const credentials& of) { return absl::StrCat(", ", to_text(of)); }

std::string another_after(const credentials& of) {
  return absl::StrCat(to_text(of), ", Newauth abc");
}

std::string no_commas(const credentials& of) { return with(of, payload(of, "=", " ")); }

std::string semicolons(const credentials& of) { return with(of, payload(of, "=", "; ")); }

constexpr char another_user[] = "username=\"nobody\"";

std::string another_user_first(const credentials& of) {
  return with(of, absl::StrCat(another_user, ", ", payload(of)));
}

std::string another_user_last(const credentials& of) {
  return absl::StrCat(to_text(of), ", ", another_user);
}

lines two_lines(view field, const credentials& of) {
  return lines(2, field_line(field, " ", to_text(of), ""));
}

model::reference must(int rfc, const char* section) {
  return {rfc, "", section, "", model::requirement_level::must};
}
model::reference prose(int rfc, const char* section) {
  return {rfc, "", section, "", model::requirement_level::prose};
}

}  // namespace

const std::vector<form>& forms() {
  static constexpr char valid[] = "valid";
  static constexpr char tolerated[] = "";
  static constexpr char ill_formed[] = "must-not";
  constexpr auto any = form::any;
  constexpr auto params = form::params;
  constexpr auto token68 = form::token68;
  // clang-format off
  static const std::vector<form> all = {
      {"scheme-in-lower-case", "the scheme in lower case",
       {"R34"}, {prose(9110, "11.1")}, valid, any, value<lower_scheme>},
      {"scheme-in-upper-case", "the scheme in upper case",
       {"R34"}, {prose(9110, "11.1")}, valid, any, value<upper_scheme>},
      {"field-name-in-lower-case", "the field's name in lower case",
       {"R7"}, {prose(9110, "5.1")}, valid, any, lower_field},
      {"two-spaces-after-scheme", "two SP after the scheme",
       {"R59"}, {prose(9110, "11.4")}, valid, any, value<two_spaces>},
      {"spaces-around-value", "SP around the field's value",
       {"R16", "R84"}, {must(9110, "5.5"), prose(9112, "5.1")}, tolerated, any, spaces_around},
      {"tabs-around-value", "HTAB around the field's value",
       {"R16", "R84"}, {must(9110, "5.5"), prose(9112, "5.1")}, tolerated, any, tabs_around},
      {"names-in-upper-case", "the names of parameters in upper case",
       {"R36"}, {prose(9110, "11.2")}, valid, params, value<upper_names>},
      {"white-space-around-equals", "BWS around the equals signs",
       {"R30"}, {must(9110, "5.6.3")}, tolerated, params, value<bws>},
      {"quoted-pair", "a quoted-pair for an octet that needs none",
       {"R31"}, {must(9110, "5.6.4")}, tolerated, params, value<needless_quoted_pair>},
      {"other-order", "the parameters in the other order",
       {"R35"}, {prose(9110, "11.2")}, valid, params, value<other_order>},
      {"empty-elements", "empty list elements between the parameters",
       {"R23"}, {must(9110, "5.6.1.2")}, tolerated, params, value<empty_elements>},
      {"no-space-after-comma", "no SP after the commas",
       {"R24"}, {must(9110, "5.6.1.2")}, valid, params, value<tight_commas>},
      {"tab-after-scheme", "HTAB after the scheme",
       {"R6"}, {prose(9110, "11.4")}, ill_formed, any, value<tab_after_scheme>},
      {"no-space-after-scheme", "the scheme glued to its payload",
       {"R6"}, {prose(9110, "11.4")}, ill_formed, any, value<glued>},
      {"space-in-token68", "SP inside of the token68",
       {"R6"}, {prose(9110, "11.2")}, ill_formed, token68, value<space_inside>},
      {"quoted-token68", "the token68 in DQUOTEs",
       {"R6"}, {prose(9110, "11.2")}, ill_formed, token68, value<quoted_token68>},
      {"other-octet-in-token68", "an octet inside of the token68 that no token68 has",
       {"R6"}, {prose(9110, "11.2")}, ill_formed, token68, value<other_octet_inside>},
      {"equals-in-token68", "an equals sign inside of the token68",
       {"R6"}, {prose(9110, "11.2")}, ill_formed, token68, value<equals_inside>},
      {"more-padding", "more padding than the token68 needs",
       {"R6"}, {prose(9110, "11.2")}, ill_formed, token68, value<more_padding>},
      {"comma-after", "a comma after the token68",
       {"R59"}, {prose(9110, "11.6.2")}, ill_formed, token68, value<comma_after>},
      {"word-after", "another word after the token68",
       {"R6"}, {prose(9110, "11.4")}, ill_formed, token68, value<word_after>},
      {"no-break-space-after-scheme", "the octet %xA0 after the scheme",
       {"R6"}, {prose(9110, "11.4")}, ill_formed, any, value<no_break_space>},
      {"comma-before", "a comma before the credentials",
       {"R59"}, {prose(9110, "11.6.2")}, ill_formed, any, value<comma_before>},
      {"another-after", "other credentials after a comma",
       {"R59"}, {prose(9110, "11.6.2")}, ill_formed, any, value<another_after>},
      {"no-comma-between", "a parameter without a comma before it",
       {"R6"}, {prose(9110, "5.6.1")}, ill_formed, params, value<no_commas>},
      {"semicolon-between", "semicolons for commas",
       {"R6"}, {prose(9110, "5.6.1")}, ill_formed, params, value<semicolons>},
      {"another-user-first", "another username before that of the login",
       {"R37"}, {must(9110, "11.2")}, ill_formed, params, value<another_user_first>},
      {"another-user-last", "another username after that of the login",
       {"R37"}, {must(9110, "11.2")}, ill_formed, params, value<another_user_last>},
      {"two-lines", "the credentials on two lines",
       {"R21"}, {prose(9110, "5.5")}, ill_formed, any, two_lines},
  };
  // clang-format on
  return all;
}

}  // namespace gauntlet::check
