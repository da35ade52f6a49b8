#include "elements.h"

/* One call for a whole value: from Python a call costs more than reading an element. */

static int put(gauntlet_elements* into, size_t kind, gauntlet_str first, gauntlet_str second,
               const char* data) {
  size_t* out;
  if (into->count++ >= into->capacity) return 0;
  out = into->numbers + (into->count - 1) * GAUNTLET_ELEMENT_NUMBERS;
  out[0] = kind;
  out[1] = (size_t)(first.data - data);
  out[2] = first.size;
  out[3] = second.size == 0 ? 0 : (size_t)(second.data - data);
  out[4] = second.size;
  return 1;
}

gauntlet_error gauntlet_read_elements(const char* data, size_t size, int32_t operation,
                                      const gauntlet_options* options, gauntlet_elements* into) {
  const gauntlet_str nothing = {NULL, 0};
  gauntlet_reader reader;
  gauntlet_auth_param param;
  into->count = 0;
  gauntlet_reader_init(&reader, data, size, operation, options);
  for (;;) {
    switch (gauntlet_reader_next(&reader)) {
      case GAUNTLET_EVENT_AUTH_SCHEME:
        put(into, GAUNTLET_EVENT_AUTH_SCHEME, gauntlet_reader_scheme(&reader), nothing, data);
        break;
      case GAUNTLET_EVENT_TOKEN68:
        put(into, GAUNTLET_EVENT_TOKEN68, gauntlet_reader_token68(&reader), nothing, data);
        break;
      case GAUNTLET_EVENT_AUTH_PARAM:
        gauntlet_reader_param(&reader, &param);
        put(into,
            GAUNTLET_EVENT_AUTH_PARAM | (param.value.is_quoted ? GAUNTLET_ELEMENT_QUOTED : 0) |
                (param.value.has_quoted_pair ? GAUNTLET_ELEMENT_QUOTED_PAIR : 0),
            param.name, param.value.raw, data);
        break;
      default:
        return gauntlet_reader_error(&reader, &into->offset);
    }
  }
}
