#ifndef CONFORMANCE_INPUT_INFLATER_HPP
#define CONFORMANCE_INPUT_INFLATER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "conformance/input/gzip_header.hpp"

namespace gauntlet::input {

// Whether octets begin as gzip does (RFC 1952 section 2.3.1). Two are enough.
bool is_gzip(std::string_view first_octets) noexcept;

// Undoes gzip as it comes: any number of members, each checked against its checksum and length, and
// zeros after them. After a member that is broken, the next one is looked for. The pieces in which
// octets are pushed make no difference to what comes out; memory is bounded, time is linear in what
// goes in and out.
class inflater {
 public:
  static constexpr std::size_t default_block = std::size_t{64} << 10;
  // `block` octets are inflated at a time; tests have smaller ones.
  explicit inflater(std::size_t block = default_block);
  ~inflater();
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;

  // More of the input, which has to be there until next() has nothing more.
  void push(std::string_view octets) { pending_ = octets; }
  // The input has ended: next() gives what is left.
  void finish() noexcept { is_finished_ = true; }

  struct piece {
    std::size_t size = 0;      // octets that were written
    std::uint64_t member = 0;  // of a fault: where in the input the member begins
    std::string_view fault{};  // what is wrong with the member; octets are missing here
  };
  // Writes at most `room` octets to `to`; nothing: it needs more of the input. A piece is octets or
  // a fault, never both.
  std::optional<piece> next(char* to, std::size_t room);

 private:
  struct decoder;
  enum class state : std::uint8_t { between, header, data, searching };

  bool fill();
  std::uint64_t at() const noexcept { return end_at_ - block_.size(); }
  void begin_member(std::uint64_t at);
  void read_header();
  std::optional<piece> inflate(char* to, std::size_t room);
  std::optional<piece> fail(std::string_view why);
  void search();

  std::unique_ptr<decoder> decoder_;
  std::size_t block_size_;
  std::string_view pending_{};
  bool is_finished_ = false;
  std::vector<char> held_{};  // a block that has not come whole
  std::string_view whole_block_{};
  std::string_view block_{};  // what is left of the block that is being inflated
  bool is_held_ = false;      // the block is held_
  bool has_rewound_ = false;  // the block was searched from its start
  std::uint64_t end_at_ = 0;  // where the block ends in the input
  state state_ = state::between;
  std::uint64_t member_at_ = 0;
  bool has_output_ = false;     // of this member
  std::string_view failure_{};  // is told after the octets before it
  bool is_again_ = false;       // the member was found after a broken one
  gzip_header header_{};
  std::size_t matched_ = 0;  // octets of a member's start that the search has seen
};

}  // namespace gauntlet::input

#endif
