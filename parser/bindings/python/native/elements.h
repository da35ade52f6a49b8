#ifndef GAUNTLET_BINDINGS_PYTHON_ELEMENTS_H_
#define GAUNTLET_BINDINGS_PYTHON_ELEMENTS_H_

/* What the Python package adds to the C library: all elements of a value as numbers. */

#include "gauntlet/gauntlet.h"

/* Of each element: GAUNTLET_EVENT_* with the flags below; where the auth-scheme, the token68 or the
 * name begins, and its size; where the value begins, and its size, quoted-pairs as they stand. */
enum { GAUNTLET_ELEMENT_NUMBERS = 5 };
enum { GAUNTLET_ELEMENT_QUOTED = 8, GAUNTLET_ELEMENT_QUOTED_PAIR = 16 };

typedef struct gauntlet_elements {
  size_t* numbers;
  size_t capacity; /* elements that `numbers` has room for */
  size_t count;    /* elements of the value, more than `capacity` where there was no room for all */
  size_t offset;   /* of the error */
} gauntlet_elements;

/* Reads the value to its end. The value has no SP or HTAB at its ends (the caller removes them), so
 * that the numbers are indices of it. O(size). */
GAUNTLET_EXPORT gauntlet_error gauntlet_read_elements(const char* data, size_t size,
                                                      int32_t operation,
                                                      const gauntlet_options* options,
                                                      gauntlet_elements* into);

#endif /* GAUNTLET_BINDINGS_PYTHON_ELEMENTS_H_ */
