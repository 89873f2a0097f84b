/* Writing entries and reading them again; the tree over them is in journal_log.c. */
#include "store/journal_leaf.h"

#include <sodium.h>
#include <stdatomic.h>

#include "store/internal.h"

enum { LIST_MAX = 500, CHANGES_PAGE = 1000 };

struct pending_entry {
    struct pending_entry *next;
    struct st_entry entry; /* its texts copied into the transaction's arena */
    struct st_id id;       /* once it is written */
};

struct st_journal_pending {
    struct pending_entry *first, **last;
    size_t n;
};

ST_STATEMENT(put_entry, "journal.put entry", "INSERT INTO journal_entry (authority, id, kind, action, register_name, "
             "citation, officer, role, purpose, unit, record, person, case_id, at, real_at, envelopes, leaf_hash) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)", NULL);
ST_STATEMENT(put_envelope, "journal.put envelope", "INSERT INTO journal_envelope (authority, entry, position, subject, "
             "commitment, ciphertext) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", NULL);
ST_STATEMENT(envelopes_of, "journal.envelopes", "SELECT subject, ciphertext FROM journal_envelope "
             "WHERE authority = ?1 AND entry = ?2 AND ciphertext IS NOT NULL ORDER BY position", NULL);

/* ---- Collecting ---- */
static const char *copy(struct st_arena *arena, const char *text)
{
    return st_str_z(arena, st_str_of(text ? text : ""));
}

int st_journal_add(struct st_tx *tx, const struct st_entry *entry, struct st_error *err)
{
    struct pending_entry *p = ST_NEW(tx->arena, struct pending_entry);

    (void)err;
    ST_ASSERT(entry->n <= ST_ENVELOPES_MAX && st_journal_kind_name((int)entry->kind) != NULL);
    p->entry = *entry;
    p->entry.action = copy(tx->arena, entry->action);
    p->entry.register_name = copy(tx->arena, entry->register_name);
    p->entry.citation = copy(tx->arena, entry->citation);
    for (size_t i = 0; i < entry->n; i++)
        p->entry.envelopes[i].json = st_str_dup(tx->arena, entry->envelopes[i].json);
    if (tx->journal == NULL) {
        tx->journal = ST_NEW(tx->arena, struct st_journal_pending);
        tx->journal->last = &tx->journal->first;
    }
    *tx->journal->last = p;
    tx->journal->last = &p->next;
    tx->journal->n++;
    return ST_OK;
}

size_t st_journal__pending(const struct st_tx *tx) { return tx->journal ? tx->journal->n : 0; }

/* ---- Writing ---- */
static struct st_cell blob(const void *p, size_t n) { return st_cell_blob((struct st_str){p, n}); }

/* An id is never NULL in a key: the authority's own payloads have the zero id. */
static struct st_cell key_cell(const struct st_id *id) { return blob(id->b, sizeof(id->b)); }

/* Locks a payload, commits to it, stores it. */
static int write_envelope(struct st_hash *commitment, struct st_tx *tx, const struct st_leaf__header *header,
                          size_t position, const struct st_envelope *envelope, struct st_error *err)
{
    crypto_hash_sha256_state state;
    uint8_t salt[ST_KEY__SALT];
    struct st_str locked;
    int rc = st_key_lock(&locked, tx, envelope->subject, ST_KEY_LOG, envelope->json, err);

    if (rc == ST_OK)
        rc = st_key__salt(salt, tx, envelope->subject, header->id, (int64_t)position, err);
    if (rc != ST_OK)
        return rc;
    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, salt, sizeof(salt));
    (void)crypto_hash_sha256_update(&state, (const uint8_t *)locked.p, locked.n);
    (void)crypto_hash_sha256_final(&state, commitment->b);
    sodium_memzero(salt, sizeof(salt));
    return st_db_exec(tx->db, NULL, &put_envelope,
                      ST_BIND(st_cell_str(header->authority), key_cell(&header->id), st_cell_int((int64_t)position),
                              key_cell(&envelope->subject), blob(commitment->b, ST_HASH), st_cell_blob(locked)), err);
}

static struct st_str or_empty(struct st_str s) { return st_str_known(s) ? s : ST_S(""); }

