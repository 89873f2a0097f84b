/* The store of keys: a database of its own beside the data (FILE.keys, or the schema "keys" of PostgreSQL) that holds
 * numbered secrets and nothing else about the living. Whose a secret is stands in the data (key_name), written by the
 * transaction that first locks something under it; so whatever is locked has its key, and a key has an owner exactly
 * when its data were committed.
 *
 * Secrets are made durable in advance, a reserve of them with one flush, and handed out from memory. What a process
 * that was killed had in reserve stays behind, of no one, and locks nothing. A destroyed secret leaves its row with the
 * name of its owner, a tombstone: from it a restored copy of the data learns what was erased since, and a restored copy
 * of the keys what it may not bring back. Shared by files of the store; safe for several threads. */
#ifndef ST_STORE_SLOTS_H
#define ST_STORE_SLOTS_H

#include "store/internal.h"

enum { ST_SLOTS__SECRET = 32, ST_SLOTS__RESERVE = 256 /* at most */ };

struct st_slots;

int st_slots__open(struct st_slots **out, const struct st_store_options *options, struct st_error *err);
/* Gives back what is left of the reserve. NULL is fine. */
void st_slots__close(struct st_slots *slots);

/* A secret that nobody has; durable. The caller names its owner in the data, or forgets it. */
int st_slots__take(struct st_id *slot, uint8_t secret[ST_SLOTS__SECRET], struct st_slots *slots, struct st_error *err);
/* Nobody has it after all. */
void st_slots__give_back(struct st_slots *slots, struct st_id slot);
/* *found: it is there and was not destroyed. */
int st_slots__secret(uint8_t secret[ST_SLOTS__SECRET], bool *found, struct st_slots *slots, struct st_id slot,
                     struct st_error *err);
/* The one secret that belongs to no record: the seed that signs checkpoints, made when it is first asked for. */
int st_slots__seed(uint8_t secret[ST_SLOTS__SECRET], struct st_slots *slots, struct st_error *err);

/* Overwrites secrets and writes their tombstones, also of owners that never had a key (slot unknown); durable when it
 * returns. Safe to repeat. */
int st_slots__destroy(struct st_slots *slots, const struct st_erased *doomed, size_t n, struct st_error *err);
/* What was handed out is no longer in memory: another process may have destroyed it. */
void st_slots__forget(struct st_slots *slots);
/* Rises whenever some process destroys. */
int st_slots__epoch(int64_t *epoch, struct st_slots *slots, struct st_error *err);

/* Tombstones after one (NULL: from the beginning), in the order of names; and the newest. */
int st_slots__destroyed(struct st_erased **out, size_t *n, struct st_slots *slots, struct st_arena *arena,
                        const struct st_erased *after, size_t limit, struct st_error *err);
int st_slots__newest_destroyed(struct st_erased **out, size_t *n, struct st_slots *slots, struct st_arena *arena,
                               size_t limit, struct st_error *err);
/* How many were destroyed after the one moment and before the other. */
int st_slots__destroyed_between(int64_t *n, struct st_slots *slots, struct st_instant after, struct st_instant before,
                                struct st_error *err);
/* How many secrets live, the seed apart. */
int st_slots__count(int64_t *living, struct st_slots *slots, struct st_error *err);
/* Takes in the secrets of a copy, except those that were destroyed here. */
int st_slots__take_over(const char *url, const char *from_url, struct st_error *err);

#endif
