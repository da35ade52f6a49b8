#include <optional>
#include <string>
#include <vector>

#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/basic.hpp"
#include "conformance/schemes/values/ext_value.hpp"
#include "conformance/schemes/values/hoba.hpp"
#include "conformance/schemes/values/jwt.hpp"
#include "conformance/schemes/values/lists.hpp"
#include "conformance/schemes/values/scram.hpp"
#include "gtest/gtest.h"

namespace gauntlet::schemes {
namespace {

TEST(Base64, IsThatOfRfc4648) {
  const std::pair<std::string, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [octets, text] : vectors) {
    EXPECT_EQ(decode_base64(text, alphabet::standard), octets);
    EXPECT_EQ(encode_base64(octets, alphabet::standard), text);
  }
  EXPECT_EQ(decode_base64("-_-_", alphabet::url), "\xFB\xFF\xBF");
  EXPECT_EQ(encode_base64("\xFB\xFF\xBF", alphabet::url), "-_-_");
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zm9v====", "=", "====", "Z m9v", "Zm9v\n",
                           "Zg==Zg==", "-_-_", "Zm9\xE9"})
    EXPECT_FALSE(decode_base64(text, alphabet::standard)) << text;
  EXPECT_FALSE(decode_base64("+/+/", alphabet::url));
}

TEST(Base64, OfAUrlMayLackItsPadding) {
  EXPECT_EQ(decode_base64url("Zg"), "f");
  EXPECT_EQ(decode_base64url("Zg=="), "f");
  EXPECT_EQ(decode_base64url(""), "");
  for (const char* text : {"Z", "Zg=", "Zm9vZ", "Zm9v=", "Z+"})
    EXPECT_FALSE(decode_base64url(text)) << text;
}

TEST(Basic, IsDividedByTheFirstColon) {
  const auto pair = [](std::string user, std::string password) {
    return user_pass{std::move(user), std::move(password)};
  };
  EXPECT_EQ(read_user_pass("QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), pair("Aladdin", "open sesame"));
  // A report had split(":"), which makes four parts of it.
  EXPECT_EQ(read_user_pass("cGstbGY6c2s6bGY6MTIz"), pair("pk-lf", "sk:lf:123"));
  EXPECT_EQ(read_user_pass("Og=="), pair("", ""));
  EXPECT_EQ(read_user_pass("dTo="), pair("u", ""));
  EXPECT_EQ(read_user_pass("dGVzdDoxMjPCow=="), pair("test", "123\xC2\xA3"));
  for (const char* text : {"", "dQ==", "dTpwAA==", "dTpwCg==", "dX86cA==", "dTpw=", "realm"})
    EXPECT_FALSE(read_user_pass(text)) << text;
}

TEST(Basic, HasACharset) {
  EXPECT_EQ(charset_of("open sesame"), charset::ascii);
  EXPECT_EQ(charset_of("123\xC2\xA3"), charset::utf_8);
  EXPECT_EQ(charset_of("123\xA3"), charset::latin_1);
  EXPECT_EQ(charset_of("\xC0\xAF"), charset::latin_1);      // too long a form
  EXPECT_EQ(charset_of("\xED\xA0\x80"), charset::latin_1);  // a surrogate
}

TEST(ExtValue, IsThatOfRfc8187) {
  const std::optional<ext_value> read = read_ext_value("UTF-8'en'%c2%a3%20and%20%e2%82%ac%20rates");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->charset, "UTF-8");
  EXPECT_EQ(read->language, "en");
  EXPECT_EQ(read->octets, "\xC2\xA3 and \xE2\x82\xAC rates");
  EXPECT_EQ(read_ext_value("iso-8859-1''%A3")->octets, "\xA3");
  EXPECT_EQ(read_ext_value("UTF-8''")->octets, "");
  for (const char* text : {"", "UTF-8", "UTF-8'", "''a", "UTF-8''%", "UTF-8''%4", "UTF-8''%4g",
                           "UTF-8''a b", "UTF-8''a'b", "UTF-8'e_n'a", "UTF 8''a"})
    EXPECT_FALSE(read_ext_value(text)) << text;
}

TEST(Hoba, ResultIsDividedAndSigned) {
  // RFC 7486, appendix B, with the signature cut short.
  const std::optional<hoba_result> read = read_hoba_result(
      "vesscamS2Kze4FFOg3e2UyCJPhuQ6_3_gzN-k_L6t3w.pUE77w0LylHypHKhBqAiQHuGC751GiOVv4/7pSlo9jc=."
      "Pm3yUW-sW5Q.VD-0LGVBVEVj");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kid, "vesscamS2Kze4FFOg3e2UyCJPhuQ6_3_gzN-k_L6t3w");
  EXPECT_EQ(read->challenge, "pUE77w0LylHypHKhBqAiQHuGC751GiOVv4/7pSlo9jc=");
  EXPECT_EQ(read->nonce, "Pm3yUW-sW5Q");
  EXPECT_EQ(read->signature, "VD-0LGVBVEVj");
  for (const char* text : {"", "a.b.c", "a.b.c.d.e", "a..c.d", "a.b.c."})
    EXPECT_FALSE(read_hoba_result(text)) << text;

  const hoba_tbs tbs{read->nonce, "0", "https://example.com:443", "", read->kid, read->challenge};
  const std::string octets = to_octets(tbs);
  EXPECT_EQ(octets,
            "11:Pm3yUW-sW5Q1:023:https://example.com:4430:"
            "43:vesscamS2Kze4FFOg3e2UyCJPhuQ6_3_gzN-k_L6t3w"
            "44:pUE77w0LylHypHKhBqAiQHuGC751GiOVv4/7pSlo9jc=");
  EXPECT_EQ(read_hoba_tbs(octets), tbs);
  for (std::size_t size = 0; size < octets.size(); ++size)
    EXPECT_FALSE(read_hoba_tbs(octets.substr(0, size))) << size;
  EXPECT_FALSE(read_hoba_tbs(octets + "0"));
  EXPECT_FALSE(read_hoba_tbs("99999999999999999999:a"));
  EXPECT_FALSE(read_hoba_tbs("-1:a"));
}