static int write_entry(struct st_tx *tx, const struct st_entry *e, struct st_id id, struct st_instant real_at,
                       struct st_error *err)
{
    const struct st_actor *actor = tx->actor;
    struct st_leaf__header h = {.id = id, .kind = (int)e->kind, .action = st_str_of(e->action),
        .register_name = st_str_of(e->register_name), .authority = actor->authority, .unit = or_empty(actor->unit),
        .officer = actor->officer, .role = or_empty(actor->role), .purpose = or_empty(actor->purpose),
        .record = e->record, .person = e->person, .case_id = e->case_id, .citation = st_str_of(e->citation),
        .at = tx->now, .real_at = real_at, .envelopes = e->n};
    struct st_hash commitments[ST_ENVELOPES_MAX], leaf = {{0}};
    struct st_arena *arena = tx->arena;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < e->n; i++)
        rc = write_envelope(&commitments[i], tx, &h, i, &e->envelopes[i], err);
    if (rc == ST_OK)
        rc = st_leaf__hash(&leaf, &h, commitments, err);
    if (rc != ST_OK)
        return rc;
    return st_db_exec(tx->db, NULL, &put_entry,
                      ST_BIND(st_cell_str(h.authority), key_cell(&h.id), st_cell_int(h.kind), st_cell_str(h.action),
                              st_cell_str(h.register_name), st_cell_str(h.citation), st_cell_id(arena, h.officer),
                              st_cell_str(h.role), st_cell_str(h.purpose), st_cell_str(h.unit),
                              st_cell_id(arena, h.record), st_cell_id(arena, h.person), st_cell_id(arena, h.case_id),
                              st_cell_int(h.at.us), st_cell_int(h.real_at.us), st_cell_int((int64_t)h.envelopes),
                              blob(leaf.b, ST_HASH)), err);
}

/* Entries keep the order in which they were written, also within a millisecond: RFC 9562 lets the twelve bits behind it
 * count parts of it, and no two entries of this process have the same. */
static struct st_id entry_id(struct st_instant real_at)
{
    enum { STEPS = 4, MS = 1000 * STEPS }; /* steps of a microsecond, of a millisecond */
    static _Atomic int64_t last;
    int64_t before = atomic_load(&last), mine;
    struct st_id id;

    do
        mine = real_at.us * STEPS > before ? real_at.us * STEPS : before + 1;
    while (!atomic_compare_exchange_weak(&last, &before, mine));
    id = st_id_new((struct st_instant){mine / STEPS});
    id.b[6] = (uint8_t)(0x70 | (mine % MS) >> 8);
    id.b[7] = (uint8_t)(mine % MS);
    return id;
}

int st_journal__write(struct st_tx *tx, bool refusals_only, struct st_error *err)
{
    struct st_instant real_at = st_instant_now();
    int rc = ST_OK;

    for (struct pending_entry *p = tx->journal ? tx->journal->first : NULL; rc == ST_OK && p; p = p->next)
        if (!refusals_only || p->entry.kind == ST_ENTRY_REFUSAL) {
            p->id = entry_id(real_at);
            rc = write_entry(tx, &p->entry, p->id, real_at, err);
        }
    return rc;
}

static bool changes_something(enum st_entry_kind kind) { return kind == ST_ENTRY_CHANGE || kind == ST_ENTRY_ERASURE; }

size_t st_journal_written(struct st_id *entries, size_t max, const struct st_tx *tx, struct st_id record)
{
    size_t n = 0;

    for (const struct pending_entry *p = tx->journal ? tx->journal->first : NULL; p != NULL && n < max; p = p->next)
        if (changes_something(p->entry.kind) && st_id_eq(p->entry.record, record))
            entries[n++] = p->id;
    return n;
}

/* ---- Following ---- */
#define CHANGES "SELECT authority, register_name, id, record, leaf FROM journal_entry WHERE record IS NOT NULL " \
                "AND kind IN (?3, ?4) "
ST_STATEMENT(open_changes, "journal.open changes", CHANGES "AND leaf IS NULL AND id > ?1 ORDER BY id LIMIT ?2", NULL);
ST_STATEMENT(sealed_changes, "journal.sealed changes", CHANGES "AND leaf > ?1 AND leaf < ?5 ORDER BY leaf LIMIT ?2", NULL);
ST_STATEMENT(last_leaf, "journal.last leaf", "SELECT leaf FROM journal_entry WHERE leaf IS NOT NULL "
             "ORDER BY leaf DESC LIMIT 1", NULL);

