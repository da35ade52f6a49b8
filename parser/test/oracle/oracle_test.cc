// The oracle's own tests: what is known about the grammar from elsewhere, and two readings of its
// expressions that share nothing but the expressions themselves.
#include "oracle.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace oracle {
namespace {

constexpr field every_field[] = {field::challenges, field::credentials, field::auth_info};

// One octet of each class that the recipient rules tell apart, as long as the value is read at all.
constexpr std::string_view representatives = "\t !a/=,\"\\:\x7F";

// Roles as in automaton::roles, found by trying every derivation of the expression one after the
// other.
class derivations {
 public:
  derivations(const expression& rule, std::string_view value) : value_(value) {
    match(rule, role::ignored, 0, [this](std::size_t end) {
      if (end == value_.size()) found_.insert(roles_);
    });
  }
  const std::set<std::vector<role>>& found() const { return found_; }

 private:
  using rest = std::function<void(std::size_t)>;

  void match(const expression& e, role plays, std::size_t at, const rest& then) {
    const node& n = *e.root;
    switch (n.what) {
      case node::kind::octet:
        if (at < value_.size() && n.octets.test(static_cast<unsigned char>(value_[at]))) {
          roles_.push_back(plays);
          then(at + 1);
          roles_.pop_back();
        }
        return;
      case node::kind::nothing:
        return then(at);
      case node::kind::roled:
        return match(n.parts[0], n.plays, at, then);
      case node::kind::choice:
        match(n.parts[0], plays, at, then);
        return match(n.parts[1], plays, at, then);
      case node::kind::sequence:
        return match(n.parts[0], plays, at,
                     [&](std::size_t end) { match(n.parts[1], plays, end, then); });
      case node::kind::repetition:
        then(at);
        return match(n.parts[0], plays, at, [&](std::size_t end) {
          if (end > at) match(e, plays, end, then);
        });
    }
  }

