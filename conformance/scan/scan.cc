#include "conformance/scan/scan.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/input/source.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "conformance/scan/line_ends.hpp"

namespace gauntlet::scan {
namespace {

constexpr std::size_t padding = simdjson::SIMDJSON_PADDING;

// Octets up to and with the last LF of some; 0 when there is none.
std::size_t through_last_lf(const char* data, std::size_t size) {
  const void* lf = ::memrchr(data, '\n', size);
  return lf == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(lf) - data) + 1;
}

// The same with the first LF.
std::size_t through_first_lf(const char* data, std::size_t size) {
  const void* lf = std::memchr(data, '\n', size);
  return lf == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(lf) - data) + 1;
}

// What a thread does at a time: the records that begin in [begin, end) of a file, or whole records
// that are in the thread's buffer already.
struct piece {
  std::size_t index = 0;
  std::shared_ptr<const input::source> from{};
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::size_t size = 0;                    // of the buffer's part
  std::vector<std::uint64_t> oversized{};  // of a pipe: where skipped records began
};

// What was found in a piece. Lines count from 0 within it.
struct findings {
  scan::counts counts{};
  std::shared_ptr<const input::source> from{};
  std::uint64_t lines = 0;
  std::uint64_t octets_read = 0;
  std::uint64_t rejected_with_cr = 0;
  struct note {
    std::uint64_t line = 0;
    std::string text{};
  };
  std::vector<note> faults{};
  std::vector<note> rejects{};
};

class scanning {
 public:
  explicit scanning(const scan_settings& settings) : settings_(settings) {}

  absl::StatusOr<scan_outcome> run() {
    measure();
    const unsigned jobs = std::max(1U, settings_.jobs);
    std::vector<std::thread> others;
    for (unsigned i = 1; i < jobs; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others) other.join();
    if (!status_.ok()) return status_;
    outcome_.interrupted = is_cancelled();
    return std::move(outcome_);
  }

 private:
  bool is_cancelled() const { return settings_.cancel != nullptr && settings_.cancel->requested(); }

  // How much there is to read, if all of it is files.
  void measure() {
    for (const std::string& name : settings_.files) {
      const std::optional<std::uint64_t> size = input::size_of_file(name);
      if (!size) {
        octets_total_ = 0;
        return;
      }
      octets_total_ += *size;
    }
  }

  void work() {
    record_reader reader(settings_.records);
    std::vector<char> buffer;
    while (std::optional<piece> todo = claim(buffer)) {
      absl::StatusOr<findings> found = todo->from->is_file() ? read_range(*todo, reader, buffer)
                                                             : read_whole(*todo, reader, buffer);
      if (!found.ok()) {
        stop(found.status());
        return;
      }
      commit(todo->index, *std::move(found));
    }
  }

  void stop(const absl::Status& why) {
    const std::lock_guard lock(mutex_);
    if (status_.ok()) status_ = why;
    changed_.notify_all();
  }

  // Takes the next piece, none when there is nothing left to do.
  std::optional<piece> claim(std::vector<char>& buffer) {
    std::unique_lock lock(mutex_);
    // What waits for its turn to be committed is bounded.
    changed_.wait(lock, [&] {
      return !status_.ok() || claimed_ - committed_ < std::size_t{4} * std::max(1U, settings_.jobs);
    });
    while (status_.ok() && !is_cancelled()) {
      if (!open_) {
        if (next_file_ == settings_.files.size()) return std::nullopt;
        absl::StatusOr<std::shared_ptr<input::source>> opened =
            input::source::open(settings_.files[next_file_++]);
        if (!opened.ok()) {
          status_ = opened.status();
          changed_.notify_all();
          return std::nullopt;
        }
        open_ = *std::move(opened);
        at_ = open_->begin();
        rest_.clear();
        rest_at_ = 0;
        is_skipping_ = false;
      }
      if (open_->is_file()) {
        if (at_ >= open_->end()) {
          open_ = nullptr;
          continue;
        }
        piece next{.index = claimed_++,
                   .from = open_,
                   .begin = at_,
                   .end = std::min(at_ + settings_.chunk_size, open_->end())};
        at_ = next.end;
        return next;
      }
      absl::StatusOr<std::optional<piece>> next = fill(buffer);
      if (!next.ok()) {
        status_ = next.status();
        changed_.notify_all();
        return std::nullopt;
      }
      if (!next->has_value()) {
        open_ = nullptr;
        continue;
      }
      (*next)->index = claimed_++;
      return *std::move(next);
    }
    return std::nullopt;
  }

