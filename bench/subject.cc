#include "bench/subject.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <gauntlet/gauntlet.hpp>
#include <span>
#include <stdexcept>

#include "bench/anchors/anchors.hpp"

#ifdef GAUNTLET_HAS_KERNELS
#include <gauntlet/kernel.hpp>
#endif

namespace gauntlet::bench {

// The mistakes that the gate's self-test plants. Each is a function of its own, to be named by the
// gate as what grew.
#ifdef GAUNTLET_CANARY
// A handful of instructions, with the call.
[[gnu::noinline]] void canary_instruction(std::string_view) noexcept {
  asm volatile("nop\nnop\nnop");
}

// Few instructions that take long.
[[gnu::noinline]] void canary_fence(std::string_view value) noexcept {
#if defined(__x86_64__)
  for (std::size_t i = 0; i < value.size(); i += 32) asm volatile("mfence\nlfence" ::: "memory");
#else
  for (std::size_t i = 0; i < value.size(); i += 32) asm volatile("dsb sy\nisb" ::: "memory");
#endif
}

[[gnu::noinline]] void canary_allocation(std::string_view value) noexcept {
  void* volatile block = std::malloc(value.size());
  std::free(block);
}

[[gnu::noinline]] void canary_quadratic(std::string_view value) noexcept {
  for (std::size_t i = 0; i < value.size(); i += 16) {
    for (std::size_t j = 0; j < i; j += 64) asm volatile("" ::"r"(value.data() + j));
  }
}
#endif

namespace {

constexpr std::size_t alignment = 64;

// How much is stored; what is more is found and counted all the same.
constexpr std::size_t storage_size = 64;

#ifdef GAUNTLET_HAS_KERNELS
// Got once, as a caller does.
const auto kernels = [] {
  std::array<gauntlet::kernel, std::size(gauntlet::every_kernel)> all;
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    all[static_cast<std::size_t>(id)] = gauntlet::kernel::of(id);
  }
  return all;
}();
#endif

}  // namespace

struct forms {
  static std::uint64_t by_reader(const subject& self, std::string_view value) noexcept {
    gauntlet::reader reader(value, self.operation_, gauntlet::no_limits);
    std::uint64_t seen = 0;
    for (;;) {
      switch (reader.next()) {
        case gauntlet::event::auth_scheme:
          seen += reader.scheme().size();
          break;
        case gauntlet::event::token68:
          seen += reader.token68().size();
          break;
        case gauntlet::event::auth_param:
          seen += reader.param().name.size() + reader.param().value.unescaped_size();
          break;
        case gauntlet::event::end:
        case gauntlet::event::error:
          return seen;
      }
    }
  }

#ifdef GAUNTLET_HAS_KERNELS
  static std::uint64_t by_kernel(const subject& self, std::string_view value) noexcept {
    static std::array<gauntlet::element, storage_size> storage;
    const gauntlet::parse_result found =
        kernels[self.kernel_].parse(value, self.operation_, storage, gauntlet::no_limits);
    asm volatile("" ::"r"(storage.data()) : "memory");
    return found.size;
  }

  static std::optional<std::size_t> count_by_kernel(const subject& self, std::string_view value) {
    // An element has at least one octet.
    std::vector<gauntlet::element> storage(value.size() + 1);
    const gauntlet::parse_result found =
        kernels[self.kernel_].parse(value, self.operation_, storage, gauntlet::no_limits);
    if (!found) return std::nullopt;
    return found.size;
  }
#endif

  static std::optional<std::size_t> count_by_reader(const subject& self, std::string_view value) {
    return count_elements(value, self.operation_);
  }

  static std::uint64_t by_strings(const subject& self, std::string_view value) noexcept {
    return count_by_strings(self, value).value_or(std::size_t{1} << 32);
  }
  static std::optional<std::size_t> count_by_strings(const subject& self, std::string_view value) {
    const auto built = build(value, self.operation_);
    if (!built) return std::nullopt;
    std::size_t elements = 0;
    for (const built_challenge& each : *built) {
      elements += (self.operation_ == gauntlet::operation::auth_info ? 0U : 1U) +
                  each.params.size() + (each.token68 ? 1 : 0);
    }
    return elements;
  }

  template <octet_loop* Loop>
  static std::uint64_t by_loop(const subject&, std::string_view value) noexcept {
    return Loop(value.data(), value.size());
  }
  // It has to get to the end; what it passes over is not its affair.
  template <octet_loop* Loop>
  static std::optional<std::size_t> count_by_loop(const subject& self, std::string_view value) {
    if (Loop(value.data(), value.size()) != value.size()) return std::nullopt;
    return count_elements(value, self.operation_);
  }
  template <octet_loop* Loop>
  static form of_loop(const char* name, bool runs_here = true) {
    return {name, form_kind::anchor, by_loop<Loop>, count_by_loop<Loop>, runs_here, 0, {}};
  }

  static std::uint64_t by_library(const subject& self, std::string_view value) noexcept {
    return self.form_->library->read(value, self.operation_) ? 1 : 0;
  }
  static std::optional<std::size_t> count_by_library(const subject& self, std::string_view value) {
    if (by_library(self, value) == 0) return std::nullopt;
    return 0;
  }

