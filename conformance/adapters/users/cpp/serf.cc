// serf: the realm that a context with Basic and Digest asks its callback for credentials for;
// Digest is preferred.
#include "serf.h"

#include "apr_general.h"
#include "apr_uri.h"
#include "protocol.hpp"

namespace {

serf_bucket_alloc_t* buckets;
users::json seen;
bool over;

apr_status_t on_credentials(char**, char**, serf_request_t*, void*, int, const char* scheme,
                            const char* realm, apr_pool_t*) {
  users::json params = users::json::array();
  // serf puts the origin before it: "<http://127.0.0.1:80> realm"
  const std::string shown = realm == nullptr ? "" : realm;
  if (realm != nullptr) params.push_back(users::param("realm", shown.substr(shown.find("> ") + 2)));
  seen.push_back(users::challenge(scheme, params));
  return SERF_ERROR_AUTHN_FAILED;
}

serf_bucket_t* accept_response(serf_request_t* request, serf_bucket_t* stream, void*, apr_pool_t*) {
  serf_bucket_alloc_t* with = serf_request_get_alloc(request);
  return serf_bucket_response_create(serf_bucket_barrier_create(stream, with), with);
}

apr_status_t on_response(serf_request_t*, serf_bucket_t* response, void*, apr_pool_t*) {
  const char* data = nullptr;
  apr_size_t size = 0;
  const apr_status_t status =
      response == nullptr ? APR_EOF : serf_bucket_read(response, SERF_READ_ALL_AVAIL, &data, &size);
  over = over || APR_STATUS_IS_EOF(status) || SERF_BUCKET_READ_ERROR(status);
  return status;
}

apr_status_t on_setup(serf_request_t* request, void* path, serf_bucket_t** bucket,
                      serf_response_acceptor_t* acceptor, void**, serf_response_handler_t* handler,
                      void**, apr_pool_t*) {
  *bucket =
      serf_request_bucket_request_create(request, "GET", static_cast<std::string*>(path)->c_str(),
                                         nullptr, serf_request_get_alloc(request));
  *acceptor = accept_response;
  *handler = on_response;
  return APR_SUCCESS;
}

apr_status_t on_connection(apr_socket_t* socket, serf_bucket_t** read, serf_bucket_t**, void*,
                           apr_pool_t*) {
  *read = serf_bucket_socket_create(socket, buckets);
  return APR_SUCCESS;
}

void on_close(serf_connection_t*, void*, apr_status_t, apr_pool_t*) {}

users::json fetch(const std::string& host, int port, const std::string& path) {
  apr_pool_t* pool = nullptr;
  apr_pool_create(&pool, nullptr);
  buckets = serf_bucket_allocator_create(pool, nullptr, nullptr);
  serf_context_t* context = serf_context_create(pool);
  serf_config_authn_types(context, SERF_AUTHN_BASIC | SERF_AUTHN_DIGEST);
  serf_config_credentials_callback(context, on_credentials);
  apr_uri_t uri;
  apr_uri_parse(pool, ("http://" + host + ":" + std::to_string(port) + path).c_str(), &uri);
  serf_connection_t* connection = nullptr;
  serf_connection_create2(&connection, context, uri, on_connection, nullptr, on_close, nullptr,
                          pool);
  std::string target = path;
  seen = users::json::array();
  over = false;
  serf_connection_request_create(connection, on_setup, &target);
  while (!over && serf_context_run(context, apr_time_from_sec(5), pool) == APR_SUCCESS) continue;
  // Where its callback has nothing for Digest, it goes on to Basic.
  return seen.size() > 1 ? users::json::array({seen[0]}) : seen;
}

}  // namespace

int main() {
  apr_initialize();
  return users::client_apart({{"prefers", {"digest", "basic"}}}, fetch);
}