  // Reads whole records of a pipe into `buffer`; none at its end. Called with the lock held: that
  // is how threads take turns.
  absl::StatusOr<std::optional<piece>> fill(std::vector<char>& buffer) {
    piece next{.from = open_, .begin = rest_at_};
    std::size_t have = rest_.size();
    buffer.resize(std::max(buffer.size(), have + settings_.chunk_size + padding));
    if (have > 0) std::memcpy(buffer.data(), rest_.data(), have);
    rest_.clear();
    bool is_end = false;
    std::size_t whole = 0;  // octets of whole records
    std::size_t searched = 0;
    for (;;) {
      const std::size_t wanted = have + settings_.chunk_size;
      while (have < wanted && !is_end) {
        buffer.resize(std::max(buffer.size(), wanted + padding));
        absl::StatusOr<std::size_t> got =
            open_->read_some(buffer.data() + have, wanted - have, settings_.cancel);
        if (!got.ok()) return got.status();
        have += *got;
        is_end = *got == 0;
      }
      // What was read so far may end within a record.
      if (is_cancelled()) return std::nullopt;
      if (is_skipping_) {
        const std::size_t end = through_first_lf(buffer.data(), have);
        const std::size_t skipped = end == 0 ? have : end;
        std::copy(buffer.data() + skipped, buffer.data() + have, buffer.data());
        have -= skipped;
        next.begin += skipped;
        searched = 0;
        is_skipping_ = end == 0;
        if (is_skipping_ && is_end) break;
        continue;
      }
      if (const std::size_t end = through_last_lf(buffer.data() + searched, have - searched)) {
        whole = searched + end;
        break;
      }
      if (is_end) {
        whole = have;
        break;
      }
      searched = have;
      if (have > settings_.max_record) {
        next.oversized.push_back(next.begin);
        is_skipping_ = true;
      }
    }
    rest_.assign(buffer.data() + whole, have - whole);
    rest_at_ = next.begin + whole;
    next.size = whole;
    if (is_end && whole == 0 && rest_.empty() && next.oversized.empty()) return std::nullopt;
    return next;
  }

  absl::StatusOr<findings> read_whole(const piece& todo, record_reader& reader,
                                      std::vector<char>& buffer) const {
    findings found;
    found.from = todo.from;
    found.octets_read = todo.size;
    for (const std::uint64_t at : todo.oversized) oversize(found, at);
    read_records(reader, buffer.data(), buffer.data() + todo.size, todo.begin, found);
    found.counts.add(reader.take());
    return found;
  }

  // The records that begin in [todo.begin, todo.end). The last of them may end after it; what
  // is before the first one belongs to the piece before.
  absl::StatusOr<findings> read_range(const piece& todo, record_reader& reader,
                                      std::vector<char>& buffer) const {
    findings found;
    found.from = todo.from;
    found.octets_read = todo.end - todo.begin;
    const bool has_before = todo.begin != todo.from->begin();
    const std::uint64_t from = todo.begin - (has_before ? 1 : 0);
    std::size_t wanted = static_cast<std::size_t>(todo.end - from);
    buffer.resize(std::max(buffer.size(), wanted + padding));
    absl::StatusOr<std::size_t> got = todo.from->read_at(from, buffer.data(), wanted);
    if (!got.ok()) return got.status();
    std::size_t have = *got;
    const std::size_t limit = std::min(have, wanted);  // records begin before this

    std::size_t first = 0;
    if (has_before) {
      first = through_first_lf(buffer.data(), limit);
      if (first == 0) return found;
    }
    if (first >= limit) return found;
    // The last record, which may go on after the piece.
    const std::size_t last_begin = first + through_last_lf(buffer.data() + first, limit - first);
    read_records(reader, buffer.data() + first, buffer.data() + last_begin, from + first, found);
    if (last_begin < limit) {
      std::size_t searched = last_begin;
      std::size_t last_end = 0;
      bool is_whole = false;
      for (;;) {
        if (const std::size_t end = through_first_lf(buffer.data() + searched, have - searched)) {
          last_end = searched + end - 1;
          is_whole = true;
          break;
        }
        searched = have;
        if (have - last_begin > settings_.max_record) break;
        constexpr std::size_t step = std::size_t{64} << 10;
        buffer.resize(std::max(buffer.size(), have + step + padding));
        got = todo.from->read_at(from + have, buffer.data() + have, step);
        if (!got.ok()) return got.status();
        if (*got == 0) {
          last_end = have;
          is_whole = true;
          break;
        }
        have += *got;
      }
      if (is_whole) {
        read_record(reader, buffer.data() + last_begin, last_end - last_begin, from + last_begin,
                    found);
      } else {
        oversize(found, from + last_begin);
      }
    }
    found.counts.add(reader.take());
    return found;
  }

