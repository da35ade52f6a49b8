// The writer: exact octets, every refusal, and that whatever it writes is in grammar `sender` and
// parses to what was asked for. What is representable is decided here by predicates of their own,
// straight from the ABNF.

#include "gauntlet/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "gauntlet/reader.hpp"
#include "gauntlet/visit.hpp"
#include "parser/test/support/random.hpp"

namespace gauntlet {

// Names in failure messages.
void PrintTo(errc code, std::ostream* out) { *out << to_string(code); }

namespace {

using std::string;
using std::string_view;

constexpr std::array all_operations = {operation::challenges, operation::credentials,
                                       operation::auth_info};
constexpr std::array all_forms = {quoting::automatic, quoting::quoted, quoting::token};

// What is written, and what is read back.
struct param_spec {
  string name;
  string value;
  quoting form = quoting::automatic;
};
struct challenge_spec {
  string scheme;
  std::optional<string> token68;
  std::vector<param_spec> params;
};
// In auth_info, the parameters stand in one challenge_spec without a scheme.
using structure = std::vector<challenge_spec>;

bool operator==(const param_spec& a, const param_spec& b) {
  return a.name == b.name && a.value == b.value;
}
bool operator==(const challenge_spec& a, const challenge_spec& b) {
  return a.scheme == b.scheme && a.token68 == b.token68 && a.params == b.params;
}

std::ostream& operator<<(std::ostream& out, const challenge_spec& c) {
  out << "{" << c.scheme;
  if (c.token68) out << " token68 " << *c.token68;
  for (const auto& p : c.params) out << " " << p.name << "=[" << p.value << "]";
  return out << "}";
}

structure read(string_view text, operation what) {
  struct {
    structure result{};
    void auth_scheme(string_view name) { result.push_back({string(name), std::nullopt, {}}); }
    void token68(string_view octets) { result.back().token68 = string(octets); }
    void auth_param(const gauntlet::auth_param& param) {
      string value(param.value.unescaped_size(), '\0');
      EXPECT_EQ(param.value.unescape_to(value).code, errc::ok);
      result.back().params.push_back(
          {string(param.name), value,
           param.value.is_quoted_string() ? quoting::quoted : quoting::token});
    }
  } found;
  if (what == operation::auth_info) found.result.emplace_back();
  const status said = visit(reader(text, what, unlimited()), found);
  EXPECT_TRUE(said) << "[" << text << "] does not parse: " << to_string(said.code) << " at "
                    << said.offset;
  return found.result;
}

// The calls that write `what`.
void feed(writer& out, const structure& content, operation what) {
  for (const auto& c : content) {
    if (what != operation::auth_info) out.challenge(c.scheme);
    if (c.token68) out.token68(*c.token68);
    for (const auto& p : c.params) out.param(p.name, p.value, p.form);
  }
}

// Writes into heap memory of exactly the size that is needed, so that AddressSanitizer sees an
// octet too many.
std::pair<errc, string> write(const structure& content, operation what,
                              const options& limits = unlimited()) {
  writer measure({}, what, limits);
  feed(measure, content, what);
  const std::size_t size = measure.finish().size;
  const auto buffer = std::make_unique<char[]>(size);
  writer out({buffer.get(), size}, what, limits);
  feed(out, content, what);
  const written result = out.finish();
  return {result.code, string(result.value)};
}

// Whatever is written is one structure, the one asked for, in the form that a sender may generate.
void round_trips(const structure& content, operation what, string_view text) {
  EXPECT_EQ(validate(text, what, unlimited(grammar::sender)).code, errc::ok) << "[" << text << "]";
  const structure back = read(text, what);
  EXPECT_EQ(back, content) << "[" << text << "]";
  if (back != content) return;
  for (std::size_t i = 0; i < content.size(); ++i) {
    for (std::size_t k = 0; k < content[i].params.size(); ++k) {
      const quoting asked = content[i].params[k].form;
      if (asked != quoting::automatic) {
        EXPECT_EQ(back[i].params[k].form, asked);
      }
    }
  }
}

// The ABNF again, as lists of octets.
bool one_of(char octet, string_view set) { return set.find(octet) != string_view::npos; }
constexpr string_view alpha_digit =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool abnf_token(string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return one_of(c, alpha_digit) || one_of(c, "!#$%&'*+-.^_`|~");
  });
}