int st_journal_sealed(int64_t *out, struct st_tx *tx, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &last_leaf, NULL, 0, err);

    if (rc == ST_OK)
        *out = rows.n > 0 ? st_rows_int(&rows, 0, 0) + 1 : 0;
    return rc;
}

/* Those of one statement, page by page; a page goes on after the last row's own key. */
static int add_changes(struct st_journal_changes *out, struct st_tx *tx, const struct st_statement *statement,
                       struct st_cell after, struct st_error *err)
{
    bool sealed = statement == &sealed_changes;
    struct st_rows rows = {.n = CHANGES_PAGE};
    int rc = ST_OK;

    while (rc == ST_OK && rows.n == CHANGES_PAGE) {
        const struct st_cell cells[] = {after, st_cell_int(CHANGES_PAGE), st_cell_int(ST_ENTRY_CHANGE),
                                        st_cell_int(ST_ENTRY_ERASURE), st_cell_int(out->sealed)};
        struct st_journal_change *all;

        rc = st_db_query(&rows, tx->db, tx->arena, statement, cells, sealed ? 5 : 4, err);
        if (rc != ST_OK || rows.n == 0)
            break;
        all = ST_NEW_N(tx->arena, struct st_journal_change, out->n + rows.n);
        for (size_t i = 0; i < out->n; i++)
            all[i] = out->v[i];
        for (size_t i = 0; i < rows.n; i++)
            all[out->n + i] = (struct st_journal_change){st_rows_id(&rows, i, 2), st_rows_id(&rows, i, 3),
                                                         st_rows_str(&rows, i, 0), st_rows_str(&rows, i, 1)};
        out->v = all;
        out->n += rows.n;
        after = *st_rows_cell(&rows, rows.n - 1, sealed ? 4 : 2);
    }
    return rc;
}

int st_journal_changes(struct st_journal_changes *out, struct st_tx *tx, int64_t since, struct st_error *err)
{
    static const struct st_id first;
    int rc;

    *out = (struct st_journal_changes){.sealed = since};
    rc = st_journal_sealed(&out->sealed, tx, err);
    if (rc == ST_OK)
        rc = add_changes(out, tx, &open_changes, key_cell(&first), err);
    out->open = out->n;
    return rc == ST_OK ? add_changes(out, tx, &sealed_changes, st_cell_int(since - 1), err) : rc;
}

/* ---- Reading ---- */
#define ROW_COLUMNS "id, kind, action, register_name, citation, role, purpose, unit, officer, record, person, case_id, " \
                    "at, real_at, leaf"
#define NEWEST(more) "SELECT " ROW_COLUMNS " FROM journal_entry WHERE authority = ?1 AND id < ?2 " \
                     "AND (?3 = 0 OR kind = ?3) AND (?5 = '' OR purpose <> ?5) " more " ORDER BY id DESC LIMIT ?4"
ST_STATEMENT(newest, "journal.newest", NEWEST(""), NULL);
ST_STATEMENT(newest_of_person, "journal.newest of person", NEWEST("AND person = ?6"), NULL);
ST_STATEMENT(newest_of_case, "journal.newest of case", NEWEST("AND case_id = ?6"), NULL);
ST_STATEMENT(newest_of_officer, "journal.newest of officer", NEWEST("AND officer = ?6"), NULL);

static void read_row(struct st_journal_row *out, const struct st_rows *rows, size_t i)
{
    bool sealed = st_rows_cell(rows, i, 14)->kind != ST_CELL_NULL;

    *out = (struct st_journal_row){
        .id = st_rows_id(rows, i, 0), .kind = (int)st_rows_int(rows, i, 1), .action = st_rows_str(rows, i, 2),
        .register_name = st_rows_str(rows, i, 3), .citation = st_rows_str(rows, i, 4), .role = st_rows_str(rows, i, 5),
        .purpose = st_rows_str(rows, i, 6), .unit = st_rows_str(rows, i, 7), .officer = st_rows_id(rows, i, 8),
        .record = st_rows_id(rows, i, 9), .person = st_rows_id(rows, i, 10), .case_id = st_rows_id(rows, i, 11),
        .at = st_rows_instant(rows, i, 12), .real_at = st_rows_instant(rows, i, 13),
        .leaf = sealed ? st_rows_int(rows, i, 14) : -1};
}

