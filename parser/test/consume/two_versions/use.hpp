// What each of the two halves does with its version of the headers. The types of one are not those
// of the other, so the result crosses the border as plain numbers.
struct outcome {
  unsigned long challenges;
  unsigned long error_offset;
  unsigned long reader_size;
};

outcome use_this_version(const char* data, unsigned long size);
outcome use_next_version(const char* data, unsigned long size);