bool abnf_token68(string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return one_of(c, alpha_digit) || one_of(c, "-._~+/");
  });
}

// HTAB / SP / VCHAR / obs-text: the octets that a quoted-string can carry.
bool abnf_quotable(string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet == 0x09 || (octet >= 0x20 && octet != 0x7F);
  });
}

string quoted(string_view value) {
  string result = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

bool is_realm(string_view name) {
  return name.size() == 5 && std::equal(name.begin(), name.end(), "realm",
                                        [](char a, char b) { return (a | 32) == b; });
}

// What one parameter has to look like, or why it is refused.
std::pair<errc, string> expected_param(string_view name, string_view value, quoting form) {
  if (!abnf_token(name)) return {errc::invalid_auth_param_name, ""};
  if (form == quoting::token && is_realm(name)) return {errc::expected_quoted_string, ""};
  if (form == quoting::token && !abnf_token(value)) return {errc::expected_token, ""};
  if (!abnf_quotable(value)) return {errc::invalid_auth_param_value, ""};
  const bool as_token = form == quoting::token ||
                        (form == quoting::automatic && !is_realm(name) && abnf_token(value));
  return {errc::ok, string(name) + "=" + (as_token ? string(value) : quoted(value))};
}

void check_param(string_view name, string_view value, quoting form) {
  const auto [code, text] = expected_param(name, value, form);
  for (const operation what : all_operations) {
    const bool bare = what == operation::auth_info;
    const structure content = {
        {bare ? "" : "Foo", std::nullopt, {{string(name), string(value), form}}}};
    const auto [actual, written] = write(content, what);
    ASSERT_EQ(actual, code) << "name [" << name << "] value [" << value << "]";
    ASSERT_EQ(written, code != errc::ok ? "" : (bare ? "" : "Foo ") + text);
    if (code == errc::ok) round_trips(content, what, written);
  }
}

void check_scheme(string_view scheme) {
  const structure content = {{string(scheme), std::nullopt, {}}};
  for (const operation what : {operation::challenges, operation::credentials}) {
    const auto [code, written] = write(content, what);
    ASSERT_EQ(code, abnf_token(scheme) ? errc::ok : errc::invalid_auth_scheme)
        << "[" << scheme << "]";
    ASSERT_EQ(written, code == errc::ok ? scheme : "");
    if (code == errc::ok) round_trips(content, what, written);
  }
}

void check_token68(string_view text) {
  const structure content = {{"Foo", string(text), {}}};
  for (const operation what : {operation::challenges, operation::credentials}) {
    const auto [code, written] = write(content, what);
    ASSERT_EQ(code, abnf_token68(text) ? errc::ok : errc::invalid_token68) << "[" << text << "]";
    ASSERT_EQ(written, code == errc::ok ? "Foo " + string(text) : "");
    if (code == errc::ok) round_trips(content, what, written);
  }
}

// Calls `visit` with each string of up to `length` octets of `alphabet`.
template <typename Visit>
void all_strings(string_view alphabet, std::size_t length, const Visit& visit,
                 const string& prefix = "") {
  visit(prefix);
  if (length == 0) return;
  for (const char octet : alphabet) all_strings(alphabet, length - 1, visit, prefix + octet);
}

// ---------------------------------------------------------------- exact octets

constexpr bool digest_at_compile_time() {
  std::array<char, 256> buffer{};
  writer out(buffer);
  out.challenge("Digest");
  out.param("realm", "api@example.org");
  out.param("qop", "auth", quoting::quoted);
  out.param("algorithm", "SHA-256", quoting::token);
  return out.finish().value == R"(Digest realm="api@example.org", qop="auth", algorithm=SHA-256)";
}
static_assert(digest_at_compile_time());

TEST(Writer, DigestChallengesAsRfc7616WritesThem) {
  std::array<char, 512> buffer{};
  writer out(buffer);
  for (const string_view algorithm : {"SHA-256", "MD5"}) {
    out.challenge("Digest");
    out.param("realm", "http-auth@example.org");
    out.param("qop", "auth, auth-int", quoting::quoted);
    out.param("algorithm", algorithm, quoting::token);
    out.param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", quoting::quoted);
    out.param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", quoting::quoted);
  }
  EXPECT_EQ(out.finish().value,
            R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, )"
            R"(nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", )"
            R"(opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", )"
            R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, )"
            R"(nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", )"
            R"(opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")");
}

