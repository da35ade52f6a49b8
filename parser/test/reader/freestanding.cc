// All of the core, compiled as for a machine without an operating system and a C++ run-time
// library.
#include "gauntlet/gauntlet.hpp"

extern "C" std::size_t gauntlet_freestanding(const char* data, std::size_t size, char* out,
                                             std::size_t out_size) {
  const std::string_view value{data, size};
  const std::string_view lines[] = {value, value};
  using std::string_view_literals::operator""sv;  // a plain literal would be measured by strlen
  std::size_t sum = 0;
  for (const auto what : {gauntlet::operation::challenges, gauntlet::operation::credentials,
                          gauntlet::operation::auth_info}) {
    gauntlet::reader reader(lines, what);
    for (gauntlet::event event = reader.next(); event != gauntlet::event::end;
         event = reader.next()) {
      if (event == gauntlet::event::error) return reader.status().offset;
      sum += reader.scheme().size() + reader.token68().size() + reader.offset();
      const auto unescaped = reader.param().value.unescape_to({out, out_size});
      sum += unescaped.size + (reader.param().value.equals_ignore_case(value) ? 1 : 0);
    }
  }
  for (const gauntlet::challenge challenge : gauntlet::challenges(value)) {
    sum += challenge.is("Basic"sv) && challenge.find("realm"sv) && challenge.unique_names() ? 1 : 0;
  }
  sum += gauntlet::credentials(value).token68().size();
  sum += gauntlet::auth_info(value).find("qop"sv) ? 1 : 0;
  sum += gauntlet::join(lines, {out, out_size}).size + gauntlet::joined_size(lines);
  sum += gauntlet::locate(lines, size).line;
  sum += gauntlet::validate(value, gauntlet::operation::challenges).offset;
  sum += gauntlet::to_string(gauntlet::errc::ok).size();
  return sum;
}
