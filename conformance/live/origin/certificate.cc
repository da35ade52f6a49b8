#include "conformance/live/origin/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>

#include "absl/strings/str_cat.h"

namespace gauntlet::origin {
namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* what) const noexcept {
    Free(what);
  }
};
using pkey = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using x509 = std::unique_ptr<X509, freed_by<X509_free>>;
using bio = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using extension = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;

absl::Status failed(const char* what) {
  char text[256] = {};
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  return absl::InternalError(absl::StrCat("cannot make a certificate: ", what, ": ", text));
}

bool add(X509* to, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
  const extension made(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return made && X509_add_ext(to, made.get(), -1) == 1;
}

std::string text_of(BIO* from) {
  char* octets = nullptr;
  const long size = BIO_get_mem_data(from, &octets);
  return std::string(octets, static_cast<std::size_t>(size));
}

}  // namespace

absl::StatusOr<certificate> make_certificate() {
  const pkey key(EVP_EC_gen("P-256"));
  if (!key) return failed("key");
  const x509 made(X509_new());
  std::uint64_t serial = 0;
  if (!made || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
    return failed("serial");
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1U);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 7L * 24 * 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("gauntlet on loopback"), -1, -1,
                             0);
  X509_set_issuer_name(made.get(), name);
  if (!add(made.get(), NID_basic_constraints, "critical,CA:TRUE") ||
      !add(made.get(), NID_subject_key_identifier, "hash") ||
      !add(made.get(), NID_subject_alt_name,
           "DNS:localhost,DNS:*.localhost,DNS:*.gauntlet.test,IP:127.0.0.1,IP:::1")) {
    return failed("extensions");
  }
  if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0) return failed("signature");
  const bio out(BIO_new(BIO_s_mem()));
  const bio key_out(BIO_new(BIO_s_mem()));
  if (!out || !key_out || PEM_write_bio_X509(out.get(), made.get()) != 1 ||
      PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return failed("PEM");
  }
  return certificate{text_of(out.get()), text_of(key_out.get())};
}

}  // namespace gauntlet::origin