TEST(Writer, DigestCredentialsAsRfc7616WritesThem) {
  std::array<char, 512> buffer{};
  writer out(buffer, operation::credentials);
  out.challenge("Digest");
  out.param("username*", "UTF-8''J%C3%A4s%C3%B8n%20Doe", quoting::token);
  out.param("realm", "api@example.org");
  out.param("uri", "/doe.json", quoting::quoted);
  out.param("algorithm", "SHA-512-256", quoting::token);
  out.param("nc", "00000001", quoting::token);
  out.param("cnonce", "NTg6RKcb9boFIAS3KrFK9BGeh", quoting::quoted);
  out.param("qop", "auth", quoting::token);
  out.param("userhash", "false", quoting::token);
  EXPECT_EQ(out.finish().value,
            R"(Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm="api@example.org", )"
            R"(uri="/doe.json", algorithm=SHA-512-256, nc=00000001, )"
            R"(cnonce="NTg6RKcb9boFIAS3KrFK9BGeh", qop=auth, userhash=false)");
}

TEST(Writer, AuthInfoIsAListOfParameters) {
  std::array<char, 128> buffer{};
  writer out(buffer, operation::auth_info);
  out.param("nextnonce", "NTg6RKcb", quoting::quoted);
  out.param("qop", "auth");
  EXPECT_EQ(out.finish().value, R"(nextnonce="NTg6RKcb", qop=auth)");
}

TEST(Writer, SeveralChallengesOfEveryShape) {
  const structure content = {
      {"Negotiate", std::nullopt, {}},
      {"Basic", std::nullopt, {{"realm", "simple"}}},
      {"Negotiate", "a87421000492aa874209af8bc028==", {}},
      {"Newauth", std::nullopt, {{"type", "1"}, {"title", "Login to \"apps\""}}}};
  const auto [code, text] = write(content, operation::challenges);
  EXPECT_EQ(code, errc::ok);
  EXPECT_EQ(text, R"(Negotiate, Basic realm="simple", Negotiate a87421000492aa874209af8bc028==, )"
                  R"(Newauth type=1, title="Login to \"apps\"")");
  round_trips(content, operation::challenges, text);
}

TEST(Writer, NothingIsTheEmptyListOfChallengesAndOfParameters) {
  for (const operation what : {operation::challenges, operation::auth_info}) {
    writer out({}, what);
    EXPECT_EQ(out.finish().code, errc::ok);
    EXPECT_EQ(out.finish().size, 0U);
    EXPECT_EQ(validate("", what, unlimited(grammar::sender)).code, errc::ok);
  }
}

TEST(Writer, CredentialsNeedAnAuthScheme) {
  std::array<char, 8> buffer{};
  writer out(buffer, operation::credentials);
  EXPECT_EQ(out.finish().code, errc::expected_auth_scheme);
  EXPECT_EQ(out.challenge("Foo"), errc::ok);
  EXPECT_EQ(out.finish().value, "Foo");
}

TEST(Writer, RealmIsQuotedInAnyCase) {
  for (const string_view name : {"realm", "REALM", "ReAlM"}) {
    check_param(name, "simple", quoting::automatic);
    check_param(name, "simple", quoting::quoted);
    check_param(name, "simple", quoting::token);
  }
  for (const string_view name : {"real", "realms", "xrealm", "rea1m"}) {
    check_param(name, "simple", quoting::automatic);
    check_param(name, "simple", quoting::token);
  }
}

TEST(Writer, EmptyValueIsAnEmptyQuotedString) {
  check_param("a", "", quoting::automatic);
  check_param("a", "", quoting::quoted);
  check_param("a", "", quoting::token);
  EXPECT_EQ(write({{"Foo", std::nullopt, {{"a", ""}}}}, operation::challenges).second,
            "Foo a=\"\"");
}

