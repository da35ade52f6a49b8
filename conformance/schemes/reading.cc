#include "conformance/schemes/reading.hpp"

#include <utility>

namespace gauntlet::schemes {
namespace {

// Keeps each event with its place. Every view that the reader shows is of `value`.
class sink {
 public:
  explicit sink(reading& to) : to_(to) {
    if (to.operation != model::operation::auth_info) return;
    located_challenge& all = to.challenges.emplace_back();
    all.scheme_at = all.at = {0, to.value.size()};
  }

  void auth_scheme(std::string_view name) {
    located_challenge& made = to_.challenges.emplace_back();
    made.scheme = name;
    made.scheme_at = made.at = place(name);
  }

  void token68(std::string_view text) {
    located_challenge& last = to_.challenges.back();
    last.token68 = text;
    last.token68_at = place(text);
    last.at.end = last.token68_at.end;
  }

  void auth_param(const gauntlet::auth_param& found) {
    located_param made;
    made.param.name = found.name;
    made.param.quoted = found.value.is_quoted_string();
    made.param.value.resize(found.value.unescaped_size());
    (void)found.value.unescape_to(made.param.value);
    made.name_at = place(found.name);
    made.value_at = place(found.value.raw());
    if (*made.param.quoted) {
      --made.value_at.begin;
      ++made.value_at.end;
    }
    located_challenge& last = to_.challenges.back();
    if (to_.operation != model::operation::auth_info) last.at.end = made.value_at.end;
    last.params.push_back(std::move(made));
  }

 private:
  span place(std::string_view part) const {
    const auto begin = static_cast<std::size_t>(part.data() - to_.value.data());
    return {begin, begin + part.size()};
  }

  reading& to_;
};

}  // namespace

const located_param* find_param(const located_challenge& in, std::string_view name) noexcept {
  for (const located_param& p : in.params) {
    if (gauntlet::equals_ignore_case(p.param.name, name)) return &p;
  }
  return nullptr;
}

const std::string* find_value(const located_challenge& in, std::string_view name) noexcept {
  const located_param* const found = find_param(in, name);
  return found == nullptr ? nullptr : &found->param.value;
}

bool is_scheme(const located_challenge& of, std::string_view name) noexcept {
  return gauntlet::equals_ignore_case(of.scheme, name);
}

gauntlet::operation parser_operation(model::operation op) noexcept {
  switch (op) {
    case model::operation::challenges:
      return gauntlet::operation::challenges;
    case model::operation::credentials:
      return gauntlet::operation::credentials;
    case model::operation::auth_info:
      break;
  }
  return gauntlet::operation::auth_info;
}

reading read(model::operation op, std::string_view value) {
  reading made;
  made.operation = op;
  made.value = value;
  gauntlet::reader reader(made.value, parser_operation(op),
                          gauntlet::unlimited(gauntlet::grammar::recipient));
  made.status = gauntlet::visit(reader, sink(made));
  // The reader takes the value for a line and trims it; what is trimmed off an open quoted-string
  // was read as well.
  if (made.status.code == gauntlet::errc::unterminated_quoted_string &&
      made.status.offset == gauntlet::trim_ows(made.value).size())
    made.status.offset = made.value.size();
  return made;
}

model::result result_of(const reading& from) {
  const auto params_of = [](const located_challenge& c) {
    std::vector<model::param> params;
    params.reserve(c.params.size());
    for (const located_param& p : c.params) params.push_back(p.param);
    return params;
  };
  model::challenges_result list;
  for (const located_challenge& c : from.challenges)
    list.push_back({c.scheme, c.token68, params_of(c)});
  if (from.operation == model::operation::challenges) return list;
  if (list.empty()) return model::empty_result(from.operation);
  if (from.operation == model::operation::credentials) return std::move(list.front());
  return std::move(list.front().params);
}

reading without_places(const model::result& result) {
  reading made;
  made.operation = model::operation_of(result);
  const auto add_params = [](located_challenge& to, const std::vector<model::param>& params) {
    for (const model::param& p : params) to.params.emplace_back().param = p;
  };
  const auto add = [&](const model::challenge& c) {
    located_challenge& to = made.challenges.emplace_back();
    to.scheme = c.scheme;
    to.token68 = c.token68;
    add_params(to, c.params);
  };
  if (const auto* info = std::get_if<model::auth_info_result>(&result)) {
    add_params(made.challenges.emplace_back(), *info);
  } else if (const auto* one = std::get_if<model::credentials_result>(&result)) {
    add(*one);
  } else {
    for (const model::challenge& c : std::get<model::challenges_result>(result)) add(c);
  }
  return made;
}

}  // namespace gauntlet::schemes
