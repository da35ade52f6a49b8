#ifndef GAUNTLET_GAUNTLET_H_
#define GAUNTLET_GAUNTLET_H_

/* The C interface of the reference parser and writer of the HTTP authentication fields (RFC 9110
 * section 11).
 *
 *     const char line[] = "Basic realm=\"simple\", Negotiate";
 *     gauntlet_reader reader;
 *     int32_t event;
 *     gauntlet_reader_init(&reader, line, sizeof line - 1, GAUNTLET_OPERATION_CHALLENGES, NULL);
 *     while ((event = gauntlet_reader_next(&reader)) != GAUNTLET_EVENT_END) {
 *       if (event == GAUNTLET_EVENT_ERROR) return gauntlet_reader_error(&reader, NULL);
 *       if (event == GAUNTLET_EVENT_AUTH_SCHEME) count_scheme(gauntlet_reader_scheme(&reader));
 *     }
 *
 * The caller owns all storage. Nothing is allocated, nothing global is kept, nothing needs to be
 * released, and no function fails but by its result. Octets go in as pointer and size; no
 * terminator is needed and none is read. What comes out as gauntlet_str is a view of the input and
 * lives as long as that does.
 *
 * NULL may stand for octets, lines or a buffer of which there are none. With a size or count that
 * is not 0 it is refused everywhere: GAUNTLET_ERROR_INVALID_ARGUMENT, or the answer 0 where a
 * function has no error to answer.
 *
 * A reader or writer that was never initialised refuses everything the same way, if its memory is
 * not by chance that of one that was.
 *
 * A reader, a writer and a value are plain memory: they can be copied by assignment,
 * moved and forgotten. Different objects may be used by different threads.
 *
 * C99. Symbols: gauntlet_*; macros and enumerators: GAUNTLET_*.
 */

#include <stddef.h>
#include <stdint.h>

#include "gauntlet/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The interface described here. gauntlet_abi_version() answers that of the library: a program is
 * compatible with it if both are the same. The shared library's SOVERSION is this number. */
#define GAUNTLET_ABI_VERSION 0

GAUNTLET_EXPORT uint32_t gauntlet_abi_version(void);

/* The release, such as "0.1.0". */
GAUNTLET_EXPORT const char* gauntlet_version(void);

/* Octets of somebody else's. */
typedef struct gauntlet_str {
  const char* data; /* not terminated */
  size_t size;
} gauntlet_str;

/* ---------------------------------------------------------------- errors */

/* The numbers, the names and the meanings are those of gauntlet::errc in error.hpp. They never
 * change and are never used again; new ones are added. GAUNTLET_ERROR_INVALID_ARGUMENT is this
 * interface's own: a call that says nothing meaningful, such as an unknown operation. */
typedef int32_t gauntlet_error;
enum {
  GAUNTLET_ERROR_INVALID_ARGUMENT = -1,
  GAUNTLET_OK = 0,
  GAUNTLET_ERROR_EXPECTED_AUTH_SCHEME = 1,
  GAUNTLET_ERROR_EXPECTED_AUTH_PARAM = 2,
  GAUNTLET_ERROR_EXPECTED_AUTH_SCHEME_OR_AUTH_PARAM = 3,
  GAUNTLET_ERROR_EXPECTED_TOKEN68_OR_AUTH_PARAM = 4,
  GAUNTLET_ERROR_EXPECTED_EQUALS = 5,
  GAUNTLET_ERROR_EXPECTED_EQUALS_OR_COMMA = 6,
  GAUNTLET_ERROR_EXPECTED_PARAM_VALUE = 7,
  GAUNTLET_ERROR_EXPECTED_QUOTED_STRING = 8,
  GAUNTLET_ERROR_EXPECTED_SP = 9,
  GAUNTLET_ERROR_EXPECTED_COMMA = 10,
  GAUNTLET_ERROR_EXPECTED_END = 11,
  GAUNTLET_ERROR_UNTERMINATED_QUOTED_STRING = 12,
  GAUNTLET_ERROR_INVALID_QDTEXT = 13,
  GAUNTLET_ERROR_INVALID_QUOTED_PAIR = 14,
  GAUNTLET_ERROR_BWS_FORBIDDEN = 15,
  GAUNTLET_ERROR_EMPTY_ELEMENT = 16,
  GAUNTLET_ERROR_NEEDS_JOIN = 17,
  GAUNTLET_ERROR_LIMIT_LENGTH = 18,
  GAUNTLET_ERROR_LIMIT_CHALLENGES = 19,
  GAUNTLET_ERROR_LIMIT_AUTH_PARAMS = 20,
  GAUNTLET_ERROR_LIMIT_EMPTY_ELEMENTS = 21,
  GAUNTLET_ERROR_OUTPUT_TOO_SMALL = 22,
  GAUNTLET_ERROR_INVALID_AUTH_SCHEME = 23,
  GAUNTLET_ERROR_INVALID_TOKEN68 = 24,
  GAUNTLET_ERROR_INVALID_AUTH_PARAM_NAME = 25,
  GAUNTLET_ERROR_INVALID_AUTH_PARAM_VALUE = 26,
  GAUNTLET_ERROR_EXPECTED_TOKEN = 27,
  GAUNTLET_ERROR_UNEXPECTED_AUTH_SCHEME = 28,
  GAUNTLET_ERROR_UNEXPECTED_TOKEN68 = 29,
  GAUNTLET_ERROR_UNEXPECTED_AUTH_PARAM = 30,
  GAUNTLET_ERROR_REPEATED_AUTH_PARAM = 31
};

