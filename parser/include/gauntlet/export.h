#ifndef GAUNTLET_EXPORT_H_
#define GAUNTLET_EXPORT_H_

/* GAUNTLET_EXPORT marks the functions of the C library. Who links the static library on Windows
   defines GAUNTLET_STATIC; the CMake targets and pkg-config do so by themselves. */

#if defined(GAUNTLET_STATIC)
#define GAUNTLET_EXPORT
#elif defined(_WIN32)
#if defined(GAUNTLET_BUILDING_SHARED)
#define GAUNTLET_EXPORT __declspec(dllexport)
#else
#define GAUNTLET_EXPORT __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define GAUNTLET_EXPORT __attribute__((visibility("default")))
#else
#define GAUNTLET_EXPORT
#endif

#endif /* GAUNTLET_EXPORT_H_ */