static bool fits(const struct st_journal_row *row, const struct st_journal_filter *f)
{
    return (!st_id_known(f->person) || st_id_eq(row->person, f->person)) &&
           (!st_id_known(f->case_id) || st_id_eq(row->case_id, f->case_id)) &&
           (!st_id_known(f->officer) || st_id_eq(row->officer, f->officer));
}

/* Each filter has its index; of two filters the narrower one is asked of the database, the other of its rows. */
int st_journal_list(struct st_journal_row **out, size_t *n, struct st_tx *tx, const struct st_journal_filter *filter,
                    struct st_error *err)
{
    static const struct st_id last = {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                       0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}};
    const struct st_statement *statement = st_id_known(filter->person)    ? &newest_of_person
                                           : st_id_known(filter->case_id) ? &newest_of_case
                                           : st_id_known(filter->officer) ? &newest_of_officer
                                                                          : &newest;
    const struct st_id *one = st_id_known(filter->person)    ? &filter->person
                              : st_id_known(filter->case_id) ? &filter->case_id
                                                             : &filter->officer;
    struct st_id before = st_id_known(filter->before) ? filter->before : last;
    size_t wanted = filter->limit > 0 && filter->limit < LIST_MAX ? filter->limit : LIST_MAX;

    *out = ST_NEW_N(tx->arena, struct st_journal_row, wanted);
    *n = 0;
    for (;;) {
        struct st_rows rows = {0};
        const struct st_cell cells[] = {st_cell_str(tx->actor->authority), key_cell(&before),
                                        st_cell_int(filter->kind), st_cell_int((int64_t)wanted),
                                        st_cell_str(or_empty(filter->without_purpose)), key_cell(one)};
        int rc = st_db_query(&rows, tx->db, tx->arena, statement, cells, statement == &newest ? 5 : 6, err);
        if (rc != ST_OK)
            return rc;
        for (size_t i = 0; i < rows.n && *n < wanted; i++) {
            read_row(&(*out)[*n], &rows, i);
            before = (*out)[*n].id;
            *n += fits(&(*out)[*n], filter);
        }
        if (*n == wanted || rows.n < wanted)
            return ST_OK;
    }
}

int st_journal_open_payloads(struct st_str *out, size_t *n, struct st_tx *tx, struct st_id entry,
                             struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &envelopes_of,
                         ST_BIND(st_cell_str(tx->actor->authority), key_cell(&entry)), err);

    *n = 0;
    for (size_t i = 0; rc == ST_OK && i < rows.n && *n < ST_ENVELOPES_MAX; i++) {
        rc = st_key_open(&out[*n], tx, st_rows_id(&rows, i, 0), ST_KEY_LOG, st_rows_str(&rows, i, 1), NULL);
        *n += rc == ST_OK;
        if (rc == ST_E_NOTFOUND)
            rc = ST_OK; /* erased */
    }
    return rc == ST_OK ? ST_OK : st_fail(err, (enum st_err)rc, "", ST_MSG("An entry's payload cannot be opened."), "",
                                         "Look at the keys with statera doctor.");
}

void st_journal_row_write(struct st_json *w, const struct st_journal_row *row)
{
    st_json_key_id(w, "id", row->id);
    st_json_key(w, "kind"), st_json_text(w, st_journal_kind_name(row->kind));
    st_json_key_str(w, "action", row->action);
    st_json_key_str(w, "register", row->register_name);
    st_json_key_str(w, "article", row->citation);
    st_json_key_id(w, "officer", row->officer);
    st_json_key_str(w, "role", row->role);
    st_json_key_str(w, "purpose", row->purpose);
    st_json_key_str(w, "unit", row->unit);
    st_json_key_id(w, "person", row->person);
    st_json_key_id(w, "record", row->record);
    st_json_key_id(w, "case", row->case_id);
    st_json_key(w, "at"), st_json_instant(w, row->at);
    st_json_key(w, "real_at"), st_json_instant(w, row->real_at);
    st_json_key(w, "leaf");
    if (row->leaf < 0)
        st_json_null(w);
    else
        st_json_int(w, row->leaf);
}
