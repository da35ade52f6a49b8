#include "conformance/live/origin/server.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/live/origin/test/client.hpp"

namespace gauntlet::origin {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// A server whose exchanges are kept.
class Origin : public testing::Test {
 protected:
  void start(std::function<answer(const request&)> handler, options with = {}) {
    with.handler = std::move(handler);
    with.observer = [this](exchange one) {
      const std::lock_guard<std::mutex> guard(lock_);
      exchanges_.push_back(std::move(one));
    };
    absl::StatusOr<std::unique_ptr<server>> made = server::start(std::move(with));
    ASSERT_TRUE(made.ok()) << made.status();
    server_ = *std::move(made);
  }
  // All exchanges: of a server that has ended.
  const std::vector<exchange>& ended() {
    server_->stop();
    return exchanges_;
  }

  std::mutex lock_{};
  std::vector<exchange> exchanges_{};
  std::unique_ptr<server> server_{};  // the first to go
};

TEST_F(Origin, AnswersTheExactOctetsAndKeepsThoseThatCame) {
  constexpr std::string_view said =
      "HTTP/1.1 401 x\nWWW-Authenticate: Ba\0sic\r\r\n\tfold\xff\r\n\r\n"sv;
  start([&](const request&) {
    answer made;
    made.octets = said;
    made.close = true;
    return made;
  });
  constexpr std::string_view asked = "GET /a HTTP/1.1\nAuthorization: \x01 x\r\n y\r\n\r\n";
  client one(server_->port());
  ASSERT_TRUE(one.send(asked));
  EXPECT_EQ(one.read_to_end(), said);
  ASSERT_EQ(ended().size(), 1U);
  EXPECT_EQ(exchanges_[0].request.head.octets, asked);
  EXPECT_EQ(exchanges_[0].answer, said);
  EXPECT_EQ(exchanges_[0].fault, "");
  EXPECT_EQ(exchanges_[0].number, 1U);
}

TEST_F(Origin, KeepsConnectionsOpenAndTakesWhatIsPipelined) {
  start([](const request&) { return answer{std::string(ok)}; });
  client one(server_->port());
  one.send(
      "GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\n");
  one.send("Connection: close\r\n\r\n");
  EXPECT_EQ(one.read_to_end(), std::string(ok) + std::string(ok) + std::string(ok));
  ASSERT_EQ(ended().size(), 3U);
  EXPECT_EQ(exchanges_[1].request.content, "abc");
  EXPECT_EQ(exchanges_[2].from.nth, 3U);
  EXPECT_EQ(exchanges_[2].from.connection, exchanges_[0].from.connection);
}

TEST_F(Origin, ClosesAfterHttp10) {
  start([](const request&) { return answer{std::string(ok)}; });
  client closing(server_->port());
  closing.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(closing.read_to_end(), ok);
  client keeping(server_->port());
  keeping.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
  EXPECT_EQ(keeping.read_to(ok), ok);
  EXPECT_TRUE(keeping.send("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(keeping.read_to_end(), ok);
}

TEST_F(Origin, TellsWhoWaitsToGoOn) {
  start([](const request& asked) { return answer{std::string(ok) + asked.message.content}; });
  client one(server_->port());
  one.send(
      "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 1\r\n\r\n");
  EXPECT_EQ(one.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  one.send("b");
  EXPECT_EQ(one.read_to_end(), std::string(ok) + "b");
}

TEST_F(Origin, SpeaksTls) {
  options with;
  with.listeners = {{}, {0, true}};
  start(
      [](const request& asked) {
        EXPECT_TRUE(asked.from.is_tls);
        EXPECT_EQ(asked.from.listener, 1U);
        return answer{std::string(ok), true};
      },
      with);
  client one(server_->port(1));
  ASSERT_TRUE(one.start_tls(server_->certificate_pem(), "localhost"));
  one.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(one.read_to_end(), ok);

  client plain(server_->port(1));
  plain.send("GET / HTTP/1.1\r\n\r\n");
  plain.read_to_end();
  ASSERT_EQ(ended().size(), 2U);
  EXPECT_NE(exchanges_[1].fault.find("no TLS"), std::string::npos);
}

TEST_F(Origin, IsATunnelAfterConnect) {
  start([](const request& asked) {
    answer made{std::string(ok)};
    if (asked.message.head.start().substr(0, 8) == "CONNECT ") {
      made.octets = "HTTP/1.1 200 x\r\n\r\n";
      made.tunnel = true;
    }
    return made;
  });
  client secret(server_->port());
  secret.send("CONNECT case.gauntlet.test:443 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(secret.read_to("\r\n\r\n"), "HTTP/1.1 200 x\r\n\r\n");
  ASSERT_TRUE(secret.start_tls(server_->certificate_pem(), "case.gauntlet.test"));
  secret.send("GET /in HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(secret.read_to_end(), ok);

  client plain(server_->port());
  plain.send("CONNECT a:80 HTTP/1.1\r\n\r\n");
  plain.read_to("\r\n\r\n");
  plain.send("GET /in HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(plain.read_to_end(), ok);

  ASSERT_EQ(ended().size(), 4U);
  EXPECT_EQ(exchanges_[1].from.tunnel, "case.gauntlet.test:443");
  EXPECT_TRUE(exchanges_[1].from.is_tls);
  EXPECT_EQ(exchanges_[3].from.tunnel, "a:80");
  EXPECT_FALSE(exchanges_[3].from.is_tls);
}

TEST_F(Origin, StreamsWhatComesLater) {
  start([](const request&) {
    answer made{"HTTP/1.1 200 OK\r\n\r\n"};
    made.more = [left = 3]() mutable -> std::optional<std::string> {
      if (left-- == 0) return std::nullopt;
      return left == 1 ? "" : "data\n";
    };
    return made;
  });
  client one(server_->port());
  one.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(one.read_to_end(), "HTTP/1.1 200 OK\r\n\r\ndata\ndata\n");
}

TEST_F(Origin, WaitsWhereItIsToldTo) {
  start([](const request&) {
    answer made{std::string(ok), true};
    made.wait = std::chrono::milliseconds(50);
    return made;
  });
  const auto before = std::chrono::steady_clock::now();
  client one(server_->port());
  one.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(one.read_to_end(), ok);
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(50));
}

TEST_F(Origin, ClosesWithoutAWord) {
  start([](const request&) { return answer{"", true}; });
  client one(server_->port());
  one.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(one.read_to_end(), "");
  EXPECT_EQ(ended().size(), 1U);
}

TEST_F(Origin, AHandlerThatFailsIsA500) {
  start([](const request&) -> answer { throw std::runtime_error("planted"); });
  client one(server_->port());
  one.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(one.read_to_end().substr(0, 12), "HTTP/1.1 500");
  EXPECT_EQ(ended()[0].fault, "the handler failed: planted");
}

TEST(OriginStart, SaysWhatIsWrong) {
  options with;
  with.handler = [](const request&) { return answer{}; };
  with.address = "nowhere";
  EXPECT_FALSE(server::start(with).ok());
  with.address = "127.0.0.1";
  const auto first = server::start(with);
  ASSERT_TRUE(first.ok());
  with.listeners = {{(*first)->port(), false}};
  const auto second = server::start(with);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.status().message().find(std::to_string((*first)->port())),
            absl::string_view::npos);
}

}  // namespace
}  // namespace gauntlet::origin
