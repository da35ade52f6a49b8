#ifndef CONFORMANCE_LIVE_SERVE_SCENARIO_HPP
#define CONFORMANCE_LIVE_SERVE_SCENARIO_HPP

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/live/judge/case_judge.hpp"
#include "conformance/live/judge/evidence.hpp"
#include "conformance/live/judge/knowledge.hpp"
#include "conformance/model/case.hpp"

// `gauntlet serve`: what it asks clients, how it answers them, what it shows of them.
namespace gauntlet::serve {

// What is answered to one request.
struct reply {
  int status = 200;
  std::vector<std::string> fields{};  // whole field lines, octet by octet, without their ends
  std::string body{};
  bool close = false;
  bool is_chunked = false;
  std::vector<std::string> trailers{};  // with is_chunked
  bool is_http_1_0 = false;
  std::string before{};  // octets in front of it, such as an interim response
};

// Where an attempt is when a request has to be answered: `did` ends with that request.
struct situation {
  const live::attempt& did;
  std::string_view step;  // what stands in the URL after the id: "", or "/second"
  std::string_view rest;  // what the client put after that of its own accord
  const live::login& who;
  const live::field_names& fields;
  std::string own_url;    // that of the shape, for redirects
  std::string other_url;  // the same on another origin; empty: there is none

  const live::sent_request& now() const { return did.requests.back(); }
  // The second step of one of those URLs, for a redirect.
  std::string second_at(const std::string& url) const;
  // What the credentials of this request show; none: a fault.
  live::evidence shown() const;
};

// What a client is asked about with more than one response, or without a challenge.
struct scenario {
  std::shared_ptr<const model::case_facts> facts;
  std::function<reply(const situation&)> respond;
  std::function<live::finding(const live::attempt&, const live::knowledge&, const live::login&,
                              const live::field_names&)>
      judge;
  bool needs_another_origin = false;
};

// All of them. Their ids begin with "live/".
const std::vector<scenario>& scenarios();

// `WWW-Authenticate: Basic realm="x"` and the like.
std::string challenge_line(const live::field_names&, std::string_view value);

}  // namespace gauntlet::serve

#endif
