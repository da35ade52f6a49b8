// Cases and files for tests.
#ifndef CONFORMANCE_MODEL_TEST_SUPPORT_HPP
#define CONFORMANCE_MODEL_TEST_SUPPORT_HPP

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/case.hpp"
#include "conformance/model/result.hpp"

namespace gauntlet::model::testing {

inline const std::filesystem::path conformance_folder = GAUNTLET_TEST_CONFORMANCE;
inline const std::filesystem::path schema_folder = conformance_folder / "suite" / "schema";

// A case from its own members; id, title and the like are filled in where they are missing. Fails
// the test if it is not a case.
test_case make_case(const std::string& members);
// The cases of a whole file in `members`: `"cases":[...]`.
std::vector<test_case> make_cases(const std::string& members);

result result_of(operation op, const std::string& json);

// A folder that is gone with the object.
class temporary_folder {
 public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace gauntlet::model::testing

#endif