/* The stable identifier of an error, such as "expected_comma"; terminated, of static storage.
 * "unknown" for a number that is none. */
GAUNTLET_EXPORT const char* gauntlet_error_identifier(gauntlet_error error);

/* ---------------------------------------------------------------- options */

/* Which fields. */
enum {
  GAUNTLET_OPERATION_CHALLENGES = 0,  /* WWW-Authenticate, Proxy-Authenticate */
  GAUNTLET_OPERATION_CREDENTIALS = 1, /* Authorization, Proxy-Authorization */
  GAUNTLET_OPERATION_AUTH_INFO = 2    /* Authentication-Info, Proxy-Authentication-Info */
};

/* What a recipient has to accept, or the narrower form that a sender may generate. */
enum { GAUNTLET_GRAMMAR_RECIPIENT = 0, GAUNTLET_GRAMMAR_SENDER = 1 };

/* How to read or write. The members are those of gauntlet::options in options.hpp. Always
 * initialised by gauntlet_options_init(), which sets the defaults; later versions add members at
 * the end, and a program that was compiled without them goes on working. */
typedef struct gauntlet_options {
  size_t struct_size; /* set by gauntlet_options_init() */
  size_t max_length;
  size_t max_challenges;
  size_t max_auth_params;
  size_t max_empty_elements;
  int32_t grammar;
  int32_t reserved; /* 0 */
} gauntlet_options;

/*     gauntlet_options options;
 *     gauntlet_options_init(&options, sizeof options);
 *     options.grammar = GAUNTLET_GRAMMAR_SENDER; */
GAUNTLET_EXPORT void gauntlet_options_init(gauntlet_options* options, size_t struct_size);

/* Wherever options are taken: NULL means the defaults, and options that this library does not know
 * to the last member (a grammar that is none, a member of a later version that is not 0) are
 * GAUNTLET_ERROR_INVALID_ARGUMENT. */

/* ---------------------------------------------------------------- field lines */

/* Several field lines with the same name are an array of gauntlet_str, one for each line as it was
 * received:
 *
 *     const gauntlet_str lines[] = {{"Digest realm=x", 14}, {"Basic realm=y", 13}};
 *     gauntlet_reader reader;
 *     gauntlet_reader_init_lines(&reader, lines, 2, GAUNTLET_OPERATION_CHALLENGES, NULL);
 */

/* Writes the combined value of several lines (RFC 9110 section 5.3): each trimmed of SP and HTAB,
 * with ", " between them. This is what has to be read after GAUNTLET_ERROR_NEEDS_JOIN. `*size`
 * becomes the number of octets written, or needed when the answer is
 * GAUNTLET_ERROR_OUTPUT_TOO_SMALL. */
GAUNTLET_EXPORT gauntlet_error gauntlet_join(const gauntlet_str* lines, size_t count, char* out,
                                             size_t out_size, size_t* size);

/* Where an offset of the combined value stands: the index of the line, and the offset in that line
 * as it was given. */
GAUNTLET_EXPORT void gauntlet_locate(const gauntlet_str* lines, size_t count, size_t offset,
                                     size_t* line, size_t* line_offset);

