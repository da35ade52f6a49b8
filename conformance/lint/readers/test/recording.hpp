#ifndef CONFORMANCE_LINT_READERS_TEST_RECORDING_HPP
#define CONFORMANCE_LINT_READERS_TEST_RECORDING_HPP

#include <string>
#include <string_view>

#include "conformance/lint/reader.hpp"

namespace gauntlet::lint {

// What a reader found, a line for each head and for each of its fields:
//
//     line 1 response "HTTP/1.1 401 U" status=401
//       line 2 WWW-Authenticate=" Basic"
//     line 9 unreadable: a head that is too long
//
// "elsewhere" after a start line or a value: it does not stand in the input at the offset that its
// place has. Where there is no line number, the offset is told.
class recording final : public sink {
 public:
  explicit recording(std::string_view input) : input_(input) {}
  void on_head(const head&) override;
  void on_unreadable(const place&, std::string_view why) override;

  std::string text{};

 private:
  void say_place(const place&);
  void say_octets(const place&, std::string_view octets);

  std::string_view input_;
};

// What is found in an input that comes whole.
std::string read(format, std::string_view input, const limits& = {});

// The same, after a look whether the input gives the same cut in two at every place (at some, of a
// large one), and in pieces of one octet.
std::string read_in_pieces(format, std::string_view input, const limits& = {});

}  // namespace gauntlet::lint

#endif
