// RFC 9110 section 11 as expressions, each rule under its own name and in the order of its ABNF.
#ifndef GAUNTLET_PARSER_TEST_ORACLE_RULES_HPP_
#define GAUNTLET_PARSER_TEST_ORACLE_RULES_HPP_

#include "expression.hpp"

namespace oracle {

// What the four readings of the grammar differ in. `appendix_a` is RFC 9110 Appendix A as printed.
struct dialect {
  bool empty_elements;      // list form of 5.6.1.2, else of 5.6.1.1
  bool bad_whitespace;      // BWS = OWS, else nothing (5.6.3)
  bool realm_may_be_token;  // auth-param as in 11.2, else realm = quoted-string only (11.5)
};
inline constexpr dialect recipient{true, true, true};
inline constexpr dialect sender{false, false, false};
inline constexpr dialect appendix_a{false, true, true};

// RFC 5234 Appendix B.1
inline const octet_set ALPHA = octets(0x41, 0x5A) | octets(0x61, 0x7A);
inline const octet_set DIGIT = octets(0x30, 0x39);
inline const octet_set DQUOTE = octets(0x22, 0x22);
inline const octet_set HTAB = octets(0x09, 0x09);
inline const octet_set SP = octets(0x20, 0x20);
inline const octet_set VCHAR = octets(0x21, 0x7E);

// RFC 9110 sections 5.5 and 5.6.2 to 5.6.4
inline const octet_set obs_text = octets(0x80, 0xFF);
inline const octet_set tchar = one_of("!#$%&'*+-.^_`|~") | DIGIT | ALPHA;
inline const octet_set qdtext =
    HTAB | SP | octets(0x21, 0x21) | octets(0x23, 0x5B) | octets(0x5D, 0x7E) | obs_text;
inline const octet_set quotable = HTAB | SP | VCHAR | obs_text;

struct rules {
  explicit rules(dialect d) : form(d) {}
  dialect form;

  expression token() const { return +of(tchar); }
  expression OWS() const { return *of(SP | HTAB); }
  expression BWS() const { return form.bad_whitespace ? OWS() : nothing(); }
  expression quoted_pair() const {
    return as(role::escape, of(one_of("\\"))) >> as(role::value, of(quotable));
  }
  expression quoted_string() const {
    const expression quote = as(role::quote, of(DQUOTE));
    return quote >> *(as(role::value, of(qdtext)) | quoted_pair()) >> quote;
  }

  // #element, RFC 9110 sections 5.6.1.2 and 5.6.1.1
  expression list(const expression& element) const {
    const expression comma = OWS() >> of(one_of(",")) >> OWS();
    if (form.empty_elements) return -element >> *(comma >> -element);
    return -(element >> *(comma >> element));
  }

  expression auth_scheme() const { return as(role::scheme, token()); }
  expression token68() const {
    return as(role::token68, +of(ALPHA | DIGIT | one_of("-._~+/")) >> *of(one_of("=")));
  }
  expression auth_param() const {
    const expression equals = BWS() >> of(one_of("=")) >> BWS();
    const expression any = as(role::value, token()) | quoted_string();
    if (form.realm_may_be_token) return as(role::name, token()) >> equals >> any;
    return (as(role::name, run_but(tchar, "realm")) >> equals >> any) |
           (as(role::name, literal("realm")) >> equals >> quoted_string());
  }
  expression challenge() const {
    return auth_scheme() >> -(+of(SP) >> (token68() | list(auth_param())));
  }
  expression credentials() const { return challenge(); }

  expression WWW_Authenticate() const { return list(challenge()); }
  expression Authorization() const { return credentials(); }
  expression Authentication_Info() const { return list(auth_param()); }
};

}  // namespace oracle

#endif  // GAUNTLET_PARSER_TEST_ORACLE_RULES_HPP_
