#ifndef ROLLCALL_COPENSSL_H
#define ROLLCALL_COPENSSL_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stddef.h>

// OpenSSL's headers do not say which pointers may be null: Swift would see optionals everywhere.

static inline int COpenSSL_sha256(
    const void *_Nullable bytes, size_t count, unsigned char *_Nonnull digest) {
    return EVP_Digest(bytes, count, digest, NULL, EVP_sha256(), NULL);
}

static inline int COpenSSL_hmac_sha256(
    const void *_Nonnull key, size_t key_count, const unsigned char *_Nonnull bytes, size_t count,
    unsigned char *_Nonnull code) {
    return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, code, NULL) != NULL;
}

// scrypt with blocks of 8 and no parallelism; 64 bytes more than 128 * 8 * cost are enough for any of its buffers.
static inline int COpenSSL_scrypt(
    const unsigned char *_Nonnull password, size_t password_count, const unsigned char *_Nonnull salt,
    size_t salt_count, uint64_t cost, unsigned char *_Nonnull key, size_t key_count) {
    return EVP_PBE_scrypt((const char *)password, password_count, salt, salt_count, cost, 8, 1,
                          1024 * (cost + 64), key, key_count);
}

// A new key on NIST's curve P-256; OpenSSL has a variadic function for it. NULL only for want of memory or entropy.
static inline EVP_PKEY *_Nullable COpenSSL_new_key(void) { return EVP_EC_gen("P-256"); }

#endif