  std::string_view value_;
  std::vector<role> roles_;
  std::set<std::vector<role>> found_;
};

void each_string(std::string_view alphabet, std::size_t depth,
                 const std::function<void(const std::string&)>& visit) {
  std::string value;
  const std::function<void()> walk = [&] {
    visit(value);
    if (value.size() == depth) return;
    for (char octet : alphabet) {
      value.push_back(octet);
      walk();
      value.pop_back();
    }
  };
  walk();
}

// As in `Foo{a=b, c="d"}; Bar token68 x`; credentials alike, auth-info without the scheme.
std::string brief(const result& all) {
  std::string text;
  for (const payload& p : all) {
    if (!text.empty()) text += "; ";
    text += p.scheme;
    if (p.token68) text += " token68 " + *p.token68;
    if (p.params.empty()) continue;
    text += '{';
    for (const parameter& each : p.params) {
      if (text.back() != '{') text += ", ";
      const std::string quote = each.quoted ? "\"" : "";
      text += each.name + '=' + quote + each.value + quote;
    }
    text += '}';
  }
  return text;
}

// The table of verdicts reads `result`, or `!offset` for a rejection.
std::string outcome(const reference& of, std::string_view value) {
  const verdict v = of.read(value);
  return v.accepted ? brief(of.parse(value)) : "!" + std::to_string(v.offset);
}

TEST(Oracle, HasTheStatesAndClassesThatAreKnownOfTheGrammar) {
  const auto states = [](dialect d) {
    std::vector<std::size_t> all;
    for (field f : every_field) all.push_back(reference(f, d).machine().minimal_size());
    return all;
  };
  EXPECT_EQ(states(recipient), (std::vector<std::size_t>{24, 17, 11}));
  EXPECT_EQ(states(appendix_a), (std::vector<std::size_t>{23, 17, 11}));
  EXPECT_EQ(recipient_of(field::challenges).machine().octet_classes().size(), 11U);
  // `r e a l m`, each a class of its own.
  EXPECT_EQ(sender_of(field::challenges).machine().octet_classes().size(), 16U);
}

TEST(Oracle, RepresentativesMeetEveryOctetClassOnce) {
  const automaton& machine = recipient_of(field::challenges).machine();
  std::set<std::vector<automaton::state>> columns;
  const std::vector<std::string> access = machine.access_strings();
  const auto column = [&](char octet) {
    std::vector<automaton::state> all;
    for (const std::string& prefix : access) {
      automaton::state s = automaton::start;
      for (char each : prefix) s = machine.step(s, each);
      all.push_back(machine.step(s, octet));
    }
    return all;
  };
  for (char octet : representatives) EXPECT_TRUE(columns.insert(column(octet)).second) << octet;
  for (unsigned octet = 0; octet < 256; ++octet) {
    EXPECT_FALSE(columns.insert(column(static_cast<char>(octet))).second) << octet;
  }
}

TEST(Oracle, EveryLiveStateCanReachTheEnd) {
  for (field f : every_field) {
    for (const reference* of : {&recipient_of(f), &sender_of(f)}) {
      const automaton& machine = of->machine();
      std::vector<bool> ends(machine.size());
      for (automaton::state s = 0; s < machine.size(); ++s) ends[s] = machine.accepting(s);
      for (bool more = true; more;) {
        more = false;
        for (automaton::state s = 0; s < machine.size(); ++s) {
          for (unsigned octet = 0; octet < 256 && !ends[s]; ++octet) {
            if (ends[machine.step(s, static_cast<char>(octet))]) more = ends[s] = true;
          }
        }
      }
      for (automaton::state s = 0; s < machine.size(); ++s) EXPECT_EQ(ends[s], machine.live(s));
    }
  }
}

TEST(Oracle, RunButLeavesOutOneWordOnly) {
  const automaton machine(run_but(tchar, "realm"));
  each_string("rReElLaAmMx!", 5, [&](const std::string& value) {
    const bool realm = value.size() == 5 && (value[0] | 0x20) == 'r' && (value[1] | 0x20) == 'e' &&
                       (value[2] | 0x20) == 'a' && (value[3] | 0x20) == 'l' &&
                       (value[4] | 0x20) == 'm';
    ASSERT_EQ(machine.read(value).accepted, !value.empty() && !realm) << value;
  });
  EXPECT_TRUE(machine.read("realms").accepted);
  EXPECT_TRUE(machine.read("REALM-").accepted);
  EXPECT_FALSE(machine.read("realm ").accepted);
}

// The automaton against the expression itself, derivation by derivation.
TEST(Oracle, AutomatonIsTheExpression) {
  for (const dialect d : {recipient, sender}) {
    const rules abnf(d);
    const std::pair<field, expression> all[] = {{field::challenges, abnf.WWW_Authenticate()},
                                                {field::credentials, abnf.Authorization()},
                                                {field::auth_info, abnf.Authentication_Info()}};
    for (const auto& [f, rule] : all) {
      const reference of(f, d);
      std::size_t accepted = 0;
      each_string(representatives, 5, [&, &rule = rule](const std::string& value) {
        const derivations trees(rule, value);
        ASSERT_EQ(of.read(value).accepted, !trees.found().empty()) << printable(value);
        if (trees.found().empty()) return;
        ++accepted;
        ASSERT_EQ(trees.found().size(), 1U) << printable(value);
        const std::vector<unsigned> roles = of.machine().roles(value, true);
        for (std::size_t i = 0; i < value.size(); ++i) {
          ASSERT_EQ(roles[i], 1U << static_cast<unsigned>((*trees.found().begin())[i]))
              << printable(value) << " at " << i;
        }
      });
      EXPECT_GT(accepted, 50U);
    }
  }
}

struct row {
  std::string_view value, recipient, sender;
};

constexpr row challenges_rows[] = {
    {"", "", ""},
    {",", "", "!0"},
    {",,Foo,,", "Foo", "!0"},
    {"Foo", "Foo", "Foo"},
    {"Foo ", "Foo", "Foo"},
    {"Foo\t", "!4", "!4"},
    {" Foo", "!1", "!0"},
    {"Foo ,", "Foo", "!5"},
    {"Foo ,,, Bar", "Foo; Bar", "!5"},
    {"Foo , Bar", "Foo; Bar", "Foo; Bar"},
    {"Foo a=b, c", "Foo{a=b}; c", "Foo{a=b}; c"},
    {"Foo a=b, c d", "Foo{a=b}; c token68 d", "Foo{a=b}; c token68 d"},
    {"Foo a=b, c d=e", "Foo{a=b}; c{d=e}", "Foo{a=b}; c{d=e}"},
    {"Foo a=b, c = d", "Foo{a=b, c=d}", "!11"},
    {"Foo a=b, c =", "!12", "!11"},
    {"Foo a=b, c ==", "!12", "!11"},
    {"Foo, a=b", "!6", "!6"},
    {"Foo,a=b", "!5", "!5"},
    {"Foo ,a=b", "Foo{a=b}", "!6"},
    {"Foo , a=b", "Foo{a=b}", "!7"},
    {"Foo\t,a=b", "!6", "!6"},
    {"Foo \t,a=b", "Foo{a=b}", "!7"},
    {"Foo\t,Bar", "Foo; Bar", "Foo; Bar"},
    {"Foo Bar, a=b", "!10", "!10"},
    {"Foo a, b=c", "!8", "!8"},
    {"Foo a=", "Foo token68 a=", "Foo token68 a="},
    {"Foo a==", "Foo token68 a==", "Foo token68 a=="},
    {"Foo a= b", "Foo{a=b}", "!7"},
    {"Foo a =b", "Foo{a=b}", "!6"},
    {"Foo a =\"b\"", "Foo{a=\"b\"}", "!6"},
    {"Foo a\t=\tb", "Foo{a=b}", "!6"},
    {"Foo a=b=", "!7", "!7"},
    {"Foo a==b", "!7", "!7"},
    {"Foo a==\"b\"", "!7", "!7"},
    {"Foo =", "!4", "!4"},
    {"Foo =a", "!4", "!4"},
    {"Foo a= , b", "Foo token68 a=; b", "Foo token68 a=; b"},
    {"Foo a= , b=c", "!10", "!10"},
    {"Foo a=, b=c", "!9", "!9"},
    {"Foo a=, b c=d", "Foo token68 a=; b{c=d}", "Foo token68 a=; b{c=d}"},
    {"Foo a/b=", "Foo token68 a/b=", "Foo token68 a/b="},
    {"Foo a/b=c", "!8", "!8"},
    {"Foo a=b/c", "!7", "!7"},
    {"Foo a=b:c", "!7", "!7"},
    {"Foo a!b", "!7", "!7"},
    {"Foo !", "!5", "!5"},
    {"Foo a:b", "!5", "!5"},
    {"Foo a b", "!6", "!6"},
    {"Foo a/b c", "!8", "!8"},
    {"Basic abc/def=x", "!14", "!14"},
    {"Basic QWxhZGRp=OnBh", "Basic{QWxhZGRp=OnBh}", "Basic{QWxhZGRp=OnBh}"},
    {"Basic realm", "Basic token68 realm", "Basic token68 realm"},
    {"Basic realm=", "Basic token68 realm=", "Basic token68 realm="},
    {"Foo realm==", "Foo token68 realm==", "Foo token68 realm=="},
    {"Foo realm=x", "Foo{realm=x}", "!10"},
    {"Foo ReAlM=x", "Foo{ReAlM=x}", "!10"},
    {"Foo real=x", "Foo{real=x}", "Foo{real=x}"},
    {"Foo realms=x", "Foo{realms=x}", "Foo{realms=x}"},
    {"Foo realm=\"x\"", "Foo{realm=\"x\"}", "Foo{realm=\"x\"}"},
    {"Foo a=b, realm=x", "Foo{a=b, realm=x}", "!15"},
    {"Basic realm=\"a\" QWxh", "!16", "!16"},
    {"Basic QWxh realm=\"a\"", "!11", "!11"},
    {"Foo\ta=b", "!4", "!4"},
    {"Foo \ta=b", "!5", "!5"},
    {"Foo  abc", "Foo token68 abc", "Foo token68 abc"},
    {"Foo a=\"b\"c", "!9", "!9"},
    {"Foo a=\"b\" c", "!10", "!10"},
    {"Foo a=\"b\"\"c\"", "!9", "!9"},
    {"Foo a=\"b\\\"", "!10", "!10"},
    {"Foo a=\"\\a\\b\\\\\"", "Foo{a=\"ab\\\"}", "Foo{a=\"ab\\\"}"},
    {"Foo a=\"\"", "Foo{a=\"\"}", "Foo{a=\"\"}"},
    {"Foo a=\"\x80\\\xFF\t\"", "Foo{a=\"\x80\xFF\t\"}", "Foo{a=\"\x80\xFF\t\"}"},
    {"Foo a=\"\\\x7F\"", "!8", "!8"},
    {"Foo a='b'", "Foo{a='b'}", "Foo{a='b'}"},
    {"Foo a='b c'", "!9", "!9"},
    {"\"Foo\" a=b", "!0", "!0"},
    {"Foo \"a\"=b", "!4", "!4"},
    {"Foo a=b; c=d", "!7", "!7"},
    {"Foo a=b\r\n c=d", "!7", "!7"},
    // Several lines of ambiguities, joined.
    {"Foo a=\"b, c\"", "Foo{a=\"b, c\"}", "Foo{a=\"b, c\"}"},
    {"Foo a=\"b, Bar c=\"d\"", "!17", "!17"},
    {"Foo a=b, =x, Bar", "!9", "!9"},
    {"Foo a=b,, ,Bar", "Foo{a=b}; Bar", "!8"},
    // RFC 9110 section 11.6.1, RFC 7616 section 3.9.1, RFC 7804 section 5, RFC 4559 section 5.
    {"Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
     "Basic{realm=\"simple\"}; Newauth{realm=\"apps\", type=1, title=\"Login to \"apps\"\"}",
     "Basic{realm=\"simple\"}; Newauth{realm=\"apps\", type=1, title=\"Login to \"apps\"\"}"},
    {"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256",
     "Digest{realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256}",
     "Digest{realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256}"},
    {"Negotiate", "Negotiate", "Negotiate"},
    {"Negotiate a87421000492aa874209af8bc028", "Negotiate token68 a87421000492aa874209af8bc028",
     "Negotiate token68 a87421000492aa874209af8bc028"},
};

constexpr row credentials_rows[] = {
    {"", "!0", "!0"},
    {"Foo", "Foo", "Foo"},
    {"Foo,", "!3", "!3"},
    {"Foo ,", "Foo", "!4"},
    {"Foo a=b,", "Foo{a=b}", "!8"},
    {"Foo a=b, c", "!10", "!10"},
    {"Foo a=, b", "!6", "!6"},
    {"Foo a= , b=c", "!7", "!6"},
    {"Foo a/b c", "!7", "!7"},
    {"Foo a =b", "Foo{a=b}", "!5"},
    {"Basic x, Basic y", "!7", "!7"},
    {"Digest a=b, c=d", "Digest{a=b, c=d}", "Digest{a=b, c=d}"},
    {"basic aGVsbG86d29ybGQ=", "basic token68 aGVsbG86d29ybGQ=", "basic token68 aGVsbG86d29ybGQ="},
};

constexpr row auth_info_rows[] = {
    {"", "", ""},
    {",", "", "!0"},
    {"a=b", "{a=b}", "{a=b}"},
    {"a", "!1", "!1"},
    {"a=", "!2", "!2"},
    {"a==", "!2", "!2"},
    {"a =\tb", "{a=b}", "!1"},
    {"realm=x", "{realm=x}", "!6"},
    {"a=b, realm=\"x\"", "{a=b, realm=\"x\"}", "{a=b, realm=\"x\"}"},
    {",a=b ,, c=d,", "{a=b, c=d}", "!0"},
    {"qop=auth, cnonce=\"c\", nc=00000001", "{qop=auth, cnonce=\"c\", nc=00000001}",
     "{qop=auth, cnonce=\"c\", nc=00000001}"},
};

TEST(Oracle, GivesTheKnownVerdicts) {
  const auto check = [](field f, const auto& rows) {
    for (const row& each : rows) {
      EXPECT_EQ(outcome(recipient_of(f), each.value), each.recipient) << printable(each.value);
      EXPECT_EQ(outcome(sender_of(f), each.value), each.sender) << printable(each.value);
    }
  };
  check(field::challenges, challenges_rows);
  check(field::credentials, credentials_rows);
  check(field::auth_info, auth_info_rows);
}

TEST(Oracle, KeepsTheFormAndThePlaceOfEachElement) {
  const result all = recipient_of(field::challenges).parse("X,Foo  a = \"b\\\"\" , Bar q=");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].offset, 2U);
  EXPECT_EQ(all[1].params[0], (parameter{"a", "b\"", "b\\\"", true, true, 7}));
  EXPECT_EQ(all[2].offset, 19U);
  EXPECT_EQ(all[2].token68, "q=");
  EXPECT_EQ(all[2].token68_offset, 23U);
}

