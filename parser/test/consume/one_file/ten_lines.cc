#include <iostream>

#include "gauntlet.hpp"

int main() {
  for (const auto challenge :
       gauntlet::challenges("Digest realm=\"a, b\", qop=\"auth\", Negotiate")) {
    std::cout << challenge.scheme() << '\n';
    for (const auto& param : challenge.params())
      std::cout << "  " << param.name << " = " << param.value.raw() << '\n';
  }
  const auto wrong = gauntlet::validate("Basic abc/def=x", gauntlet::operation::challenges);
  std::cout << to_string(wrong.code) << " at octet " << wrong.offset << '\n';
}
