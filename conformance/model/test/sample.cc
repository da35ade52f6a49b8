#include "conformance/model/test/sample.hpp"

#include <sstream>
#include <stdexcept>
#include <utility>

#include "conformance/model/results_reader.hpp"
#include "conformance/model/results_writer.hpp"

namespace gauntlet::model::sample {
namespace {

const std::vector<std::pair<std::string, std::string>>& families() {
  static const std::vector<std::pair<std::string, std::string>> all = {
      {"auth-scheme", "Foo!bar realm=\"a\""},
      {"auth-param", "Basic realm = \"a\""},
      {"token68", "Negotiate YWJj=="},
      {"quoted-string", "Basic realm=\"a\\\"b\""},
      {"list", "Basic , realm=\"foo\""},
      {"whitespace", "Basic  realm=\"a\"\t,  Foo"},
      {"octets", "Basic realm=\"\x80\xff\""},
      {"combining-lines", "Foo a=b"},
      {"duplicates", "Foo a=1, a=2"},
      {"limits", ",,,,,,,,Foo"},
      {"smuggling", "Foo a=\"x, Bar b=\\\"y\""},
      {"truncation", "Foo a=\"x"},
      {"rfc-examples", "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\""},
      {"digest", "Digest realm=\"a\", qop=\"auth, auth-int\", nonce=\"abc\""},
      {"serialize", "Basic realm=\"a\""}};
  return all;
}

// A generator of its own: the standard library's distributions differ between implementations.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33) % n);
  }

 private:
  std::uint64_t state_;
};

run_header make_header() {
  run_header header;
  header.suite_version = "0.1.0";
  header.tool_version = "0.1.0";
  header.started = "2026-11-22T10:00:00Z";
  header.seed = 7;
  header.host = {{"os", "Debian GNU/Linux 12"}, {"cpu", "x86_64"}, {"cores", "2"}};
  header.options = R"({"again":["./gauntlet","run"],"jobs":2})";
  return header;
}

std::string quoted_got(const std::string& scheme, const std::string& value) {
  return R"({"outcome":"accept","challenges":[{"scheme":")" + scheme +
         R"(","token68":null,"params":[{"name":"realm","value":")" + value + R"("}]}]})";
}

}  // namespace

std::shared_ptr<const case_facts> make_case(const std::string& id, std::vector<std::string> lines,
                                            requirement_level level) {
  auto facts = std::make_shared<case_facts>();
  facts->id = id;
  facts->title = "what " + id + " is about";
  facts->operation = "challenges";
  facts->parse = "must-accept";
  facts->generate = "valid";
  facts->level = level;
  reference ref;
  ref.rfc = 9110;
  ref.section = "5.6.1.2";
  ref.level = level;
  facts->refs = {ref};
  facts->requirements = {"R23"};
  facts->flags = {"empty-element"};
  facts->offset = 14;
  facts->lines = std::move(lines);
  facts->expected =
      R"({"challenges":[{"scheme":"Basic","token68":null,"params":[{"name":"realm","value":"foo","quoted":true}]}]})";
  return facts;
}

row make_row(const std::string& implementation, std::shared_ptr<const case_facts> facts,
             verdict v) {
  row r;
  r.implementation = implementation;
  r.facts = std::move(facts);
  r.verdict = v;
  switch (v) {
    case verdict::alternative:
      r.alternative = "first";
      r.got = quoted_got("Basic", "first");
      break;
    case verdict::over_strict:
      r.got = R"({"outcome":"reject","error":"no such scheme"})";
      r.error = "no such scheme";
      break;
    case verdict::crash:
      r.error = "killed by signal 11 (SIGSEGV)";
      break;
    case verdict::hang:
      r.error = "no answer within 2 s";
      break;
    case verdict::smuggled:
    case verdict::wrong_result:
    case verdict::lenient:
      r.got = quoted_got("Bar", "x");
      break;
    case verdict::not_observable:
      r.lost = {"only_schemes"};
      break;
    case verdict::unsupported:
      r.error = "one field line only";
      break;
    default:
      break;
  }
  return r;
}

implementation_info make_implementation(const std::string& id, const std::string& language) {
  implementation_info info;
  info.id = id;
  info.name = id;
  info.version = "1.2.3";
  info.language = language;
  info.runtime = language + " runtime 4";
  info.homepage = "https://example.org/" + id;
  info.issues = "https://example.org/" + id + "/issues";
  info.license = "MIT";
  info.packaged_as = "lib" + id + " 1.2.3-4";
  info.observes = R"({"params":"map","quoted":false})";
  info.operations = {"challenges"};
  return info;
}

