#include "conformance/live/serve/reply_octets.hpp"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "conformance/runner/controls.hpp"

namespace gauntlet::serve {
namespace {

const char* reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 302:
      return "Found";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 407:
      return "Proxy Authentication Required";
    default:
      return "Whatever";
  }
}

// In two pieces, so that a reader of chunks has something to do.
std::string chunked(const std::string& body, const std::vector<std::string>& trailers) {
  std::string made;
  const std::size_t half = body.size() / 2;
  for (const auto& [first, size] : {std::pair(std::size_t{0}, half), {half, body.size() - half}}) {
    if (size == 0) continue;
    absl::StrAppend(&made, absl::Hex(size), "\r\n", body.substr(first, size), "\r\n");
  }
  made += "0\r\n";
  for (const std::string& one : trailers) absl::StrAppend(&made, one, "\r\n");
  return made + "\r\n";
}

}  // namespace

origin::answer octets_of(const reply& of, std::string_view method) {
  origin::answer made;
  const bool is_tunnel = method == "CONNECT" && of.status == 200;
  const std::string body =
      of.body.empty() ? absl::StrCat(of.status, " ", reason_of(of.status), "\n") : of.body;
  std::string& out = made.octets;
  out = of.before;
  absl::StrAppend(&out, of.is_http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ", of.status, " ",
                  reason_of(of.status), "\r\n");
  if (!is_tunnel) {
    out += "Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n";
    if (of.is_chunked) {
      out += "Transfer-Encoding: chunked\r\n";
    } else {
      absl::StrAppend(&out, "Content-Length: ", body.size(), "\r\n");
    }
  }
  made.close =
      of.close || std::any_of(of.fields.begin(), of.fields.end(),
                              [](const std::string& one) { return runner::holds_control(one); });
  if (made.close) out += "Connection: close\r\n";
  for (const std::string& one : of.fields) absl::StrAppend(&out, one, "\r\n");
  out += "\r\n";
  if (method != "HEAD" && !is_tunnel) out += of.is_chunked ? chunked(body, of.trailers) : body;
  made.tunnel = is_tunnel;
  return made;
}

origin::answer page_answer(int status, std::string_view type, std::string body,
                           std::string_view method) {
  origin::answer made;
  made.octets =
      absl::StrCat("HTTP/1.1 ", status, " ", reason_of(status),
                   "\r\nContent-Type: ", std::string(type), "\r\nContent-Length: ", body.size(),
                   "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                   "Content-Security-Policy: default-src 'none'; style-src 'self' 'unsafe-inline'; "
                   "script-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
                   "frame-ancestors 'none'\r\n\r\n");
  if (method != "HEAD") made.octets += body;
  return made;
}

}  // namespace gauntlet::serve
