// The examples of the RFCs, and a few that vendors publish, each read at compile time. Some of them
// are not valid by the grammar of RFC 9110; these are here too. Line breaks of the printed text are
// taken out as RFC 9112 section 5.2 has it.
#include "reading.hpp"

namespace gauntlet::test {
namespace {

// RFC 9110 section 9.3.6
static_assert(reads("basic aGVsbG86d29ybGQ=", operation::credentials,
                    {scheme("basic"), token68("aGVsbG86d29ybGQ=")}));
// RFC 9110 section 11.6.1
static_assert(
    reads(R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")",
          operation::challenges,
          {scheme("Basic"), param("realm", "simple"), scheme("Newauth"), param("realm", "apps"),
           param("type", "1"), param("title", R"(Login to "apps")")}));
// RFC 7235 section 4.1
static_assert(
    reads(R"(Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple")",
          operation::challenges,
          {scheme("Newauth"), param("realm", "apps"), param("type", "1"),
           param("title", R"(Login to "apps")"), scheme("Basic"), param("realm", "simple")}));
// RFC 7616 section 3.9.1
static_assert(reads(
    R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")",
    operation::challenges,
    {scheme("Digest"), param("realm", "http-auth@example.org"), param("qop", "auth, auth-int"),
     param("algorithm", "SHA-256"), param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
     param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")}));
// RFC 7616 section 3.9.1
static_assert(reads(
    R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")",
    operation::challenges,
    {scheme("Digest"), param("realm", "http-auth@example.org"), param("qop", "auth, auth-int"),
     param("algorithm", "MD5"), param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
     param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")}));
// RFC 7616 section 3.9.1 (combined)
static_assert(reads(
    R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")",
    operation::challenges,
    {scheme("Digest"), param("realm", "http-auth@example.org"), param("qop", "auth, auth-int"),
     param("algorithm", "SHA-256"), param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
     param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"), scheme("Digest"),
     param("realm", "http-auth@example.org"), param("qop", "auth, auth-int"),
     param("algorithm", "MD5"), param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
     param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")}));
// RFC 7616 section 3.9.1
static_assert(reads(
    R"(Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")",
    operation::credentials,
    {scheme("Digest"), param("username", "Mufasa"), param("realm", "http-auth@example.org"),
     param("uri", "/dir/index.html"), param("algorithm", "MD5"),
     param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"), param("nc", "00000001"),
     param("cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"), param("qop", "auth"),
     param("response", "8ca523f5e9506fed4657c9700eebdbec"),
     param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")}));
// RFC 7616 section 3.9.1
static_assert(reads(
    R"(Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")",
    operation::credentials,
    {scheme("Digest"), param("username", "Mufasa"), param("realm", "http-auth@example.org"),
     param("uri", "/dir/index.html"), param("algorithm", "SHA-256"),
     param("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"), param("nc", "00000001"),
     param("cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"), param("qop", "auth"),
     param("response", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
     param("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")}));
// RFC 7616 section 3.9.2
static_assert(reads(
    R"(Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true)",
    operation::challenges,
    {scheme("Digest"), param("realm", "api@example.org"), param("qop", "auth"),
     param("algorithm", "SHA-512-256"),
     param("nonce", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK"),
     param("opaque", "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"), param("charset", "UTF-8"),
     param("userhash", "true")}));
// RFC 7616 section 3.9.2
static_assert(reads(
    R"(Digest username="488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec", realm="api@example.org", uri="/doe.json", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", nc=00000001, cnonce="NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", qop=auth, response="ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", userhash=true)",
    operation::credentials,
    {scheme("Digest"),
     param("username", "488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec"),
     param("realm", "api@example.org"), param("uri", "/doe.json"),
     param("algorithm", "SHA-512-256"),
     param("nonce", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK"), param("nc", "00000001"),
     param("cnonce", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v"), param("qop", "auth"),
     param("response", "ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd"),
     param("opaque", "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"), param("userhash", "true")}));
// RFC 7616 section 3.9.2
static_assert(reads(
    R"(Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm="api@example.org", uri="/doe.json", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", nc=00000001, cnonce="NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", qop=auth, response="ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", userhash=false)",
    operation::credentials,
    {scheme("Digest"), param("username*", "UTF-8''J%C3%A4s%C3%B8n%20Doe"),
     param("realm", "api@example.org"), param("uri", "/doe.json"),
     param("algorithm", "SHA-512-256"),
     param("nonce", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK"), param("nc", "00000001"),
     param("cnonce", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v"), param("qop", "auth"),
     param("response", "ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd"),
     param("opaque", "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"), param("userhash", "false")}));
// RFC 7616 section 3.4.5 (fragment)
static_assert(reads(R"(username="Mufasa", realm="myhost@example.com")", operation::auth_info,
                    {param("username", "Mufasa"), param("realm", "myhost@example.com")}));
// RFC 7617 section 2
static_assert(reads(R"(Basic realm="WallyWorld")", operation::challenges,
                    {scheme("Basic"), param("realm", "WallyWorld")}));
// RFC 7617 section 2
static_assert(reads("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", operation::credentials,
                    {scheme("Basic"), token68("QWxhZGRpbjpvcGVuIHNlc2FtZQ==")}));
// RFC 7617 section 2.1
static_assert(reads(R"(Basic realm="foo", charset="UTF-8")", operation::challenges,
                    {scheme("Basic"), param("realm", "foo"), param("charset", "UTF-8")}));
// RFC 7617 section 2.1
static_assert(reads("Basic dGVzdDoxMjPCow==", operation::credentials,
                    {scheme("Basic"), token68("dGVzdDoxMjPCow==")}));
// RFC 2617 section 3.5
static_assert(reads(
    R"(Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41")",
    operation::challenges,
    {scheme("Digest"), param("realm", "testrealm@host.com"), param("qop", "auth,auth-int"),
     param("nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"),
     param("opaque", "5ccc069c403ebaf9f0171e9517f40e41")}));
// RFC 2617 section 3.5
static_assert(reads(
    R"(Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41")",
    operation::credentials,
    {scheme("Digest"), param("username", "Mufasa"), param("realm", "testrealm@host.com"),
     param("nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"), param("uri", "/dir/index.html"),
     param("qop", "auth"), param("nc", "00000001"), param("cnonce", "0a4f113b"),
     param("response", "6629fae49393a05397450978507c4ef1"),
     param("opaque", "5ccc069c403ebaf9f0171e9517f40e41")}));
// RFC 2069 section 2.4
static_assert(reads(
    R"(Digest    realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41")",
    operation::challenges,
    {scheme("Digest"), param("realm", "testrealm@host.com"),
     param("nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"),
     param("opaque", "5ccc069c403ebaf9f0171e9517f40e41")}));
// RFC 2069 section 2.4
static_assert(reads(
    R"(Digest       username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", response="e966c932a9242554e42c8ee200cec7f6", opaque="5ccc069c403ebaf9f0171e9517f40e41")",
    operation::credentials,
    {scheme("Digest"), param("username", "Mufasa"), param("realm", "testrealm@host.com"),
     param("nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"), param("uri", "/dir/index.html"),
     param("response", "e966c932a9242554e42c8ee200cec7f6"),
     param("opaque", "5ccc069c403ebaf9f0171e9517f40e41")}));
// RFC 6750 section 2.1
static_assert(reads("Bearer mF_9.B5f-4.1JqM", operation::credentials,
                    {scheme("Bearer"), token68("mF_9.B5f-4.1JqM")}));
// RFC 6750 section 3
static_assert(reads(R"(Bearer realm="example")", operation::challenges,
                    {scheme("Bearer"), param("realm", "example")}));
// RFC 6750 section 3
static_assert(reads(
    R"(Bearer realm="example", error="invalid_token", error_description="The access token expired")",
    operation::challenges,
    {scheme("Bearer"), param("realm", "example"), param("error", "invalid_token"),
     param("error_description", "The access token expired")}));
// RFC 6750 section 3 (fragment)
static_assert(reads(R"(scope="openid profile email")", operation::auth_info,
                    {param("scope", "openid profile email")}));
// RFC 6750 section 3 (fragment)
static_assert(reads(R"(scope="urn:example:channel=HBO&urn:example:rating=G,PG-13")",
                    operation::auth_info,
                    {param("scope", "urn:example:channel=HBO&urn:example:rating=G,PG-13")}));
// RFC 6749 section 2.3.1
static_assert(reads("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3", operation::credentials,
                    {scheme("Basic"), token68("czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3")}));
// RFC 6749 section 4.1.3
static_assert(reads("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW", operation::credentials,
                    {scheme("Basic"), token68("czZCaGRSa3F0MzpnWDFmQmF0M2JW")}));
// RFC 6749 section 7.1
static_assert(
    reads(R"(MAC id="h480djs93hd8", nonce="274312:dj83hs9s", mac="kDZvddkndxvhGRXZhvuDjEWhGeE=")",
          operation::credentials,
          {scheme("MAC"), param("id", "h480djs93hd8"), param("nonce", "274312:dj83hs9s"),
           param("mac", "kDZvddkndxvhGRXZhvuDjEWhGeE=")}));
// RFC 7486 Appendix B
static_assert(reads(
    R"(HOBA result="vesscamS2Kze4FFOg3e2UyCJPhuQ6_3_gzN-k_L6t3w.pUE77w0LylHypHKhBqAiQHuGC751GiOVv4/7pSlo9jc=.Pm3yUW-sW5Q.VD-0LGVBVEVjfq4xEd35FjnOrIqzJ2OQMx5w8E52dgVvxFD6R0ryEsHcD31ykh0i4YIzIHXirx7bE4x9yP-9fMBCEwnHJsYwYQhfRpmScwAz-Ih1Hn4yORTb-U66miUzq04ZgTHm4jAj45afU20wYpGXY2r3W-FRKc6J6Glv_zI_ROghERalxgXG-QVGZrKPtG0V593Yf9IPnFSpLyW6fnxscCMWUA9T-4NjMdypI-Ze4HsC9J06tRTOunQdofr96ZJ2i9LE6uKSUDLCD2oeEeSEvUR--4OGtrgjzYysHZkdVSxAi7OoQBK34EUWg9kIS13qQA43m4IMExkbApqrSg")",
    operation::credentials,
    {scheme("HOBA"),
     param("result",
           "vesscamS2Kze4FFOg3e2UyCJPhuQ6_3_gzN-k_L6t3w.pUE77w0LylHypHKhBqAiQHuGC751GiOVv4/"
           "7pSlo9jc=.Pm3yUW-sW5Q.VD-"
           "0LGVBVEVjfq4xEd35FjnOrIqzJ2OQMx5w8E52dgVvxFD6R0ryEsHcD31ykh0i4YIzIHXirx7bE4x9yP-"
           "9fMBCEwnHJsYwYQhfRpmScwAz-Ih1Hn4yORTb-U66miUzq04ZgTHm4jAj45afU20wYpGXY2r3W-FRKc6J6Glv_"
           "zI_ROghERalxgXG-QVGZrKPtG0V593Yf9IPnFSpLyW6fnxscCMWUA9T-4NjMdypI-"
           "Ze4HsC9J06tRTOunQdofr96ZJ2i9LE6uKSUDLCD2oeEeSEvUR--"
           "4OGtrgjzYysHZkdVSxAi7OoQBK34EUWg9kIS13qQA43m4IMExkbApqrSg")}));
// RFC 8120 section 2.2
static_assert(reads(R"(Mutual realm="a realm")", operation::challenges,
                    {scheme("Mutual"), param("realm", "a realm")}));
// RFC 8120 section 2.2
static_assert(!validate(R"(Mutual user="john", kc1="...", ...)", operation::credentials));
// RFC 8120 section 2.2
static_assert(reads(R"(Mutual sid=..., ks1="...", ...)", operation::challenges,
                    {scheme("Mutual"), param("sid", "..."), param("ks1", "..."), scheme("...")}));
// RFC 8120 section 2.2
static_assert(!validate(R"(Mutual sid=..., vkc="...", ...)", operation::credentials));
// RFC 8120 section 2.2
static_assert(!validate(R"(Mutual vks="...")", operation::auth_info));
// RFC 8120 section 3.1 (fragment)
static_assert(reads(R"(user="Renee of France")", operation::auth_info,
                    {param("user", "Renee of France")}));
// RFC 8120 section 3.1 (fragment)
static_assert(reads("user*=UTF-8''Ren%C3%89e%20of%20France", operation::auth_info,
                    {param("user*", "UTF-8''Ren%C3%89e%20of%20France")}));
// RFC 7804 section 5
static_assert(reads(
    R"(Digest realm="realm1@example.com", Digest realm="realm2@example.com", Digest realm="realm3@example.com", SCRAM-SHA-256 realm="realm3@example.com", SCRAM-SHA-256 realm="testrealm@example.com")",
    operation::challenges,
    {scheme("Digest"), param("realm", "realm1@example.com"), scheme("Digest"),
     param("realm", "realm2@example.com"), scheme("Digest"), param("realm", "realm3@example.com"),
     scheme("SCRAM-SHA-256"), param("realm", "realm3@example.com"), scheme("SCRAM-SHA-256"),
     param("realm", "testrealm@example.com")}));
// RFC 7804 section 5
static_assert(reads(
    R"(SCRAM-SHA-256 realm="testrealm@example.com", data=biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8K)",
    operation::credentials,
    {scheme("SCRAM-SHA-256"), param("realm", "testrealm@example.com"),
     param("data", "biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8K")}));
// RFC 7804 section 5
static_assert(
    reads("SCRAM-SHA-256 sid=AAAABBBBCCCCDDDD, "
          "data="
          "cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRixzPVcyMlphSjBTTlk3c29F"
          "c1VFamI2Z1E9PSxpPTQwOTYK",
          operation::challenges,
          {scheme("SCRAM-SHA-256"), param("sid", "AAAABBBBCCCCDDDD"),
           param("data",
                 "cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRixzPVcyMlphSjBTT"
                 "lk3c29Fc1VFamI2Z1E9PSxpPTQwOTYK")}));
// RFC 7804 section 5
static_assert(
    !validate("SCRAM-SHA-256 sid=AAAABBBBCCCCDDDD, "
              "data="
              "Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxqKWhObEYscD1kSHpi"
              "WmFwV0lrNGpVaE4rVXRlOXl0YWc5empmTUhnc3FtbWl6N0FuZFZRPQo=",
              operation::credentials));
// RFC 7804 section 5
static_assert(!validate(
    "sid=AAAABBBBCCCCDDDD, data=dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQo=",
    operation::auth_info));
// RFC 7804 section 5.1
static_assert(!validate(
    R"(Digest realm="realm1@example.com", Digest realm="realm2@example.com", Digest realm="realm3@example.com", SCRAM-SHA-256 realm="realm3@example.com", SCRAM-SHA-256 realm="testrealm@example.com", sr=%hvYDpWUa2RaTCAfuxFIlj)hNlF SCRAM-SHA-256 realm="testrealm2@example.com", sr=AAABBBCCCDDD, ttl=120)",
    operation::challenges));
// RFC 7804 section 5.1
static_assert(reads(
    R"(SCRAM-SHA-256 realm="testrealm@example.com", data=Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU80MDk2JWh2WURwV1VhMlJhVENBZnV4RklsailoTmxGLHA9ZEh6YlphcFdJazRqVWhOK1V0ZTl5dGFnOXpqZk1IZ3NxbW1pejdBbmRWUT0K)",
    operation::credentials,
    {scheme("SCRAM-SHA-256"), param("realm", "testrealm@example.com"),
     param("data",
           "Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU80MDk2JWh2WURwV1VhMlJhVENBZnV4RklsailoTmxGLHA9ZEh"
           "6YlphcFdJazRqVWhOK1V0ZTl5dGFnOXpqZk1IZ3NxbW1pejdBbmRWUT0K")}));
// RFC 4559 section 5
static_assert(reads("Negotiate", operation::challenges, {scheme("Negotiate")}));
// RFC 4559 section 5
static_assert(reads("Negotiate 749efa7b23409c20b92356", operation::challenges,
                    {scheme("Negotiate"), token68("749efa7b23409c20b92356")}));
// RFC 4559 section 5
static_assert(reads("Negotiate ade0234568a4209af8bc0280289eca", operation::challenges,
                    {scheme("Negotiate"), token68("ade0234568a4209af8bc0280289eca")}));
// RFC 4559 section 5
static_assert(reads("Negotiate a87421000492aa874209af8bc028", operation::credentials,
                    {scheme("Negotiate"), token68("a87421000492aa874209af8bc028")}));
// RFC 4559 section 5
static_assert(reads("Negotiate 89a8742aa8729a8b028", operation::credentials,
                    {scheme("Negotiate"), token68("89a8742aa8729a8b028")}));
// RFC 8292 section 2.4
static_assert(reads(
    "vapid "
    "t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9."
    "eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQG"
    "V4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_"
    "HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, "
    "k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs",
    operation::credentials,
    {scheme("vapid"),
     param("t",
           "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9."
           "eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzp"
           "wdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_"
           "HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA"),
     param("k",
           "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_"
           "RCPCfA5aq9ojSwk5Y2EmClBPs")}));
// RFC 5849 section 1.2
static_assert(reads(
    R"(OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131200", oauth_nonce="wIjqoS", oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready", oauth_signature="74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Photos"), param("oauth_consumer_key", "dpf43f3p2l4k3l03"),
     param("oauth_signature_method", "HMAC-SHA1"), param("oauth_timestamp", "137131200"),
     param("oauth_nonce", "wIjqoS"),
     param("oauth_callback", "http%3A%2F%2Fprinter.example.com%2Fready"),
     param("oauth_signature", "74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D")}));
// RFC 5849 section 1.2
static_assert(reads(
    R"(OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="hh5s93j4hdidpola", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="walatlh", oauth_verifier="hfdp7dh39dks9884", oauth_signature="gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Photos"), param("oauth_consumer_key", "dpf43f3p2l4k3l03"),
     param("oauth_token", "hh5s93j4hdidpola"), param("oauth_signature_method", "HMAC-SHA1"),
     param("oauth_timestamp", "137131201"), param("oauth_nonce", "walatlh"),
     param("oauth_verifier", "hfdp7dh39dks9884"),
     param("oauth_signature", "gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D")}));
// RFC 5849 section 1.2
static_assert(reads(
    R"(OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Photos"), param("oauth_consumer_key", "dpf43f3p2l4k3l03"),
     param("oauth_token", "nnch734d00sl2jdk"), param("oauth_signature_method", "HMAC-SHA1"),
     param("oauth_timestamp", "137131202"), param("oauth_nonce", "chapoH"),
     param("oauth_signature", "MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D")}));
// RFC 5849 section 2.1
static_assert(reads(
    R"(OAuth realm="Example", oauth_consumer_key="jd83jd92dhsh93js", oauth_signature_method="PLAINTEXT", oauth_callback="http%3A%2F%2Fclient.example.net%2Fcb%3Fx%3D1", oauth_signature="ja893SD9%26")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Example"), param("oauth_consumer_key", "jd83jd92dhsh93js"),
     param("oauth_signature_method", "PLAINTEXT"),
     param("oauth_callback", "http%3A%2F%2Fclient.example.net%2Fcb%3Fx%3D1"),
     param("oauth_signature", "ja893SD9%26")}));
// RFC 5849 section 2.3
static_assert(reads(
    R"(OAuth realm="Example", oauth_consumer_key="jd83jd92dhsh93js", oauth_token="hdk48Djdsa", oauth_signature_method="PLAINTEXT", oauth_verifier="473f82d3", oauth_signature="ja893SD9%26xyz4992k83j47x0b")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Example"), param("oauth_consumer_key", "jd83jd92dhsh93js"),
     param("oauth_token", "hdk48Djdsa"), param("oauth_signature_method", "PLAINTEXT"),
     param("oauth_verifier", "473f82d3"),
     param("oauth_signature", "ja893SD9%26xyz4992k83j47x0b")}));
// RFC 5849 section 3.1
static_assert(reads(
    R"(OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Example"), param("oauth_consumer_key", "9djdj82h48djs9d2"),
     param("oauth_token", "kkk9d7dh3k39sjv7"), param("oauth_signature_method", "HMAC-SHA1"),
     param("oauth_timestamp", "137131201"), param("oauth_nonce", "7d8f3e4a")}));
// RFC 5849 section 3.1
static_assert(reads(
    R"(OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Example"), param("oauth_consumer_key", "9djdj82h48djs9d2"),
     param("oauth_token", "kkk9d7dh3k39sjv7"), param("oauth_signature_method", "HMAC-SHA1"),
     param("oauth_timestamp", "137131201"), param("oauth_nonce", "7d8f3e4a"),
     param("oauth_signature", "bYT5CMsGcbgUdFHObYMEfcx6bsw%3D")}));