results settled(const results& r) {
  std::stringstream file;
  const absl::StatusOr<run_footer> footer = write_results(r, file);
  if (!footer.ok()) throw std::runtime_error(std::string(footer.status().message()));
  absl::StatusOr<results> read = read_results(file);
  if (!read.ok()) throw std::runtime_error(std::string(read.status().message()));
  return *std::move(read);
}

results small() {
  results r;
  r.header = make_header();
  implementation_info reference = make_implementation("reference", "C++");
  reference.is_reference = true;
  reference.packaged_as.clear();
  implementation_info absent = make_implementation("absent", "Java");
  absent.status = implementation_status::not_installed;
  absent.version.clear();
  absent.packaged_as.clear();
  absent.reason = "package libabsent-java is not installed";
  absent.install = "apt-get install libabsent-java";
  implementation_info broken = make_implementation("broken", "Ruby");
  broken.status = implementation_status::could_not_start;
  broken.reason = "exited with status 3: library not found";
  broken.install = "gem install broken";
  r.header.implementations = {reference, make_implementation("alpha", "Python"),
                              make_implementation("beta", "C"), absent, broken};

  const std::vector<std::pair<verdict, verdict>> verdicts = {
      {verdict::pass, verdict::smuggled},
      {verdict::over_strict, verdict::crash},
      {verdict::wrong_result, verdict::hang},
      {verdict::lenient, verdict::resource_limit},
      {verdict::alternative, verdict::control_octet},
      {verdict::not_observable, verdict::protocol_error},
      {verdict::pass, verdict::flaky},
      {verdict::unsupported, verdict::not_run},
      {verdict::over_strict, verdict::over_strict}};
  const std::vector<std::string> ids = {"list/a",    "list/b",   "token68/a",
                                        "token68/b", "octets/a", "octets/b",
                                        "octets/c",  "octets/d", "list/should"};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto facts =
        make_case(ids[i], {"Basic , realm=\"foo\""},
                  ids[i] == "list/should" ? requirement_level::should : requirement_level::must);
    r.rows.push_back(make_row("reference", facts, verdict::pass));
    r.rows.push_back(make_row("alpha", facts, verdicts[i].first));
    r.rows.push_back(make_row("beta", facts, verdicts[i].second));
  }
  for (row& one : r.rows) {
    if (one.implementation == "alpha" && one.facts->id == "list/b") {
      one.known = known_deviation{"over-strict", "refuses empty elements", "https://example.org/1"};
    }
    if (one.implementation == "beta" && one.facts->id == "octets/d") {  // left out
      one.known = known_deviation{"hang", "never comes back", ""};
    }
    if (one.implementation == "alpha" && one.facts->id == "token68/a") {
      one.offset_reported = 12;
      one.lost = {"order", "case"};
    }
  }
  r.footer.ended = "2026-11-22T10:00:02Z";
  return settled(r);
}

