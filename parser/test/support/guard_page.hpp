// Memory between two pages that cannot be touched: who reads or writes one octet too many dies,
// with any compiler and without a sanitizer.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_GUARD_PAGE_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_GUARD_PAGE_HPP_

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

namespace gauntlet::test {

class guarded_pages {
 public:
  // At least `size` octets: whole pages.
  explicit guarded_pages(std::size_t size = 1)
      : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
        size_((size + page_ - 1) / page_ * page_) {
    void* const mapped =
        mmap(nullptr, size_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    first_ = static_cast<char*>(mapped) + page_;
    if (mprotect(first_, size_, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
  }
  guarded_pages(const guarded_pages&) = delete;
  guarded_pages& operator=(const guarded_pages&) = delete;
  ~guarded_pages() { munmap(first_ - page_, size_ + 2 * page_); }

  std::size_t size() const { return size_; }

  // The last octets that can be touched.
  std::span<char> back(std::size_t size) { return {first_ + (size_ - size), size}; }

  // A copy whose last octet is the last that can be read.
  std::string_view at_back(std::string_view value) {
    return put(first_ + (size_ - value.size()), value);
  }
  // A copy whose first octet is the first that can be read, or stands at an offset from there.
  std::string_view at_front(std::string_view value, std::size_t offset = 0) {
    return put(first_ + offset, value);
  }

 private:
  static std::string_view put(char* to, std::string_view value) {
    if (!value.empty()) std::memcpy(to, value.data(), value.size());
    return {to, value.size()};
  }

  std::size_t page_, size_;
  char* first_;
};

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_GUARD_PAGE_HPP_