// ---------------------------------------------------------------- refusals

TEST(Writer, TokenAndParametersDoNotMix) {
  std::array<char, 64> buffer{};
  {
    writer out(buffer);
    out.challenge("Foo");
    EXPECT_EQ(out.token68("abc="), errc::ok);
    EXPECT_EQ(out.param("a", "b"), errc::unexpected_auth_param);
  }
  {
    writer out(buffer);
    out.challenge("Foo");
    EXPECT_EQ(out.param("a", "b"), errc::ok);
    EXPECT_EQ(out.token68("abc="), errc::unexpected_token68);
  }
  {
    writer out(buffer);
    out.challenge("Foo");
    EXPECT_EQ(out.token68("abc="), errc::ok);
    EXPECT_EQ(out.token68("abc="), errc::unexpected_token68);
  }
}

TEST(Writer, PayloadNeedsAnAuthScheme) {
  for (const operation what : {operation::challenges, operation::credentials}) {
    std::array<char, 64> buffer{};
    EXPECT_EQ(writer(buffer, what).param("a", "b"), errc::expected_auth_scheme);
    EXPECT_EQ(writer(buffer, what).token68("abc"), errc::expected_auth_scheme);
  }
}

TEST(Writer, CredentialsHoldOneAuthScheme) {
  std::array<char, 64> buffer{};
  writer out(buffer, operation::credentials);
  EXPECT_EQ(out.challenge("Foo"), errc::ok);
  EXPECT_EQ(out.challenge("Bar"), errc::unexpected_auth_scheme);
  EXPECT_EQ(out.finish().code, errc::unexpected_auth_scheme);
}

TEST(Writer, AuthInfoHoldsParametersOnly) {
  std::array<char, 64> buffer{};
  EXPECT_EQ(writer(buffer, operation::auth_info).challenge("Foo"), errc::unexpected_auth_scheme);
  EXPECT_EQ(writer(buffer, operation::auth_info).token68("abc"), errc::unexpected_token68);
}

TEST(Writer, RepeatedNameInAChallengeIsRefused) {
  std::array<char, 128> buffer{};
  const auto refused = [&](string_view first_value, string_view again) {
    writer out(buffer);
    out.challenge("Foo");
    out.param("x", "1");
    out.param("abc", first_value);
    out.param("y", "a=b, abc=c\\\"");
    EXPECT_EQ(out.finish().code, errc::ok);
    return out.param(again, "2");
  };
  EXPECT_EQ(refused("1", "abc"), errc::repeated_auth_param);
  EXPECT_EQ(refused("\"", "ABC"), errc::repeated_auth_param);
  EXPECT_EQ(refused("\\", "aBc"), errc::repeated_auth_param);
  EXPECT_EQ(refused(", ab=\"", "abc"), errc::repeated_auth_param);
  EXPECT_EQ(refused("1", "x"), errc::repeated_auth_param);
  EXPECT_EQ(refused("1", "Y"), errc::repeated_auth_param);
  EXPECT_EQ(refused("1", "ab"), errc::ok);
  EXPECT_EQ(refused("1", "abcd"), errc::ok);
  EXPECT_EQ(refused("1", "bc"), errc::ok);
  EXPECT_EQ(refused("z", "z"), errc::ok);
  EXPECT_EQ(refused(", z=1", "z"), errc::ok);
  EXPECT_EQ(refused("\", z=1", "z"), errc::ok);
}

TEST(Writer, NameMayStandInEachChallengeOnce) {
  const structure content = {{"Foo", std::nullopt, {{"realm", "a"}, {"b", "1"}}},
                             {"Foo", std::nullopt, {{"b", "1"}, {"realm", "a"}}}};
  const auto [code, text] = write(content, operation::challenges);
  EXPECT_EQ(code, errc::ok);
  round_trips(content, operation::challenges, text);
}

