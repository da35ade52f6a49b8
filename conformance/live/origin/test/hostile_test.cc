#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "conformance/live/origin/server.hpp"
#include "conformance/live/origin/test/client.hpp"

// What clients do that are slow, broken or greedy.
namespace gauntlet::origin {
namespace {

constexpr std::string_view get = "GET / HTTP/1.1\r\n\r\n";
constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class Hostile : public testing::Test {
 protected:
  void start(limits bounds = {}, std::string reply = std::string(ok)) {
    options with;
    with.limits = bounds;
    with.handler = [reply](const request&) { return answer{reply}; };
    with.observer = [this](const exchange& one) {
      const std::lock_guard<std::mutex> guard(lock_);
      faults_.push_back(one.fault);
    };
    absl::StatusOr<std::unique_ptr<server>> made = server::start(std::move(with));
    ASSERT_TRUE(made.ok()) << made.status();
    server_ = *std::move(made);
  }

  void expect_service() {
    client honest(server_->port());
    ASSERT_TRUE(honest.send(get));
    EXPECT_EQ(honest.read_to("ok"), ok);
  }

  std::mutex lock_{};
  std::vector<std::string> faults_{};
  std::unique_ptr<server> server_{};  // the first to go
};

TEST_F(Hostile, GarbageIsA400AndTheEnd) {
  start();
  const std::string_view garbage[] = {
      "\x16\x03\x01\n\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"};
  for (const std::string_view octets : garbage) {
    client one(server_->port());
    one.send(octets);
    EXPECT_EQ(one.read_to_end().substr(0, 12), "HTTP/1.1 400") << octets;
    expect_service();
  }
}

// Who tries TLS first, as container tools do, hears at once that there is none.
TEST_F(Hostile, TlsWhereNoneIsSpokenIsA400) {
  start();
  client one(server_->port());
  ASSERT_TRUE(one.send(std::string_view("\x16\x03\x01\x02\x00\x01", 6)));
  EXPECT_EQ(one.read_to_end().substr(0, 12), "HTTP/1.1 400");
  expect_service();
}

TEST_F(Hostile, HeadsWithoutEndAreCutOff) {
  start();
  client one(server_->port());
  const std::string line = "X: " + std::string(1000, 'x') + "\r\n";
  one.send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 2000 && one.send(line); ++i) {
  }
  one.read_to_end();  // All of it may stand in the sockets: it ends when the server has judged it.
  expect_service();
  server_->stop();
  ASSERT_EQ(faults_.size(), 2U);
  // That of the other client, which has none, may come first.
  EXPECT_NE((faults_[0] + faults_[1]).find("more octets"), std::string::npos);
}

TEST_F(Hostile, HalfARequestIsTold) {
  start();
  {
    client one(server_->port());
    one.send("GET / HTTP/1.1\r\nHo");
    one.end_sending();
    EXPECT_EQ(one.read_to_end().substr(0, 12), "HTTP/1.1 400");
  }
  server_->stop();
  ASSERT_EQ(faults_.size(), 1U);
  EXPECT_NE(faults_[0].find("middle of the head"), std::string::npos);
}

TEST_F(Hostile, WhoIsTooSlowIsLetGo) {
  limits bounds;
  bounds.request = std::chrono::milliseconds(200);
  bounds.idle = std::chrono::milliseconds(300);
  start(bounds);
  client slow(server_->port());
  slow.send("GET / HT");
  client idle(server_->port());
  EXPECT_EQ(slow.read_to_end(), "");
  EXPECT_EQ(idle.read_to_end(), "");
  server_->stop();
  ASSERT_EQ(faults_.size(), 1U);
  EXPECT_EQ(faults_[0], "the request took too long");
}

TEST_F(Hostile, WhoNeverReadsIsLetGo) {
  limits bounds;
  bounds.answering = std::chrono::milliseconds(200);
  start(bounds, std::string(64 << 20, 'x'));
  client one(server_->port());
  one.send(get);
  // The client ends when the server has let go of it: its sending side is refused.
  for (int i = 0; i < 500 && one.send("x"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  server_->stop();
  ASSERT_EQ(faults_.size(), 1U);
  EXPECT_EQ(faults_[0], "the client did not take the answer");
}

TEST_F(Hostile, TheIdlestGoesWhenThereIsNoRoom) {
  limits bounds;
  bounds.max_connections = 8;
  start(bounds);
  std::vector<std::unique_ptr<client>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<client>(server_->port()));
  expect_service();
  EXPECT_EQ(idle.front()->read_to_end(), "");
}

TEST_F(Hostile, TenThousandIdleConnectionsAreOfNoConsequence) {
  rlimit now{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &now), 0);
  start();
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &now), 0);
  // Both ends are in this process.
  const std::size_t count = std::min<std::size_t>(10'000, (now.rlim_cur - 512) / 2);
  std::vector<std::unique_ptr<client>> idle;
  for (std::size_t i = 0; i < count; ++i) {
    idle.push_back(std::make_unique<client>(server_->port()));
    ASSERT_GE(idle.back()->descriptor(), 0) << i;
  }
  expect_service();
  EXPECT_TRUE(idle.front()->send(get));
  EXPECT_EQ(idle.front()->read_to("ok"), ok);
  EXPECT_TRUE(idle.back()->send(get));
  EXPECT_EQ(idle.back()->read_to("ok"), ok);
}

TEST_F(Hostile, NoExchangeIsLostUnderLoad) {
  start();
  constexpr int clients = 8;
  constexpr int each = 500;
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < each;) {
        client one(server_->port());
        for (int k = 0; k < 50; ++k, ++n) {
          one.send(get);
          if (one.read_to("ok") == ok) ++answered;
        }
      }
    });
  }
  for (std::thread& one : threads) one.join();
  server_->stop();
  EXPECT_EQ(answered, clients * each);
  EXPECT_EQ(faults_.size(), static_cast<std::size_t>(clients * each));
}

}  // namespace
}  // namespace gauntlet::origin