// RFC 5849 section 3.4.1.3.1
static_assert(reads(
    R"(OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="djosJKDKJSD8743243%2Fjdk33klY%3D")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Example"), param("oauth_consumer_key", "9djdj82h48djs9d2"),
     param("oauth_token", "kkk9d7dh3k39sjv7"), param("oauth_signature_method", "HMAC-SHA1"),
     param("oauth_timestamp", "137131201"), param("oauth_nonce", "7d8f3e4a"),
     param("oauth_signature", "djosJKDKJSD8743243%2Fjdk33klY%3D")}));
// RFC 5849 section 3.5.1
static_assert(reads(
    R"(OAuth realm="Example", oauth_consumer_key="0685bd9184jfhq22", oauth_token="ad180jjd733klru7", oauth_signature_method="HMAC-SHA1", oauth_signature="wOJIO9A2W5mFwDgiDvZbTSMK%2FPY%3D", oauth_timestamp="137131200", oauth_nonce="4572616e48616d6d65724c61686176", oauth_version="1.0")",
    operation::credentials,
    {scheme("OAuth"), param("realm", "Example"), param("oauth_consumer_key", "0685bd9184jfhq22"),
     param("oauth_token", "ad180jjd733klru7"), param("oauth_signature_method", "HMAC-SHA1"),
     param("oauth_signature", "wOJIO9A2W5mFwDgiDvZbTSMK%2FPY%3D"),
     param("oauth_timestamp", "137131200"), param("oauth_nonce", "4572616e48616d6d65724c61686176"),
     param("oauth_version", "1.0")}));
