#ifndef CONFORMANCE_SCHEMES_FORMS_HPP
#define CONFORMANCE_SCHEMES_FORMS_HPP

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::schemes {

// A form of a value that the files of the schemes name; scripts/forms.py has the same ones.
struct form {
  std::string_view name;
  bool (*has)(std::string_view value);
  // What a value of the form is, as the end of a sentence: "eight hexadecimal digits".
  std::string_view words;
};

// None when there is no form of that name.
const form* find_form(std::string_view name) noexcept;

// Whether one of `words` is the value, ASCII case aside.
bool is_word(std::string_view value, const std::vector<std::string>& words) noexcept;

// Whether an ellipsis stands in a value for what an example leaves out: then nothing can be said of
// its form.
bool is_elided(std::string_view value) noexcept;

}  // namespace gauntlet::schemes

#endif
