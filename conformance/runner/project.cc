#include "conformance/runner/project.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <utility>
#include <vector>

namespace gauntlet::runner {
namespace {

using model::challenge;
using model::param;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return lower(c); });
  return text;
}

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& entry) {
    return gauntlet::equals_ignore_case(entry, name);
  });
}

// All operations in one form: auth-info is one challenge without a scheme.
std::vector<challenge> to_list(const model::result& of) {
  if (const auto* list = std::get_if<model::challenges_result>(&of)) return *list;
  if (const auto* one = std::get_if<model::credentials_result>(&of)) return {*one};
  return {challenge{"", std::nullopt, std::get<model::auth_info_result>(of)}};
}

model::result from_list(std::vector<challenge> list, model::operation op) {
  if (op == model::operation::challenges) return list;
  challenge one = list.empty() ? challenge{} : std::move(list.front());
  if (op == model::operation::credentials)
    return model::result(std::in_place_type<model::credentials_result>, std::move(one));
  return std::move(one.params);
}

// One result on its way through the steps. Each step returns whether it changed something.
class reduction {
 public:
  reduction(const model::result& of, const observes& can)
      : op_(model::operation_of(of)), can_(can), list_(to_list(of)) {}

  bool only_schemes() {
    if (!can_.only_schemes || op_ == model::operation::auth_info) return false;
    return remove_if(list_,
                     [&](const challenge& c) { return !contains(*can_.only_schemes, c.scheme); });
  }

  bool challenges() {
    if (op_ != model::operation::challenges || can_.challenges == kept_items::all ||
        list_.size() < 2)
      return false;
    if (can_.challenges == kept_items::first) {
      list_.resize(1);
    } else {
      list_.erase(list_.begin(), list_.end() - 1);
    }
    return true;
  }

  // What is keyed by scheme keeps one challenge of each, where the first of them stood.
  bool same_scheme() {
    if (op_ != model::operation::challenges || can_.same_scheme == kept_schemes::kept) return false;
    std::vector<challenge> kept;
    for (challenge& c : list_) {
      const auto before = std::find_if(kept.begin(), kept.end(), [&](const challenge& k) {
        return gauntlet::equals_ignore_case(k.scheme, c.scheme);
      });
      if (before == kept.end()) {
        kept.push_back(std::move(c));
      } else if (can_.same_scheme == kept_schemes::last) {
        *before = std::move(c);
      } else if (can_.same_scheme == kept_schemes::merged) {
        if (c.token68) before->token68 = std::move(c.token68);
        std::move(c.params.begin(), c.params.end(), std::back_inserter(before->params));
      }
    }
    const bool changed = kept.size() != list_.size();
    list_ = std::move(kept);
    return changed;
  }

  bool only_params() {
    if (!can_.only_params) return false;
    return change([&](challenge& c) {
      return remove_if(c.params,
                       [&](const param& p) { return !contains(*can_.only_params, p.name); });
    });
  }

  bool params() {
    if (can_.params != params_form::none) return false;
    return change([](challenge& c) { return !std::exchange(c.params, {}).empty(); });
  }

  bool token68() {
    if (can_.token68) return false;
    return change([](challenge& c) { return std::exchange(c.token68, std::nullopt).has_value(); });
  }

  bool duplicates() {
    if (can_.duplicates != kept_duplicates::first && can_.duplicates != kept_duplicates::last)
      return false;
    return change([&](challenge& c) {
      std::vector<param> kept;
      for (param& p : c.params) {
        const auto before = std::find_if(kept.begin(), kept.end(), [&](const param& k) {
          return gauntlet::equals_ignore_case(k.name, p.name);
        });
        if (before == kept.end()) {
          kept.push_back(std::move(p));
        } else if (can_.duplicates == kept_duplicates::last) {
          *before = std::move(p);
        }
      }
      const bool changed = kept.size() != c.params.size();
      c.params = std::move(kept);
      return changed;
    });
  }