// RFC 5849 section 3.5.1
static_assert(reads(R"(OAuth realm="http://server.example.com/")", operation::challenges,
                    {scheme("OAuth"), param("realm", "http://server.example.com/")}));
// RFC 9449 section 7.1
static_assert(reads("DPoP Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU", operation::credentials,
                    {scheme("DPoP"), token68("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")}));
// RFC 9449 section 7.1
static_assert(reads(R"(DPoP algs="ES256 PS256")", operation::challenges,
                    {scheme("DPoP"), param("algs", "ES256 PS256")}));
// RFC 9449 section 7.1
static_assert(reads(
    R"(DPoP error="invalid_token", error_description="Invalid DPoP key binding", algs="ES256")",
    operation::challenges,
    {scheme("DPoP"), param("error", "invalid_token"),
     param("error_description", "Invalid DPoP key binding"), param("algs", "ES256")}));
// RFC 9449 section 7.2
static_assert(reads(R"(Bearer, DPoP algs="ES256 PS256")", operation::challenges,
                    {scheme("Bearer"), scheme("DPoP"), param("algs", "ES256 PS256")}));
// RFC 9449 section 7.2
static_assert(reads("Bearer INVALID_TOKEN", operation::credentials,
                    {scheme("Bearer"), token68("INVALID_TOKEN")}));
