/* The arithmetic of an RFC 9162 Merkle tree (SHA-256), without database and without I/O.
 *
 * A tree of n leaves is a row of perfect subtrees, largest first: its range. Appending a leaf and asking for the root
 * need the range only, so a verifier reads an export of any length with 2 KiB of memory. Proofs need the tree's inner
 * hashes; where those are kept is the caller's business (st_merkle_fetch_fn). */
#ifndef ST_STORE_MERKLE_H
#define ST_STORE_MERKLE_H

#include "base/error.h"

enum { ST_HASH = 32, ST_MERKLE_LEVELS = 64 };

struct st_hash {
    uint8_t b[ST_HASH];
};

/* SHA-256(0x00 || data), SHA-256(0x01 || left || right): RFC 9162 section 2.1.1. */
struct st_hash st_merkle_leaf(struct st_str data);
struct st_hash st_merkle_node(struct st_hash left, struct st_hash right);
bool st_hash_eq(struct st_hash a, struct st_hash b);

/* The perfect subtrees of `size` leaves: subtree[l] has 2^l leaves and counts where bit l of size is set. Zero bytes
 * are the empty tree. */
struct st_merkle {
    uint64_t size;
    struct st_hash subtree[ST_MERKLE_LEVELS];
};
void st_merkle_append(struct st_merkle *tree, struct st_hash leaf);
/* The root; of the empty tree SHA-256 of nothing. */
struct st_hash st_merkle_root(const struct st_merkle *tree);

/* Brings the hash of the perfect subtree number `index` among those of 2^level leaves. */
typedef int (*st_merkle_fetch_fn)(struct st_hash *out, void *context, unsigned level, uint64_t index,
                                  struct st_error *err);
/* The tree of the first `size` leaves, from its perfect subtrees. */
int st_merkle_resume(struct st_merkle *out, uint64_t size, st_merkle_fetch_fn fetch, void *context,
                     struct st_error *err);
/* The hashes beside the way from leaf number `leaf` to the root of the first `size` leaves, lowest first; `out` holds
 * ST_MERKLE_LEVELS. leaf < size. Errors: those of `fetch`. RFC 9162 section 2.1.3.1. */
int st_merkle_path(struct st_hash *out, size_t *n, uint64_t leaf, uint64_t size, st_merkle_fetch_fn fetch,
                   void *context, struct st_error *err);
/* True when the path leads from the leaf to the root: RFC 9162 section 2.1.3.2. */
bool st_merkle_included(struct st_hash leaf_hash, uint64_t leaf, uint64_t size, const struct st_hash *path, size_t n,
                        struct st_hash root);

#endif
