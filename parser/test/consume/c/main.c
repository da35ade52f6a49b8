#include <gauntlet/gauntlet.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  char buffer[64];
  size_t size = 0;
  gauntlet_writer writer;
  gauntlet_reader reader;
  gauntlet_auth_param param;

  if (gauntlet_abi_version() != GAUNTLET_ABI_VERSION) return 1;
  gauntlet_writer_init(&writer, buffer, sizeof buffer, GAUNTLET_OPERATION_CHALLENGES, NULL);
  gauntlet_writer_challenge(&writer, "Basic", 5);
  gauntlet_writer_param(&writer, "realm", 5, "simple", 6, GAUNTLET_QUOTING_AUTOMATIC);
  if (gauntlet_writer_finish(&writer, &size) != GAUNTLET_OK) return 1;

  gauntlet_reader_init(&reader, buffer, size, GAUNTLET_OPERATION_CHALLENGES, NULL);
  if (gauntlet_reader_next(&reader) != GAUNTLET_EVENT_AUTH_SCHEME) return 1;
  if (gauntlet_reader_next(&reader) != GAUNTLET_EVENT_AUTH_PARAM) return 1;
  gauntlet_reader_param(&reader, &param);
  if (!gauntlet_value_equals(&param.value, "simple", 6)) return 1;
  if (gauntlet_reader_next(&reader) != GAUNTLET_EVENT_END) return 1;
  printf("gauntlet %s\n", gauntlet_version());
  return 0;
}