TEST(Writer, RepeatedNameIsRefusedInEveryOperation) {
  for (const operation what : all_operations) {
    const structure content = {{what == operation::auth_info ? "" : "Foo",
                                std::nullopt,
                                {{"a", "1"}, {"b", "2"}, {"A", "3"}}}};
    std::array<char, 64> buffer{};
    writer out(buffer, what);
    feed(out, content, what);
    EXPECT_EQ(out.finish().code, errc::repeated_auth_param);
  }
}

TEST(Writer, RefusalIsStickyAndWritesNothingMore) {
  std::array<char, 64> buffer{};
  writer out(buffer);
  out.challenge("Foo");
  out.param("a", "b");
  const auto before = buffer;
  EXPECT_EQ(out.param("c", "d\r\nSet-Cookie: e"), errc::invalid_auth_param_value);
  EXPECT_EQ(out.challenge("Bar"), errc::invalid_auth_param_value);
  EXPECT_EQ(out.token68("abc"), errc::invalid_auth_param_value);
  EXPECT_EQ(out.param("e", "f"), errc::invalid_auth_param_value);
  EXPECT_EQ(out.challenge(""), errc::invalid_auth_param_value);
  EXPECT_EQ(buffer, before);
  EXPECT_FALSE(out.finish());
  EXPECT_EQ(out.finish().code, errc::invalid_auth_param_value);
  EXPECT_EQ(out.finish().size, 0U);
  EXPECT_EQ(out.finish().value, "");
}

TEST(Writer, StringsThatTryToInject) {
  const std::array<string, 12> attempts = {
      "x\", admin=\"1",  "x\\\", admin=\"1", "x\\",           "x, Bearer realm=\"y\"",
      "x\r\nX-A: b",     "x\nX-A: b",        "x\rX-A: b",     string("x\0y", 3),
      "x\", Basic r=\"", "\",Basic abc",     "x =\"y\" , z=", "\x7F"};
  for (const string& attempt : attempts) {
    check_scheme(attempt);
    check_token68(attempt);
    for (const quoting form : all_forms) {
      check_param(attempt, "v", form);
      check_param("a", attempt, form);
      check_param("realm", attempt, form);
    }
  }
}

// ---------------------------------------------------------------- every octet, every short string

