#include "conformance/runner/reference.hpp"

#include <span>

#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::runner {
namespace {

using schemes::parser_operation;

// Reads lines with a sink for the events, joining them where a quoted-string crosses a line. The
// sink's clear() is called before it starts again.
template <typename Sink>
gauntlet::status read_events(std::span<const std::string_view> lines, gauntlet::operation op,
                             gauntlet::grammar mode, std::string& joined, Sink& sink) {
  const auto read = [&](gauntlet::reader reader) {
    sink.clear();
    return gauntlet::visit(reader, sink);
  };
  const gauntlet::options options = gauntlet::unlimited(mode);
  gauntlet::status status = read(gauntlet::reader(lines, op, options));
  if (status.code != gauntlet::errc::needs_join) return status;
  joined.resize(gauntlet::joined_size(lines));
  const std::string_view value = gauntlet::join(lines, joined).value;
  status = read(gauntlet::reader(value, op, options));
  // A reader of one line trims the SP after the last comma, which here is inside the open
  // quoted-string.
  const bool at_end = status.offset == gauntlet::trim_ows(value).size();
  if (status.code == gauntlet::errc::unterminated_quoted_string && at_end)
    status.offset = value.size();
  return status;
}

std::string_view unescape(const gauntlet::param_value& value, std::string& buffer) {
  if (!value.has_quoted_pair()) return value.raw();
  buffer.resize(value.unescaped_size());
  return value.unescape_to(buffer).value;
}

class model_sink {
 public:
  explicit model_sink(model::result& to) : to_(to) {}
  void clear() {
    to_ = model::empty_result(model::operation_of(to_));
    params_ = std::get_if<model::auth_info_result>(&to_);
  }
  void auth_scheme(std::string_view name) {
    if (auto* list = std::get_if<model::challenges_result>(&to_)) {
      last_ = &list->emplace_back();
    } else {
      last_ = std::get_if<model::credentials_result>(&to_);
    }
    last_->scheme = name;
    params_ = &last_->params;
  }
  void token68(std::string_view text) { last_->token68 = text; }
  void auth_param(const gauntlet::auth_param& p) {
    params_->push_back(
        {std::string(p.name), std::string(unescape(p.value, buffer_)), p.value.is_quoted_string()});
  }

 private:
  model::result& to_;
  model::challenge* last_ = nullptr;
  std::vector<model::param>* params_ = nullptr;
  std::string buffer_;
};

class json_sink {
 public:
  json_sink(std::string& out, model::operation op, std::string& unescaped)
      : out_(out), start_(out.size()), op_(op), unescaped_(unescaped) {}

  void clear() {
    out_.resize(start_);
    out_.append("\"outcome\":\"accept\",\"");
    out_.append(model::result_member(op_));
    out_.append(op_ == model::operation::credentials ? "\":" : "\":[");
    params_ = schemes_ = 0;
    has_token68_ = false;
  }
  void auth_scheme(std::string_view name) {
    end_challenge();
    if (schemes_++ != 0) out_.push_back(',');
    out_.append("{\"scheme\":");
    model::append_json_string(out_, name);
    params_ = 0;
    has_token68_ = false;
  }
  void token68(std::string_view text) {
    out_.append(",\"token68\":");
    model::append_json_string(out_, text);
    out_.append(",\"params\":[");
    has_token68_ = true;
  }
  void auth_param(const gauntlet::auth_param& p) {
    if (params_ == 0 && schemes_ != 0) out_.append(",\"token68\":null,\"params\":[");
    if (params_++ != 0) out_.push_back(',');
    out_.append("{\"name\":");
    model::append_json_string(out_, p.name);
    out_.append(",\"value\":");
    model::append_json_string(out_, unescape(p.value, unescaped_));
    out_.append(p.value.is_quoted_string() ? ",\"quoted\":true}" : ",\"quoted\":false}");
  }
  void finish() {
    end_challenge();
    if (op_ != model::operation::credentials) out_.push_back(']');
  }
  void reject(const gauntlet::status& status) {
    out_.resize(start_);
    out_.append("\"outcome\":\"reject\",\"error\":\"");
    out_.append(gauntlet::to_string(status.code));
    absl::StrAppend(&out_, "\",\"offset\":", status.offset);
  }