// RFC 9449 section 7.2
static_assert(reads(
    R"(Bearer error="invalid_token", error_description="Invalid token", DPoP algs="ES256 PS256")",
    operation::challenges,
    {scheme("Bearer"), param("error", "invalid_token"), param("error_description", "Invalid token"),
     scheme("DPoP"), param("algs", "ES256 PS256")}));
// RFC 9449 section 7.2 (combined)
static_assert(
    !validate("Bearer Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU, DPoP "
              "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
              operation::credentials));
// RFC 9449 section 7.2
static_assert(reads(
    R"(Bearer error="invalid_request", error_description="Multiple methods used to include access token", DPoP algs="ES256 PS256", error="invalid_request", error_description="Multiple methods used to include access token")",
    operation::challenges,
    {scheme("Bearer"), param("error", "invalid_request"),
     param("error_description", "Multiple methods used to include access token"), scheme("DPoP"),
     param("algs", "ES256 PS256"), param("error", "invalid_request"),
     param("error_description", "Multiple methods used to include access token")}));
// RFC 9449 section 9
static_assert(reads(
    R"(DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof")",
    operation::challenges,
    {scheme("DPoP"), param("error", "use_dpop_nonce"),
     param("error_description", "Resource server requires nonce in DPoP proof")}));
// RFC 9577 section 2.1.2
static_assert(reads(R"(PrivateToken challenge="abc...", token-key="123...")", operation::challenges,
                    {scheme("PrivateToken"), param("challenge", "abc..."),
                     param("token-key", "123...")}));
// RFC 9577 section 2.1.2.1
static_assert(reads(
    R"(PrivateToken challenge="abc...", token-key="123...", PrivateToken challenge="def...", token-key="234...")",
    operation::challenges,
    {scheme("PrivateToken"), param("challenge", "abc..."), param("token-key", "123..."),
     scheme("PrivateToken"), param("challenge", "def..."), param("token-key", "234...")}));
// RFC 9577 section 2.2.2
static_assert(reads(R"(PrivateToken token="abc...")", operation::credentials,
                    {scheme("PrivateToken"), param("token", "abc...")}));
