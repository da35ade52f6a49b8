#include "conformance/schemes/values/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace gauntlet::schemes {
namespace {

digest_input input_of(const std::string& credentials, const char* password, const char* method) {
  const reading of = read(model::operation::credentials, credentials);
  EXPECT_TRUE(of.status) << credentials;
  std::optional<digest_input> in = digest_input_of(of.challenges.at(0));
  EXPECT_TRUE(in) << credentials;
  if (!in) return {};
  in->password = password;
  in->method = method;
  return *std::move(in);
}

std::string response_in(const std::string& credentials) {
  const std::size_t begin = credentials.find("response=\"") + 10;
  return credentials.substr(begin, credentials.find('"', begin) - begin);
}

const std::string of_rfc_7616 =
    "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
    "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", ";

// Each example of an RFC whose password is known.
TEST(Digest, RespondsAsTheExamplesDo) {
  struct row {
    std::string credentials;
    const char* password;
    const char* method;
  };
  const row rows[] = {
      {of_rfc_7616 + "algorithm=MD5, response=\"8ca523f5e9506fed4657c9700eebdbec\"",
       "Circle of Life", "GET"},
      {of_rfc_7616 +
           "algorithm=SHA-256, "
           "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"",
       "Circle of Life", "GET"},
      // RFC 2617, section 3.5
      {"Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
       "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", qop=auth, "
       "nc=00000001, cnonce=\"0a4f113b\", response=\"6629fae49393a05397450978507c4ef1\"",
       "Circle Of Life", "GET"},
      // RFC 5090, section 6, both, without what is wrong in print.
      {"Digest algorithm=MD5, qop=auth, nonce=\"a3086ac8\", nc=\"00000001\", cnonce=\"56593a80\", "
       "realm=\"example.com\", response=\"a4fac45c27a30f4f244c54a2e99fa117\", "
       "uri=\"/index.html\", username=\"12345678\"",
       "secret", "GET"},
      {"Digest nonce=\"3bada1a0\", realm=\"example.com\", "
       "response=\"756933f735fcd93f90a4bbdd5467f263\", uri=\"sip:97226491335@example.com\", "
       "username=\"12345678\", qop=auth, algorithm=MD5, cnonce=\"56593a80\", nc=\"00000001\"",
       "secret", "INVITE"},
  };
  for (const row& r : rows)
    EXPECT_EQ(digest_response(input_of(r.credentials, r.password, r.method)),
              response_in(r.credentials));
}

// RFC 2069, section 2.4 prints a response that is wrong; an erratum has this one.
TEST(Digest, OfRfc2069HasNoQop) {
  const digest_input in = input_of(
      "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
      "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
      "response=\"e966c932a9242554e42c8ee200cec7f6\"",
      "CircleOfLife", "GET");
  EXPECT_EQ(digest_response(in), "1949323746fe6a43ef61f9606e7febea");
}

std::string sha_512_cut(const std::string& octets) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(octets.data(), octets.size(), digest.data(), nullptr, EVP_sha512(), nullptr);
  std::string text;
  for (std::size_t i = 0; i < 32; ++i) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned>(digest[i]));
    text += pair;
  }
  return text;
}

// RFC 7616, section 3.9.2 prints SHA-512 cut to 256 bits, and says SHA-512/256, which begins with
// another state (FIPS 180-4, section 5.3.6).
TEST(Digest, OfRfc7616Section392IsAnotherAlgorithmThanItSays) {
  const std::string credentials =
      "Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=\"api@example.org\", "
      "uri=\"/doe.json\", algorithm=SHA-512-256, "
      "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", nc=00000001, "
      "cnonce=\"NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v\", qop=auth, "
      "response=\"ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd\", "
      "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", userhash=false";
  const digest_input in = input_of(credentials, "Secret, or not?", "GET");
  EXPECT_EQ(in.username, "J\xC3\xA4s\xC3\xB8n Doe");
  EXPECT_EQ(digest_response(in),
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
  EXPECT_EQ(digest_userhash(in),
            "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");

  const std::string ha1 = sha_512_cut(in.username + ":" + in.realm + ":" + in.password);
  const std::string ha2 = sha_512_cut("GET:" + in.uri);
  EXPECT_EQ(sha_512_cut(ha1 + ":" + in.nonce + ":" + in.nc + ":" + in.cnonce + ":auth:" + ha2),
            response_in(credentials));
  EXPECT_EQ(sha_512_cut(in.username + ":" + in.realm),
            "488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec");
}

// The parts put together by hand (RFC 7616, sections 3.4.2 and 3.4.3).
TEST(Digest, HasSessionsAndBodies) {
  digest_input in;
  in.algorithm = *read_digest_algorithm("md5-SESS");
  EXPECT_EQ(in.algorithm, (digest_algorithm{hash::md5, true}));
  in.username = "u";
  in.realm = "r";
  in.password = "p";
  in.nonce = "n";
  in.cnonce = "c";
  in.nc = "00000001";
  in.qop = "auth-int";
  in.method = "POST";
  in.uri = "/";
  in.body = "hello";
  const auto h = [](const std::string& octets) { return *hex_digest(hash::md5, octets); };
  const std::string ha1 = h(h("u:r:p") + ":n:c");
  EXPECT_EQ(digest_response(in), h(ha1 + ":n:00000001:c:auth-int:" + h("POST:/:" + h("hello"))));
  EXPECT_EQ(digest_rspauth(in), h(ha1 + ":n:00000001:c:auth-int:" + h(":/:" + h("hello"))));
  in.qop = "auth";
  EXPECT_EQ(digest_rspauth(in), h(ha1 + ":n:00000001:c:auth:" + h(":/")));
  in.algorithm.is_session = false;
  EXPECT_EQ(digest_response(in), h(h("u:r:p") + ":n:00000001:c:auth:" + h("POST:/")));
}

TEST(Digest, SaysHowTheHashesAre) {
  EXPECT_EQ(hex_digest(hash::md5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex_digest(hash::sha_256, "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_digest(hash::sha_512_256, "abc"),
            "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
  EXPECT_FALSE(read_digest_algorithm("AKAv1-MD5"));
}

TEST(Digest, NeedsWhatItIsComputedFrom) {
  const auto input = [](const char* credentials) {
    return digest_input_of(read(model::operation::credentials, credentials).challenges.at(0));
  };
  EXPECT_FALSE(input("Digest username=u, realm=r, nonce=n"));
  EXPECT_FALSE(input("Digest username=u, realm=r, nonce=n, uri=x, qop=auth, cnonce=c"));
  EXPECT_FALSE(input("Digest realm=r, nonce=n, uri=x"));
  EXPECT_FALSE(input("Digest username*=u, realm=r, nonce=n, uri=x"));
  EXPECT_FALSE(input("Digest username=u, realm=r, nonce=n, uri=x, algorithm=SHA-999"));
  // The hash of a name is no name.
  EXPECT_EQ(input("Digest username=abc, userhash=TRUE, realm=r, nonce=n, uri=x")->username, "");
}

}  // namespace
}  // namespace gauntlet::schemes