results hostile() {
  std::string every_octet;
  for (int c = 0; c < 256; ++c) every_octet += static_cast<char>(c);
  const std::string text =
      "<script>alert('x')</script> & \"q\" ]]> --> | `code` [a](b) *b* # TODO \\ {{{mustache}}} "
      "\x01\x1b[31m\r\n\t\x7f \xc3\xa9\xe2\x82\xac \xff";
  results r = small();
  for (implementation_info& info : r.header.implementations) {
    info.name += text;
    info.version += text;
    info.language += text;
    info.runtime += text;
    info.homepage = "javascript:alert(1)//" + text;
    info.license += text;
    info.packaged_as += text;
    if (info.status != implementation_status::ran) info.reason += text;
    if (info.status != implementation_status::ran) info.install += text;
  }
  r.header.host = {{"os" + text, text}};
  std::size_t n = 0;
  for (row& one : r.rows) {
    auto facts = std::make_shared<case_facts>(*one.facts);
    facts->title = text + std::to_string(n % 3);
    facts->title = text;
    facts->note = text;
    facts->refs[0].rfc = 0;
    facts->refs[0].doc = text;
    facts->refs[0].section = text;
    facts->flags = {text};
    facts->lines = {every_octet, text, std::string(5000, 'a') + "<b>", "", " "};
    one.facts = std::move(facts);
    one.error = text;
    one.lost = {text};
    if (one.known) one.known->reason = text;
    if (one.known) one.known->link = "javascript:alert(1)";
    if (one.verdict == verdict::alternative) one.alternative = text;
    if (!one.got.empty()) {
      one.got =
          R"({"outcome":"accept","challenges":[{"scheme":"<b>\u0000\u00ff]]>","token68":null,"params":)"
          R"([{"name":"|`#\\","value":"\u0001\r\n<script>\"</script>"}]}],"extra":[1,{"<":">"}]})";
    }
    ++n;
  }
  return settled(r);
}

results large(std::size_t implementations, std::size_t cases) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"gauntlet", "C++"},
      {"urllib-digest", "Python"},
      {"werkzeug", "Python"},
      {"http-headers-auth", "Perl"},
      {"www-authenticate", "JavaScript"},
      {"okhttp", "Java"},
      {"httpclient", "Java"},
      {"poco", "C++"},
      {"httplib2", "Python"},
      {"go-http-auth", "Go"},
      {"libsoup", "C"},
      {"webob", "Python"},
      {"requests", "Python"},
      {"httpx", "Python"},
      {"aiohttp", "Python"},
      {"auth-header", "JavaScript"},
      {"net-http", "Ruby"},
      {"serf", "C"},
      {"neon", "C"},
      {"guile-web", "Scheme"}};
  results r;
  r.header = make_header();
  for (std::size_t i = 0; i < implementations; ++i) {
    const auto& [id, language] = names[i % names.size()];
    implementation_info info =
        make_implementation(i < names.size() ? id : id + std::to_string(i), language);
    info.is_reference = i == 0;
    if (i == 0) info.packaged_as.clear();
    r.header.implementations.push_back(std::move(info));
  }
  for (const char* absent : {"libhttp-auth", "curl-live"}) {
    implementation_info info = make_implementation(absent, "C");
    info.status = implementation_status::not_installed;
    info.version.clear();
    info.reason = "not installed";
    info.install = std::string("apt-get install ") + absent;
    r.header.implementations.push_back(std::move(info));
  }
  random_source random(42);
  const auto& kinds = families();
  for (std::size_t c = 0; c < cases; ++c) {
    const auto& [family, line] = kinds[c % kinds.size()];
    auto facts = std::make_shared<case_facts>(
        *make_case(family + "/" + (c % 2 == 0 ? "accepts-the-" : "keeps-the-") + "shape-number-" +
                       std::to_string(c / kinds.size()),
                   {line}, c % 5 == 3 ? requirement_level::should : requirement_level::must));
    facts->title = "the " + family + " keeps its shape when written in way " + std::to_string(c);
    if (family == "combining-lines") facts->lines.push_back("c=d");
    const bool may_accept = family == "truncation" || c % 7 == 6;
    if (may_accept) {
      facts->parse = "may-accept";
      facts->expected = R"({"outcome":"reject"})";
    }
    if (family == "duplicates") {
      facts->parse = "implementation-defined";
      facts->expected =
          R"({"alternatives":[{"name":"first","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"1"}]}]}},{"name":"last","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"2"}]}]}},{"name":"reject"}]})";
    }
    const std::size_t hardness = random.below(100);
    for (std::size_t i = 0; i < implementations; ++i) {
      // Two implementations share a library and so behave alike: one cluster.
      const std::size_t kind = i == 6 ? 5 : i;
      random_source own(c * 1000 + kind * 17 + 5);
      own.below(2);
      verdict v = verdict::pass;
      if (kind != 0) {
        const std::size_t weakness = 5 + (kind * 37) % 60;
        const bool weak = own.below(100) < weakness && hardness < 70;
        if ((kind == 1 || kind == 12) && family != "digest" && family != "auth-param" &&
            family != "quoted-string") {
          v = verdict::not_observable;
        } else if (family == "serialize") {
          v = verdict::unsupported;
        } else if (may_accept) {
          v = weak ? verdict::lenient : verdict::pass;
        } else if (family == "duplicates") {
          v = verdict::alternative;
        } else if (weak && family == "smuggling" && kind % 4 == 2) {
          v = verdict::smuggled;
        } else if (weak && kind == 9 && own.below(12) == 0) {
          v = verdict::crash;
        } else if (weak) {
          v = own.below(2) == 0 ? verdict::over_strict : verdict::wrong_result;
        }
      } else if (family == "duplicates") {
        v = verdict::alternative;
      }
      row one = make_row(r.header.implementations[i].id, facts, v);
      if (v == verdict::alternative) one.alternative = kind % 3 == 0 ? "first" : "last";
      if (kind > 2 && v == verdict::pass && own.below(3) == 0) one.lost = {"order"};
      r.rows.push_back(std::move(one));
    }
  }
  r.footer.ended = "2026-11-22T10:00:09Z";
  return settled(r);
}

}  // namespace gauntlet::model::sample
