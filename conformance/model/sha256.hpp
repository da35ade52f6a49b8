// SHA-256 (FIPS 180-4): the integrity of results files and the ids of generated cases. The standard
// tool `sha256sum` computes the same.
#ifndef GAUNTLET_CONFORMANCE_MODEL_SHA256_HPP_
#define GAUNTLET_CONFORMANCE_MODEL_SHA256_HPP_

#include <memory>
#include <string>
#include <string_view>

namespace gauntlet::model {

// Hashes octets as they come.
//
//     sha256 h;
//     h.update("abc");
//     h.hex();  // "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
class sha256 {
 public:
  sha256();
  ~sha256();
  sha256(sha256&&) noexcept;
  sha256& operator=(sha256&&) noexcept;

  // O(size); no allocation.
  void update(std::string_view octets) noexcept;

  // The hash of everything so far, in lower-case hexadecimal. More octets may follow.
  [[nodiscard]] std::string hex() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace gauntlet::model

#endif  // GAUNTLET_CONFORMANCE_MODEL_SHA256_HPP_
