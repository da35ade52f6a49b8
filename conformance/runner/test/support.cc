#include "conformance/runner/test/support.hpp"

#include <stdexcept>
#include <utility>

namespace gauntlet::runner::testing {
namespace {

template <typename T>
T value_or_throw(absl::StatusOr<T> from) {
  if (!from.ok()) throw std::runtime_error(std::string(from.status().message()));
  return *std::move(from);
}

}  // namespace

answer make_answer(const model::test_case& to, const std::string& members) {
  std::string line = "{\"seq\":1," + members + "}";
  const std::size_t size = line.size();
  line.append(answer_reader::padding, '\0');
  answer_reader reader;
  return value_or_throw(reader.read(std::string_view(line.data(), size), to.operation,
                                    to.kind == model::case_kind::serialize));
}

observes make_observes(const std::string& members) {
  return value_or_throw(
             read_hello(
                 R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{)" +
                 members + "}}"))
      .can_show;
}

}  // namespace gauntlet::runner::testing
