#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conformance/grammar/engine.hpp"
#include "conformance/model/octets.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::grammar_engine {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const engine& shared() {
  static const engine* loaded = new engine(engine::load().value());
  return *loaded;
}

// Calls `check` for every case with lines, `defaults` and the file's operation filled in.
template <typename Check>
std::size_t for_each_case(Check check) {
  std::size_t count = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(GAUNTLET_SOURCE_DIR "/conformance/suite/cases")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    const json file = json::parse(in);
    for (json one : file["cases"]) {
      json defaults = file.value("defaults", json::object());
      if (file.contains("operation")) defaults.emplace("operation", file["operation"]);
      for (const auto& [name, value] : defaults.items()) one.emplace(name, value);
      if (!one.contains("lines")) continue;
      ++count;
      const auto op = model::operation_from_string(one["operation"].get<std::string>());
      EXPECT_TRUE(op.has_value()) << one["id"];
      std::vector<std::string> lines;
      for (const json& line : one["lines"]) {
        lines.push_back(model::octets_from_utf8(line.get<std::string>()).value());
      }
      check(one, *op, lines);
    }
  }
  return count;
}

model::result result_in(operation op, const json& object, const json& id) {
  const auto read = model::result_from_json(op, object);
  EXPECT_TRUE(read.ok()) << id << ' ' << read.status();
  return read.ok() ? *read : model::result{};
}

// The cases are the third judge: what each says about a value is what the grammar says.
TEST(ShippedCases, AgreeWithTheEngine) {
  const std::size_t count =
      for_each_case([](const json& one, operation op, const std::vector<std::string>& lines) {
        const outcome said = shared().run_lines(op, grammar::recipient, lines);
        const std::string rule = one["parse"];
        if (said.accepted) {
          EXPECT_FALSE(one.contains("offset")) << one["id"];
        } else {
          ASSERT_TRUE(one.contains("offset")) << one["id"];
          EXPECT_EQ(one["offset"].get<std::size_t>(), said.offset) << one["id"];
        }
        if (rule == "must-accept") {
          ASSERT_TRUE(said.accepted) << one["id"];
          EXPECT_TRUE(result_in(op, one["expect"], one["id"]) == said.result)
              << one["id"] << ": " << model::describe(said.result);
        } else if (rule == "may-accept") {
          EXPECT_FALSE(said.accepted) << one["id"];
        } else if (rule == "must-not-pass") {
          EXPECT_FALSE(said.accepted) << one["id"];
          std::vector<std::string> spaced = lines;
          for (std::string& line : spaced) {
            // An obs-fold counts as one SP, any other CR, LF or NUL as one each.
            for (std::size_t at = line.find("\r\n "); at != std::string::npos;
                 at = line.find("\r\n ")) {
              line.replace(at, 3, " ");
            }
            std::replace_if(
                line.begin(), line.end(),
                [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
          }
          const outcome as_spaces = shared().run_lines(op, grammar::recipient, spaced);
          ASSERT_EQ(as_spaces.accepted, !one["expect"].is_null()) << one["id"];
          if (as_spaces.accepted) {
            EXPECT_TRUE(result_in(op, one["expect"], one["id"]) == as_spaces.result) << one["id"];
          }
        } else if (said.accepted) {
          // One of the permitted results is the reading of the combined value.
          bool found = false;
          for (const json& alternative : one["alternatives"]) {
            found = found || (alternative.contains("expect") &&
                              result_in(op, alternative["expect"], one["id"]) == said.result);
          }
          EXPECT_TRUE(found) << one["id"] << ": " << model::describe(said.result);
        }
      });
  EXPECT_GT(count, 2000u);
}

TEST(ShippedCases, WhatASenderMayWriteIsInTheSendersGrammar) {
  for_each_case([](const json& one, operation op, const std::vector<std::string>& lines) {
    if (one["generate"] == "must-not") return;
    EXPECT_TRUE(shared().run_lines(op, grammar::sender, lines).accepted) << one["id"];
  });
}

}  // namespace
}  // namespace gauntlet::grammar_engine
