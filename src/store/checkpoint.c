#include "store/checkpoint.h"

#include <sodium.h>
#include <stdio.h>

#define DASH "\xE2\x80\x94 " /* the em dash with which a signature line begins */

enum { SIGNED = 4 + ST_SIGNATURE };

void st_log_name(char *out, struct st_hash first_leaf)
{
    char hex[17];

    (void)sodium_bin2hex(hex, sizeof(hex), first_leaf.b, 8);
    (void)snprintf(out, ST_LOG_NAME, "statera.journal/%s", hex);
}

/* The first four bytes of SHA-256(name || "\n" || 0x01 || key), 0x01 standing for Ed25519. */
static void name_key(uint8_t out[4], const char *log, const uint8_t public_key[ST_PUBLIC_KEY])
{
    crypto_hash_sha256_state state;
    uint8_t hash[ST_HASH];

    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, (const uint8_t *)log, strlen(log));
    (void)crypto_hash_sha256_update(&state, (const uint8_t *)"\n\x01", 2);
    (void)crypto_hash_sha256_update(&state, public_key, ST_PUBLIC_KEY);
    (void)crypto_hash_sha256_final(&state, hash);
    memcpy(out, hash, 4);
}

void st_checkpoint_sign(struct st_buf *out, const char *log, uint64_t size, struct st_hash root,
                        const uint8_t public_key[ST_PUBLIC_KEY], const uint8_t secret_key[ST_SECRET_KEY])
{
    char text[ST_CHECKPOINT_TEXT], encoded[128];
    uint8_t signature[SIGNED];
    int n;

    (void)sodium_bin2base64(encoded, sizeof(encoded), root.b, ST_HASH, sodium_base64_VARIANT_ORIGINAL);
    n = snprintf(text, sizeof(text), "%s\n%llu\n%s\n", log, (unsigned long long)size, encoded);
    name_key(signature, log, public_key);
    (void)crypto_sign_detached(signature + 4, NULL, (const uint8_t *)text, (unsigned long long)n, secret_key);
    (void)sodium_bin2base64(encoded, sizeof(encoded), signature, SIGNED, sodium_base64_VARIANT_ORIGINAL);
    st_buf_printf(out, "%s\n" DASH "%s %s\n", text, log, encoded);
}

static bool decode(uint8_t *out, size_t n, struct st_str text)
{
    size_t got = 0;
    return sodium_base642bin(out, n, text.p, text.n, NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 && got == n;
}

int st_checkpoint_read(struct st_checkpoint *out, struct st_str text, struct st_error *err)
{
    struct st_str rest = text, log = st_str_cut(&rest, '\n'), size = st_str_cut(&rest, '\n'),
                  root = st_str_cut(&rest, '\n'), empty, signature;
    uint8_t bytes[SIGNED];
    int64_t n = 0;
    bool fits;

    memset(out, 0, sizeof(*out));
    out->signed_n = text.n - rest.n;
    empty = st_str_cut(&rest, '\n');
    signature = st_str_cut(&rest, '\n');
    fits = log.n > 0 && log.n < ST_LOG_NAME && st_str_to_int64(&n, size) && n > 0 && empty.n == 0 && rest.n == 0 &&
           decode(out->root.b, ST_HASH, root) && st_str_starts(signature, DASH);
    if (fits) {
        memcpy(out->log, log.p, log.n);
        signature.p += sizeof(DASH) - 1;
        signature.n -= sizeof(DASH) - 1;
        fits = st_str_eq(st_str_cut(&signature, ' '), log) && decode(bytes, SIGNED, signature);
    }
    if (!fits)
        return st_fail(err, ST_E_INVALID, "checkpoint", ST_MSG("This is no checkpoint of a journal."), "",
                       "Give the file that statera journal checkpoint wrote.");
    out->size = (uint64_t)n;
    memcpy(out->key_name, bytes, 4);
    memcpy(out->signature, bytes + 4, ST_SIGNATURE);
    return ST_OK;
}

bool st_checkpoint_signed(const struct st_checkpoint *checkpoint, struct st_str text,
                          const uint8_t public_key[ST_PUBLIC_KEY])
{
    uint8_t name[4];

    name_key(name, checkpoint->log, public_key);
    return memcmp(name, checkpoint->key_name, sizeof(name)) == 0 &&
           crypto_sign_verify_detached(checkpoint->signature, (const uint8_t *)text.p, checkpoint->signed_n,
                                       public_key) == 0;
}
