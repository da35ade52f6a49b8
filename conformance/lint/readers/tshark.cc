// `tshark -T ek`: a line for each packet, with the members that tshark names after its fields, of
// all layers or of those that -e asked for.

#include <map>
#include <string>

#include "conformance/lint/readers/document_reader.hpp"
#include "conformance/lint/readers/head_builder.hpp"

namespace gauntlet::lint::readers {
namespace {

using simdjson::dom::array;
using simdjson::dom::element_type;

// The member of a layer: "http_http_host" among all members, "http_host" with -e.
std::optional<json> field(const json& layer, const std::string& layer_name, const char* name) {
  const std::string short_name = layer_name + "_" + name;
  if (const std::optional<json> found = member(layer, layer_name + "_" + short_name)) return found;
  return member(layer, short_name);
}

// Calls `use` for each message of a layer: tshark writes an array where a packet has several.
template <typename Use>
void for_each_layer(const json& layers, const char* name, const Use& use) {
  const std::optional<json> layer = member(layers, name);
  if (!layer) return;
  if (layer->type() != element_type::ARRAY) {
    use(*layer);
    return;
  }
  for (const json each : array(*layer)) use(each);
}

class tshark_reader final : public document_reader {
 public:
  tshark_reader(sink& to, const limits& bounds)
      : document_reader(to, bounds, "a packet", false), head_(to, bounds) {}

 private:
  // The last request of a TCP connection or of a stream of HTTP/2.
  struct request {
    std::uint64_t exchange = 0;
    std::string host{};
  };
  using stream = std::pair<std::int64_t, std::int64_t>;
  static constexpr std::size_t max_streams = 10000;

  void read_document(const json& packet, place at) override {
    at_ = at;
    if (const std::optional<json> layers = member(packet, "layers")) {
      at_.record = ++record_;
      read_layers(*layers);
    } else if (!member(packet, "index")) {
      sink_.on_unreadable(at_, "a line that is no packet of tshark");
    }
  }

  void read_layers(const json& layers) {
    const json tcp = member(layers, "tcp").value_or(layers);
    connection_ = number_of(field(tcp, "tcp", "stream")).value_or(-1);
    is_tls_.reset();
    if (member(layers, "tls") || member(layers, "ssl")) {
      is_tls_ = true;
    } else if (member(layers, "tcp")) {
      is_tls_ = false;
    }
    if (member(layers, "http") || member(layers, "http2")) {
      for_each_layer(layers, "http", [&](const json& layer) { read_http(layer); });
      for_each_layer(layers, "http2", [&](const json& layer) { read_http2(layer); });
    } else {
      read_http(layers);
    }
  }

  void begin(head_kind kind, std::int64_t sub_stream) {
    head_.begin(kind, at_);
    head_.set_is_tls(is_tls_);
    sub_stream_ = sub_stream;
  }

  // Knows by now whether it is a request.
  void end() {
    if (!head_.is_open()) return;
    const stream key{connection_, sub_stream_};
    if (head_.kind() == head_kind::request) {
      head_.set_exchange(++exchange_);
      if (connection_ >= 0) {
        // The oldest connections are forgotten.
        if (requests_.size() >= max_streams) requests_.erase(requests_.begin());
        requests_[key] = {.exchange = exchange_, .host = head_.host()};
      }
    } else if (const auto found = requests_.find(key); found != requests_.end()) {
      head_.set_exchange(found->second.exchange);
      head_.set_host(found->second.host);
    }
    head_.end();
  }

  void read_http(const json& layer) {
    const auto method = text_of(field(layer, "http", "request_method"));
    const auto status = number_of(field(layer, "http", "response_code"));
    begin(method ? head_kind::request : status ? head_kind::response : head_kind::fields, -1);
    if (method) {
      head_.set_request(*method, text_of(field(layer, "http", "request_uri")).value_or(""));
      if (const auto host = text_of(field(layer, "http", "host"))) head_.set_host(*host);
    }
    if (status && *status > 0 && *status < 1000) head_.set_status(static_cast<int>(*status));
    const std::optional<json> whole =
        field(layer, "http", method ? "request_line" : "response_line");
    if (whole) {
      if (!add_fields(head_, *whole, at_))
        sink_.on_unreadable(at_, "a line of a head that is no field line");
    } else {
      for (const auto& [name, field_name] : auth_field_names) {
        if (const std::optional<json> value = field(layer, "http", name)) add(field_name, *value);
      }
    }
    if (method || status || head_.has_fields()) {
      end();
    } else {
      head_.drop();
    }
  }

  // The names that tshark has for our fields.
  static constexpr std::pair<const char*, std::string_view> auth_field_names[] = {
      {"www_authenticate", "WWW-Authenticate"},
      {"authorization", "Authorization"},
      {"authentication_info", "Authentication-Info"},
      {"proxy_authenticate", "Proxy-Authenticate"},
      {"proxy_authorization", "Proxy-Authorization"},
      {"proxy_authentication_info", "Proxy-Authentication-Info"}};

  void add(std::string_view name, const json& value) {
    if (value.type() == element_type::ARRAY) {
      for (const json each : array(value)) add(name, each);
    } else if (const auto text = string_of(value)) {
      head_.add(name, octets_of(*text, room_), at_);
    }
  }

  // Names and values in two arrays, of one head or of several; pseudo fields come first in each.
  void read_http2(const json& layer) {
    const std::optional<json> names = field(layer, "http2", "header_name");
    const std::optional<json> values = field(layer, "http2", "header_value");
    if (!names && !values) return;
    if (!names || !values || names->type() != values->type() ||
        (names->type() == element_type::ARRAY && array(*names).size() != array(*values).size())) {
      sink_.on_unreadable(at_, "as many names of fields as values are not there");
      return;
    }
    const std::int64_t number = number_of(field(layer, "http2", "streamid")).value_or(-1);
    bool is_pseudo_before = false;
    const auto add_pair = [&](const json& name_of, const json& value) {
      const auto name = string_of(name_of);
      if (!name) return;
      const bool is_pseudo = name->starts_with(':');
      if (!head_.is_open() || (is_pseudo && !is_pseudo_before)) {
        end();
        begin(head_kind::fields, number);
      }
      is_pseudo_before = is_pseudo;
      const auto text = string_of(value);
      head_.add(*name, octets_of(text.value_or(""), room_), at_);
    };
    if (names->type() == element_type::ARRAY) {
      const array all(*values);
      auto value = all.begin();
      for (const json name : array(*names)) {
        add_pair(name, *value);
        ++value;
      }
    } else {
      add_pair(*names, *values);
    }
    end();
  }

  head_builder head_;
  place at_{};
  std::uint64_t record_ = 0;
  std::int64_t connection_ = -1;
  std::int64_t sub_stream_ = -1;
  std::optional<bool> is_tls_{};
  std::uint64_t exchange_ = 0;
  std::map<stream, request> requests_{};
  std::string room_{};
};

}  // namespace

std::unique_ptr<plain_reader> make_tshark_reader(sink& to, const limits& bounds) {
  return std::make_unique<tshark_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
