/* Everything that gauntlet.h declares, used from C99. `c_api_test NAME` runs one test. */

#include <gauntlet/gauntlet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                             \
    }                                                                         \
  } while (0)

static int str_is(gauntlet_str str, const char* text) {
  return str.size == strlen(text) && memcmp(str.data, text, str.size) == 0;
}

static gauntlet_reader reader_of(const char* text, int32_t operation) {
  gauntlet_reader reader;
  CHECK(gauntlet_reader_init(&reader, text, strlen(text), operation, NULL) == GAUNTLET_OK);
  return reader;
}

static void test_version(void) {
  CHECK(gauntlet_abi_version() == GAUNTLET_ABI_VERSION);
  CHECK(strcmp(gauntlet_version(), GAUNTLET_EXPECTED_VERSION) == 0);
}

static void test_error_identifiers(void) {
  static const struct {
    gauntlet_error error;
    const char* identifier;
  } known[] = {
      {GAUNTLET_ERROR_INVALID_ARGUMENT, "invalid_argument"},
      {GAUNTLET_OK, "ok"},
      {GAUNTLET_ERROR_EXPECTED_AUTH_SCHEME, "expected_auth_scheme"},
      {GAUNTLET_ERROR_EXPECTED_AUTH_PARAM, "expected_auth_param"},
      {GAUNTLET_ERROR_EXPECTED_AUTH_SCHEME_OR_AUTH_PARAM, "expected_auth_scheme_or_auth_param"},
      {GAUNTLET_ERROR_EXPECTED_TOKEN68_OR_AUTH_PARAM, "expected_token68_or_auth_param"},
      {GAUNTLET_ERROR_EXPECTED_EQUALS, "expected_equals"},
      {GAUNTLET_ERROR_EXPECTED_EQUALS_OR_COMMA, "expected_equals_or_comma"},
      {GAUNTLET_ERROR_EXPECTED_PARAM_VALUE, "expected_param_value"},
      {GAUNTLET_ERROR_EXPECTED_QUOTED_STRING, "expected_quoted_string"},
      {GAUNTLET_ERROR_EXPECTED_SP, "expected_sp"},
      {GAUNTLET_ERROR_EXPECTED_COMMA, "expected_comma"},
      {GAUNTLET_ERROR_EXPECTED_END, "expected_end"},
      {GAUNTLET_ERROR_UNTERMINATED_QUOTED_STRING, "unterminated_quoted_string"},
      {GAUNTLET_ERROR_INVALID_QDTEXT, "invalid_qdtext"},
      {GAUNTLET_ERROR_INVALID_QUOTED_PAIR, "invalid_quoted_pair"},
      {GAUNTLET_ERROR_BWS_FORBIDDEN, "bws_forbidden"},
      {GAUNTLET_ERROR_EMPTY_ELEMENT, "empty_element"},
      {GAUNTLET_ERROR_NEEDS_JOIN, "needs_join"},
      {GAUNTLET_ERROR_LIMIT_LENGTH, "limit_length"},
      {GAUNTLET_ERROR_LIMIT_CHALLENGES, "limit_challenges"},
      {GAUNTLET_ERROR_LIMIT_AUTH_PARAMS, "limit_auth_params"},
      {GAUNTLET_ERROR_LIMIT_EMPTY_ELEMENTS, "limit_empty_elements"},
      {GAUNTLET_ERROR_OUTPUT_TOO_SMALL, "output_too_small"},
      {GAUNTLET_ERROR_INVALID_AUTH_SCHEME, "invalid_auth_scheme"},
      {GAUNTLET_ERROR_INVALID_TOKEN68, "invalid_token68"},
      {GAUNTLET_ERROR_INVALID_AUTH_PARAM_NAME, "invalid_auth_param_name"},
      {GAUNTLET_ERROR_INVALID_AUTH_PARAM_VALUE, "invalid_auth_param_value"},
      {GAUNTLET_ERROR_EXPECTED_TOKEN, "expected_token"},
      {GAUNTLET_ERROR_UNEXPECTED_AUTH_SCHEME, "unexpected_auth_scheme"},
      {GAUNTLET_ERROR_UNEXPECTED_TOKEN68, "unexpected_token68"},
      {GAUNTLET_ERROR_UNEXPECTED_AUTH_PARAM, "unexpected_auth_param"},
      {GAUNTLET_ERROR_REPEATED_AUTH_PARAM, "repeated_auth_param"},
  };
  const gauntlet_error count = (gauntlet_error)(sizeof known / sizeof known[0]);
  gauntlet_error i;
  for (i = 0; i < count; ++i) {
    CHECK(known[i].error == i - 1);
    CHECK(strcmp(gauntlet_error_identifier(known[i].error), known[i].identifier) == 0);
  }
  CHECK(strcmp(gauntlet_error_identifier(count - 1), "unknown") == 0);
  CHECK(strcmp(gauntlet_error_identifier(-2), "unknown") == 0);
  CHECK(strcmp(gauntlet_error_identifier(256), "unknown") == 0);
  CHECK(strcmp(gauntlet_error_identifier(INT32_MAX), "unknown") == 0);
  CHECK(strcmp(gauntlet_error_identifier(INT32_MIN), "unknown") == 0);
}

