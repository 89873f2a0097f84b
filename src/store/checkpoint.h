/* A signed checkpoint of the journal, in the form of signed notes that witnesses of transparency logs read:
 *
 *   statera.journal/0123456789abcdef       the log: named after the hash of its first entry
 *   1742                                   how many entries
 *   <base64 of the root>
 *
 *   — statera.journal/0123456789abcdef <base64 of 4 bytes that name the key, and the Ed25519 signature>
 *
 * The signature is over the lines before the empty one. Without database and without I/O. */
#ifndef ST_STORE_CHECKPOINT_H
#define ST_STORE_CHECKPOINT_H

#include "store/merkle.h"

enum { ST_CHECKPOINT_TEXT = 512, ST_LOG_NAME = 40, ST_PUBLIC_KEY = 32, ST_SECRET_KEY = 64, ST_SIGNATURE = 64 };

struct st_checkpoint {
    char log[ST_LOG_NAME];
    uint64_t size;
    struct st_hash root;
    uint8_t key_name[4];
    uint8_t signature[ST_SIGNATURE];
    size_t signed_n; /* how many bytes of the text are signed */
};

/* The name of the log whose first entry has this leaf hash; `out` holds ST_LOG_NAME bytes. */
void st_log_name(char *out, struct st_hash first_leaf);
/* Signs and appends the note. */
void st_checkpoint_sign(struct st_buf *out, const char *log, uint64_t size, struct st_hash root,
                        const uint8_t public_key[ST_PUBLIC_KEY], const uint8_t secret_key[ST_SECRET_KEY]);
/* Reads a note. Errors: ST_E_INVALID. The signature is not checked yet. */
int st_checkpoint_read(struct st_checkpoint *out, struct st_str text, struct st_error *err);
/* True when the text, as read into `checkpoint`, was signed by the owner of the key. */
bool st_checkpoint_signed(const struct st_checkpoint *checkpoint, struct st_str text,
                          const uint8_t public_key[ST_PUBLIC_KEY]);

#endif
