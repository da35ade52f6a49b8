// serf: the realms that it asks its user's callback for credentials for. It shows a challenge only
// while it talks to a server, and of those that it knows the one that it likes best; so it is asked
// twice, by a user who allows Digest only and by one who allows Basic only.
#include "serf.h"

#include "apr_general.h"
#include "apr_uri.h"
#include "loopback.hpp"
#include "protocol.hpp"

namespace {

struct exchange {
  apr_pool_t* pool;
  serf_bucket_alloc_t* buckets;
  std::string prefix;  // what serf puts before the realm: the origin
  adapter::json found = adapter::json::array();
  apr_status_t error = APR_SUCCESS;
  bool over = false;
};

apr_status_t on_credentials(char**, char**, serf_request_t*, void* baton, int, const char* scheme,
                            const char* realm, apr_pool_t*) {
  auto* with = static_cast<exchange*>(baton);
  adapter::json params = adapter::json::array();
  if (realm != nullptr) {
    std::string name = realm;
    if (name.rfind(with->prefix, 0) == 0) name.erase(0, with->prefix.size());
    params.push_back(adapter::param("realm", name));
  }
  with->found.push_back(adapter::challenge(scheme, params));
  return SERF_ERROR_AUTHN_FAILED;  // no credentials
}

serf_bucket_t* accept_response(serf_request_t* request, serf_bucket_t* stream, void*, apr_pool_t*) {
  serf_bucket_alloc_t* buckets = serf_request_get_alloc(request);
  return serf_bucket_response_create(serf_bucket_barrier_create(stream, buckets), buckets);
}

apr_status_t on_response(serf_request_t*, serf_bucket_t* response, void* baton, apr_pool_t*) {
  auto* with = static_cast<exchange*>(baton);
  if (response == nullptr) {
    with->over = true;
    return APR_SUCCESS;
  }
  const char* data = nullptr;
  apr_size_t size = 0;
  const apr_status_t status = serf_bucket_read(response, SERF_READ_ALL_AVAIL, &data, &size);
  if (SERF_BUCKET_READ_ERROR(status)) with->error = status;
  if (SERF_BUCKET_READ_ERROR(status) || APR_STATUS_IS_EOF(status)) with->over = true;
  return status;
}

apr_status_t on_setup(serf_request_t* request, void* baton, serf_bucket_t** bucket,
                      serf_response_acceptor_t* acceptor, void** acceptor_baton,
                      serf_response_handler_t* handler, void** handler_baton, apr_pool_t*) {
  *bucket = serf_request_bucket_request_create(request, "GET", "/", nullptr,
                                               serf_request_get_alloc(request));
  *acceptor = accept_response;
  *acceptor_baton = nullptr;
  *handler = on_response;
  *handler_baton = baton;
  return APR_SUCCESS;
}

apr_status_t on_connection(apr_socket_t* socket, serf_bucket_t** read, serf_bucket_t**, void* baton,
                           apr_pool_t*) {
  *read = serf_bucket_socket_create(socket, static_cast<exchange*>(baton)->buckets);
  return APR_SUCCESS;
}

void on_close(serf_connection_t*, void* baton, apr_status_t why, apr_pool_t*) {
  auto* with = static_cast<exchange*>(baton);
  if (why != APR_SUCCESS) with->error = why;
}

exchange ask(std::uint16_t port, int schemes) {
  exchange with;
  apr_pool_create(&with.pool, nullptr);
  with.buckets = serf_bucket_allocator_create(with.pool, nullptr, nullptr);
  const std::string origin = "http://127.0.0.1:" + std::to_string(port);
  with.prefix = "<" + origin + "> ";
  serf_context_t* context = serf_context_create(with.pool);
  serf_config_authn_types(context, schemes);
  serf_config_credentials_callback(context, on_credentials);
  apr_uri_t uri;
  apr_uri_parse(with.pool, (origin + "/").c_str(), &uri);
  serf_connection_t* connection = nullptr;
  apr_status_t status = serf_connection_create2(&connection, context, uri, on_connection, &with,
                                                on_close, &with, with.pool);
  if (status == APR_SUCCESS) {
    serf_connection_request_create(connection, on_setup, &with);
    while (!with.over) {
      status = serf_context_run(context, apr_time_from_sec(5), with.pool);
      if (status != APR_SUCCESS) break;
    }
    serf_connection_close(connection);
  }
  if (status != APR_SUCCESS) with.error = status;
  apr_pool_destroy(with.pool);
  return with;
}

adapter::json parse(adapter::loopback& server, const std::vector<std::string>& lines) {
  server.answer_with(
      adapter::message("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0",
                       "WWW-Authenticate", lines));
  adapter::json result = adapter::json::array();
  apr_status_t error = APR_SUCCESS;
  for (const int schemes : {SERF_AUTHN_DIGEST, SERF_AUTHN_BASIC}) {
    const exchange with = ask(server.port(), schemes);
    for (const adapter::json& challenge : with.found) result.push_back(challenge);
    if (with.error != APR_SUCCESS) error = with.error;
  }
  if (!result.empty()) return result;
  const char* why = serf_error_string(error);
  return adapter::nothing(lines, why == nullptr ? "status " + std::to_string(error) : why);
}

}  // namespace

int main() {
  apr_initialize();
  adapter::loopback server;
  if (server.port() == 0) return adapter::missing("no loopback socket");
  int major = 0, minor = 0, patch = 0;
  serf_lib_version(&major, &minor, &patch);
  return adapter::serve({{"name", "serf"},
                         {"version", std::to_string(major) + "." + std::to_string(minor) + "." +
                                         std::to_string(patch)},
                         {"language", "C"},
                         {"homepage", "https://serf.apache.org/"},
                         {"issues", "https://issues.apache.org/jira/projects/SERF"},
                         {"license", "Apache-2.0"}},
                        {"challenges"},
                        {{"scheme_case", "title"},
                         {"params", "map"},
                         {"duplicates", "last"},
                         {"token68", false},
                         {"lines", "all"},
                         {"same_scheme", "last"},
                         {"only_schemes", {"Basic", "Digest"}},
                         {"only_params", {"realm"}},
                         {"input", "message"},
                         {"octets", "bytes"}},
                        [&](const std::string&, const std::vector<std::string>& lines) {
                          return parse(server, lines);
                        });
}