static void test_challenges(void) {
  const char* text = "Newauth realm=\"say \\\"hi\\\"\", type=1, Negotiate abc==, Foo";
  gauntlet_reader reader = reader_of(text, GAUNTLET_OPERATION_CHALLENGES);
  gauntlet_auth_param param;
  size_t offset = 99;

  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(str_is(gauntlet_reader_scheme(&reader), "Newauth"));
  CHECK(gauntlet_reader_scheme(&reader).data == text);
  CHECK(gauntlet_reader_offset(&reader) == 0);

  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  gauntlet_reader_param(&reader, &param);
  CHECK(str_is(param.name, "realm"));
  CHECK(str_is(param.value.raw, "say \\\"hi\\\""));
  CHECK(param.value.unescaped_size == 8);
  CHECK(param.value.is_quoted == 1 && param.value.has_quoted_pair == 1);
  CHECK(gauntlet_reader_offset(&reader) == 8);

  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  gauntlet_reader_param(&reader, &param);
  CHECK(str_is(param.name, "type") && str_is(param.value.raw, "1"));
  CHECK(param.value.unescaped_size == 1);
  CHECK(param.value.is_quoted == 0 && param.value.has_quoted_pair == 0);

  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(str_is(gauntlet_reader_scheme(&reader), "Negotiate"));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_TOKEN68);
  CHECK(str_is(gauntlet_reader_token68(&reader), "abc=="));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(str_is(gauntlet_reader_scheme(&reader), "Foo"));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);
  CHECK(gauntlet_reader_error(&reader, &offset) == GAUNTLET_OK);
  CHECK(gauntlet_reader_error(&reader, NULL) == GAUNTLET_OK);
}

static void test_credentials(void) {
  gauntlet_reader reader = reader_of("Basic QWxhZGRpbg==", GAUNTLET_OPERATION_CREDENTIALS);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_equals_ignore_case(gauntlet_reader_scheme(&reader).data,
                                    gauntlet_reader_scheme(&reader).size, "bAsIc", 5));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_TOKEN68);
  CHECK(str_is(gauntlet_reader_token68(&reader), "QWxhZGRpbg=="));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);
}

static void test_auth_info(void) {
  gauntlet_reader reader = reader_of("nextnonce=\"x\", qop=auth", GAUNTLET_OPERATION_AUTH_INFO);
  gauntlet_auth_param param;
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  gauntlet_reader_param(&reader, &param);
  CHECK(str_is(param.name, "qop"));
  CHECK(gauntlet_value_equals(&param.value, "auth", 4));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);
}

static void test_errors(void) {
  const char* text = " \tBasic realm=x y";
  gauntlet_reader reader = reader_of(text, GAUNTLET_OPERATION_CHALLENGES);
  size_t offset = 0;
  CHECK(gauntlet_reader_shift(&reader) == 2);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_reader_error(&reader, NULL) == GAUNTLET_OK);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_ERROR);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_ERROR);
  CHECK(gauntlet_reader_error(&reader, &offset) == GAUNTLET_ERROR_EXPECTED_COMMA);
  CHECK(offset == 14);
  CHECK(text[offset + gauntlet_reader_shift(&reader)] == 'y');
  offset = 0;
  CHECK(gauntlet_validate(text, strlen(text), GAUNTLET_OPERATION_CHALLENGES, NULL, &offset) ==
        GAUNTLET_ERROR_EXPECTED_COMMA);
  CHECK(offset == 14);
  CHECK(gauntlet_validate(text, strlen(text), GAUNTLET_OPERATION_CHALLENGES, NULL, NULL) ==
        GAUNTLET_ERROR_EXPECTED_COMMA);
  CHECK(gauntlet_validate("Basic realm=x", 13, GAUNTLET_OPERATION_CHALLENGES, NULL, &offset) ==
        GAUNTLET_OK);
  CHECK(gauntlet_validate(NULL, 0, GAUNTLET_OPERATION_CHALLENGES, NULL, NULL) == GAUNTLET_OK);
}

