#ifndef CONFORMANCE_RUNNER_CONNECTION_HPP
#define CONFORMANCE_RUNNER_CONNECTION_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "conformance/process/cancel.hpp"
#include "conformance/process/child.hpp"

namespace gauntlet::runner {

// The lines that go to and come from one process.
class connection {
 public:
  explicit connection(std::unique_ptr<process::child> process);

  // Queues text for the process; it goes out during wait_line().
  std::string& outgoing() { return outgoing_; }
  std::size_t unsent() const { return outgoing_.size() - sent_; }

  enum class event {
    line,      // one more line is there
    timeout,   // the deadline passed; nothing was left to read then
    ended,     // the process ended or closed its output, and every whole line was taken
    too_long,  // a line of more than max_line octets
    cancelled,
  };
  // Moves octets both ways until one of the events. The view stands, followed by
  // answer_reader::padding readable octets, until the next call.
  event wait_line(absl::Time deadline, const process::cancellation&, std::string_view& line);

  // What came after the last whole line.
  std::string_view rest() const { return {incoming_.data() + begin_, end_ - begin_}; }

  // Empties what is queued into the pipe as far as it goes, closes the input, and waits for the
  // process to end by itself for at most `grace`, whatever it still says.
  process::outcome finish(absl::Duration grace, const process::cancellation&);
  process::outcome kill() { return process_->kill(); }

  process::child& process() { return *process_; }

  // The number of requests sent and of answers taken: the seq of the last one of each.
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  // The last line that came after finish() was called, shortened.
  std::string unexpected;

 private:
  bool take_line(std::string_view& line);
  void write_some();
  bool read_some();

  std::unique_ptr<process::child> process_;
  std::string outgoing_;
  std::size_t sent_ = 0;
  std::vector<char> incoming_;
  std::size_t begin_ = 0;
  std::size_t scanned_ = 0;  // no LF before here
  std::size_t end_ = 0;
  bool at_end_ = false;
};

}  // namespace gauntlet::runner

#endif