/* ---------------------------------------------------------------- values */

/* The value of an auth-param: a token, or what stands between the DQUOTEs of a quoted-string. */
typedef struct gauntlet_value {
  gauntlet_str raw;        /* without the DQUOTEs, quoted-pairs as they stand */
  size_t unescaped_size;   /* octets of the value once quoted-pairs are resolved */
  int32_t is_quoted;       /* 1: quoted-string, 0: token */
  int32_t has_quoted_pair; /* 0: `raw` is the value already */
} gauntlet_value;

typedef struct gauntlet_auth_param {
  gauntlet_str name;
  gauntlet_value value;
} gauntlet_auth_param;

/* Writes the value with its quoted-pairs resolved. `*size` becomes the number of octets written, or
 * needed when the answer is GAUNTLET_ERROR_OUTPUT_TOO_SMALL (then nothing is written). O(size). */
GAUNTLET_EXPORT gauntlet_error gauntlet_value_unescape(const gauntlet_value* value, char* out,
                                                       size_t out_size, size_t* size);

/* Whether the unescaped value is these octets (1 or 0); the second form takes ASCII letters without
 * regard to case. No buffer is needed. */
GAUNTLET_EXPORT int gauntlet_value_equals(const gauntlet_value* value, const char* data,
                                          size_t size);
GAUNTLET_EXPORT int gauntlet_value_equals_ignore_case(const gauntlet_value* value, const char* data,
                                                      size_t size);

/* Whether two strings are equal but for the case of ASCII letters (1 or 0): how auth-schemes and
 * the names of parameters compare. */
GAUNTLET_EXPORT int gauntlet_equals_ignore_case(const char* a, size_t a_size, const char* b,
                                                size_t b_size);

/* ---------------------------------------------------------------- reader */

/* 512 octets, aligned as uint64_t; its content is private. */
typedef union gauntlet_reader {
  unsigned char opaque_[512];
  uint64_t alignment_;
  const void* pointer_;
} gauntlet_reader;

enum {
  GAUNTLET_EVENT_END = 0,
  GAUNTLET_EVENT_AUTH_SCHEME = 1, /* gauntlet_reader_scheme() */
  GAUNTLET_EVENT_TOKEN68 = 2,     /* gauntlet_reader_token68() */
  GAUNTLET_EVENT_AUTH_PARAM = 3,  /* gauntlet_reader_param() */
  GAUNTLET_EVENT_ERROR = 4        /* gauntlet_reader_error() */
};

/* Prepares to read one field value. The octets have to live as long as the reader and the views
 * that it hands out. After GAUNTLET_ERROR_INVALID_ARGUMENT the reader can be used: its only event
 * is that error. */
GAUNTLET_EXPORT gauntlet_error gauntlet_reader_init(gauntlet_reader* reader, const char* data,
                                                    size_t size, int32_t operation,
                                                    const gauntlet_options* options);

/* The same for several field lines, read as their combined value (RFC 9110 section 5.3) without
 * being joined. The array of lines has to live as long as the reader. */
GAUNTLET_EXPORT gauntlet_error gauntlet_reader_init_lines(gauntlet_reader* reader,
                                                          const gauntlet_str* lines, size_t count,
                                                          int32_t operation,
                                                          const gauntlet_options* options);

/* The next event, GAUNTLET_EVENT_*. After GAUNTLET_EVENT_END or GAUNTLET_EVENT_ERROR it is that one
 * again. All events together cost O(octets). */
GAUNTLET_EXPORT int32_t gauntlet_reader_next(gauntlet_reader* reader);

/* What the last event was about. */
GAUNTLET_EXPORT gauntlet_str gauntlet_reader_scheme(const gauntlet_reader* reader);
GAUNTLET_EXPORT gauntlet_str gauntlet_reader_token68(const gauntlet_reader* reader);
GAUNTLET_EXPORT void gauntlet_reader_param(const gauntlet_reader* reader,
                                           gauntlet_auth_param* param);

