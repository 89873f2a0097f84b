#include "store/merkle.h"

#include <sodium.h>

static struct st_hash hash_of(uint8_t prefix, struct st_str a, struct st_str b)
{
    crypto_hash_sha256_state state;
    struct st_hash out;

    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, &prefix, 1);
    (void)crypto_hash_sha256_update(&state, (const uint8_t *)a.p, a.n);
    (void)crypto_hash_sha256_update(&state, (const uint8_t *)b.p, b.n);
    (void)crypto_hash_sha256_final(&state, out.b);
    return out;
}

struct st_hash st_merkle_leaf(struct st_str data) { return hash_of(0, data, ST_S("")); }

struct st_hash st_merkle_node(struct st_hash left, struct st_hash right)
{
    return hash_of(1, (struct st_str){(const char *)left.b, ST_HASH}, (struct st_str){(const char *)right.b, ST_HASH});
}

bool st_hash_eq(struct st_hash a, struct st_hash b) { return memcmp(a.b, b.b, ST_HASH) == 0; }

void st_merkle_append(struct st_merkle *tree, struct st_hash leaf)
{
    unsigned level = 0;

    /* As adding one to a binary number: a carry joins two equal subtrees into the next. */
    for (; tree->size >> level & 1; level++)
        leaf = st_merkle_node(tree->subtree[level], leaf);
    tree->subtree[level] = leaf;
    tree->size++;
}

struct st_hash st_merkle_root(const struct st_merkle *tree)
{
    struct st_hash root = {{0}};
    bool begun = false;

    if (tree->size == 0) {
        (void)crypto_hash_sha256(root.b, NULL, 0);
        return root;
    }
    for (unsigned level = 0; level < ST_MERKLE_LEVELS; level++)
        if (tree->size >> level & 1) {
            root = begun ? st_merkle_node(tree->subtree[level], root) : tree->subtree[level];
            begun = true;
        }
    return root;
}

int st_merkle_resume(struct st_merkle *out, uint64_t size, st_merkle_fetch_fn fetch, void *context,
                     struct st_error *err)
{
    int rc = ST_OK;

    *out = (struct st_merkle){.size = size};
    for (unsigned level = 0; rc == ST_OK && level < ST_MERKLE_LEVELS; level++)
        if (size >> level & 1)
            rc = fetch(&out->subtree[level], context, level, (size >> level) - 1, err);
    return rc;
}

/* The largest power of two below n, as an exponent; n > 1. */
static unsigned split_level(uint64_t n)
{
    unsigned level = 0;
    while (UINT64_C(2) << level < n)
        level++;
    return level;
}

/* The root of `n` leaves from number `from` on, which is a multiple of the power of two not below n. Its perfect
 * subtrees are fetched and joined from the right. */
static int range_root(struct st_hash *out, uint64_t from, uint64_t n, st_merkle_fetch_fn fetch, void *context,
                      struct st_error *err)
{
    uint64_t end = from + n;
    bool begun = false;

    for (unsigned level = 0; level < ST_MERKLE_LEVELS && n >> level; level++) {
        struct st_hash subtree;
        int rc;
        if (!(n >> level & 1))
            continue;
        end -= UINT64_C(1) << level;
        rc = fetch(&subtree, context, level, end >> level, err);
        if (rc != ST_OK)
            return rc;
        *out = begun ? st_merkle_node(subtree, *out) : subtree;
        begun = true;
    }
    return ST_OK;
}

int st_merkle_path(struct st_hash *out, size_t *n, uint64_t leaf, uint64_t size, st_merkle_fetch_fn fetch,
                   void *context, struct st_error *err)
{
    struct {
        uint64_t from, n;
    } beside[ST_MERKLE_LEVELS];
    uint64_t from = 0;
    size_t depth = 0;

    ST_ASSERT(leaf < size);
    while (size > 1) {
        uint64_t left = UINT64_C(1) << split_level(size);
        bool in_left = leaf - from < left;
        beside[depth].from = in_left ? from + left : from;
        beside[depth++].n = in_left ? size - left : left;
        from += in_left ? 0 : left;
        size = in_left ? left : size - left;
    }
    *n = depth;
    for (size_t i = 0; i < depth; i++) {
        int rc = range_root(&out[i], beside[depth - 1 - i].from, beside[depth - 1 - i].n, fetch, context, err);
        if (rc != ST_OK)
            return rc;
    }
    return ST_OK;
}

bool st_merkle_included(struct st_hash leaf_hash, uint64_t leaf, uint64_t size, const struct st_hash *path, size_t n,
                        struct st_hash root)
{
    uint64_t at = leaf, last = size - 1;
    struct st_hash r = leaf_hash;

    if (leaf >= size)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (last == 0)
            return false;
        if (at & 1 || at == last) {
            r = st_merkle_node(path[i], r);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            r = st_merkle_node(r, path[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && st_hash_eq(r, root);
}