 private:
  void end_challenge() {
    if (schemes_ == 0) return;
    out_.append(params_ != 0 || has_token68_ ? "]}" : ",\"token68\":null,\"params\":[]}");
  }

  std::string& out_;
  std::size_t start_;
  model::operation op_;
  std::string& unescaped_;
  std::size_t schemes_ = 0;
  std::size_t params_ = 0;  // of the challenge, or of all in auth-info
  bool has_token68_ = false;
};

gauntlet::errc write(gauntlet::writer& out, const model::challenge& of, bool with_scheme) {
  gauntlet::errc code = with_scheme ? out.challenge(of.scheme) : gauntlet::errc::ok;
  if (of.token68) code = out.token68(*of.token68);
  for (const model::param& p : of.params) {
    const gauntlet::quoting form = !p.quoted   ? gauntlet::quoting::automatic
                                   : *p.quoted ? gauntlet::quoting::quoted
                                               : gauntlet::quoting::token;
    code = out.param(p.name, p.value, form);
  }
  return code;
}

gauntlet::written write_all(const model::result& structure, std::span<char> buffer) {
  gauntlet::writer out(buffer, parser_operation(model::operation_of(structure)),
                       gauntlet::no_limits);
  if (const auto* list = std::get_if<model::challenges_result>(&structure)) {
    for (const model::challenge& c : *list) write(out, c, true);
  } else if (const auto* one = std::get_if<model::credentials_result>(&structure)) {
    write(out, *one, true);
  } else {
    write(out, {"", std::nullopt, std::get<model::auth_info_result>(structure)}, false);
  }
  return out.finish();
}

std::vector<std::string_view> views_of(const std::vector<std::string>& lines) {
  return {lines.begin(), lines.end()};
}

}  // namespace

reading read_lines(model::operation op, const std::vector<std::string>& lines,
                   gauntlet::grammar mode) {
  reading made{{}, model::empty_result(op)};
  model_sink sink(made.parsed);
  std::string joined;
  const std::vector<std::string_view> views = views_of(lines);
  made.status = read_events(views, parser_operation(op), mode, joined, sink);
  return made;
}

answer reference_parse(model::operation op, const std::vector<std::string>& lines) {
  reading made = read_lines(op, lines);
  answer said;
  if (made.status) {
    said.outcome = outcome::accept;
    said.parsed = std::move(made.parsed);
  } else {
    said.outcome = outcome::reject;
    said.text = gauntlet::to_string(made.status.code);
    said.offset = made.status.offset;
  }
  return said;
}

answer reference_serialize(const model::result& structure) {
  answer said;
  std::string buffer;
  gauntlet::written written = write_all(structure, buffer);
  if (written.code == gauntlet::errc::output_too_small) {
    buffer.resize(written.size);
    written = write_all(structure, buffer);
  }
  if (written) {
    said.outcome = outcome::accept;
    said.lines.emplace().emplace_back(written.value);
  } else {
    said.outcome = outcome::reject;
    said.text = gauntlet::to_string(written.code);
  }
  return said;
}

void append_reference_answer(std::string& out, model::operation op,
                             const std::vector<std::string_view>& lines, reading_buffers& buffers) {
  json_sink sink(out, op, buffers.unescaped);
  const gauntlet::status status =
      read_events(lines, parser_operation(op), gauntlet::grammar::recipient, buffers.joined, sink);
  if (status) {
    sink.finish();
  } else {
    sink.reject(status);
  }
}

}  // namespace gauntlet::runner