/* The next auth-param with that name (names are case-insensitive, RFC 9110 section 11.2) of the
 * challenge, the credentials or the auth-info that is being read: 1 and `*param`, or 0 if there is
 * none up to the next auth-scheme, the end or an error. The reader stays where it is, so that after
 * GAUNTLET_EVENT_AUTH_SCHEME, or before the first event of auth-info, all parameters are looked
 * through. O(octets of the challenge).
 *
 *     gauntlet_auth_param realm;
 *     if (event == GAUNTLET_EVENT_AUTH_SCHEME && gauntlet_reader_find(&reader, "realm", 5, &realm)) {
 *       show_realm(&realm.value);
 *     } */
GAUNTLET_EXPORT int gauntlet_reader_find(const gauntlet_reader* reader, const char* name,
                                         size_t name_size, gauntlet_auth_param* param);

/* Why reading stopped, GAUNTLET_OK before it did or at the end. `*offset` (unless NULL) becomes the
 * length of the longest prefix of the combined value that could still have been completed; see
 * gauntlet::status in error.hpp. */
GAUNTLET_EXPORT gauntlet_error gauntlet_reader_error(const gauntlet_reader* reader, size_t* offset);

/* Where in the combined value the last event's element begins. */
GAUNTLET_EXPORT size_t gauntlet_reader_offset(const gauntlet_reader* reader);

/* How many octets were trimmed from the front of the first line: offset plus shift is an index of that
 * line. */
GAUNTLET_EXPORT size_t gauntlet_reader_shift(const gauntlet_reader* reader);

/* Reads everything and answers GAUNTLET_OK or what gauntlet_reader_error() would. */
GAUNTLET_EXPORT gauntlet_error gauntlet_validate(const char* data, size_t size, int32_t operation,
                                                 const gauntlet_options* options, size_t* offset);
GAUNTLET_EXPORT gauntlet_error gauntlet_validate_lines(const gauntlet_str* lines, size_t count,
                                                       int32_t operation,
                                                       const gauntlet_options* options,
                                                       size_t* offset);

/* ---------------------------------------------------------------- writer */

/* Writes a field value into the caller's buffer. gauntlet::writer in writer.hpp says which rules
 * are kept and what is refused. Each function answers the state of the writer, and a refusal is
 * final, so that it is enough to look at gauntlet_writer_finish().
 *
 *     char buffer[256];
 *     size_t size;
 *     gauntlet_writer writer;
 *     gauntlet_writer_init(&writer, buffer, sizeof buffer, GAUNTLET_OPERATION_CREDENTIALS, NULL);
 *     gauntlet_writer_challenge(&writer, "Bearer", 6);
 *     gauntlet_writer_token68(&writer, "mF_9.B5f-4.1JqM", 15);
 *     if (gauntlet_writer_finish(&writer, &size) != GAUNTLET_OK) return 1;
 */
typedef union gauntlet_writer {
  unsigned char opaque_[256];
  uint64_t alignment_;
  const void* pointer_;
} gauntlet_writer;

/* How a value is written: as a token where it is one, else as a quoted-string; always as a
 * quoted-string; as a token or not at all. realm is always a quoted-string. */
enum { GAUNTLET_QUOTING_AUTOMATIC = 0, GAUNTLET_QUOTING_QUOTED = 1, GAUNTLET_QUOTING_TOKEN = 2 };

/* With a buffer of size 0 the writer measures. */
GAUNTLET_EXPORT gauntlet_error gauntlet_writer_init(gauntlet_writer* writer, char* out,
                                                    size_t out_size, int32_t operation,
                                                    const gauntlet_options* options);

/* Begins a challenge, or the credentials. */
GAUNTLET_EXPORT gauntlet_error gauntlet_writer_challenge(gauntlet_writer* writer,
                                                         const char* scheme, size_t size);
GAUNTLET_EXPORT gauntlet_error gauntlet_writer_token68(gauntlet_writer* writer, const char* data,
                                                       size_t size);
/* `value` is what the recipient is to get, not escaped. */
GAUNTLET_EXPORT gauntlet_error gauntlet_writer_param(gauntlet_writer* writer, const char* name,
                                                     size_t name_size, const char* value,
                                                     size_t value_size, int32_t quoting);

/* `*size` (unless NULL) becomes the number of octets written; needed, when the answer is
 * GAUNTLET_ERROR_OUTPUT_TOO_SMALL; 0 after a refusal. */
GAUNTLET_EXPORT gauntlet_error gauntlet_writer_finish(const gauntlet_writer* writer, size_t* size);

#ifdef __cplusplus
}
#endif

#endif /* GAUNTLET_GAUNTLET_H_ */
