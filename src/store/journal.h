/* The journal: one entry for every change and every reading of personal data.
 *
 * An entry is a header (who, for which authority and purpose, what, when by the law's clock and in real time, about
 * which record) and envelopes: payloads encrypted (XChaCha20-Poly1305) under keys of their subjects' log class. The
 * leaf of the Merkle tree is SHA-256(0x00 || header || commitments), where a commitment is
 * SHA-256(salt || ciphertext) and the salt is derived from the key. Destroying the key erases the payload for good and
 * leaves the proof whole. Sealing appends unsealed leaves in batches (RFC 9162 tree hashing) and signs a checkpoint
 * (Ed25519) in the signed-note form that outsiders' witnesses read. One sealer at a time, by a lease row. */
#ifndef ST_STORE_JOURNAL_H
#define ST_STORE_JOURNAL_H

#include "base/json.h"
#include "store/store.h"

enum st_entry_kind { ST_ENTRY_CHANGE = 1, ST_ENTRY_READ, ST_ENTRY_REFUSAL, ST_ENTRY_BY_LAW, ST_ENTRY_ERASURE,
                     ST_ENTRY_SYSTEM };

/* A payload about one subject. `subject` is whose log key locks it (a person's id; unknown: the authority's own key,
 * for payloads without personal data). `json` is the plaintext, an object. */
struct st_envelope {
    struct st_id subject;
    struct st_str json;
};

enum { ST_ENVELOPES_MAX = 8 };

struct st_entry {
    enum st_entry_kind kind;
    const char *action;      /* stable dotted name: "screening.open", "eurodac.search" */
    const char *register_name; /* or "" */
    struct st_id record;     /* the record acted on; unknown for a search */
    struct st_id person;     /* whose data; unknown when nobody's */
    struct st_id case_id;    /* unknown when outside a case */
    const char *citation;    /* by which article, or "" */
    size_t n;
    struct st_envelope envelopes[ST_ENVELOPES_MAX];
};

/* "change", "read", "refusal", "by_law", "erasure", "system"; NULL for anything else. */
const char *st_journal_kind_name(int kind);

/* Adds an entry to the transaction. Actor, authority and times come from the transaction. Errors: ST_E_IO. */
int st_journal_add(struct st_tx *tx, const struct st_entry *entry, struct st_error *err);

/* What a person's page, the DPO and the monitor see. Newest first; `before` unknown = from the newest. */
struct st_journal_row {
    struct st_id id;
    int kind;
    struct st_str action, register_name, citation, role, purpose, unit;
    struct st_id officer, record, person, case_id;
    struct st_instant at, real_at;
    int64_t leaf; /* -1 while unsealed */
};
struct st_journal_filter {
    struct st_id person, case_id, officer; /* unknown = any */
    int kind;                              /* 0 = any */
    struct st_str without_purpose;         /* entries of this purpose are left out; unknown = none are */
    struct st_id before;
    size_t limit; /* at most 500 */
};
int st_journal_list(struct st_journal_row **out, size_t *n, struct st_tx *tx, const struct st_journal_filter *filter,
                    struct st_error *err);
/* The members of a row, into the JSON object that is open. */
void st_journal_row_write(struct st_json *w, const struct st_journal_row *row);
/* Opens the envelopes of an entry that can still be opened; erased ones are left out. `out` holds ST_ENVELOPES_MAX. */
int st_journal_open_payloads(struct st_str *out, size_t *n, struct st_tx *tx, struct st_id entry,
                             struct st_error *err);

/* What was changed or erased since, by whichever process, for indexes that are kept in memory. Numbers of sealed
 * entries are given in one order for all processes and have no gaps, so nothing comes later with a number below
 * `since`; the few that are not sealed yet are told every time. */
struct st_journal_change {
    struct st_id entry, record;
    struct st_str authority, register_name;
};
struct st_journal_changes {
    int64_t sealed; /* how many entries are sealed: what the next call gives for `since` */
    struct st_journal_change *v;
    size_t n, open; /* `open` of them are not sealed yet */
};
int st_journal_changes(struct st_journal_changes *out, struct st_tx *tx, int64_t since, struct st_error *err);
/* How many entries are sealed now. */
int st_journal_sealed(int64_t *out, struct st_tx *tx, struct st_error *err);
/* For what hangs on st_tx_after_commit: the entries by which the transaction changed or erased a record, `max` at most.
 * Returns how many. */
size_t st_journal_written(struct st_id *entries, size_t max, const struct st_tx *tx, struct st_id record);

/* Seals what is unsealed; *sealed (may be NULL) is how many leaves. Called by the sealer thread and by commands that
 * want a fresh checkpoint. */
int st_journal_seal(struct st_store *store, size_t *sealed, struct st_error *err);

/* Writes an export that st_journal_verify can check alone, without keys and without the database; it holds no payload.
 * JSON lines: a head, the sealed entries in order with their commitments, behind each batch its checkpoint, and an end
 * that counts them. The file appears whole or not at all, readable by its owner only. `progress` may be NULL.
 * Errors: ST_E_IO. */
typedef void (*st_progress_fn)(uint64_t done, uint64_t total);
int st_journal_export(struct st_store *store, const char *path, st_progress_fn progress, struct st_error *err);
/* The newest checkpoint, for outsiders to keep, as a signed note; *out unknown while nothing is sealed. The public key
 * of its signer in base64. */
int st_journal_checkpoint(struct st_str *out, struct st_str *public_key, struct st_tx *tx, struct st_error *err);

struct st_verification {
    bool valid;
    int64_t entries, checkpoints;
    int64_t keys;                /* how many keys signed, one after the other; more than one: ask why */
    struct st_str log;           /* its name */
    struct st_str root;          /* hex */
    struct st_str public_key;    /* base64; the last one */
    struct st_message problem;   /* the first thing that does not fit; text NULL when valid */
    int64_t problem_line;        /* 0: not in a line */
};
/* Checks an export, or a proof by st_journal_prove. `public_key` (base64, may be NULL) must then be the signer's;
 * `earlier` (path of a checkpoint kept by an outsider, may be NULL) must be consistent with it. Reads line by line, in
 * constant memory. Errors: ST_E_NOTFOUND, ST_E_INVALID (not an export; no such key or checkpoint); ST_E_VERIFY with the
 * problem in *out. */
int st_journal_verify(struct st_verification *out, struct st_arena *arena, const char *path, const char *public_key,
                      const char *earlier, struct st_error *err);

/* An inclusion proof for one sealed entry: header, commitments, hashes from the leaf to the root of the newest
 * checkpoint, the checkpoint; one JSON object. Errors: ST_E_NOTFOUND, ST_E_STATE (not sealed yet). */
int st_journal_prove(struct st_json *w, struct st_tx *tx, struct st_id entry, struct st_error *err);

#endif
