#include "conformance/compare/reader.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"
#include "conformance/runner/grammar_reading.hpp"
#include "conformance/runner/protocol.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::compare {
namespace {

// Readings that are kept; beyond that they are forgotten, all at once.
constexpr std::size_t most_kept = 500'000;

reading read(const runner::reply& from) {
  reading made;
  if (from.how == runner::ending::not_run || from.how == runner::ending::flaky) {
    made.text = from.error;
    return made;
  }
  if (from.how != runner::ending::answered) {
    made.how = ending::failed;
    made.text = from.error;
    return made;
  }
  made.text = from.answer.text;
  switch (from.answer.outcome) {
    case runner::outcome::accept:
      made.how = ending::accepted;
      made.result = from.answer.parsed;
      break;
    case runner::outcome::reject:
      made.how = ending::rejected;
      break;
    case runner::outcome::fault:
      made.how = ending::failed;
      break;
    case runner::outcome::unsupported:
      break;
  }
  return made;
}

class adapter_reader : public reader {
 public:
  adapter_reader(model::operation op, std::string id, runner::session_options options,
                 const process::cancellation& cancel)
      : operation_(op), id_(std::move(id)), session_(std::move(options), cancel) {}
  ~adapter_reader() override { session_.close(); }

  absl::Status open() {
    absl::StatusOr<runner::hello> said = session_.open();
    if (!said.ok())
      return absl::Status(said.status().code(), absl::StrCat(id_, ": ", said.status().message()));
    hello_ = *std::move(said);
    if (std::find(hello_.operations.begin(), hello_.operations.end(), operation_) ==
        hello_.operations.end()) {
      return absl::UnimplementedError(
          absl::StrCat(id_, ": it does not read ", std::string(model::to_string(operation_))));
    }
    return absl::OkStatus();
  }

  std::vector<reading> ask(const std::vector<std::string>& values) override {
    if (known_.size() > most_kept) known_.clear();
    std::vector<runner::request> requests;
    std::vector<const std::string*> asked;
    for (const std::string& value : values) {
      if (!known_.try_emplace(value).second) continue;
      asked.push_back(&value);
      requests.push_back(runner::parse_request(operation_, {value}));
    }
    std::vector<const runner::request*> order;
    for (const runner::request& one : requests) order.push_back(&one);
    session_.ask_all(order, [&](std::size_t index, const runner::reply& reply) {
      known_[*asked[index]] = read(reply);
      return true;
    });
    std::vector<reading> made;
    made.reserve(values.size());
    for (const std::string& value : values) made.push_back(known_[value]);
    // What was not asked may be asked later.
    for (const std::string* value : asked) {
      if (known_[*value].how == ending::unknown) known_.erase(*value);
    }
    return made;
  }

  std::string name() const override {
    return hello_.version.empty() ? id_ : absl::StrCat(id_, " ", model::printable(hello_.version));
  }
  const runner::observes& can_show() const override { return hello_.can_show; }
  std::string observes_json() const override { return hello_.observes_json; }

 private:
  model::operation operation_;
  std::string id_;
  runner::session session_;
  runner::hello hello_{};
  std::unordered_map<std::string, reading> known_{};
};

class grammar_as_reader : public reader {
 public:
  explicit grammar_as_reader(model::operation op) : operation_(op) {}

  std::vector<reading> ask(const std::vector<std::string>& values) override {
    std::vector<reading> made;
    made.reserve(values.size());
    for (const std::string& value : values) {
      reading& one = made.emplace_back();
      one.result = runner::grammar_reading(operation_, {value});
      one.how = one.result ? ending::accepted : ending::rejected;
    }
    return made;
  }
  std::string name() const override { return "grammar"; }
  const runner::observes& can_show() const override { return can_show_; }
  std::string observes_json() const override { return "{}"; }

 private:
  model::operation operation_;
  runner::observes can_show_{};
};

}  // namespace

absl::StatusOr<std::unique_ptr<reader>> open_adapter(model::operation op, const std::string& id,
                                                     runner::session_options options,
                                                     const process::cancellation& cancel) {
  auto made = std::make_unique<adapter_reader>(op, id, std::move(options), cancel);
  if (absl::Status status = made->open(); !status.ok()) return status;
  return made;
}

std::unique_ptr<reader> grammar_reader(model::operation op) {
  return std::make_unique<grammar_as_reader>(op);
}

std::string describe(const reading& of) {
  switch (of.how) {
    case ending::accepted: {
      const std::string text = model::describe(*of.result);
      return text.empty() ? "a scheme of no octets" : text;
    }
    case ending::rejected:
      return "rejects";
    case ending::failed:
      return absl::StrCat("fails: ", model::printable(of.text.substr(0, 120)));
    case ending::unknown:
      break;
  }
  return "was not asked";
}

nlohmann::ordered_json to_json(const reading& of) {
  switch (of.how) {
    case ending::accepted:
      return model::to_json(*of.result);
    case ending::rejected:
      return "rejected";
    case ending::failed:
      return "failed";
    case ending::unknown:
      break;
  }
  return "unknown";
}

}  // namespace gauntlet::compare