// RFC 9577 Appendix A.2
static_assert(reads(
    R"(PrivateToken challenge="AAIADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ==", token-key="MIIBUjA9BgkqhkiG9w0BAQowMKANMAsGCWCGSAFlAwQCAqEaMBgGCSqGSIb3DQEBCDALBglghkgBZQMEAgKiAwIBMAOCAQ8AMIIBCgKCAQEAyxrta2qV9bHOATpM_KsluUsuZKIwNOQlCn6rQ8DfOowSmTrxKxEZCNS0cb7DHUtsmtnN2pBhKi7pA1I-beWiJNawLwnlw3TQz-Adj1KcUAp4ovZ5CPpoK1orQwyB6vGvcte155T8mKMTknaHl1fORTtSbvm_bOuZl5uEI7kPRGGiKvN6qwz1cz91l6vkTTHHMttooYHGy75gfYwOUuBlX9mZbcWE7KC-h6-814ozfRex26noKLvYHikTFxROf_ifVWGXCbCWy7nqR0zq0mTCBz_kl0DAHwDhCRBgZpg9IeX4PwhuLoI8h5zUPO9wDSo1Kpur1hLQPK0C2xNLfiJaXwIDAQAB",unknownChallengeAttribute="ignore-me", max-age="10")",
    operation::challenges,
    {scheme("PrivateToken"),
     param("challenge",
           "AAIADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_"
           "TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ=="),
     param("token-key",
           "MIIBUjA9BgkqhkiG9w0BAQowMKANMAsGCWCGSAFlAwQCAqEaMBgGCSqGSIb3DQEBCDALBglghkgBZQMEAgKiAwI"
           "BMAOCAQ8AMIIBCgKCAQEAyxrta2qV9bHOATpM_"
           "KsluUsuZKIwNOQlCn6rQ8DfOowSmTrxKxEZCNS0cb7DHUtsmtnN2pBhKi7pA1I-beWiJNawLwnlw3TQz-"
           "Adj1KcUAp4ovZ5CPpoK1orQwyB6vGvcte155T8mKMTknaHl1fORTtSbvm_"
           "bOuZl5uEI7kPRGGiKvN6qwz1cz91l6vkTTHHMttooYHGy75gfYwOUuBlX9mZbcWE7KC-h6-"
           "814ozfRex26noKLvYHikTFxROf_ifVWGXCbCWy7nqR0zq0mTCBz_"
           "kl0DAHwDhCRBgZpg9IeX4PwhuLoI8h5zUPO9wDSo1Kpur1hLQPK0C2xNLfiJaXwIDAQAB"),
     param("unknownChallengeAttribute", "ignore-me"), param("max-age", "10")}));
// RFC 9577 Appendix A.2
static_assert(reads(
    R"(PrivateToken challenge="AAIADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ==", token-key="MIIBUjA9BgkqhkiG9w0BAQowMKANMAsGCWCGSAFlAwQCAqEaMBgGCSqGSIb3DQEBCDALBglghkgBZQMEAgKiAwIBMAOCAQ8AMIIBCgKCAQEAyxrta2qV9bHOATpM_KsluUsuZKIwNOQlCn6rQ8DfOowSmTrxKxEZCNS0cb7DHUtsmtnN2pBhKi7pA1I-beWiJNawLwnlw3TQz-Adj1KcUAp4ovZ5CPpoK1orQwyB6vGvcte155T8mKMTknaHl1fORTtSbvm_bOuZl5uEI7kPRGGiKvN6qwz1cz91l6vkTTHHMttooYHGy75gfYwOUuBlX9mZbcWE7KC-h6-814ozfRex26noKLvYHikTFxROf_ifVWGXCbCWy7nqR0zq0mTCBz_kl0DAHwDhCRBgZpg9IeX4PwhuLoI8h5zUPO9wDSo1Kpur1hLQPK0C2xNLfiJaXwIDAQAB",unknownChallengeAttribute="ignore-me", max-age="10", PrivateToken challenge="AAEADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ==", token-key="67H-0zgxA2HAjQx1dpaWcSluBemaF9eSbfwopT-r1In6wPgryoYkmmaPOlv6s3TJ",unknownChallengeAttribute="ignore-me", max-age="10")",
    operation::challenges,
    {scheme("PrivateToken"),
     param("challenge",
           "AAIADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_"
           "TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ=="),
     param("token-key",
           "MIIBUjA9BgkqhkiG9w0BAQowMKANMAsGCWCGSAFlAwQCAqEaMBgGCSqGSIb3DQEBCDALBglghkgBZQMEAgKiAwI"
           "BMAOCAQ8AMIIBCgKCAQEAyxrta2qV9bHOATpM_"
           "KsluUsuZKIwNOQlCn6rQ8DfOowSmTrxKxEZCNS0cb7DHUtsmtnN2pBhKi7pA1I-beWiJNawLwnlw3TQz-"
           "Adj1KcUAp4ovZ5CPpoK1orQwyB6vGvcte155T8mKMTknaHl1fORTtSbvm_"
           "bOuZl5uEI7kPRGGiKvN6qwz1cz91l6vkTTHHMttooYHGy75gfYwOUuBlX9mZbcWE7KC-h6-"
           "814ozfRex26noKLvYHikTFxROf_ifVWGXCbCWy7nqR0zq0mTCBz_"
           "kl0DAHwDhCRBgZpg9IeX4PwhuLoI8h5zUPO9wDSo1Kpur1hLQPK0C2xNLfiJaXwIDAQAB"),
     param("unknownChallengeAttribute", "ignore-me"), param("max-age", "10"),
     scheme("PrivateToken"),
     param("challenge",
           "AAEADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_"
           "TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ=="),
     param("token-key", "67H-0zgxA2HAjQx1dpaWcSluBemaF9eSbfwopT-r1In6wPgryoYkmmaPOlv6s3TJ"),
     param("unknownChallengeAttribute", "ignore-me"), param("max-age", "10")}));
