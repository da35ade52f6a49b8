#ifndef CONFORMANCE_MODEL_SPELLING_HPP
#define CONFORMANCE_MODEL_SPELLING_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::model {

// Insertions, deletions, replacements and swaps of neighbours that make `b` out of `a`. O(a * b).
std::size_t edit_distance(std::string_view a, std::string_view b);

// "; did you mean quoted-string?" for a misspelt name, or nothing where none of `known` is near:
// the end of an error message. Near is a third of the name's length in changes of one octet, two
// neighbours swapped included, else the shortest that holds the name. O(known * length of both);
// names above 100 octets are not looked at.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

// The same; where none is near, "; there are grammar, message, scheme", or of very many names those
// in the same folder, or the folders.
std::string nearest_or_all(std::string_view name, const std::vector<std::string>& known);

}  // namespace gauntlet::model

#endif
