/* Erasing again what a restored copy brought back, and carrying a database over to a new version. */
#include "store/care.h"

#include "store/slots.h"
#include "store/table.h"

enum { ROWS_AT_ONCE = 1000 };

struct erasures {
    struct st_arena *arena;
    struct st_erased *rows;
    size_t n;
    bool *made_again;
};

static int look_whether_made_again(struct st_db *db, void *arg, struct st_error *err)
{
    struct erasures *e = arg;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < e->n; i++)
        rc = st_keys__made_again(&e->made_again[i], db, e->arena, &e->rows[i], err);
    return rc;
}

/* The next tombstones, and which of their owners have another key. */
static int read_erasures(struct erasures *out, struct st_store *store, const struct st_erased *after, size_t limit,
                         struct st_error *err)
{
    int rc = st_slots__destroyed(&out->rows, &out->n, st_keys__slots(store->keys), out->arena, after, limit, err);

    out->made_again = ST_NEW_N(out->arena, bool, out->n);
    return rc == ST_OK && out->n > 0 ? st_store__look(store, look_whether_made_again, out, err) : rc;
}

int st_care_erased(struct st_erased **out, size_t *n, struct st_store *store, struct st_arena *arena,
                   const struct st_erased *after, size_t limit, struct st_error *err)
{
    struct erasures page = {.arena = arena};
    size_t wanted;
    int rc;

    limit = limit < ROWS_AT_ONCE ? limit : ROWS_AT_ONCE;
    *out = ST_NEW_N(arena, struct st_erased, limit);
    *n = 0;
    do {
        wanted = limit - *n;
        rc = read_erasures(&page, store, after, wanted, err);
        for (size_t i = 0; rc == ST_OK && i < page.n; i++)
            if (!page.made_again[i])
                (*out)[(*n)++] = page.rows[i];
        after = page.n > 0 ? &page.rows[page.n - 1] : after;
    } while (rc == ST_OK && page.n == wanted && *n < limit);
    return rc;
}

static int erase_records(struct st_tx *tx, size_t *rows, struct st_id owner, struct st_error *err)
{
    int rc = ST_OK;

    for (const struct st_shape *const *s = st_records__registered(); rc == ST_OK && *s != NULL; s++) {
        void *record = st_alloc(tx->arena, (*s)->size);
        rc = st_record_get(record, NULL, tx, *s, owner, NULL);
        if (rc == ST_OK) {
            rc = st_record_delete(tx, *s, owner, err);
            ++*rows;
        } else if (rc == ST_E_NOTFOUND) {
            rc = ST_OK;
        }
    }
    return rc;
}

int st_care_erase_rows(struct st_tx *tx, size_t *rows, struct st_id owner, int64_t key_class, struct st_error *err)
{
    uint64_t locked = 0;
    int rc = ST_OK;

    *rows = 0;
    if (!st_id_known(owner))
        return ST_OK; /* the authority's own key belongs to no record */
    if (key_class == ST_KEY_RECORD)
        rc = erase_records(tx, rows, owner, err);
    if (rc == ST_OK)
        rc = st_keys__forget(&locked, tx->db, tx->actor->authority, owner.b, key_class, err);
    *rows += (size_t)locked;
    return rc;
}

static int carry_over(const char *url, bool only_look, int64_t *from, int64_t *to, struct st_error *err)
{
    struct st_arena *arena = st_arena_new();
    struct st_schema_state state = {0};
    struct st_db *db = NULL;
    int rc = st_db_open(&db, url, false, only_look, err);

    *to = st_schema__version(st_schema__migrations, st_schema__migrations_n);
    if (rc == ST_OK)
        rc = st_schema__state(&state, db, arena, err);
    *from = state.version;
    if (rc == ST_OK && !only_look)
        rc = st_schema__migrate(db, st_schema__migrations, st_schema__migrations_n, err);
    st_db_close(db);
    st_arena_free(arena);
    return rc;
}

int st_care_migrate(const char *url, int64_t *from, int64_t *to, struct st_error *err)
{
    return carry_over(url, false, from, to, err);
}

int st_care_version(const char *url, int64_t *from, int64_t *to, struct st_error *err)
{
    return carry_over(url, true, from, to, err);
}

ST_STATEMENT(note_cleared, "care.cleared", "INSERT INTO meta (name, number) VALUES ('cleared', ?1) "
             "ON CONFLICT (name) DO UPDATE SET number = excluded.number", NULL);

int st_care_clear(const char *url, bool *needed, struct st_error *err)
{
    int64_t now = st_instant_now().us; /* what is erased meanwhile may stay */
    struct st_db *db = NULL;
    int rc = st_db_open(&db, url, false, false, err);

    *needed = rc == ST_OK && st_db_dialect(db) == ST_POSTGRES;
    if (*needed)
        rc = st_db_script(db, "VACUUM (FULL)", err);
    if (*needed && rc == ST_OK)
        rc = st_db_exec(db, NULL, &note_cleared, ST_BIND(st_cell_int(now)), err);
    st_db_close(db);
    return rc;
}