// RFC 9577 Appendix A.2
static_assert(reads(
    R"(Basic realm="grease", PrivateToken challenge="AACsw7JXlcY2_Z3YsSmCOUq7qHd9NZeOh3_IhIiSohcjMEWsJaPVXAfFTv5jcpc_7gBz53_GG_GauIDyDt9dYnUC", token-key="hW3jxxC4kufMoa5esSGvQsqOd5E3oRIkIoybmbBym_hNUFfQMAADCbjw0GzP-hdWH56s1MMS6YWmvGD_vqBhAmTcsXJiVTE9qB1mVpJoah2GRPFRa_YSzqAJ5t_22ampWftTjhtbI0PAkpkpQjgr3eItWzJLHkYY7SHXgGKGws4=", PrivateToken challenge="AAEADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ==", token-key="67H-0zgxA2HAjQx1dpaWcSluBemaF9eSbfwopT-r1In6wPgryoYkmmaPOlv6s3TJ",unknownChallengeAttribute="ignore-me", max-age="10")",
    operation::challenges,
    {scheme("Basic"), param("realm", "grease"), scheme("PrivateToken"),
     param("challenge",
           "AACsw7JXlcY2_Z3YsSmCOUq7qHd9NZeOh3_IhIiSohcjMEWsJaPVXAfFTv5jcpc_7gBz53_GG_"
           "GauIDyDt9dYnUC"),
     param("token-key",
           "hW3jxxC4kufMoa5esSGvQsqOd5E3oRIkIoybmbBym_hNUFfQMAADCbjw0GzP-hdWH56s1MMS6YWmvGD_"
           "vqBhAmTcsXJiVTE9qB1mVpJoah2GRPFRa_YSzqAJ5t_"
           "22ampWftTjhtbI0PAkpkpQjgr3eItWzJLHkYY7SHXgGKGws4="),
     scheme("PrivateToken"),
     param("challenge",
           "AAEADmlzc3Vlci5leGFtcGxlIIo-g6M9mABdLzC-9Bn6a_"
           "TNXGAF42sShbu0zNQPpLODAA5vcmlnaW4uZXhhbXBsZQ=="),
     param("token-key", "67H-0zgxA2HAjQx1dpaWcSluBemaF9eSbfwopT-r1In6wPgryoYkmmaPOlv6s3TJ"),
     param("unknownChallengeAttribute", "ignore-me"), param("max-age", "10")}));
// RFC 9729 section 5
static_assert(reads(
    "Concealed k=YmFzZW1lbnQ, a=VGhpcyBpcyBh-HB1YmxpYyBrZXkgaW4gdXNl_GhlcmU, s=2055, "
    "v=dmVyaWZpY2F0aW9u_zE2Qg, "
    "p=QzpcV2luZG93c_xTeXN0ZW0zMlxkcml2ZXJz-ENyb3dkU3RyaWtlXEMtMDAwMDAwMDAyOTEtMD-wMC0w_DAwLnN5cw",
    operation::credentials,
    {scheme("Concealed"), param("k", "YmFzZW1lbnQ"),
     param("a", "VGhpcyBpcyBh-HB1YmxpYyBrZXkgaW4gdXNl_GhlcmU"), param("s", "2055"),
     param("v", "dmVyaWZpY2F0aW9u_zE2Qg"),
     param("p",
           "QzpcV2luZG93c_xTeXN0ZW0zMlxkcml2ZXJz-ENyb3dkU3RyaWtlXEMtMDAwMDAwMDAyOTEtMD-wMC0w_"
           "DAwLnN5cw")}));
// RFC 9635 section 9.1
static_assert(!validate(
    "GNAP as_uri=https://as.example/tx;access=FWWIKYBQ6U56NL1;referrer=https://rs.example",
    operation::challenges));
// RFC 9635 section 7.2
static_assert(reads("GNAP 80UPRY5NM33OMUKMKSKU", operation::credentials,
                    {scheme("GNAP"), token68("80UPRY5NM33OMUKMKSKU")}));
// RFC 9635 section 5
static_assert(reads("GNAP eyJhbGciOiJub25lIiwidHlwIjoiYmFkIn0", operation::credentials,
                    {scheme("GNAP"), token68("eyJhbGciOiJub25lIiwidHlwIjoiYmFkIn0")}));
// RFC 9635 section 6.1
static_assert(reads("GNAP B8CDFONP21-4TB8N6.BW7ONM", operation::credentials,
                    {scheme("GNAP"), token68("B8CDFONP21-4TB8N6.BW7ONM")}));
// RFC 9635 section 7.3.1.1
static_assert(reads("GNAP 4398.34-12-asvDa.a", operation::credentials,
                    {scheme("GNAP"), token68("4398.34-12-asvDa.a")}));
// RFC 9635 section 7.2
static_assert(reads("Bearer OS9M2PMHKUR64TB8N6BW7OZB8CDFONP219RP1LT0", operation::credentials,
                    {scheme("Bearer"), token68("OS9M2PMHKUR64TB8N6BW7OZB8CDFONP219RP1LT0")}));
// RFC 9470 section 3
static_assert(reads(
    R"(Bearer error="insufficient_user_authentication", error_description="A different authentication level is required", acr_values="myACR")",
    operation::challenges,
    {scheme("Bearer"), param("error", "insufficient_user_authentication"),
     param("error_description", "A different authentication level is required"),
     param("acr_values", "myACR")}));
// RFC 9470 section 3
static_assert(reads(
    R"(Bearer error="insufficient_user_authentication", error_description="More recent authentication is required", max_age="5")",
    operation::challenges,
    {scheme("Bearer"), param("error", "insufficient_user_authentication"),
     param("error_description", "More recent authentication is required"), param("max_age", "5")}));
// RFC 9728 section 5.1
static_assert(reads(
    R"(Bearer resource_metadata= "https://resource.example.com/.well-known/oauth-protected-resource")",
    operation::challenges,
    {scheme("Bearer"),
     param("resource_metadata",
           "https://resource.example.com/.well-known/oauth-protected-resource")}));
// RFC 9728 section 5.1 (variant)
static_assert(reads(
    R"(Bearer resource_metadata="https://resource.example.com/.well-known/oauth-protected-resource")",
    operation::challenges,
    {scheme("Bearer"),
     param("resource_metadata",
           "https://resource.example.com/.well-known/oauth-protected-resource")}));
// RFC 4918 section 9.10.7
static_assert(reads(
    R"(Digest username="ejw", realm="ejw@example.com", nonce="...", uri="/workspace/webdav/proposal.doc", response="...", opaque="...")",
    operation::credentials,
    {scheme("Digest"), param("username", "ejw"), param("realm", "ejw@example.com"),
     param("nonce", "..."), param("uri", "/workspace/webdav/proposal.doc"),
     param("response", "..."), param("opaque", "...")}));
// RFC 4918 section 9.11.2
static_assert(!validate(
    R"(Digest username="ejw" realm="ejw@example.com", nonce="...", uri="/workspace/webdav/proposal.doc", response="...", opaque="...")",
    operation::credentials));
