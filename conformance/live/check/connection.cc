#include "conformance/live/check/connection.hpp"

#include <curl/curl.h>
#include <poll.h>

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/process/cancel.hpp"

namespace gauntlet::check {
namespace {

using easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

easy make_handle(const target& to, const dial_options& options,
                 std::array<char, CURL_ERROR_SIZE>& why) {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  easy made(once == CURLE_OK ? curl_easy_init() : nullptr, &curl_easy_cleanup);
  if (!made) return made;
  CURL* const c = made.get();
  curl_easy_setopt(c, CURLOPT_URL, to.url().c_str());
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why.data());
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  // What stands in the environment is no part of the check.
  curl_easy_setopt(c, CURLOPT_PROXY, options.via ? options.via->at.url().c_str() : "");
  if (options.via) {
    curl_easy_setopt(c, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!options.via->login.empty()) {
      curl_easy_setopt(c, CURLOPT_PROXYUSERPWD, options.via->login.c_str());
      curl_easy_setopt(c, CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC | CURLAUTH_DIGEST));
    }
  }
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(options.timeout)));
  if (options.trusts_anybody) {
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!options.ca_file.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, options.ca_file.c_str());
  return made;
}

absl::Status unavailable(CURLcode code, const std::array<char, CURL_ERROR_SIZE>& why) {
  return absl::UnavailableError(why[0] != '\0' ? why.data() : curl_easy_strerror(code));
}

}  // namespace

struct connection::state {
  std::array<char, CURL_ERROR_SIZE> why{};
  easy handle{nullptr, &curl_easy_cleanup};
  curl_socket_t socket = CURL_SOCKET_BAD;
  absl::Duration timeout{};
  std::string ahead{};  // octets after the message that was read

  // Until there is something to do, the deadline passes, or somebody asks to stop.
  absl::Status wait(short events, absl::Time deadline) const {
    const process::cancellation* const cancel = process::signal_guard::current();
    std::array<pollfd, 2> all{pollfd{socket, events, 0},
                              pollfd{cancel == nullptr ? -1 : cancel->descriptor(), POLLIN, 0}};
    const auto left = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (left > 0) ::poll(all.data(), all.size(), static_cast<int>(left) + 1);
    if (cancel != nullptr && cancel->requested()) return absl::CancelledError(cancel->reason());
    if (all[0].revents == 0) return absl::DeadlineExceededError("no answer in time");
    return absl::OkStatus();
  }
};

connection::connection(std::unique_ptr<state> made) : state_(std::move(made)) {}
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;
connection::~connection() = default;

absl::StatusOr<connection> connection::open(const target& to, const dial_options& options) {
  auto made = std::make_unique<state>();
  made->handle = make_handle(to, options, made->why);
  if (!made->handle) return absl::UnavailableError("libcurl does not start");
  CURL* const c = made->handle.get();
  curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
  // HTTP/2 would be agreed on by ALPN, and then the octets of HTTP/1.1 were none.
  curl_easy_setopt(c, CURLOPT_SSL_ENABLE_ALPN, 0L);
  const CURLcode code = curl_easy_perform(c);
  if (code != CURLE_OK) return unavailable(code, made->why);
  curl_easy_getinfo(c, CURLINFO_ACTIVESOCKET, &made->socket);
  made->timeout = options.timeout;
  return connection(std::move(made));
}