  static std::vector<form> make() {
    std::vector<form> all;
    all.push_back({"reader", form_kind::parser, by_reader, count_by_reader, true, 0, {}});
#ifdef GAUNTLET_HAS_KERNELS
    for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
      all.push_back({std::string(gauntlet::to_string(id)),
                     form_kind::parser,
                     by_kernel,
                     count_by_kernel,
                     gauntlet::kernel::runs_here(id),
                     static_cast<std::size_t>(id),
                     {}});
    }
#endif
    all.push_back({"strings", form_kind::anchor, by_strings, count_by_strings, true, 0, {}});
    all.push_back(of_loop<naive>("naive"));
    all.push_back(of_loop<table4>("table4"));
    all.push_back(of_loop<absent_octet>("memchr"));
    all.push_back(of_loop<line_scan>("line-scan"));
    all.push_back(of_loop<line_scan_sse42>("line-scan-sse4.2", has_line_scan_sse42()));
    for (const peer& library : every_peer()) {
      all.push_back(
          {library.name, form_kind::peer, by_library, count_by_library, true, 0, library});
    }
    return all;
  }
};

const std::vector<form>& every_form() {
  static const std::vector<form> all = forms::make();
  return all;
}

subject::subject(const form& by, const std::string& name, gauntlet::operation operation,
                 const std::vector<std::string>& values, bool is_rejected)
    : name_(by.name + "/" + name),
      case_(name),
      form_(&by),
      operation_(operation),
      is_rejected_(is_rejected),
      parse_(by.parse),
      kernel_(by.kernel) {
  std::vector<std::string> read = values;
  if (by.library) {
    read.clear();
    for (const std::string& value : values) {
      if (auto prepared = by.library->prepare(value, operation)) {
        read.push_back(*std::move(prepared));
      }
    }
  }
  const auto room_of = [](const std::string& value) {
    return (value.size() + 1 + alignment - 1) / alignment * alignment;
  };
  std::size_t room = alignment;
  for (const std::string& value : read) room += room_of(value);
  storage_ = std::make_unique<char[]>(room);
  char* to =
      storage_.get() + (alignment - reinterpret_cast<std::uintptr_t>(storage_.get()) % alignment);
  for (const std::string& value : read) {
    std::memcpy(to, value.c_str(), value.size() + 1);
    values_.emplace_back(to, value.size());
    to += room_of(value);
    octets_ += value.size();
  }
}

subject::subject(const form& by, const input& in)
    : subject(by, in.name, in.operation, in.values, false) {
  is_in_random_order_ = in.is_in_random_order;
}

subject::subject(const form& by, const shape& of, std::size_t octets)
    : subject(by, of.name, of.operation, {of.value(octets)}, of.is_rejected) {
  name_ += "@" + std::to_string(octets);
  is_shape_ = true;
}

element_counts subject::counts() const {
  element_counts all;
  for (const std::string_view value : values_) {
    const element_counts one = count(value, operation_).value_or(element_counts{});
    all.auth_schemes += one.auth_schemes;
    all.token68s += one.token68s;
    all.auth_params += one.auth_params;
    all.quoted_pairs += one.quoted_pairs;
  }
  return all;
}

std::size_t subject::taken() const {
  std::size_t all = 0;
  for (const std::string_view value : values_) all += form_->count(*this, value) ? 1 : 0;
  return all;
}

bool subject::is_right() const {
  if (form_->kind == form_kind::peer) return true;
  for (const std::string_view value : values_) {
    const auto found = form_->count(*this, value);
    if (found.has_value() == is_rejected_ || found != count_elements(value, operation_)) {
      return false;
    }
  }
  return true;
}

inline std::uint64_t subject::read(std::string_view value) const noexcept {
#ifdef GAUNTLET_CANARY
  GAUNTLET_CANARY(value);
#endif
  return parse_(*this, value);
}

std::uint64_t subject::run(std::size_t times) const noexcept {
  if (is_in_random_order_) return run_in_random_order(times);
  std::uint64_t all = 0;
  for (; times > 0; --times) {
    for (const std::string_view value : values_) all += read(value);
  }
  return all;
}

// Xorshift: a few instructions between two values, no division.
std::uint64_t subject::run_in_random_order(std::size_t times) const noexcept {
  std::uint64_t all = 0;
  for (std::size_t left = times * values_.size(); left > 0; --left) {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    all += read(values_[(random_ >> 32) * values_.size() >> 32]);
  }
  return all;
}

std::vector<subject> every_subject(const case_table& table, const std::vector<std::string>& names,
                                   bool with_shapes) {
  const auto is_named = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<subject> all;
  std::size_t named = 0;
  for (const form& by : every_form()) {
    named += is_named(by.name) ? 1 : 0;
    if (!by.runs_here) continue;
    if (names.empty() ? by.kind != form_kind::parser : !is_named(by.name)) continue;
    for (const input& in : table.inputs) {
      subject row(by, in);
      if (row.values() > 0) all.push_back(std::move(row));
    }
    if (!with_shapes || by.kind != form_kind::parser) continue;
    for (const shape& of : table.shapes) {
      for (const std::size_t octets : shape_sizes) all.emplace_back(by, of, octets);
    }
  }
  if (named != names.size()) throw std::runtime_error("one of the names is not that of a form");
  return all;
}

}  // namespace gauntlet::bench