  // `at` is the position of `first` in the input.
  void read_records(record_reader& reader, const char* first, const char* last, std::uint64_t at,
                    findings& found) const {
    const char* const begin = first;
    line_ends ends(first, last);
    while (first != last) {
      const char* const end = ends.next();
      read_record(reader, first, static_cast<std::size_t>(end - first),
                  at + static_cast<std::uint64_t>(first - begin), found);
      first = end == last ? last : end + 1;
    }
  }

  void read_record(record_reader& reader, const char* data, std::size_t size, std::uint64_t at,
                   findings& found) const {
    if (size > settings_.max_record) {
      oversize(found, at);
      return;
    }
    switch (reader.read(data, size)) {
      case record_reader::outcome::accepted:
      case record_reader::outcome::absent:
        break;
      case record_reader::outcome::rejected:
      case record_reader::outcome::over_limit:
        if (settings_.records.format == format::lines && !settings_.records.is_crlf && size > 0 &&
            data[size - 1] == '\r')
          ++found.rejected_with_cr;
        if (settings_.rejects != nullptr)
          found.rejects.push_back({found.lines, reject_text(reader)});
        break;
      case record_reader::outcome::malformed:
        if (found.faults.size() < max_faults)
          found.faults.push_back(
              {found.lines, absl::StrCat("at octet ", at, ": ", reader.fault(), ": ",
                                         model::quoted_printable(reader.shown(
                                             {data, std::min<std::size_t>(size, 60)})))});
        break;
    }
    ++found.lines;
  }

  void oversize(findings& found, std::uint64_t at) const {
    ++found.counts.oversized;
    if (found.faults.size() < max_faults)
      found.faults.push_back(
          {found.lines, absl::StrCat("at octet ", at, ": longer than ", settings_.max_record,
                                     " octets (--max-record)")});
    ++found.lines;
  }

  static std::string reject_text(const record_reader& reader) {
    std::string text =
        absl::StrCat("\"error\":\"", std::string(gauntlet::to_string(reader.status().code)),
                     "\",\"offset\":", reader.status().offset, ",\"lines\":[");
    bool is_first = true;
    for (const std::string_view line : reader.lines()) {
      if (!std::exchange(is_first, false)) text.push_back(',');
      model::append_json_string(text, reader.shown(line));
    }
    text.append("]}\n");
    return text;
  }

  // Findings are put together in the order of the input, which gives them their line numbers.
  void commit(std::size_t index, findings found) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(index, std::move(found));
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == committed_;
         next = waiting_.erase(next)) {
      put(next->second);
      ++committed_;
    }
    changed_.notify_all();
    if (settings_.progress) settings_.progress({outcome_.octets_read, octets_total_});
  }

  void put(const findings& found) {
    if (found.from != last_from_) {
      last_from_ = found.from;
      line_ = 0;
    }
    outcome_.counts.add(found.counts);
    outcome_.octets_read += found.octets_read;
    outcome_.rejected_with_cr += found.rejected_with_cr;
    for (const findings::note& fault : found.faults) {
      if (outcome_.faults.size() == max_faults) break;
      outcome_.faults.push_back(
          absl::StrCat(found.from->name(), ":", line_ + fault.line + 1, ": ", fault.text));
    }
    for (const findings::note& reject : found.rejects) {
      std::string prefix = "{\"source\":";
      model::append_json_string(prefix, found.from->name());
      absl::StrAppend(&prefix, ",\"line\":", line_ + reject.line + 1, ",");
      *settings_.rejects << prefix << reject.text;
    }
    if (settings_.rejects != nullptr && !*settings_.rejects && status_.ok())
      status_ = absl::UnavailableError("cannot write the rejected values");
    line_ += found.lines;
  }

  const scan_settings& settings_;
  std::uint64_t octets_total_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  absl::Status status_;

  // What is handed out.
  std::size_t next_file_ = 0;
  std::shared_ptr<input::source> open_;
  std::uint64_t at_ = 0;  // in a file
  std::string rest_;      // of a pipe: the start of a record, which begins there at rest_at_
  std::uint64_t rest_at_ = 0;
  bool is_skipping_ = false;  // the rest of a record that is too long
  std::size_t claimed_ = 0;

  // What came back.
  std::map<std::size_t, findings> waiting_;
  std::size_t committed_ = 0;
  scan_outcome outcome_;
  std::shared_ptr<const input::source> last_from_;
  std::uint64_t line_ = 0;
};

}  // namespace

absl::StatusOr<scan_outcome> scan(const scan_settings& settings) {
  return scanning(settings).run();
}

}  // namespace gauntlet::scan