static void test_copies_are_independent(void) {
  gauntlet_reader reader = reader_of("A, B", GAUNTLET_OPERATION_CHALLENGES);
  gauntlet_reader copy;
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  copy = reader;
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(str_is(gauntlet_reader_scheme(&reader), "B"));
  CHECK(str_is(gauntlet_reader_scheme(&copy), "A"));
  CHECK(gauntlet_reader_next(&copy) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(str_is(gauntlet_reader_scheme(&copy), "B"));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);
  CHECK(gauntlet_reader_next(&copy) == GAUNTLET_EVENT_END);
}

static void test_options(void) {
  gauntlet_options options;
  struct {
    gauntlet_options known;
    uint64_t added_later;
  } longer;
  const char text[] = "Foo realm=b";
  const size_t size = sizeof text - 1;
  size_t offset = 0;

  memset(&options, 0x5A, sizeof options);
  gauntlet_options_init(&options, sizeof options);
  CHECK(options.struct_size == sizeof options);
  CHECK(options.max_length == 64 * 1024);
  CHECK(options.max_challenges == 64 && options.max_auth_params == 64);
  CHECK(options.max_empty_elements == 64);
  CHECK(options.grammar == GAUNTLET_GRAMMAR_RECIPIENT && options.reserved == 0);
  CHECK(gauntlet_validate(text, size, GAUNTLET_OPERATION_CHALLENGES, &options, &offset) ==
        GAUNTLET_OK);
  options.grammar = GAUNTLET_GRAMMAR_SENDER;
  CHECK(gauntlet_validate(text, size, GAUNTLET_OPERATION_CHALLENGES, &options, &offset) ==
        GAUNTLET_ERROR_EXPECTED_QUOTED_STRING);
  CHECK(offset == 10);

  /* A program that was compiled with a later header. */
  memset(&longer, 0x5A, sizeof longer);
  gauntlet_options_init(&longer.known, sizeof longer);
  CHECK(longer.added_later == 0);
  CHECK(longer.known.struct_size == sizeof longer);
  CHECK(longer.known.max_length == 64 * 1024);
  CHECK(gauntlet_validate(text, size, GAUNTLET_OPERATION_CHALLENGES, &longer.known, NULL) ==
        GAUNTLET_OK);
  longer.added_later = 1;
  CHECK(gauntlet_validate(text, size, GAUNTLET_OPERATION_CHALLENGES, &longer.known, NULL) ==
        GAUNTLET_ERROR_INVALID_ARGUMENT);
}

static void test_limits(void) {
  size_t n;
  for (n = 2; n <= 4; ++n) {
    gauntlet_options options;
    size_t offset = 99;
    gauntlet_options_init(&options, sizeof options);
    options.max_challenges = n;
    CHECK(gauntlet_validate("A, B, C", 7, GAUNTLET_OPERATION_CHALLENGES, &options, &offset) ==
          (n < 3 ? GAUNTLET_ERROR_LIMIT_CHALLENGES : GAUNTLET_OK));
    CHECK(n >= 3 || offset == 6);
    gauntlet_options_init(&options, sizeof options);
    options.max_auth_params = n;
    CHECK(gauntlet_validate("A a=1,b=2,c=3", 13, GAUNTLET_OPERATION_CHALLENGES, &options,
                            &offset) == (n < 3 ? GAUNTLET_ERROR_LIMIT_AUTH_PARAMS : GAUNTLET_OK));
    CHECK(n >= 3 || offset == 10);
    gauntlet_options_init(&options, sizeof options);
    options.max_empty_elements = n;
    CHECK(gauntlet_validate("A,,,,B", 6, GAUNTLET_OPERATION_CHALLENGES, &options, &offset) ==
          (n < 3 ? GAUNTLET_ERROR_LIMIT_EMPTY_ELEMENTS : GAUNTLET_OK));
    CHECK(n >= 3 || offset == 4);
    gauntlet_options_init(&options, sizeof options);
    options.max_length = n;
    CHECK(gauntlet_validate("Foo", 3, GAUNTLET_OPERATION_CHALLENGES, &options, &offset) ==
          (n < 3 ? GAUNTLET_ERROR_LIMIT_LENGTH : GAUNTLET_OK));
    CHECK(n >= 3 || offset == 2);
  }
}

