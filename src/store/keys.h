/* Keys: one per record and retention class, so that records of one person can die on different days.
 *
 * Their secrets live in a store of their own with a short backup life (store/slots.h). A secret is durable before the
 * data that it locks, and destroyed after the data is gone. Class ST_KEY_LOG locks the journal's payloads about a
 * subject, because logs outlive data (Eurodac Art 41(4): until one year after the data's storage period).
 *
 * What a change waits for on SQLite: one flush, of the pages of the write-ahead log that its rows touch. A record
 * touches one, one for its key and one for each index; its entry in the journal up to five. A payload touches two more,
 * and a new key for it one (its name) but no flush of its own: secrets are made durable up to 256 at a time. */
#ifndef ST_STORE_KEYS_H
#define ST_STORE_KEYS_H

#include "store/store.h"

enum st_key_class { ST_KEY_RECORD = 1, ST_KEY_LOG = 2, ST_KEY_BLOB = 3 };

/* Encrypts under the key of (owner, class), made if missing; nonce in front. */
int st_key_lock(struct st_str *out, struct st_tx *tx, struct st_id owner, enum st_key_class key_class,
                struct st_str plain, struct st_error *err);
/* Errors: ST_E_NOTFOUND when the key was destroyed. */
int st_key_open(struct st_str *out, struct st_tx *tx, struct st_id owner, enum st_key_class key_class,
                struct st_str locked, struct st_error *err);
/* Marks for destruction; the key is gone when the transaction has committed and the sweeper has run (at once, after
 * the commit; again at every start, should the process have died in between). */
int st_key_destroy(struct st_tx *tx, struct st_id owner, enum st_key_class key_class, struct st_error *err);

#endif
