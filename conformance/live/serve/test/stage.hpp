#ifndef CONFORMANCE_LIVE_SERVE_TEST_STAGE_HPP
#define CONFORMANCE_LIVE_SERVE_TEST_STAGE_HPP

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/live/origin/server.hpp"
#include "conformance/live/origin/test/client.hpp"
#include "conformance/live/serve/host.hpp"

namespace gauntlet::serve {

// A case with these lines, for which no recipient has an excuse.
inline model::test_case case_of(const std::string& id, std::vector<std::string> lines) {
  model::test_case made;
  const auto facts = std::make_shared<model::case_facts>();
  facts->id = id;
  facts->title = "a test";
  facts->operation = "challenges";
  facts->parse = "must-accept";
  facts->lines = lines;
  made.facts = facts;
  made.combined = model::combine(lines);
  made.expect = model::challenges_result{};
  for (const schemes::located_challenge& one :
       schemes::read(model::operation::challenges, made.combined).challenges) {
    model::challenge& next = std::get<model::challenges_result>(*made.expect).emplace_back();
    next.scheme = one.scheme;
    for (const schemes::located_param& param : one.params) next.params.push_back(param.param);
  }
  made.lines = std::move(lines);
  return made;
}

// A host and its server, on free ports.
class stage {
 public:
  stage(const std::vector<model::test_case>& cases, host_options options)
      : host_(shapes_of(cases), options) {
    origin::options with;
    with.listeners = {{}, {}, {}, {0, true}};
    with.handler = [this](const origin::request& asked) { return host_.answer(asked); };
    with.observer = [this](origin::exchange one) { host_.observe(std::move(one)); };
    server_ = *origin::server::start(std::move(with));
    std::vector<std::uint16_t> ports;
    for (std::size_t i = 0; i < 4; ++i) ports.push_back(server_->port(i));
    host_.set_place("127.0.0.1", ports, server_->certificate_pem());
  }

  host& on() { return host_; }
  origin::server& server() { return *server_; }
  // What one request gets, up to the end of the connection.
  std::string ask(const std::string& start, const std::string& fields = "",
                  listener_number where = origin_listener) {
    origin::client one(server_->port(where));
    one.send(start + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + "\r\n");
    return one.read_to_end();
  }
  std::size_t shape(const std::string& id) const {
    for (std::size_t i = 0; i < host_.shapes().size(); ++i) {
      if (host_.shapes()[i].id() == id) return i;
    }
    ADD_FAILURE() << "no shape " << id;
    return 0;
  }

 private:
  host host_;
  std::unique_ptr<origin::server> server_;
};

inline constexpr char basic_credentials[] = "Basic dXNlcjpwYXNzdzByZA==";

}  // namespace gauntlet::serve

#endif