absl::Status connection::send(std::string_view octets) {
  const absl::Time deadline = absl::Now() + state_->timeout;
  while (!octets.empty()) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(state_->handle.get(), octets.data(), octets.size(), &sent);
    octets.remove_prefix(sent);
    if (code == CURLE_AGAIN) {
      if (absl::Status status = state_->wait(POLLOUT, deadline); !status.ok()) return status;
    } else if (code != CURLE_OK) {
      return unavailable(code, state_->why);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<reply> connection::receive(std::string_view method) {
  return receive(method, state_->timeout, false);
}

absl::StatusOr<reply> connection::receive_interim(std::string_view method,
                                                  absl::Duration patience) {
  return receive(method, patience, true);
}

absl::StatusOr<reply> connection::receive(std::string_view method, absl::Duration patience,
                                          bool takes_interim) {
  const absl::Time deadline = absl::Now() + patience;
  reply made;
  std::string so_far;  // with `takes_interim`, what was read of an answer that is not whole
  auto reading = wire::message_reader::of_response(std::string(method));
  std::array<char, 16384> buffer{};
  for (;;) {
    std::string octets = std::exchange(state_->ahead, "");
    bool has_ended = false;
    if (octets.empty()) {
      std::size_t size = 0;
      const CURLcode code =
          curl_easy_recv(state_->handle.get(), buffer.data(), buffer.size(), &size);
      if (code == CURLE_AGAIN) {
        if (absl::Status status = state_->wait(POLLIN, deadline); !status.ok()) {
          state_->ahead = std::move(so_far);
          return status;
        }
        continue;
      }
      has_ended = code != CURLE_OK || size == 0;
      octets.assign(buffer.data(), has_ended ? 0 : size);
    }
    if (takes_interim) so_far += octets;
    if (has_ended) {
      reading.end();
    } else {
      state_->ahead = octets.substr(reading.feed(octets));
    }
    if (reading.status() == wire::message_reader::state::done) {
      made.code = reading.code();
      made.message = reading.take();
      // 101 is the last word in HTTP/1.1.
      if (made.code < 100 || made.code >= 200 || made.code == 101 || takes_interim) return made;
      if (made.interim.size() == 20) return absl::InvalidArgumentError("too many 1xx");
      made.interim.push_back(std::move(made.message));
      reading = wire::message_reader::of_response(std::string(method));
    } else if (reading.status() == wire::message_reader::state::broken) {
      return absl::InvalidArgumentError(reading.fault());
    } else if (has_ended) {
      return absl::UnavailableError("the connection ended before there was an answer");
    } else if (absl::Now() > deadline) {
      return absl::DeadlineExceededError("the answer does not end");
    }
  }
}

absl::StatusOr<reply> get_over_http2(const target& to, const dial_options& options,
                                     const std::vector<std::string>& lines) {
  std::array<char, CURL_ERROR_SIZE> why{};
  const easy handle = make_handle(to, options, why);
  if (!handle) return absl::UnavailableError("libcurl does not start");
  CURL* const c = handle.get();
  curl_easy_setopt(
      c, CURLOPT_HTTP_VERSION,
      static_cast<long>(to.is_tls ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE));
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(options.timeout)));
  curl_slist* list = nullptr;
  for (const std::string& line : lines) list = curl_slist_append(list, line.c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owned(list,
                                                                          &curl_slist_free_all);
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, list);
  wire::head_reader reading;
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &reading);
  curl_easy_setopt(
      c, CURLOPT_HEADERFUNCTION,
      +[](char* octets, std::size_t one, std::size_t size, void* to_head) -> std::size_t {
        auto& head = *static_cast<wire::head_reader*>(to_head);
        // After a 1xx comes another head. What is too large is no answer.
        if (head.status() == wire::head_reader::state::done) head = wire::head_reader();
        return head.feed(std::string_view(octets, one * size));
      });
  curl_easy_setopt(
      c, CURLOPT_WRITEFUNCTION,
      +[](char*, std::size_t one, std::size_t size, void*) -> std::size_t { return one * size; });
  const CURLcode code = curl_easy_perform(c);
  // A stream that ends with an error is one of HTTP/2.
  if (code == CURLE_HTTP2_STREAM)
    return absl::InvalidArgumentError(unavailable(code, why).message());
  if (code != CURLE_OK) return unavailable(code, why);
  long version = 0;
  long status = 0;
  curl_easy_getinfo(c, CURLINFO_HTTP_VERSION, &version);
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  if (version != CURL_HTTP_VERSION_2_0) return absl::UnavailableError("it does not speak HTTP/2");
  reply made;
  made.message.head = reading.take();
  made.code = static_cast<int>(status);
  return made;
}

}  // namespace gauntlet::check