// RFC 2518 section 8.10.8
static_assert(reads(
    R"(Digest username="ejw", realm="ejw@webdav.sb.aol.com", nonce="...", uri="/workspace/webdav/proposal.doc", response="...", opaque="...")",
    operation::credentials,
    {scheme("Digest"), param("username", "ejw"), param("realm", "ejw@webdav.sb.aol.com"),
     param("nonce", "..."), param("uri", "/workspace/webdav/proposal.doc"),
     param("response", "..."), param("opaque", "...")}));
// RFC 3744 section 5.1.1
static_assert(reads(
    R"(Digest username="jim", realm="users@example.com", nonce="...", uri="/papers/", response="...", opaque="...")",
    operation::credentials,
    {scheme("Digest"), param("username", "jim"), param("realm", "users@example.com"),
     param("nonce", "..."), param("uri", "/papers/"), param("response", "..."),
     param("opaque", "...")}));
// RFC 4590 section 6
static_assert(reads(R"(Digest realm="example.com", nonce="a3086ac8",qop=auth,algorithm=MD5)",
                    operation::challenges,
                    {scheme("Digest"), param("realm", "example.com"), param("nonce", "a3086ac8"),
                     param("qop", "auth"), param("algorithm", "MD5")}));
// RFC 4590 section 6
static_assert(reads(
    R"(Digest algorithm=MD5,nonce="a3086ac8" ,realm="example.com" ,response="f052b68058b2987aba493857ae1ab002" ,uri="/index.html",username="12345678" ,qop=auth,algorithm=MD5)",
    operation::credentials,
    {scheme("Digest"), param("algorithm", "MD5"), param("nonce", "a3086ac8"),
     param("realm", "example.com"), param("response", "f052b68058b2987aba493857ae1ab002"),
     param("uri", "/index.html"), param("username", "12345678"), param("qop", "auth"),
     param("algorithm", "MD5")}));
// RFC 4590 section 6
static_assert(reads(
    R"(Digest algorithm="md5",nonce="3bada1a0" ,realm="example.com" ,response="f3ce87e6984557cd0fecc26f3c5e97a4" ,uri="sip:97226491335@example.com",username="12345678" ,qop=auth,algorithm=MD5)",
    operation::credentials,
    {scheme("Digest"), param("algorithm", "md5"), param("nonce", "3bada1a0"),
     param("realm", "example.com"), param("response", "f3ce87e6984557cd0fecc26f3c5e97a4"),
     param("uri", "sip:97226491335@example.com"), param("username", "12345678"),
     param("qop", "auth"), param("algorithm", "MD5")}));
// RFC 5090 section 6
static_assert(!validate(
    R"(Digest = algorithm=MD5,qop=auth,nonce="a3086ac8" ,nc="00000001",cnonce="56593a80" ,realm="example.com" ,response="a4fac45c27a30f4f244c54a2e99fa117")",
    operation::credentials));
// RFC 5090 section 6
static_assert(!validate(
    R"(Digest nonce="3bada1a0" ,realm="example.com" ,response="756933f735fcd93f90a4bbdd5467f263" ,uri="sip:97226491335@example.com",username="12345678" ,qop=auth,algorithm=MD5 ,cnonce="56593a80,nc="00000001")",
    operation::credentials));
// RFC 7030 Appendix A.3
static_assert(reads(R"(Digest qop="auth", realm="estrealm", nonce="1368141352")",
                    operation::challenges,
                    {scheme("Digest"), param("qop", "auth"), param("realm", "estrealm"),
                     param("nonce", "1368141352")}));
// RFC 7030 Appendix A.3
static_assert(reads(
    R"(Digest username="estuser", realm="estrealm", nonce="1368141352", uri="/.well-known/est/simpleenroll", cnonce="MTYwMzg3", nc=00000001, qop="auth", response="144cc27f96046f1d70eb16db20f75f22")",
    operation::credentials,
    {scheme("Digest"), param("username", "estuser"), param("realm", "estrealm"),
     param("nonce", "1368141352"), param("uri", "/.well-known/est/simpleenroll"),
     param("cnonce", "MTYwMzg3"), param("nc", "00000001"), param("qop", "auth"),
     param("response", "144cc27f96046f1d70eb16db20f75f22")}));
// RFC 8959 section 2
static_assert(!validate("Bearer secret-token:E92FB7EB-D882-47A4-A265-A0B6135DC842%20foo",
                        operation::credentials));
// RFC 8565 section 7.1
static_assert(reads(
    "Bearer "
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJodGpwIiwibmFtZSI6IkV2ZXJ5b25lIiwiaWF0IjowfQ."
    "JOL-kIObgTI0MzFfm1yVFFkIo1xf7DZGjY_oedRBZW0",
    operation::credentials,
    {scheme("Bearer"), token68("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                               "eyJzdWIiOiJodGpwIiwibmFtZSI6IkV2ZXJ5b25lIiwiaWF0IjowfQ.JOL-"
                               "kIObgTI0MzFfm1yVFFkIo1xf7DZGjY_oedRBZW0")}));
// RFC 8693 section 2.3
static_assert(reads("Bearer accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC", operation::credentials,
                    {scheme("Bearer"), token68("accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC")}));
// RFC 8693 section 2.3
static_assert(reads("Basic cnMwODpsb25nLXNlY3VyZS1yYW5kb20tc2VjcmV0", operation::credentials,
                    {scheme("Basic"), token68("cnMwODpsb25nLXNlY3VyZS1yYW5kb20tc2VjcmV0")}));
// RFC 8693 section 2.3
static_assert(reads(
    "Bearer "
    "eyJhbGciOiJFUzI1NiIsImtpZCI6IjllciJ9."
    "eyJhdWQiOiJodHRwczovL2JhY2tlbmQuZXhhbXBsZS5jb20iLCJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUuY29tIiwiZX"
    "hwIjoxNDQxOTE3NTkzLCJpYXQiOjE0NDE5MTc1MzMsInN1YiI6ImJkY0BleGFtcGxlLmNvbSIsInNjb3BlIjoiYXBpIn0."
    "40y3ZgQedw6rxf59WlwHDD9jryFOr0_Wh3CGozQBihNBhnXEQgU85AI9x3KmsPottVMLPIWvmDCMy5-kdXjwhw",
    operation::credentials,
    {scheme("Bearer"),
     token68("eyJhbGciOiJFUzI1NiIsImtpZCI6IjllciJ9."
             "eyJhdWQiOiJodHRwczovL2JhY2tlbmQuZXhhbXBsZS5jb20iLCJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUuY"
             "29tIiwiZXhwIjoxNDQxOTE3NTkzLCJpYXQiOjE0NDE5MTc1MzMsInN1YiI6ImJkY0BleGFtcGxlLmNvbSIsIn"
             "Njb3BlIjoiYXBpIn0.40y3ZgQedw6rxf59WlwHDD9jryFOr0_"
             "Wh3CGozQBihNBhnXEQgU85AI9x3KmsPottVMLPIWvmDCMy5-kdXjwhw")}));
