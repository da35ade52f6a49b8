// Field lines without a start line, and what `git credential` writes instead of them.

#include <string>

#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/lines.hpp"
#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint::readers {
namespace {

// Blocks of lines with an empty line between them, each of which is a head.
class blocks_reader : public plain_reader {
 public:
  blocks_reader(sink& to, const limits& bounds)
      : sink_(to), head_(to, bounds), lines_(bounds.max_head) {}

  void push(std::string_view octets) override {
    lines_.push(octets);
    while (const std::optional<line> next = lines_.next()) read(*next);
  }

  void finish() override {
    if (const std::optional<line> rest = lines_.last()) read(*rest);
    if (head_.is_open()) end_block();
  }

 protected:
  virtual void read_line(const line&) = 0;
  virtual void end_block() { head_.end(); }

  sink& sink_;
  head_builder head_;

 private:
  void read(const line& next) {
    if (!next.is_whole()) {
      if (next.is_start) sink_.on_unreadable(next.place, "a line that is too long");
      return;
    }
    if (!next.text().empty()) {
      if (!head_.is_open()) head_.begin(head_kind::fields, next.place);
      read_line(next);
    } else if (head_.is_open()) {
      end_block();
    }
  }

  lines lines_;
};

class fields_reader final : public blocks_reader {
 public:
  using blocks_reader::blocks_reader;

 private:
  void read_line(const line& next) override { head_.add_line(next.octets, next.place); }
};

class git_credential_reader final : public blocks_reader {
 public:
  using blocks_reader::blocks_reader;

 private:
  void read_line(const line& next) override {
    const std::string_view text = next.text();
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
      sink_.on_unreadable(next.place, "a line without an equals sign");
      return;
    }
    const std::string_view name = text.substr(0, equals);
    const std::string_view value = text.substr(equals + 1);
    place at = next.place;
    at.offset += equals + 1;
    if (name == "protocol") {
      head_.set_is_tls(value == "https");
    } else if (name == "host") {
      head_.set_host(value);
    } else if (name == "wwwauth[]") {
      head_.add("WWW-Authenticate", value, at);
    } else if (name == "authtype") {
      scheme_.assign(value);
      credentials_at_ = at;
    } else if (name == "credential") {
      credentials_.assign(value);
    } else if (name == "url") {
      if (const std::optional<origin> found = origin_of(value)) {
        head_.set_host(found->host);
        head_.set_is_tls(found->is_tls);
      }
    }
    // The rest is for the helper: username, password, path, capability[], state[] and the like.
  }

  // What git would send is a head of its own: "authtype" is the scheme, "credential" what follows.
  void end_block() override {
    const std::string host = head_.host();
    const std::optional<bool> is_tls = head_.is_tls();
    if (head_.has_fields() || credentials_.empty()) head_.end();
    if (!scheme_.empty() && !credentials_.empty()) {
      head_.begin(head_kind::fields, credentials_at_);
      head_.set_host(host);
      head_.set_is_tls(is_tls);
      head_.add("Authorization", scheme_ + " " + credentials_, credentials_at_);
      head_.end();
    }
    head_.drop();
    scheme_.clear();
    credentials_.clear();
  }

  std::string scheme_{};
  std::string credentials_{};
  place credentials_at_{};
};

}  // namespace

std::unique_ptr<plain_reader> make_fields_reader(sink& to, const limits& bounds) {
  return std::make_unique<fields_reader>(to, bounds);
}

std::unique_ptr<plain_reader> make_git_credential_reader(sink& to, const limits& bounds) {
  return std::make_unique<git_credential_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
