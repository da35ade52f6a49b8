#ifndef GAUNTLET_EXPORT_H_
#define GAUNTLET_EXPORT_H_

/* GAUNTLET_EXPORT marks the functions of the C library. The build of the static library defines
   GAUNTLET_STATIC: a shared library that contains it does not export them. */

#if defined(__GNUC__) && !defined(GAUNTLET_STATIC)
#define GAUNTLET_EXPORT __attribute__((visibility("default")))
#else
#define GAUNTLET_EXPORT
#endif

#endif /* GAUNTLET_EXPORT_H_ */