// RFC 6455 section 4.1
static_assert(reads("Basic ZWRuYW1vZGU6bm9jYXBlcyE=", operation::credentials,
                    {scheme("Basic"), token68("ZWRuYW1vZGU6bm9jYXBlcyE=")}));
// RFC 7591 section 3.1
static_assert(reads("Bearer ey23f2.adfj230.af32-developer321", operation::credentials,
                    {scheme("Bearer"), token68("ey23f2.adfj230.af32-developer321")}));
// RFC 7592 section 2.1
static_assert(reads("Bearer reg-23410913-abewfq.123483", operation::credentials,
                    {scheme("Bearer"), token68("reg-23410913-abewfq.123483")}));
// RFC 7662 section 2.1
static_assert(reads("Bearer 23410913-abewfq.123483", operation::credentials,
                    {scheme("Bearer"), token68("23410913-abewfq.123483")}));
// RFC 8707 section 2.2
static_assert(reads("Basic czZCaGRSa3F0Mzpoc3FFelFsVW9IQUU5cHg0RlNyNHlJ", operation::credentials,
                    {scheme("Basic"), token68("czZCaGRSa3F0Mzpoc3FFelFsVW9IQUU5cHg0RlNyNHlJ")}));
// RFC 8887 section 4.4
static_assert(reads("Basic Zm9vOmJhcg==", operation::credentials,
                    {scheme("Basic"), token68("Zm9vOmJhcg==")}));
// RFC 5023 section 9.2.1
static_assert(reads("Basic ZGFmZnk6c2VjZXJldA==", operation::credentials,
                    {scheme("Basic"), token68("ZGFmZnk6c2VjZXJldA==")}));
// RFC 7644 section 2
static_assert(reads("Bearer h480djs93hd8", operation::credentials,
                    {scheme("Bearer"), token68("h480djs93hd8")}));
// RFC 3310 section 4
static_assert(reads(
    R"(Digest realm="RoamingUsers@mobile.biz", nonce="CjPk9mRqNuT25eRkajM09uTl9nM09uTl9nMz5OX25PZz==", qop="auth,auth-int", opaque="5ccc069c403ebaf9f0171e9517f40e41", algorithm=AKAv1-MD5)",
    operation::challenges,
    {scheme("Digest"), param("realm", "RoamingUsers@mobile.biz"),
     param("nonce", "CjPk9mRqNuT25eRkajM09uTl9nM09uTl9nMz5OX25PZz=="),
     param("qop", "auth,auth-int"), param("opaque", "5ccc069c403ebaf9f0171e9517f40e41"),
     param("algorithm", "AKAv1-MD5")}));
// RFC 3310 section 4
static_assert(reads(
    R"(qop=auth-int, rspauth="6629fae49393a05397450978507c4ef1", cnonce="0a4f113b", nc=00000001)",
    operation::auth_info,
    {param("qop", "auth-int"), param("rspauth", "6629fae49393a05397450978507c4ef1"),
     param("cnonce", "0a4f113b"), param("nc", "00000001")}));
// AWS4 SigV4 (vendor)
static_assert(!validate(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
    "SignedHeaders=host;range;x-amz-date, "
    "Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024",
    operation::credentials));
// AWS4 SigV4a (vendor)
static_assert(
    !validate("AWS4-ECDSA-P256-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/s3/aws4_request, "
              "SignedHeaders=host;range;x-amz-date;x-amz-region-set, "
              "Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024",
              operation::credentials));
// AWS4 SigV4 (vendor)
static_assert(
    !validate("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
              "SignedHeaders=content-type;host;x-amz-date, "
              "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
              operation::credentials));
// MS-NTHT section 4.1 (vendor)
static_assert(reads("NTLM", operation::challenges, {scheme("NTLM")}));
// MS-NTHT section 4.1 (vendor)
static_assert(reads("NTLM tESsBmE/yNY3lb6a0L6vVQEZNqwQn0s8Unew", operation::credentials,
                    {scheme("NTLM"), token68("tESsBmE/yNY3lb6a0L6vVQEZNqwQn0s8Unew")}));
// MS-NTHT section 4.1 (vendor)
static_assert(reads("NTLM yNY3lb6a0L6vVQEZNqwQn0s8UNew33KdKZvG+Onv", operation::challenges,
                    {scheme("NTLM"), token68("yNY3lb6a0L6vVQEZNqwQn0s8UNew33KdKZvG+Onv")}));
// Hawk lib/server.js (vendor)
static_assert(reads(
    R"(Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", ext="some-app-ext-data", mac="6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=")",
    operation::credentials,
    {scheme("Hawk"), param("id", "dh37fgj492je"), param("ts", "1353832234"),
     param("nonce", "j4h3g2"), param("ext", "some-app-ext-data"),
     param("mac", "6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=")}));
// Hawk documentation (vendor)
static_assert(reads(
    R"(Hawk ts="1365741469", tsm="h/Ff6XI1euObD78ZNflapvLKXGuaw1RiLI4Q6Q5sAbM=", error="Some Error Message")",
    operation::challenges,
    {scheme("Hawk"), param("ts", "1365741469"),
     param("tsm", "h/Ff6XI1euObD78ZNflapvLKXGuaw1RiLI4Q6Q5sAbM="),
     param("error", "Some Error Message")}));
// Signature Appendix A (vendor)
static_assert(!validate(
    R"(Signature keyId="Test",algorithm="rsa-sha256" JldXnt8W9t643M2Sce10gqCh/+E7QIYLiI+bSjnFBGCti7s+mPPvOjVb72sbd1FjeOUwPTDpKbrQQORrm+xBYfAwCxF3LBSSzORvyJ5nRFCFxfJ3nlQD6Kdxhw8wrVZX5nSem4A/W3C8qH5uhFTRwF4ruRjh+ENHWuovPgO/HGQ=)",
    operation::credentials));
// Signature documentation (vendor)
static_assert(
    reads(R"(Signature keyId="examplekey",algorithm="hmac-sha256",headers="...",signature="...")",
          operation::credentials,
          {scheme("Signature"), param("keyId", "examplekey"), param("algorithm", "hmac-sha256"),
           param("headers", "..."), param("signature", "...")}));

}  // namespace
}  // namespace gauntlet::test