TEST(Scram, MessagesOfRfc7804AreRead) {
  const std::optional<scram_message> first =
      read_scram_data("biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8K");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->gs2_header, "n,,");
  EXPECT_EQ(*first->find('n'), "user");
  // The example was made by a program that wrote a line: its end is in the Base64, too.
  EXPECT_EQ(*first->find('r'), "rOprNGfwEbeRWgbNEkqO\n");

  const std::optional<scram_message> server = read_scram_data(
      "cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRixzPVcyMlphSjBTTlk3c29Fc1"
      "VFamI2Z1E9PSxpPTQwOTYK");
  ASSERT_TRUE(server);
  EXPECT_EQ(server->gs2_header, "");
  EXPECT_EQ(*server->find('r'), "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF");
  EXPECT_EQ(*server->find('s'), "W22ZaJ0SNY7soEsUEjb6gQ==");
  EXPECT_EQ(*server->find('i'), "4096\n");
  EXPECT_EQ(server->find('v'), nullptr);

  const std::optional<scram_message> last =
      read_scram_data("dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQo=");
  ASSERT_TRUE(last);
  EXPECT_EQ(*last->find('v'), "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=\n");
}

TEST(Scram, NamesAreEscaped) {
  EXPECT_EQ(*read_scram_message("p=tls-unique,,n=a=2Cb=3Dc,r=x")->find('n'), "a,b=c");
  EXPECT_EQ(read_scram_message("y,a=zed,n=u,r=x")->gs2_header, "y,a=zed,");
  EXPECT_EQ(*read_scram_message("c=biws,r=x,p=dHzb")->find('p'), "dHzb");
  EXPECT_EQ(*read_scram_message("e=invalid-proof")->find('e'), "invalid-proof");
  for (const char* text : {"", "n", "n,,", "n,,n=a=2", "n,,n=a=2D", "1=a", "ab=c", "r=x,,s=y"})
    EXPECT_FALSE(read_scram_message(text)) << text;
  EXPECT_FALSE(read_scram_data("cj1m-_=="));
}

TEST(Lists, AreDivided) {
  using list = std::vector<std::string_view>;
  EXPECT_EQ(split_list(" auth ,,\tauth-int"), (list{"auth", "auth-int"}));
  EXPECT_EQ(split_list(" , "), list{});
  EXPECT_EQ(split_words(" openid  profile"), (list{"openid", "profile"}));
  EXPECT_EQ(split("a..b", '.'), (list{"a", "", "b"}));
  EXPECT_EQ(split("", '.'), list{""});
}

TEST(Instants, AreThoseOfIso8601) {
  EXPECT_EQ(read_instant("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(read_instant("2026-11-30T03:25:58Z"), 1796009158);
  EXPECT_EQ(read_instant("2026-11-30T04:25:58.75+01:00"), 1796009158);
  EXPECT_EQ(read_instant("20261130T032558Z"), 1796009158);
  EXPECT_EQ(read_instant("2028-02-29T00:00:00Z"), 1835395200);
  for (const char* text :
       {"", "2026-11-30", "2026-11-30T03:25:58", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "20261130T032558", "2026-11-30T03:25:58Z ", " 2026-11-30T03:25:58Z",
        "2026-11-30T03:25:58Zx", "2026-11-30T03:25:58Z\n", "infinite-future",
        "12026-11-30T03:25:58Z", "20261130T032558Zx"})
    EXPECT_FALSE(read_instant(text)) << text;
}

TEST(Jwt, IsRecognised) {
  const std::string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
  EXPECT_TRUE(looks_like_jwt(jwt));
  EXPECT_TRUE(is_jwt(jwt));
  EXPECT_TRUE(looks_like_jwt("eyJhbGciOiJub25lIn0.e30."));
  EXPECT_FALSE(is_jwt("eyJhbGciOiJub25lIn0.e30."));
  for (const char* text :
       {"", "..", "a.b.c", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9.e30", "e30.e30.c2ln",
        "eyJhbGciOiJIUzI1NiJ9.e30.c2ln.x", "W10.e30.c2ln", "eyJhbGciOiJIUzI1NiJ9.e3+0.c2ln"})
    EXPECT_FALSE(looks_like_jwt(text)) << text;
}

}  // namespace
}  // namespace gauntlet::schemes
