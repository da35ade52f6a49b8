// Everything that is measured, as one table: each case, read by each form of the parser, by the
// anchors and by other libraries.
#ifndef GAUNTLET_BENCH_SUBJECT_HPP_
#define GAUNTLET_BENCH_SUBJECT_HPP_

#include <cstddef>
#include <cstdint>
#include <gauntlet/options.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/cases.hpp"
#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

class subject;

enum class form_kind : std::uint8_t {
  parser,  // "reader" (the header-only pull parser, every element looked at), and the kernels,
           // which parse into the caller's storage
  anchor,  // bench/anchors: what the parser's speed is measured against
  peer,    // another library
};

// What reads the cases.
struct form {
  std::string name;  // "avx2", "strings", "Poco"
  form_kind kind = form_kind::parser;
  // What is measured: reads one value. The result depends on what was found.
  std::uint64_t (*parse)(const subject&, std::string_view) noexcept = nullptr;
  // Reads a value, not measured: how many elements it has; nothing when it is not valid.
  std::optional<std::size_t> (*count)(const subject&, std::string_view) = nullptr;
  bool runs_here = true;
  std::size_t kernel = 0;
  std::optional<peer> library;
};

// All of them, those that this processor cannot run as well.
const std::vector<form>& every_form();

// One row of every table: a case and a form. The octets are copied to where alignment does not
// depend on chance, with a NUL after each value.
class subject {
 public:
  subject(const form&, const input&);
  // A shape at about `octets`; more than one for a row, to tell how the cost grows.
  subject(const form&, const shape&, std::size_t octets);

  const std::string& name() const noexcept { return name_; }  // "avx2/b", "avx2/commas@8192"
  const form& by() const noexcept { return *form_; }
  const std::string& of() const noexcept { return case_; }  // "b", "commas"
  bool is_shape() const noexcept { return is_shape_; }
  std::size_t octets() const noexcept { return octets_; }  // of all values
  // How many there are; fewer than in the case where a peer cannot be asked for each.
  std::size_t values() const noexcept { return values_.size(); }

  // What all values together have.
  element_counts counts() const;

  // How many of the values it takes for valid.
  std::size_t taken() const;

  // Whether it finds in every value what is there: to be asked before anything is measured, since
  // a wrong parse can be fast. What a peer finds is its own affair.
  bool is_right() const;

  // Parses every value `times` times; in random order as many values, of which some come more than
  // once. The result depends on what was found.
  std::uint64_t run(std::size_t times) const noexcept;

 private:
  subject(const form&, const std::string& name, gauntlet::operation,
          const std::vector<std::string>& values, bool is_rejected);

  std::string name_, case_;
  const form* form_;
  gauntlet::operation operation_;
  bool is_shape_ = false;
  bool is_rejected_;
  std::uint64_t (*parse_)(const subject&, std::string_view) noexcept;
  std::size_t kernel_;
  std::size_t octets_ = 0;
  bool is_in_random_order_ = false;
  mutable std::uint64_t random_ = 1;  // not 0
  std::unique_ptr<char[]> storage_;
  std::vector<std::string_view> values_;

  std::uint64_t read(std::string_view value) const noexcept;
  std::uint64_t run_in_random_order(std::size_t times) const noexcept;

  friend struct forms;
};

// The rows of the forms named (none: of every form of the parser), those that this machine cannot
// run left out. `with_shapes`: the parser's rows for growth too. Throws std::runtime_error for a
// name that no form has.
std::vector<subject> every_subject(const case_table&, const std::vector<std::string>& names,
                                   bool with_shapes);

// The two sizes at which growth is looked at.
inline constexpr std::size_t shape_sizes[] = {8 * 1024, 64 * 1024};

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_SUBJECT_HPP_
