#include <algorithm>
#include <vector>

#include "conformance/input/inflater.hpp"
#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint {
namespace {

using input::inflater;

// Gives a reader what gzip made of its input, and an input that is not compressed as it is.
class unzipping_reader final : public reader {
 public:
  unzipping_reader(std::unique_ptr<readers::plain_reader> plain, sink& to)
      : plain_(std::move(plain)), sink_(to) {}

  void push(std::string_view octets) override {
    if (is_known_) {
      pass(octets);
      return;
    }
    const std::size_t taken = std::min(octets.size(), 2 - first_.size());
    first_.append(octets.substr(0, taken));
    if (first_.size() < 2) return;
    begin();
    pass(octets.substr(taken));
  }

  void finish() override {
    if (!is_known_) begin();
    if (inflater_ != nullptr) {
      inflater_->finish();
      pass({});
    }
    plain_->finish();
  }

 private:
  void begin() {
    is_known_ = true;
    if (input::is_gzip(first_)) {
      inflater_ = std::make_unique<inflater>();
      room_.resize(inflater::default_block);
    }
    pass(first_);
  }

  void pass(std::string_view octets) {
    if (inflater_ == nullptr) {
      plain_->push(octets);
      return;
    }
    inflater_->push(octets);
    while (const std::optional<inflater::piece> piece =
               inflater_->next(room_.data(), room_.size())) {
      if (piece->fault.empty()) {
        plain_->push({room_.data(), piece->size});
      } else {
        sink_.on_unreadable({.offset = piece->member}, piece->fault);
        plain_->on_gap();
      }
    }
  }

  std::unique_ptr<readers::plain_reader> plain_;
  sink& sink_;
  bool is_known_ = false;
  std::string first_{};
  std::unique_ptr<inflater> inflater_{};
  std::vector<char> room_{};
};

std::unique_ptr<readers::plain_reader> make_plain_reader(format which, sink& to,
                                                         const limits& bounds) {
  switch (which) {
    case format::head:
      return readers::make_heads_reader(to, bounds);
    case format::curl:
    case format::git:
      return readers::make_traces_reader(to, bounds);
    case format::git_credential:
      return readers::make_git_credential_reader(to, bounds);
    case format::fields:
      return readers::make_fields_reader(to, bounds);
    case format::har:
      return readers::make_har_reader(to, bounds);
    case format::warc:
      return readers::make_warc_reader(to, bounds);
    case format::ndjson:
      return readers::make_ndjson_reader(to, bounds);
    case format::tshark:
      return readers::make_tshark_reader(to, bounds);
  }
  return nullptr;
}

}  // namespace

std::optional<format> recognise(std::string_view first_octets) {
  constexpr std::size_t looked_at = 4096;
  first_octets = first_octets.substr(0, looked_at);
  if (!input::is_gzip(first_octets)) return readers::recognise_plain(first_octets);
  std::string inflated(looked_at, '\0');
  std::size_t size = 0;
  inflater from;
  from.push(first_octets);
  from.finish();
  while (size < looked_at) {
    const auto piece = from.next(inflated.data() + size, looked_at - size);
    if (!piece || !piece->fault.empty()) break;
    size += piece->size;
  }
  return readers::recognise_plain(std::string_view(inflated).substr(0, size));
}

std::unique_ptr<reader> make_reader(format which, sink& to, const limits& bounds) {
  return std::make_unique<unzipping_reader>(make_plain_reader(which, to, bounds), to);
}

}  // namespace gauntlet::lint