TEST(Writer, EveryOctetAtEveryPosition) {
  for (int octet = 0; octet < 256; ++octet) {
    const auto c = static_cast<char>(octet);
    for (std::size_t size = 1; size <= 4; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        string text(size, 'm');
        text[at] = c;
        check_scheme(text);
        check_token68(text);
        check_token68(text + "==");
        for (const quoting form : all_forms) {
          check_param(text, "v", form);
          check_param("a", text, form);
          check_param("realm", text, form);
        }
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST(Writer, EveryShortStringInEveryPlace) {
  const string_view alphabet("a \t\"\\,=/!\x80\n", 11);
  all_strings(alphabet, 4, [](const string& text) {
    if (HasFatalFailure()) return;
    check_param("a", text, quoting::automatic);
    check_param("realm", text, quoting::automatic);
    if (text.size() == 4) return;
    check_scheme(text);
    check_token68(text);
    check_param(text, "v", quoting::automatic);
    check_param("a", text, quoting::quoted);
    check_param("a", text, quoting::token);
  });
}

TEST(Writer, EveryPairOfShortValues) {
  const string_view alphabet("a\"\\,=", 5);
  all_strings(alphabet, 3, [&](const string& first) {
    all_strings(alphabet, 2, [&](const string& second) {
      if (HasFailure()) return;
      const structure content = {{"A", std::nullopt, {{"x", first}, {"y", second}}},
                                 {"B", std::nullopt, {{"x", second}}}};
      const auto [code, text] = write(content, operation::challenges);
      ASSERT_EQ(code, errc::ok);
      round_trips(content, operation::challenges, text);
    });
  });
}

// ---------------------------------------------------------------- every sequence of calls

struct call {
  enum { challenge, token68, param } kind;
  string_view first;
  string_view second;
  quoting form;
};

constexpr std::array all_calls = {call{call::challenge, "A", "", quoting::automatic},
                                  call{call::challenge, "", "", quoting::automatic},
                                  call{call::token68, "t=", "", quoting::automatic},
                                  call{call::token68, "=", "", quoting::automatic},
                                  call{call::param, "x", "v", quoting::automatic},
                                  call{call::param, "X", "v w", quoting::automatic},
                                  call{call::param, "realm", "r", quoting::quoted},
                                  call{call::param, "y", "\x01", quoting::automatic}};

// The rules of writer.hpp again, over a structure instead of a buffer.
struct model {
  operation what;
  structure content{};
  errc code = errc::ok;

  void apply(const call& c) {
    if (code == errc::ok) code = judge(c);
    if (code != errc::ok) return;
    if (c.kind == call::challenge) content.push_back({string(c.first), std::nullopt, {}});
    if (c.kind == call::token68) content.back().token68 = c.first;
    if (c.kind == call::param) {
      if (content.empty()) content.emplace_back();
      content.back().params.push_back({string(c.first), string(c.second), c.form});
    }
  }

  errc judge(const call& c) const {
    const bool bare = what == operation::auth_info;
    switch (c.kind) {
      case call::challenge:
        if (bare || (what == operation::credentials && !content.empty())) {
          return errc::unexpected_auth_scheme;
        }
        return c.first.empty() ? errc::invalid_auth_scheme : errc::ok;
      case call::token68:
        if (bare) return errc::unexpected_token68;
        if (content.empty()) return errc::expected_auth_scheme;
        if (content.back().token68 || !content.back().params.empty())
          return errc::unexpected_token68;
        return c.first == "=" ? errc::invalid_token68 : errc::ok;
      case call::param:
        if (!bare && content.empty()) return errc::expected_auth_scheme;
        if (!content.empty() && content.back().token68) return errc::unexpected_auth_param;
        if (c.second == "\x01") return errc::invalid_auth_param_value;
        if (content.empty()) return errc::ok;
        for (const auto& p : content.back().params) {
          if ((p.name[0] | 32) == (c.first[0] | 32)) return errc::repeated_auth_param;
        }
        return errc::ok;
    }
    return errc::ok;
  }
};

void all_call_sequences(const writer& before, const model& expected, std::size_t depth,
                        std::size_t& sequences) {
  ++sequences;
  const written result = before.finish();
  errc code = expected.code;
  if (code == errc::ok && expected.what == operation::credentials && expected.content.empty()) {
    code = errc::expected_auth_scheme;
  }
  ASSERT_EQ(result.code, code);
  if (code == errc::ok) {
    structure content = expected.content;
    if (expected.what == operation::auth_info && content.empty()) content.emplace_back();
    round_trips(content, expected.what, result.value);
  } else {
    ASSERT_EQ(result.value, "");
  }
  if (depth == 0) return;
  for (const call& c : all_calls) {
    writer out = before;
    model next = expected;
    next.apply(c);
    const errc answer = c.kind == call::challenge ? out.challenge(c.first)
                        : c.kind == call::token68 ? out.token68(c.first)
                                                  : out.param(c.first, c.second, c.form);
    ASSERT_EQ(answer, next.code);
    all_call_sequences(out, next, depth - 1, sequences);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

TEST(Writer, EverySequenceOfCalls) {
  for (const operation what : all_operations) {
    std::array<char, 256> buffer{};
    std::size_t sequences = 0;
    all_call_sequences(writer(buffer, what), model{what}, 6, sequences);
    EXPECT_EQ(sequences, 299593U);  // 8^0 + ... + 8^6
  }
}

// ---------------------------------------------------------------- generated structures

class generator {
 public:
  explicit generator(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_.below(n); }

  string text(string_view alphabet, std::size_t least, std::size_t most) {
    return random_.octets(alphabet, random_.between(least, most));
  }

  string token() { return text("aZ09!#$%&'*+-.^_`|~", 1, 12); }

  challenge_spec challenge(bool bare) {
    challenge_spec result;
    if (!bare) {
      result.scheme = token();
      const std::size_t kind = below(4);
      if (kind == 0) return result;
      if (kind == 1) {
        result.token68 = text("aZ09-._~+/", 1, 40) + string(below(3), '=');
        return result;
      }
    }
    for (std::size_t i = below(12); i > 0; --i) {
      param_spec p{below(6) == 0 ? "ReAlM" : token(), "", quoting::automatic};
      if (repeats(result, p.name)) continue;
      const bool is_realm_name = p.name == "ReAlM";
      switch (below(3)) {
        case 0:
          p.value = token();
          p.form = is_realm_name ? quoting::automatic : all_forms[below(3)];
          break;
        case 1:
          p.value = text("a \t\"\\,=;:/\xC3\xA9\xFF", 0, 30);
          p.form = all_forms[below(2)];
          break;
        default:
          p.value = text("\"\\", 0, 30);
          break;
      }
      result.params.push_back(p);
    }
    return result;
  }

  structure content(operation what) {
    if (what != operation::challenges) return {challenge(what == operation::auth_info)};
    structure result;
    for (std::size_t i = below(6); i > 0; --i) result.push_back(challenge(false));
    return result;
  }

 private:
  static bool repeats(const challenge_spec& c, string_view name) {
    return std::any_of(c.params.begin(), c.params.end(), [&](const param_spec& p) {
      return p.name.size() == name.size() &&
             std::equal(p.name.begin(), p.name.end(), name.begin(), [](char a, char b) {
               const auto lower = [](char x) { return x >= 'A' && x <= 'Z' ? x + 32 : +x; };
               return lower(a) == lower(b);
             });
    });
  }

  test::random_source random_;
};

TEST(Writer, GeneratedStructuresRoundTrip) {
  for (std::uint32_t seed = 0; seed < 20000; ++seed) {
    generator g(seed);
    for (const operation what : all_operations) {
      const structure content = g.content(what);
      const auto [code, text] = write(content, what);
      ASSERT_EQ(code, errc::ok) << "seed " << seed;
      round_trips(content, what, text);
      ASSERT_FALSE(HasFailure()) << "seed " << seed;
    }
  }
}

// Reading and writing again changes nothing: what the writer generates is its own normal form.
TEST(Writer, WritingWhatWasReadGivesTheSameOctets) {
  for (std::uint32_t seed = 0; seed < 5000; ++seed) {
    generator g(seed);
    for (const operation what : all_operations) {
      const string once = write(g.content(what), what).second;
      ASSERT_EQ(write(read(once, what), what).second, once) << "seed " << seed;
    }
  }
}

// ---------------------------------------------------------------- buffers and limits

TEST(Writer, EveryBufferSizeUpToTheOneNeeded) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    generator g(seed);
    for (const operation what : all_operations) {
      const structure content = g.content(what);
      const string whole = write(content, what).second;
      for (std::size_t size = 0; size <= whole.size() + 1; ++size) {
        const auto buffer = std::make_unique<char[]>(size);
        writer out({buffer.get(), size}, what);
        feed(out, content, what);
        const written result = out.finish();
        ASSERT_EQ(result.size, whole.size());
        ASSERT_EQ(result.code, size < whole.size() ? errc::output_too_small : errc::ok);
        ASSERT_EQ(result.value, size < whole.size() ? "" : whole);
      }
    }
  }
}

TEST(Writer, RefusalGoesBeforeASmallBuffer) {
  writer out({});
  EXPECT_EQ(out.challenge("Foo"), errc::output_too_small);
  EXPECT_EQ(out.param("a", "b"), errc::output_too_small);
  EXPECT_EQ(out.finish().size, 7U);
  EXPECT_EQ(out.param("c", "\n"), errc::invalid_auth_param_value);
  EXPECT_EQ(out.finish().code, errc::invalid_auth_param_value);
  EXPECT_EQ(out.finish().size, 0U);
}

TEST(Writer, NothingIsWrittenAfterTheFirstElementThatDoesNotFit) {
  std::array<char, 12> buffer{};
  buffer.fill('#');
  writer out(buffer);
  out.challenge("Foo");
  out.param("abcdefgh", "i");
  out.challenge("B");
  EXPECT_EQ(string_view(buffer.data(), buffer.size()), "Foo#########");
  EXPECT_EQ(out.finish().size, string_view("Foo abcdefgh=i, B").size());
}

TEST(Writer, RepetitionThatDidNotFitIsToldOnceItFits) {
  std::array<char, 64> buffer{};
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}}) {
    writer small({buffer.data(), size});
    small.challenge("Foo");
    small.param("a", "1");
    small.param("a", "2");
    EXPECT_EQ(small.finish().code, errc::output_too_small);
    EXPECT_EQ(small.finish().value, "");
  }
  writer out(buffer);
  out.challenge("Foo");
  out.param("a", "1");
  out.param("a", "2");
  EXPECT_EQ(out.finish().code, errc::repeated_auth_param);
}

