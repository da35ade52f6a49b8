#include "bench/subjects.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <gauntlet/kernel.hpp>

#include "bench/anchors/anchors.hpp"

namespace gauntlet::bench {
namespace {

template <typename Step>
std::size_t repeat(const placed_input& where, std::size_t times, const Step& step) {
  std::size_t sum = 0;
  const operation what = where.from().operation;
  if (where.values().size() == 1) {
    const std::string_view value = where.values().front();
    for (; times > 0; --times) sum += step(value, what);
    return sum;
  }
  for (; times > 0; --times) {
    for (const std::string_view value : where.values()) sum += step(value, what);
  }
  return sum;
}

subject kernel_subject(kernel_id id) {
  const kernel form = kernel::of(id);
  return {std::string(to_string(id)), true,
          [form](const placed_input& where, std::size_t times) -> std::size_t {
            std::array<element, 64> storage;
            return repeat(where, times, [&](std::string_view value, operation what) {
              const parse_result parsed = form.parse(value, what, storage, no_limits);
              asm volatile("" : : "r"(storage.data()) : "memory");
              return parsed ? parsed.size : std::size_t{1} << 32;
            });
          }};
}

subject loop_subject(std::string name, octet_loop* loop) {
  return {std::move(name), false,
          [loop](const placed_input& where, std::size_t times) -> std::size_t {
            return repeat(where, times, [loop](std::string_view value, operation) {
              return loop(value.data(), value.size());
            });
          }};
}

}  // namespace

placed_input::placed_input(const input& from) : from_(&from) {
  constexpr std::size_t line = 64;
  for (const std::string& value : from.values) {
    std::vector<char>& block = blocks_.emplace_back(value.size() + line);
    char* at = block.data();
    at += (line - reinterpret_cast<std::uintptr_t>(at) % line) % line;
    std::memcpy(at, value.data(), value.size());
    values_.emplace_back(at, value.size());
  }
}

std::vector<subject> every_subject(std::vector<std::string>& not_run) {
  std::vector<subject> all;
  for (const kernel_id id : every_kernel) {
    if (kernel::runs_here(id)) {
      all.push_back(kernel_subject(id));
    } else {
      not_run.emplace_back(to_string(id));
    }
  }
  all.push_back({"strings", true, [](const placed_input& where, std::size_t times) {
                   return repeat(where, times, [](std::string_view value, operation what) {
                     const auto built = build(value, what);
                     if (!built) return std::size_t{1} << 32;
                     std::size_t elements = 0;
                     for (const built_challenge& each : *built) {
                       elements += (what == operation::auth_info ? 0U : 1U) + each.params.size() +
                                   (each.token68 ? 1 : 0);
                     }
                     return elements;
                   });
                 }});
  for (std::size_t copy = 0; copy < naive_copies; ++copy) {
    all.push_back(loop_subject("naive-" + std::to_string(copy), naive[copy]));
  }
  all.push_back(loop_subject("table4", table4));
  all.push_back(loop_subject("memchr", absent_octet));
  all.push_back(loop_subject("line-scan", line_scan));
  if (has_line_scan_sse42()) all.push_back(loop_subject("line-scan-sse4.2", line_scan_sse42));
  return all;
}

std::string check(const subject& what, const placed_input& where) {
  const std::size_t expected = what.is_parser ? where.from().elements : where.from().octets();
  const std::size_t found = what.run(where, 1);
  if (found == expected) return {};
  return what.name + " finds " + std::to_string(found) + " in input " + where.from().name +
         ", not " + std::to_string(expected);
}

}  // namespace gauntlet::bench
