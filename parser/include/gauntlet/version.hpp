#ifndef GAUNTLET_VERSION_HPP_
#define GAUNTLET_VERSION_HPP_

// Every header includes this one first of all that need C++20.
#if __cplusplus < 202002L
#error "gauntlet needs C++20: compile with -std=c++20 or later"
#endif

// The version of these headers.
//
//     static_assert(gauntlet::version_major == 0);
//
// GAUNTLET_ABI names the inline namespace that every header of the parser opens:
//
//     namespace gauntlet {
//     inline namespace GAUNTLET_ABI { ... }
//     }
//
// It changes whenever the layout of a type or the meaning of a function does. Two translation units
// that were compiled with different versions therefore share no symbol and can be linked into one
// program. One translation unit can include one version only.

#define GAUNTLET_VERSION_MAJOR 0
#define GAUNTLET_VERSION_MINOR 1
#define GAUNTLET_VERSION_PATCH 0

#define GAUNTLET_ABI v0

namespace gauntlet {
inline namespace GAUNTLET_ABI {

inline constexpr int version_major = GAUNTLET_VERSION_MAJOR;
inline constexpr int version_minor = GAUNTLET_VERSION_MINOR;
inline constexpr int version_patch = GAUNTLET_VERSION_PATCH;

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_VERSION_HPP_