TEST(Oracle, ReadsFromAPrefixWhatEveryCompletionHas) {
  const reference& of = recipient_of(field::challenges);
  EXPECT_EQ(brief(of.parse_prefix("Foo a=b, c=d ")), "Foo{a=b, c=d}");
  EXPECT_EQ(brief(of.parse_prefix("Foo a=b, c=d, e")), "Foo{a=b, c=d}");
  EXPECT_EQ(brief(of.parse_prefix("Foo a=b, c=")), "Foo{a=b}");
  EXPECT_EQ(brief(of.parse_prefix("Foo a=b, c=\"d")), "Foo{a=b}");
  EXPECT_EQ(brief(of.parse_prefix("Foo a=b, c=\"\"")), "Foo{a=b, c=\"\"}");
  EXPECT_EQ(brief(of.parse_prefix("Foo a")), "Foo");
  EXPECT_EQ(brief(of.parse_prefix("Fo")), "");
}

TEST(Oracle, TrimsAndCombinesLines) {
  EXPECT_EQ(trimmed(" \t a b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(combined({}), "");
  EXPECT_EQ(combined({"", "Foo "}), ", Foo");
  EXPECT_EQ(combined({" Foo ", "\ta=b", ""}), "Foo, a=b, ");
}

}  // namespace
}  // namespace oracle
