#include "bench/gate/subject.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <gauntlet/gauntlet.hpp>
#include <span>

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

  static bool is_accepted_by_kernel(const subject& self, std::string_view value) noexcept {
    std::array<gauntlet::element, storage_size> storage;
    const gauntlet::parse_result found =
        kernels[self.kernel_].parse(value, self.operation_, storage, gauntlet::no_limits);
    return !gauntlet::is_grammar_error(found.status.code);
  }
#endif
};

std::vector<std::string> every_form() {
  std::vector<std::string> all{"reader"};
#ifdef GAUNTLET_HAS_KERNELS
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    all.emplace_back(gauntlet::to_string(id));
  }
#endif
  return all;
}

bool runs_here(const std::string& form) {
#ifdef GAUNTLET_HAS_KERNELS
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    if (gauntlet::to_string(id) == form) return gauntlet::kernel::runs_here(id);
  }
#endif
  return form == "reader";
}

subject::subject(const std::string& form, const std::string& name, gauntlet::operation operation,
                 const std::vector<std::string>& values, bool is_rejected)
    : form_(form), case_(name), operation_(operation), is_rejected_(is_rejected) {
  parse_ = forms::by_reader;
#ifdef GAUNTLET_HAS_KERNELS
  for (const gauntlet::kernel_id id : gauntlet::every_kernel) {
    if (gauntlet::to_string(id) != form) continue;
    parse_ = forms::by_kernel;
    kernel_ = static_cast<std::size_t>(id);
  }
#endif
  const auto rounded = [](std::size_t size) {
    return (size + alignment - 1) / alignment * alignment;
  };
  std::size_t room = alignment;
  for (const std::string& value : values) room += rounded(value.size());
  storage_ = std::make_unique<char[]>(room);
  char* to =
      storage_.get() + (alignment - reinterpret_cast<std::uintptr_t>(storage_.get()) % alignment);
  for (const std::string& value : values) {
    std::memcpy(to, value.data(), value.size());
    values_.emplace_back(to, value.size());
    to += rounded(value.size());
    octets_ += value.size();
  }
}

subject::subject(const std::string& form, const input& in)
    : subject(form, in.name, in.operation, in.values, false) {
  name_ = form + "/" + in.name;
}

subject::subject(const std::string& form, const shape& of, std::size_t octets)
    : subject(form, of.name, of.operation, {of.value(octets)}, of.is_rejected) {
  name_ = form + "/" + of.name + "@" + std::to_string(octets);
  is_shape_ = true;
}

bool subject::is_right() const noexcept {
  for (const std::string_view value : values_) {
    bool is_accepted =
        static_cast<bool>(gauntlet::validate(value, operation_, gauntlet::no_limits));
#ifdef GAUNTLET_HAS_KERNELS
    if (parse_ == forms::by_kernel) is_accepted = forms::is_accepted_by_kernel(*this, value);
#endif
    if (is_accepted == is_rejected_) return false;
  }
  return true;
}

std::uint64_t subject::run(std::size_t times) const noexcept {
  std::uint64_t all = 0;
  for (; times > 0; --times) {
    for (const std::string_view value : values_) {
#ifdef GAUNTLET_CANARY
      GAUNTLET_CANARY(value);
#endif
      all += parse_(*this, value);
    }
  }
  return all;
}

std::vector<subject> every_subject(const case_table& table, bool with_shapes) {
  std::vector<subject> all;
  for (const std::string& form : every_form()) {
    if (!runs_here(form)) continue;
    for (const input& in : table.inputs) all.emplace_back(form, in);
    if (!with_shapes) continue;
    for (const shape& of : table.shapes) {
      for (const std::size_t octets : shape_sizes) all.emplace_back(form, of, octets);
    }
  }
  return all;
}

}  // namespace gauntlet::bench