// The buffer is the caller's. What stands in it may be anything by the next call; no octet outside
// of what was written is read then (AddressSanitizer sees it).
TEST(Writer, ReadsNothingOutsideOfABufferThatChanged) {
  for (const char fill : {'a', '=', '"', '\\', ',', '\0'}) {
    for (std::size_t kept = 0; kept <= 9; ++kept) {
      const auto buffer = std::make_unique<char[]>(9);  // no room after it
      writer out({buffer.get(), 9});
      ASSERT_EQ(out.challenge("Foo"), errc::ok);
      ASSERT_EQ(out.param("abc", "x"), errc::ok);
      std::fill(buffer.get() + kept, buffer.get() + 9, fill);
      out.param("name", "value");
      EXPECT_EQ(out.finish().size, string_view("Foo abc=x, name=value").size()) << fill << kept;
    }
  }
}

TEST(Writer, LengthLimit) {
  const structure content = {{"Foo", std::nullopt, {{"a", "b\""}}}};  // Foo a="b\""
  const std::size_t size = string_view(R"(Foo a="b\"")").size();
  for (const std::size_t limit : {size - 1, size, size + 1}) {
    options limits;
    limits.max_length = limit;
    const auto [code, text] = write(content, operation::challenges, limits);
    EXPECT_EQ(code, limit < size ? errc::limit_length : errc::ok);
  }
}

