// libwget of GNU Wget2: the challenges of a response that it has received.
#include "protocol.hpp"

// A keyword of C only.
#define restrict __restrict
#include "wget.h"
#undef restrict

namespace {

int on_param(void* params, const char* name, void* value) {
  static_cast<users::json*>(params)->push_back(users::param(name, static_cast<const char*>(value)));
  return 0;
}

users::json fetch(const std::string& host, int port, const std::string& path) {
  const std::string url = "http://" + host + ":" + std::to_string(port) + path;
  wget_iri_t* iri = wget_iri_parse(url.c_str(), nullptr);
  wget_http_connection_t* connection = nullptr;
  wget_http_response_t* response = nullptr;
  if (wget_http_open(&connection, iri) == WGET_E_SUCCESS) {
    wget_http_send_request(connection, wget_http_create_request(iri, "GET"));
    response = wget_http_get_response(connection);
  }
  users::json seen = users::json::array();
  for (int i = 0; response != nullptr && i < wget_vector_size(response->challenges); ++i) {
    const auto* found =
        static_cast<const wget_http_challenge_t*>(wget_vector_get(response->challenges, i));
    if (found->auth_scheme == nullptr) continue;
    users::json params = users::json::array();
    if (found->params != nullptr) wget_stringmap_browse(found->params, on_param, &params);
    seen.push_back(users::challenge(found->auth_scheme, params));
  }
  return seen;
}

}  // namespace

int main() { return users::client_apart(users::json::object(), fetch); }