static void expect_refused_reader(gauntlet_reader* reader, gauntlet_error answer) {
  size_t offset = 99;
  CHECK(answer == GAUNTLET_ERROR_INVALID_ARGUMENT);
  CHECK(gauntlet_reader_next(reader) == GAUNTLET_EVENT_ERROR);
  CHECK(gauntlet_reader_next(reader) == GAUNTLET_EVENT_ERROR);
  CHECK(gauntlet_reader_error(reader, &offset) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  CHECK(offset == 0);
}

static void test_invalid_arguments(void) {
  gauntlet_reader reader;
  gauntlet_writer writer;
  gauntlet_options options;
  char buffer[16];
  size_t size = 99;
  int i;

  expect_refused_reader(&reader, gauntlet_reader_init(&reader, "Foo", 3, 3, NULL));
  expect_refused_reader(&reader, gauntlet_reader_init(&reader, "Foo", 3, -1, NULL));
  expect_refused_reader(&reader, gauntlet_reader_init(&reader, NULL, 3, 0, NULL));
  expect_refused_reader(&reader, gauntlet_reader_init_lines(&reader, NULL, 1, 0, NULL));
  expect_refused_reader(&reader, gauntlet_reader_init_lines(&reader, NULL, 0, 3, NULL));
  for (i = 0; i < 7; ++i) {
    gauntlet_options_init(&options, sizeof options);
    if (i == 0) options.grammar = 2;
    if (i == 1) options.grammar = -1;
    if (i == 2) options.reserved = 1;
    if (i == 3) options.struct_size = sizeof options - 1;
    if (i == 4) options.struct_size = 0;
    /* Never initialised: nothing behind the structure is read. */
    if (i == 5) options.struct_size = SIZE_MAX;
    if (i == 6) options.struct_size = 0x5A5A5A5A;
    expect_refused_reader(&reader, gauntlet_reader_init(&reader, "Foo", 3, 0, &options));
    CHECK(gauntlet_validate("Foo", 3, 0, &options, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(size == 0);
    CHECK(gauntlet_writer_init(&writer, buffer, sizeof buffer, 0, &options) ==
          GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_writer_challenge(&writer, "Foo", 3) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_writer_finish(&writer, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  }
  CHECK(gauntlet_validate("Foo", 3, 3, NULL, NULL) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  CHECK(gauntlet_validate(NULL, 1, 0, NULL, NULL) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  CHECK(gauntlet_validate_lines(NULL, 1, 0, NULL, NULL) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  {
    /* NULL with a size, wherever it can stand. */
    const gauntlet_str no_line[] = {{"Foo", 3}, {NULL, 1}};
    size_t line = 9;
    char out[4];
    size = 9;
    expect_refused_reader(&reader, gauntlet_reader_init_lines(&reader, no_line, 2, 0, NULL));
    CHECK(gauntlet_validate_lines(no_line, 2, 0, NULL, NULL) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_join(no_line, 2, out, sizeof out, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(size == 0);
    CHECK(gauntlet_join(NULL, 1, out, sizeof out, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_join(NULL, 3, NULL, 0, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_join(no_line, 1, NULL, 4, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    line = size = 9;
    gauntlet_locate(NULL, 3, 4, &line, &size);
    CHECK(line == 0 && size == 0);
    gauntlet_locate(no_line, 2, 4, &line, &size);
    CHECK(line == 0 && size == 0);
    CHECK(gauntlet_writer_init(&writer, NULL, 4, 0, NULL) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_writer_finish(&writer, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT && size == 0);
  }
  {
    /* Memory that no function has initialised is no valid value, and nothing can be written. */
    gauntlet_auth_param param;
    static const unsigned char fill[] = {0, 0x5A, 0xFF};
    for (i = 0; i < 3; ++i) {
      memset(&reader, fill[i], sizeof reader);
      memset(&writer, fill[i], sizeof writer);
      expect_refused_reader(&reader, GAUNTLET_ERROR_INVALID_ARGUMENT);
      CHECK(gauntlet_reader_find(&reader, "a", 1, &param) == 0);
      CHECK(gauntlet_writer_challenge(&writer, "Foo", 3) == GAUNTLET_ERROR_INVALID_ARGUMENT);
      CHECK(gauntlet_writer_token68(&writer, "a", 1) == GAUNTLET_ERROR_INVALID_ARGUMENT);
      CHECK(gauntlet_writer_param(&writer, "a", 1, "b", 1, 0) == GAUNTLET_ERROR_INVALID_ARGUMENT);
      size = 9;
      CHECK(gauntlet_writer_finish(&writer, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
      CHECK(size == 0);
    }
  }
  CHECK(gauntlet_equals_ignore_case(NULL, 1, "a", 1) == 0);
  CHECK(gauntlet_equals_ignore_case("a", 1, NULL, 1) == 0);
  CHECK(gauntlet_equals_ignore_case(NULL, 0, NULL, 0) == 1);

  for (i = 0; i < 6; ++i) {
    gauntlet_error error = GAUNTLET_OK;
    CHECK(gauntlet_writer_init(&writer, buffer, sizeof buffer, 0, NULL) == GAUNTLET_OK);
    if (i != 0) CHECK(gauntlet_writer_challenge(&writer, "Foo", 3) == GAUNTLET_OK);
    if (i == 0) error = gauntlet_writer_challenge(&writer, NULL, 3);
    if (i == 1) error = gauntlet_writer_token68(&writer, NULL, 3);
    if (i == 2) error = gauntlet_writer_param(&writer, NULL, 1, "b", 1, 0);
    if (i == 3) error = gauntlet_writer_param(&writer, "a", 1, NULL, 1, 0);
    if (i == 4) error = gauntlet_writer_param(&writer, "a", 1, "b", 1, 3);
    if (i == 5) error = gauntlet_writer_param(&writer, "a", 1, "b", 1, -1);
    CHECK(error == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_writer_param(&writer, "a", 1, "b", 1, 0) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_writer_token68(&writer, "a", 1) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(gauntlet_writer_finish(&writer, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
    CHECK(size == 0);
  }
}

static void test_values(void) {
  gauntlet_reader reader = reader_of("Foo a=\"x\\\\\\\"Y\", b=\"\"", GAUNTLET_OPERATION_CHALLENGES);
  gauntlet_auth_param param;
  char buffer[8];
  size_t capacity;
  size_t size = 0;

  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  gauntlet_reader_param(&reader, &param);
  for (capacity = 0; capacity <= 5; ++capacity) {
    char* exact = capacity == 0 ? NULL : (char*)malloc(capacity);
    const gauntlet_error error = gauntlet_value_unescape(&param.value, exact, capacity, &size);
    CHECK(size == 4);
    CHECK(error == (capacity < 4 ? GAUNTLET_ERROR_OUTPUT_TOO_SMALL : GAUNTLET_OK));
    CHECK(capacity < 4 || memcmp(exact, "x\\\"Y", 4) == 0);
    free(exact);
  }
  CHECK(gauntlet_value_equals(&param.value, "x\\\"Y", 4) == 1);
  CHECK(gauntlet_value_equals(&param.value, "x\\\"y", 4) == 0);
  CHECK(gauntlet_value_equals(&param.value, "x\\\"", 3) == 0);
  CHECK(gauntlet_value_equals(&param.value, NULL, 4) == 0);
  CHECK(gauntlet_value_equals_ignore_case(&param.value, "X\\\"y", 4) == 1);
  CHECK(gauntlet_value_equals_ignore_case(&param.value, "z\\\"y", 4) == 0);
  CHECK(gauntlet_value_equals_ignore_case(&param.value, NULL, 4) == 0);

  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  gauntlet_reader_param(&reader, &param);
  CHECK(param.value.is_quoted == 1 && param.value.unescaped_size == 0);
  CHECK(gauntlet_value_equals(&param.value, "", 0) == 1);
  CHECK(gauntlet_value_equals(&param.value, NULL, 0) == 1);
  CHECK(gauntlet_value_unescape(&param.value, NULL, 0, &size) == GAUNTLET_OK);
  CHECK(gauntlet_value_unescape(&param.value, NULL, 1, &size) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  CHECK(size == 0);
  CHECK(size == 0);

  /* A value that a caller tampered with is wrong, but reads and writes nothing that it must not. */
  {
    const size_t claims[] = {0, 1, 3, 5, 6, (size_t)-1};
    size_t i;
    for (i = 0; i < sizeof claims / sizeof claims[0]; ++i) {
      char* raw = (char*)malloc(5);
      memcpy(raw, "\\a\\b\\", 5);
      param.value.raw.data = raw;
      param.value.raw.size = 5;
      param.value.unescaped_size = claims[i];
      param.value.is_quoted = 1;
      gauntlet_value_unescape(&param.value, buffer, sizeof buffer, &size);
      CHECK(size <= 5);
      gauntlet_value_equals(&param.value, "ab\\", 3);
      free(raw);
    }
  }
}

static void test_find(void) {
  static const char list[] = "Foo a=1, Realm=\"x\", realm=2, Bar t==, Baz b=3";
  gauntlet_reader reader;
  gauntlet_auth_param param;

  CHECK(gauntlet_reader_init(&reader, list, sizeof list - 1, 0, NULL) == GAUNTLET_OK);
  CHECK(gauntlet_reader_find(&reader, "a", 1, &param) == 0);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_reader_find(&reader, "REALM", 5, &param) == 1);
  CHECK(str_is(param.name, "Realm") && str_is(param.value.raw, "x") && param.value.is_quoted == 1);
  CHECK(gauntlet_reader_find(&reader, "b", 1, &param) == 0);
  CHECK(gauntlet_reader_find(&reader, NULL, 1, &param) == 0);
  CHECK(gauntlet_reader_find(&reader, NULL, 0, &param) == 0);
  /* Only what comes after the reader is looked through, which stays where it is. */
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  CHECK(gauntlet_reader_find(&reader, "a", 1, &param) == 0);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  CHECK(gauntlet_reader_find(&reader, "realm", 5, &param) == 1);
  CHECK(str_is(param.value.raw, "2"));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_reader_find(&reader, "b", 1, &param) == 0);

  CHECK(gauntlet_reader_init(&reader, "a=1, b=2, =", 11, GAUNTLET_OPERATION_AUTH_INFO, NULL) ==
        GAUNTLET_OK);
  CHECK(gauntlet_reader_find(&reader, "b", 1, &param) == 1 && str_is(param.value.raw, "2"));
  CHECK(gauntlet_reader_find(&reader, "c", 1, &param) == 0);
  CHECK(gauntlet_reader_init(&reader, "a=1", 3, 7, NULL) == GAUNTLET_ERROR_INVALID_ARGUMENT);
  CHECK(gauntlet_reader_find(&reader, "a", 1, &param) == 0);
}

static void test_field_lines(void) {
  gauntlet_str lines[3] = {{"  Digest a=b", 12}, {NULL, 0}, {"c=d\t", 4}};
  gauntlet_reader reader;
  gauntlet_auth_param param;
  size_t offset = 0;

  CHECK(gauntlet_reader_init_lines(&reader, lines, 3, GAUNTLET_OPERATION_CREDENTIALS, NULL) ==
        GAUNTLET_OK);
  CHECK(gauntlet_reader_shift(&reader) == 2);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_PARAM);
  gauntlet_reader_param(&reader, &param);
  CHECK(str_is(param.name, "c") && str_is(param.value.raw, "d"));
  CHECK(gauntlet_reader_offset(&reader) == strlen("Digest a=b, , "));
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);

  lines[1].data = "=";
  lines[1].size = 1;
  CHECK(gauntlet_validate_lines(lines, 3, GAUNTLET_OPERATION_CREDENTIALS, NULL, &offset) ==
        GAUNTLET_ERROR_EXPECTED_AUTH_PARAM);
  CHECK(offset == strlen("Digest a=b, "));
  {
    size_t line = 9;
    size_t line_offset = 9;
    gauntlet_locate(lines, 3, offset, &line, &line_offset);
    CHECK(line == 1 && line_offset == 0);
    gauntlet_locate(lines, 3, 1, &line, &line_offset);
    CHECK(line == 0 && line_offset == 3);
    gauntlet_locate(NULL, 0, 1, &line, &line_offset);
    CHECK(line == 0 && line_offset == 0);
  }
  CHECK(gauntlet_validate_lines(NULL, 0, GAUNTLET_OPERATION_CHALLENGES, NULL, NULL) == GAUNTLET_OK);
  CHECK(gauntlet_reader_init_lines(&reader, NULL, 0, GAUNTLET_OPERATION_CHALLENGES, NULL) ==
        GAUNTLET_OK);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_END);
}

static void test_join(void) {
  static const char joined[] = "Foo a=\"b, c\"";
  const gauntlet_str lines[2] = {{"Foo a=\"b ", 9}, {" c\"", 3}};
  gauntlet_reader reader;
  size_t capacity;
  size_t offset = 0;

  CHECK(gauntlet_reader_init_lines(&reader, lines, 2, GAUNTLET_OPERATION_CHALLENGES, NULL) ==
        GAUNTLET_OK);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_AUTH_SCHEME);
  CHECK(gauntlet_reader_next(&reader) == GAUNTLET_EVENT_ERROR);
  CHECK(gauntlet_reader_error(&reader, &offset) == GAUNTLET_ERROR_NEEDS_JOIN);
  CHECK(offset == 6);

  for (capacity = 0; capacity <= sizeof joined; ++capacity) {
    char* exact = capacity == 0 ? NULL : (char*)malloc(capacity);
    size_t size = 0;
    const gauntlet_error error = gauntlet_join(lines, 2, exact, capacity, &size);
    CHECK(size == sizeof joined - 1);
    if (capacity < sizeof joined - 1) {
      CHECK(error == GAUNTLET_ERROR_OUTPUT_TOO_SMALL);
    } else {
      CHECK(error == GAUNTLET_OK);
      CHECK(memcmp(exact, joined, size) == 0);
      CHECK(gauntlet_validate(exact, size, GAUNTLET_OPERATION_CHALLENGES, NULL, NULL) ==
            GAUNTLET_OK);
    }
    free(exact);
  }
  {
    size_t size = 99;
    CHECK(gauntlet_join(NULL, 0, NULL, 0, &size) == GAUNTLET_OK);
    CHECK(size == 0);
  }
}

static gauntlet_error write_digest(char* out, size_t out_size, size_t* size) {
  gauntlet_writer writer;
  gauntlet_writer_init(&writer, out, out_size, GAUNTLET_OPERATION_CHALLENGES, NULL);
  gauntlet_writer_challenge(&writer, "Digest", 6);
  gauntlet_writer_param(&writer, "realm", 5, "say \"hi\"", 8, GAUNTLET_QUOTING_AUTOMATIC);
  gauntlet_writer_param(&writer, "qop", 3, "auth", 4, GAUNTLET_QUOTING_QUOTED);
  gauntlet_writer_param(&writer, "algorithm", 9, "SHA-256", 7, GAUNTLET_QUOTING_TOKEN);
  gauntlet_writer_challenge(&writer, "Negotiate", 9);
  gauntlet_writer_token68(&writer, "abc==", 5);
  CHECK(gauntlet_writer_finish(&writer, NULL) == gauntlet_writer_finish(&writer, size));
  return gauntlet_writer_finish(&writer, size);
}

static void test_writer(void) {
  static const char expected[] =
      "Digest realm=\"say \\\"hi\\\"\", qop=\"auth\", algorithm=SHA-256, Negotiate abc==";
  size_t capacity;
  for (capacity = 0; capacity <= sizeof expected; ++capacity) {
    char* exact = capacity == 0 ? NULL : (char*)malloc(capacity);
    size_t size = 0;
    const gauntlet_error error = write_digest(exact, capacity, &size);
    CHECK(size == sizeof expected - 1);
    CHECK(error ==
          (capacity < sizeof expected - 1 ? GAUNTLET_ERROR_OUTPUT_TOO_SMALL : GAUNTLET_OK));
    CHECK(error != GAUNTLET_OK || memcmp(exact, expected, size) == 0);
    free(exact);
  }
}

static void test_writer_refuses(void) {
  char buffer[64];
  size_t size = 99;
  gauntlet_writer writer;
  gauntlet_options options;

  gauntlet_writer_init(&writer, buffer, sizeof buffer, GAUNTLET_OPERATION_CREDENTIALS, NULL);
  CHECK(gauntlet_writer_finish(&writer, NULL) == GAUNTLET_ERROR_EXPECTED_AUTH_SCHEME);
  CHECK(gauntlet_writer_challenge(&writer, "Foo", 3) == GAUNTLET_OK);
  CHECK(gauntlet_writer_param(&writer, "a", 1, "b\r\nX: y", 7, GAUNTLET_QUOTING_AUTOMATIC) ==
        GAUNTLET_ERROR_INVALID_AUTH_PARAM_VALUE);
  CHECK(gauntlet_writer_param(&writer, "a", 1, "b", 1, GAUNTLET_QUOTING_AUTOMATIC) ==
        GAUNTLET_ERROR_INVALID_AUTH_PARAM_VALUE);
  CHECK(gauntlet_writer_finish(&writer, &size) == GAUNTLET_ERROR_INVALID_AUTH_PARAM_VALUE);
  CHECK(size == 0);

  gauntlet_writer_init(&writer, buffer, sizeof buffer, GAUNTLET_OPERATION_AUTH_INFO, NULL);
  CHECK(gauntlet_writer_param(&writer, "a", 1, "b", 1, GAUNTLET_QUOTING_AUTOMATIC) == GAUNTLET_OK);
  CHECK(gauntlet_writer_param(&writer, "A", 1, "c", 1, GAUNTLET_QUOTING_AUTOMATIC) ==
        GAUNTLET_ERROR_REPEATED_AUTH_PARAM);

  gauntlet_options_init(&options, sizeof options);
  options.max_length = 3;
  gauntlet_writer_init(&writer, buffer, sizeof buffer, GAUNTLET_OPERATION_CHALLENGES, &options);
  CHECK(gauntlet_writer_challenge(&writer, "Foo", 3) == GAUNTLET_OK);
  CHECK(gauntlet_writer_challenge(&writer, "B", 1) == GAUNTLET_ERROR_LIMIT_LENGTH);
}

static int schemes = 0;
static void count_scheme(gauntlet_str scheme) { schemes += scheme.size != 0; }

/* The examples in gauntlet.h. */
static gauntlet_error read_as_the_header_shows(void) {
  const char line[] = "Basic realm=\"simple\", Negotiate";
  gauntlet_reader reader;
  int32_t event;
  gauntlet_reader_init(&reader, line, sizeof line - 1, GAUNTLET_OPERATION_CHALLENGES, NULL);
  while ((event = gauntlet_reader_next(&reader)) != GAUNTLET_EVENT_END) {
    if (event == GAUNTLET_EVENT_ERROR) return gauntlet_reader_error(&reader, NULL);
    if (event == GAUNTLET_EVENT_AUTH_SCHEME) count_scheme(gauntlet_reader_scheme(&reader));
  }
  return GAUNTLET_OK;
}

static int write_as_the_header_shows(void) {
  char buffer[256];
  size_t size;
  gauntlet_writer writer;
  gauntlet_writer_init(&writer, buffer, sizeof buffer, GAUNTLET_OPERATION_CREDENTIALS, NULL);
  gauntlet_writer_challenge(&writer, "Bearer", 6);
  gauntlet_writer_token68(&writer, "mF_9.B5f-4.1JqM", 15);
  if (gauntlet_writer_finish(&writer, &size) != GAUNTLET_OK) return 1;
  return size != 22 || memcmp(buffer, "Bearer mF_9.B5f-4.1JqM", 22) != 0;
}

static void test_header_examples(void) {
  CHECK(read_as_the_header_shows() == GAUNTLET_OK);
  CHECK(schemes == 2);
  CHECK(write_as_the_header_shows() == 0);
}

int main(int argc, char** argv) {
  static const struct {
    const char* name;
    void (*run)(void);
  } tests[] = {
      {"version", test_version},
      {"error_identifiers", test_error_identifiers},
      {"challenges", test_challenges},
      {"credentials", test_credentials},
      {"auth_info", test_auth_info},
      {"errors", test_errors},
      {"copies_are_independent", test_copies_are_independent},
      {"options", test_options},
      {"limits", test_limits},
      {"invalid_arguments", test_invalid_arguments},
      {"values", test_values},
      {"find", test_find},
      {"field_lines", test_field_lines},
      {"join", test_join},
      {"writer", test_writer},
      {"writer_refuses", test_writer_refuses},
      {"header_examples", test_header_examples},
  };
  size_t i;
  int run = 0;
  for (i = 0; i < sizeof tests / sizeof tests[0]; ++i) {
    if (argc < 2 || strcmp(argv[1], tests[i].name) == 0) {
      tests[i].run();
      ++run;
    }
  }
  if (run == 0) {
    fprintf(stderr, "no test has this name\n");
    return 2;
  }
  return failures == 0 ? 0 : 1;
}