TEST(Writer, ChallengeLimit) {
  const structure content(3, challenge_spec{"Foo", std::nullopt, {}});
  for (const std::size_t limit : {2U, 3U, 4U}) {
    options limits;
    limits.max_challenges = limit;
    const auto [code, text] = write(content, operation::challenges, limits);
    EXPECT_EQ(code, limit < 3 ? errc::limit_challenges : errc::ok);
  }
}

TEST(Writer, AuthParamLimitIsPerChallenge) {
  for (const operation what : all_operations) {
    const challenge_spec one = {what == operation::auth_info ? "" : "Foo",
                                std::nullopt,
                                {{"a", "1"}, {"b", "2"}, {"c", "3"}}};
    const structure content(what == operation::challenges ? 2 : 1, one);
    for (const std::size_t limit : {2U, 3U, 4U}) {
      options limits;
      limits.max_auth_params = limit;
      const auto [code, text] = write(content, what, limits);
      EXPECT_EQ(code, limit < 3 ? errc::limit_auth_params : errc::ok);
    }
  }
}

TEST(Writer, ReaderWithTheSameLimitsTakesWhatWasWritten) {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    generator g(seed);
    for (const operation what : all_operations) {
      options limits;
      limits.max_length = g.below(200);
      limits.max_challenges = g.below(4);
      limits.max_auth_params = g.below(6);
      const auto [code, text] = write(g.content(what), what, limits);
      if (code == errc::ok) {
        EXPECT_EQ(validate(text, what, limits).code, errc::ok) << text;
      }
    }
  }
}

TEST(Writer, LongValuesRoundTrip) {
  const structure content = {
      {"Foo", std::nullopt, {{"a", string(300000, '"')}, {"b", string(300000, 'x')}}},
      {"Bar", string(300000, 'z'), {}}};
  const auto [code, text] = write(content, operation::challenges);
  EXPECT_EQ(code, errc::ok);
  round_trips(content, operation::challenges, text);
}

static_assert(noexcept(std::declval<writer&>().challenge(string_view())));
static_assert(noexcept(std::declval<writer&>().token68(string_view())));
static_assert(noexcept(std::declval<writer&>().param(string_view(), string_view())));
static_assert(noexcept(std::declval<const writer&>().finish()));
static_assert(std::is_trivially_copyable_v<writer>);

}  // namespace
}  // namespace gauntlet
