// Field values that between them use every feature of the grammar: what mutation, truncation,
// splitting and the memory tests start from. Each is read by all operations and both grammars,
// whether valid there or not.
#ifndef GAUNTLET_PARSER_TEST_PROPERTIES_TEMPLATES_HPP_
#define GAUNTLET_PARSER_TEST_PROPERTIES_TEMPLATES_HPP_

#include <string_view>

namespace gauntlet::test {

inline constexpr std::string_view templates[] = {
    // Schemes alone, empty lists, empty elements.
    "Foo",
    "Negotiate, NTLM",
    ",, Foo ,\t,Bar,",
    "Foo , Bar",
    "Foo ,, a=b ,,c=d, ,",
    // token68.
    "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "Foo  a-._~+/9= , Bar x/y, Baz c==",
    "Foo realm, Bar realm=",
    "Foo realm==",
    // token values, every tchar, single quotes.
    "Foo a=b",
    "!#$%&'*+-.^_`|~ !#$%&'*+-.^_`|~=!#$%&'*+-.^_`|~0Az",
    "Foo a='b', c=UTF-8''%e2%82%ac, Bar d=e",
    // quoted-string: empty, qdtext with delimiters, HTAB and obs-text, quoted-pairs.
    "Foo a=\"\",b=\"\\\"\"",
    "Foo a=\"b, c=d\\\\\", Bar e=\"\t\x80\\\xFF\\ \\\t(;)\\a\"",
    // BWS and OWS.
    "Foo a = b ,\tc\t=\t\"d\" , e= f, g =h",
    "Foo   a =\"b\"  ,  Bar",
    // realm, in any case, as a token and as a quoted-string, its parts and what only begins so.
    "Foo realm=\"x\", REALM=y, Bar ReAlM=\"\"",
    "Foo real=x, realms=y, ream=z, realn=z, realm=\"w\"",
    "Foo a=b, realm = \"x\", r=e, re=a, rea=l",
    // From RFC 9110 section 11.6.1, RFC 7616 section 3.9.1, RFC 7615 section 3.
    "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
    "Digest username=\"Mufasa\", uri=\"/dir/index.html\", algorithm=MD5, nc=00000001, qop=auth",
    "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
    "stale=FALSE",
    // auth-info.
    "a=b",
    ",a=b ,, realm=\"c\", d = e,",
    "nextnonce=\"\", rspauth=\"6629fae4\", cnonce=\"\\\"x\", nc=00000001",
};

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_PROPERTIES_TEMPLATES_HPP_