  // A map has no order: neither that of the parameters, nor, keyed by scheme, that of the
  // challenges.
  bool order() {
    bool changed = false;
    if (can_.params == params_form::map) {
      changed = change(
          [](challenge& c) { return sort(c.params, [](const param& p) { return p.name; }); });
    }
    if (can_.same_scheme != kept_schemes::kept) {
      changed = sort(list_, [](const challenge& c) { return c.scheme; }) || changed;
    }
    return changed;
  }

  model::result take() { return from_list(std::move(list_), op_); }
  bool is_empty() const { return list_.empty(); }

 private:
  template <typename Change>
  bool change(const Change& one) {
    bool changed = false;
    for (challenge& c : list_) changed = one(c) || changed;
    return changed;
  }
  template <typename T, typename Predicate>
  static bool remove_if(std::vector<T>& list, const Predicate& predicate) {
    const auto end = std::remove_if(list.begin(), list.end(), predicate);
    const bool changed = end != list.end();
    list.erase(end, list.end());
    return changed;
  }
  // By the folded key; what has the same key keeps its order. Tells whether there is an order to
  // lose.
  template <typename T, typename Key>
  static bool sort(std::vector<T>& list, const Key& key) {
    std::stable_sort(list.begin(), list.end(),
                     [&](const T& a, const T& b) { return lower(key(a)) < lower(key(b)); });
    return list.size() > 1;
  }
  model::operation op_;
  const observes& can_;
  std::vector<challenge> list_;
};

bool same_param(const param& expected, const param& got,
                const std::optional<bool>& observes_quoted) {
  if (!gauntlet::equals_ignore_case(expected.name, got.name) || expected.value != got.value)
    return false;
  if (!expected.quoted || !observes_quoted.value_or(got.quoted.has_value())) return true;
  return got.quoted == expected.quoted;
}

}  // namespace

model::result projection::expected(const model::result& of, std::set<std::string>& lost) const {
  reduction r(of, can_);
  const auto note = [&](bool changed, const char* what) {
    if (changed) lost.insert(what);
  };
  note(r.only_schemes(), "only_schemes");
  note(r.challenges(), "challenges");
  note(r.same_scheme(), "same_scheme");
  note(r.only_params(), "only_params");
  note(r.params(), "params");
  note(r.token68(), "token68");
  if (step_ == duplicates_step::reduced) note(r.duplicates(), "duplicates");
  note(r.order(), "order");
  return r.take();
}

model::result projection::got(const model::result& of) const {
  reduction r(of, can_);
  r.only_schemes();
  r.only_params();
  r.params();
  r.token68();
  r.order();
  return r.take();
}

bool projection::same(const model::result& expected, const model::result& got) const {
  const auto params = [&](const std::vector<param>& e, const std::vector<param>& g) {
    return std::equal(e.begin(), e.end(), g.begin(), g.end(), [&](const param& a, const param& b) {
      return same_param(a, b, can_.quoted);
    });
  };
  const auto one = [&](const challenge& e, const challenge& g) {
    return gauntlet::equals_ignore_case(e.scheme, g.scheme) && e.token68 == g.token68 &&
           params(e.params, g.params);
  };
  if (expected.index() != got.index()) return false;
  if (const auto* list = std::get_if<model::challenges_result>(&expected)) {
    const auto& other = std::get<model::challenges_result>(got);
    return std::equal(list->begin(), list->end(), other.begin(), other.end(), one);
  }
  if (const auto* single = std::get_if<model::credentials_result>(&expected)) {
    return one(*single, std::get<model::credentials_result>(got));
  }
  return params(std::get<model::auth_info_result>(expected),
                std::get<model::auth_info_result>(got));
}

bool projection::is_observable(const model::result& original) const {
  reduction r(original, can_);
  if (model::operation_of(original) != model::operation::auth_info) {
    // An adapter that sees some schemes only has nothing to say about a value without any of them.
    return !r.only_schemes() || !r.is_empty();
  }
  const bool filtered = r.only_params();
  const bool hidden = r.params();
  return !(filtered || hidden) || !std::get<model::auth_info_result>(r.take()).empty();
}

}  // namespace gauntlet::runner
