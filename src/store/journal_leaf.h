/* What a leaf of the journal's tree is made of. Private to the store; the writer, the export and the verifier agree
 * here on every byte.
 *
 *   leaf   = SHA-256(0x00 || header || commitments)
 *   header = the JSON object below, without white space, its keys in this order, null where nothing is known:
 *            {"v":1,"id":…,"kind":…,"action":…,"register":…,"authority":…,"unit":…,"officer":…,"role":…,"purpose":…,
 *             "record":…,"person":…,"case":…,"citation":…,"at":…,"real_at":…,"envelopes":N}
 *   commitments = N times SHA-256(salt || ciphertext), 32 bytes each */
#ifndef ST_STORE_JOURNAL_LEAF_H
#define ST_STORE_JOURNAL_LEAF_H

#include "store/journal.h"
#include "store/merkle.h"

enum { ST_LEAF__TEXT_MAX = 16384 };

struct st_leaf__header {
    struct st_id id;
    int kind;
    struct st_str action, register_name, authority, unit;
    struct st_id officer;
    struct st_str role, purpose;
    struct st_id record, person, case_id;
    struct st_str citation;
    struct st_instant at, real_at;
    size_t envelopes;
};

/* Writes the header; into an empty buffer these are its bytes. */
void st_leaf__header(struct st_json *w, const struct st_leaf__header *header);
/* Reads them back from JSON; texts borrow from it. Errors: ST_E_INVALID: a key is missing, unknown or of another
 * type. */
int st_leaf__header_read(struct st_leaf__header *out, const json_t *json, struct st_error *err);
/* The leaf's hash; header->envelopes commitments. Errors: ST_E_LIMIT. */
int st_leaf__hash(struct st_hash *out, const struct st_leaf__header *header, const struct st_hash *commitments,
                  struct st_error *err);
/* The columns of journal_entry that a header is read from, and the reading; returns the leaf's number, -1 unsealed. */
#define ST_LEAF__COLUMNS "id, kind, action, register_name, authority, unit, officer, role, purpose, record, person, " \
                         "case_id, citation, at, real_at, envelopes, leaf"
int64_t st_leaf__header_row(struct st_leaf__header *out, const struct st_rows *rows, size_t row);
/* The kind of a name (st_journal_kind_name); 0 for no kind. */
int st_leaf__kind_of(struct st_str name);

#endif
