// What the gate's programs measure: each case, read by each form of the parser.
#ifndef GAUNTLET_BENCH_GATE_SUBJECT_HPP_
#define GAUNTLET_BENCH_GATE_SUBJECT_HPP_

#include <cstddef>
#include <cstdint>
#include <gauntlet/options.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/cases.hpp"

namespace gauntlet::bench {

// The forms that this checkout of the parser has: "reader" (the header-only pull parser, every
// element looked at) and the kernels, which parse into the caller's storage.
std::vector<std::string> every_form();
bool runs_here(const std::string& form);

// One row of every table: a case and a form. The octets are copied to where alignment does not
// depend on chance.
class subject {
 public:
  subject(const std::string& form, const input&);
  // A shape at about `octets`; more than one for a row, to tell how the cost grows.
  subject(const std::string& form, const shape&, std::size_t octets);

  const std::string& name() const noexcept { return name_; }  // "avx2/b", "avx2/commas@8192"
  const std::string& form() const noexcept { return form_; }
  const std::string& of() const noexcept { return case_; }  // "b", "commas"
  bool is_shape() const noexcept { return is_shape_; }
  std::size_t octets() const noexcept { return octets_; }  // of all values
  std::size_t values() const noexcept { return values_.size(); }

  // Whether the verdict on every value is the expected one: to be asked before anything is
  // measured.
  bool is_right() const noexcept;

  // Parses every value `times` times. The result depends on what was found.
  std::uint64_t run(std::size_t times) const noexcept;

 private:
  subject(const std::string& form, const std::string& name, gauntlet::operation,
          const std::vector<std::string>& values, bool is_rejected);

  std::string name_, form_, case_;
  gauntlet::operation operation_;
  bool is_shape_ = false;
  bool is_rejected_;
  std::uint64_t (*parse_)(const subject&, std::string_view) noexcept;
  std::size_t kernel_ = 0;
  std::size_t octets_ = 0;
  std::unique_ptr<char[]> storage_;
  std::vector<std::string_view> values_;

  friend struct forms;
};

// Every row, forms that this machine cannot run left out. `with_shapes`: the rows for growth too.
std::vector<subject> every_subject(const case_table&, bool with_shapes);

// The two sizes at which growth is looked at.
inline constexpr std::size_t shape_sizes[] = {8 * 1024, 64 * 1024};

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_GATE_SUBJECT_HPP_
