#include "conformance/live/servers/server.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "conformance/live/servers/program.hpp"
#include "conformance/live/servers/talk.hpp"
#include "conformance/live/servers/test/sample.hpp"
#include "conformance/live/servers/version.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/process/cancel.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

namespace fs = std::filesystem;

pid_t pid_of(const server& of) {
  pid_t pid = 0;
  std::ifstream(of.folder() / "pid") >> pid;
  return pid;
}

TEST(Server, RunsInAFolderOfItsOwnAndLeavesNothing) {
  const std::string leaving = "/dev/shm/gauntlet-server-test-" + std::to_string(::getpid());
  fs::path folder;
  std::uint16_t port = 0;
  pid_t pid = 0;
  {
    server_recipe recipe = answering("HTTP/1.1 401 {{word}}\r\nContent-Length: 0\r\n\r\n");
    recipe.values["word"] = "No & <no>";
    recipe.leavings = {leaving + "-"};
    absl::StatusOr<std::unique_ptr<server>> started = server::start(recipe);
    ASSERT_TRUE(started.ok()) << started.status();
    folder = (*started)->folder();
    port = (*started)->port("web");
    const reply got = talk(port, {{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"}}, absl::Seconds(10));
    EXPECT_EQ(got.ended, reply::how::answered);
    EXPECT_EQ(got.status, 401);
    EXPECT_EQ(got.message.head.start(), "HTTP/1.1 401 No & <no>");
    pid = pid_of(**started);
    struct stat found {};
    ASSERT_EQ(::stat((folder / "serve.py").c_str(), &found), 0);
    const auto user = unprivileged_user();
    EXPECT_EQ(found.st_uid, user ? user->first : ::getuid());
    std::ofstream(leaving + "-queue") << "left";
  }
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_FALSE(fs::exists(leaving + "-queue"));
  EXPECT_FALSE(accepts_connections(port));
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(Server, OneThatDoesNotEndIsKilled) {
  server_recipe recipe = answering("");
  recipe.files["serve.py"] =
      "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + recipe.files["serve.py"];
  recipe.stop_grace = absl::Milliseconds(100);
  pid_t pid = 0;
  {
    absl::StatusOr<std::unique_ptr<server>> started = server::start(recipe);
    ASSERT_TRUE(started.ok()) << started.status();
    pid = pid_of(**started);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(Server, OneThatRefusesToStartSaysWhy) {
  server_recipe recipe = answering("");
  recipe.files["serve.py"] = "print('this cannot be')\nraise SystemExit(3)\n";
  const absl::Status status = server::start(recipe).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "sample did not start: exited with status 3; this cannot be");
  recipe.command = {"/nowhere/at/all"};
  EXPECT_EQ(server::start(recipe).status().code(), absl::StatusCode::kNotFound);
}

TEST(Server, OneThatNeverListensIsGivenUp) {
  server_recipe recipe = answering("");
  recipe.files["serve.py"] = "import time\nprint('busy', flush=True)\ntime.sleep(600)\n";
  recipe.start_deadline = absl::Milliseconds(700);
  const absl::Status status = server::start(recipe).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(absl::StrContains(status.message(), "does not accept connections")) << status;
}

TEST(Server, TellsWhenItHasEnded) {
  absl::StatusOr<std::unique_ptr<server>> started = server::start(answering(""));
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_FALSE((*started)->has_ended());
  ::kill(pid_of(**started), SIGKILL);
  while (!(*started)->has_ended()) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_TRUE(absl::StartsWith((*started)->last_words(), "was killed by signal 9"));
}

TEST(Talk, TellsHowItEnded) {
  const auto ask = [](const std::string& answer, const std::string& method = "GET") {
    absl::StatusOr<std::unique_ptr<server>> started = server::start(answering(answer));
    EXPECT_TRUE(started.ok()) << started.status();
    return talk((*started)->port("web"), {{method + " / HTTP/1.1\r\n\r\n", method}},
                absl::Seconds(10));
  };
  EXPECT_EQ(ask("").ended, reply::how::closed);
  EXPECT_EQ(ask("hello\r\n\r\n").ended, reply::how::unreadable);
  EXPECT_EQ(ask("HTTP/1.1 401 No\r\n").ended, reply::how::unreadable);
  EXPECT_EQ(ask("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD").status, 200);
  const reply after_interim =
      ask("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 No\r\nA: b\r\nContent-Length: 2\r\n\r\nno");
  EXPECT_EQ(after_interim.status, 401);
  EXPECT_EQ(after_interim.message.content, "no");
  EXPECT_EQ(talk(free_port(), {{"GET / HTTP/1.1\r\n\r\n"}}, absl::Seconds(10)).ended,
            reply::how::closed);
}

TEST(Talk, AsksOnOneConnectionAndEndsWithTheLastAnswer) {
  const auto ask = [](const std::string& answers, const std::string& first_method) {
    absl::StatusOr<std::unique_ptr<server>> started = server::start(answering(answers));
    EXPECT_TRUE(started.ok()) << started.status();
    const std::string rest = " / HTTP/1.1\r\n\r\n";
    return talk((*started)->port("web"), {{first_method + rest, first_method}, {"GET" + rest}},
                absl::Seconds(10));
  };
  const std::string refused = "HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\n";
  const std::string right = "|HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(ask(refused + "no" + right, "GET").status, 200);
  EXPECT_EQ(ask(refused + right, "HEAD").status, 200);
  EXPECT_EQ(ask("HTTP/1.1 200 OK\r\n\r\n" + right, "CONNECT").status, 200);
  EXPECT_EQ(ask(refused + "no", "GET").ended, reply::how::closed);
  EXPECT_EQ(ask(refused + "no and more" + right, "GET").ended, reply::how::unreadable);
}

TEST(Talk, StopsWhenThisProcessIsAskedTo) {
  server_recipe recipe = answering("");
  recipe.files["serve.py"] =
      "import socket, sys, time\n"
      "s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
      "time.sleep(600)\n";
  absl::StatusOr<std::unique_ptr<server>> started = server::start(recipe);
  ASSERT_TRUE(started.ok()) << started.status();
  process::cancellation cancel;
  const process::signal_guard signals(cancel);
  cancel.request("interrupted");
  EXPECT_EQ(talk((*started)->port("web"), {{"GET / HTTP/1.1\r\n\r\n"}}, absl::Seconds(600)).ended,
            reply::how::cancelled);
}

TEST(Version, IsTheFirstNumberWithADot) {
  EXPECT_EQ(version_in("nginx version: nginx/1.22.1"), "1.22.1");
  EXPECT_EQ(version_in("Lynx Version 2.9.0dev.12 (08 Jan 2023)"), "2.9.0dev.12");
  EXPECT_EQ(version_in("Squid Cache: Version 5.7\nService Name: squid"), "5.7");
  EXPECT_EQ(version_in("version 3"), "");
  EXPECT_EQ(version_in(""), "");
}

TEST(FillIn, EscapesNothing) {
  nlohmann::json values = {{"a", "<&\"'"}};
  values["list"] = nlohmann::json::array({{{"b", "1"}}, {{"b", "2"}}});
  EXPECT_EQ(fill_in("{{a}} {{#list}}[{{b}}]{{/list}}", values), "<&\"' [1][2]");
}

// A folder of configurations, of which each test writes one.
class Configurations : public ::testing::Test {
 protected:
  Configurations() {
    std::string name = (fs::temp_directory_path() / "gauntlet-servers-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    fs::create_directories(folder_ / "one");
    fs::create_directories(folder_ / "shared");
    fs::copy_file(fs::path(GAUNTLET_TEST_CONFORMANCE) / "live/servers/server.schema.json",
                  folder_ / "server.schema.json");
  }
  ~Configurations() override {
    std::error_code error;
    fs::remove_all(folder_, error);
  }

  absl::StatusOr<std::vector<configuration>> load(const std::string& text) const {
    EXPECT_TRUE(model::write_file(folder_ / "one/server.json", text).ok());
    return load_configurations(folder_);
  }
  fs::path folder_;
};

TEST_F(Configurations, AreReadWithTheFilesOfBothFolders) {
  ASSERT_TRUE(model::write_file(folder_ / "shared/users", "user:pass\n").ok());
  ASSERT_TRUE(model::write_file(folder_ / "one/site.conf", "listen {{port_web}}\n").ok());
  const auto all = load(
      R"({"program": "sample", "arguments": ["-c", "{{dir}}/site.conf"], "ports": ["web", "other"],
          "escapes": {"\"": "\\\"", "$": ""},
          "usages": [{"id": "one-basic", "title": "One, Basic",
                      "roles": {"basic": {"target": "/", "port": "other", "proxy": true}}}]})");
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->size(), 1U);
  const configuration& one = all->front();
  EXPECT_EQ(one.id, "one");
  EXPECT_EQ(one.program, "sample");
  EXPECT_EQ(one.files.at("users"), "user:pass\n");
  EXPECT_EQ(one.files.at("site.conf"), "listen {{port_web}}\n");
  EXPECT_EQ(one.files.size(), 2U);
  EXPECT_EQ(one.usages.front().roles.at("basic").port, "other");
  EXPECT_TRUE(one.usages.front().roles.at("basic").is_proxy);
  EXPECT_EQ(one.escaped("a \"b\""), "a \\\"b\\\"");
  EXPECT_FALSE(one.escaped("$1").has_value());
}

TEST_F(Configurations, AreChecked) {
  const auto fault = [&](const std::string& text) {
    return std::string(load(text).status().message());
  };
  EXPECT_TRUE(absl::StrContains(fault("{}"), "server.json"));
  EXPECT_TRUE(absl::StrContains(fault(R"({"arguments": [], "ports": ["web"], "usages": [
                {"id": "a", "title": "A", "roles": {"basic": {"target": "/", "port": "b"}}}]})"),
                                "there is no port b"));
  EXPECT_TRUE(absl::StrContains(fault(R"({"arguments": [], "ports": ["web"], "usages": [
                {"id": "a", "title": "A", "roles": {"basic": {"target": "/"}}},
                {"id": "a", "title": "A", "roles": {"basic": {"target": "/"}}}]})"),
                                "a is there twice"));
}

TEST(ShippedConfigurations, CanBeRead) {
  const auto all = load_configurations(fs::path(GAUNTLET_TEST_CONFORMANCE) / "live/servers");
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_GE(all->size(), 8U);
}

}  // namespace
}  // namespace gauntlet::live
