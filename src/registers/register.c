#include "registers/register.h"

#include "store/keys.h"

enum { LOG_DAYS = 366, PERSON_RECORDS_MAX = 1000, SEQUENCE_MAX = 1000, PAYLOAD_MAX = 32 << 20 };

/* What a journal entry of the engine says besides who and when. */
struct note {
    enum st_entry_kind kind;
    const char *action;
    struct st_id id, person, case_id;
    const char *citation;
    struct st_str json;
};

static int journal(struct st_tx *tx, const struct st_register *reg, const struct note *note, struct st_error *err)
{
    struct st_entry entry = {.kind = note->kind, .action = note->action, .register_name = reg->name,
                             .record = note->id, .person = note->person, .case_id = note->case_id,
                             .citation = note->citation ? note->citation : ""};

    if (note->json.n > 0) {
        entry.envelopes[0] = (struct st_envelope){st_id_known(note->person) ? note->person : note->id, note->json};
        entry.n = 1;
    }
    return st_journal_add(tx, &entry, err);
}

static const char *action(struct st_tx *tx, const struct st_register *reg, const char *verb)
{
    return st_str_z(tx->arena, st_strf(tx->arena, "%s.%s", reg->name, verb));
}

/* Decides, and journals a refusal; the permit is journalled with what was done. */
static int decide(uint64_t *fields, struct st_tx *tx, const struct st_register *reg, enum st_operation operation,
                  const struct note *note, struct st_error *err)
{
    int rc = st_access_decide(fields, tx->actor, reg->rights, reg->record, operation, reg->title, err);
    struct note refusal = *note;
    int logged;

    if (rc == ST_OK)
        return ST_OK;
    refusal.kind = ST_ENTRY_REFUSAL;
    refusal.json = (struct st_str){NULL, 0};
    logged = journal(tx, reg, &refusal, NULL);
    return logged == ST_OK ? rc : logged;
}

static struct st_date today(const struct st_tx *tx)
{
    struct st_local local = {0};
    bool known = st_zone_local(&local, tx->now, "UTC");

    ST_ASSERT(known);
    return local.date;
}

/* The fields in which two records differ; against nothing, those that are known. */
static uint64_t differing(const struct st_shape *shape, const void *before, const void *record)
{
    struct st_buf a = ST_BUF_INIT(PAYLOAD_MAX), b = ST_BUF_INIT(PAYLOAD_MAX);
    const struct st_field *fields = shape->fields();
    uint64_t bits = 0;

    for (size_t i = 0; i < shape->n; i++) {
        struct st_json wa = ST_JSON_INIT(&a), wb = ST_JSON_INIT(&b);
        bool differs = st_field_known(&fields[i], record);

        if (before != NULL) {
            st_buf_clear(&a);
            st_buf_clear(&b);
            st_shape_write(&wa, shape, before, UINT64_C(1) << i);
            st_shape_write(&wb, shape, record, UINT64_C(1) << i);
            differs = a.failed || b.failed || !st_str_eq(st_buf_get(&a), st_buf_get(&b));
        }
        if (differs)
            bits |= UINT64_C(1) << i;
    }
    st_buf_deinit(&a);
    st_buf_deinit(&b);
    return bits;
}

/* Which data were used, and what stood there before: an old version lives in the log only. */
static struct st_str payload(struct st_arena *arena, const struct st_shape *shape, const void *before, uint64_t bits)
{
    struct st_buf text = ST_BUF_INIT(PAYLOAD_MAX);
    struct st_json w = ST_JSON_INIT(&text);
    const struct st_field *fields = shape->fields();
    struct st_str out;

    st_json_object(&w);
    st_json_key(&w, "fields");
    st_json_array(&w);
    for (size_t i = 0; i < shape->n; i++)
        if (bits >> i & 1)
            st_json_text(&w, fields[i].name);
    st_json_array_end(&w);
    if (before != NULL) {
        st_json_key(&w, "before");
        st_shape_write(&w, shape, before, bits);
    }
    st_json_object_end(&w);
    out = st_buf_dup(arena, &text);
    st_buf_deinit(&text);
    return out;
}

/* Every field that is written must be one that the rights table lets the actor write. */
static int check_fields(const struct st_register *reg, uint64_t written, uint64_t allowed, struct st_error *err)
{
    const struct st_field *fields = reg->record->fields();
    int rc = ST_OK;

    for (size_t i = 0; i < reg->record->n; i++)
        if ((written & ~allowed) >> i & 1)
            rc = st_fail(err, ST_E_FORBIDDEN, fields[i].name,
                         ST_MSG("For this purpose you may not write: {0}.", st_value_key(fields[i].label)),
                         fields[i].citation, "Leave the field as it is, or ask an officer who works for its purpose.");
    return rc;
}

/* The entry of a record in this register; another register's record does not exist here. */
static int entry_get(struct register_entry *entry, int64_t *version, struct st_tx *tx, const struct st_register *reg,
                     struct st_id id, struct st_error *err)
{
    int rc = st_record_get(entry, version, tx, &register_entry_shape, id, err);

    if (rc == ST_OK && !st_str_is(entry->register_name, reg->name))
        rc = st_fail(err, ST_E_NOTFOUND, "id", ST_MSG("There is no such record."), "", "Compare the number.");
    return rc;
}

/* ---- In-memory indexes follow what was committed ---- */
struct indexing {
    const struct st_register *reg;
    struct st_id id;
    struct register_entry entry;
    const void *record; /* NULL: erased */
};

static void index_now(void *arg)
{
    const struct indexing *i = arg;
    i->reg->index(i->id, &i->entry, i->record);
}

/* The record is copied whole: its lists may stand on the stack of a command that is over by then. */
static int index_later(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *record,
                       struct st_error *err)
{
    struct indexing *later;
    int rc;

    if (reg->index == NULL)
        return ST_OK;
    later = ST_NEW(tx->arena, struct indexing);
    *later = (struct indexing){.reg = reg, .id = id};
    if (record != NULL) {
        void *copy = st_alloc(tx->arena, reg->record->size);
        st_shape_dup(copy, reg->record, record, tx->arena);
        later->record = copy;
    }
    rc = record == NULL ? ST_OK : st_record_get(&later->entry, NULL, tx, &register_entry_shape, id, err);
    if (rc == ST_OK)
        st_tx_after_commit(tx, index_now, later);
    return rc;
}

/* ---- Storing ---- */
static int enter(struct st_tx *tx, const struct st_register *reg, const struct st_register_put *put, struct st_id id,
                 void *record, struct st_error *err)
{
    struct st_storage storage = {0};
    struct register_entry entry = {.register_name = st_str_of(reg->name),
                                   .person = reg->person_file ? id : put->person,
                                   .case_id = put->case_id, .recorded_at = tx->now};
    int rc = reg->storage(&storage, record, today(tx), tx->arena, err);

    if (rc == ST_OK && !storage.stored)
        rc = st_fail(err, ST_E_INVALID, "", ST_MSG("The law foresees no storage of these data."), storage.citation,
                     "Have them compared only.");
    if (rc != ST_OK)
        return rc;
    entry.storage_ends_on = storage.ends_on;
    entry.storage_citation = st_str_of(storage.citation);
    rc = st_record_insert(tx, reg->record, id, record, err);
    return rc == ST_OK ? st_record_insert(tx, &register_entry_shape, id, &entry, err) : rc;
}

int st_register_put(struct st_tx *tx, struct st_id *out_id, const struct st_register *reg,
                    const struct st_register_put *put, const void *given, struct st_error *err)
{
    void *record = st_alloc_copy(tx->arena, given, reg->record->size); /* a command may run again */
    bool fresh = !st_id_known(put->id);
    struct st_id id = fresh ? st_id_new(tx->now) : put->id;
    struct note note = {.kind = ST_ENTRY_CHANGE, .id = id, .case_id = put->case_id,
                        .person = reg->person_file ? id : put->person,
                        .action = put->action ? put->action : action(tx, reg, fresh ? "record" : "update")};
    void *before = fresh ? NULL : st_alloc(tx->arena, reg->record->size);
    struct register_entry entry = {0};
    uint64_t allowed;
    int rc = decide(&allowed, tx, reg, ST_MAY_WRITE, &note, err);

    if (rc == ST_OK && !fresh) {
        rc = entry_get(&entry, NULL, tx, reg, id, err);
        if (rc == ST_OK)
            rc = st_record_get(before, NULL, tx, reg->record, id, err);
        note.person = entry.person;
        note.case_id = entry.case_id;
    }
    if (rc == ST_OK)
        rc = check_fields(reg, differing(reg->record, before, record), allowed, err);
    if (rc == ST_OK && reg->check != NULL)
        rc = reg->check(tx, reg, id, before, record, err);
    if (rc == ST_OK)
        rc = fresh ? enter(tx, reg, put, id, record, err)
                   : st_record_update(tx, reg->record, id, put->version, record, NULL, err);
    if (rc == ST_OK && reg->changed != NULL)
        rc = reg->changed(tx, reg, id, before, record, err);
    if (rc == ST_OK)
        rc = index_later(tx, reg, id, record, err);
    if (rc != ST_OK)
        return rc;
    if (out_id != NULL)
        *out_id = id;
    note.json = payload(tx->arena, reg->record, before, differing(reg->record, before, record));
    return journal(tx, reg, &note, err);
}

/* ---- Reading ---- */
static void clear_unseen(const struct st_shape *shape, void *record, uint64_t seen)
{
    const struct st_field *fields = shape->fields();

    for (size_t i = 0; i < shape->n; i++)
        if (!(seen >> i & 1))
            st_field_clear(&fields[i], record);
}

int st_register_get(struct st_tx *tx, void *record, struct register_entry *entry, int64_t *version,
                    const struct st_register *reg, struct st_id id, struct st_error *err)
{
    struct register_entry own = {0}, *e = entry ? entry : &own;
    struct note note = {.kind = ST_ENTRY_READ, .action = action(tx, reg, "read"), .id = id};
    uint64_t seen;
    int rc = decide(&seen, tx, reg, ST_MAY_READ, &note, err);

    if (rc == ST_OK)
        rc = entry_get(e, NULL, tx, reg, id, err);
    if (rc != ST_OK)
        return rc;
    note.person = e->person;
    note.case_id = e->case_id;
    if ((e->marks & ST_CODE_BIT(register_mark_restricted)) && st_actor_purpose(tx->actor) != purpose_data_protection) {
        note.kind = ST_ENTRY_REFUSAL;
        rc = journal(tx, reg, &note, err);
        return rc != ST_OK ? rc
                           : st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("Processing of this record is restricted."),
                                     "GDPR Art 18", "Ask your data-protection officer.");
    }
    rc = st_record_get(record, version, tx, reg->record, id, err);
    if (rc != ST_OK)
        return rc;
    clear_unseen(reg->record, record, seen);
    note.json = payload(tx->arena, reg->record, NULL, differing(reg->record, NULL, record));
    return journal(tx, reg, &note, err);
}

int st_register_of_person(struct st_tx *tx, struct st_id **ids, size_t *n, const struct st_register *reg,
                          struct st_id person, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_READ, .action = action(tx, reg, "list"), .person = person};
    struct register_entry *entries;
    struct st_id *all = NULL;
    void *found = NULL;
    size_t all_n = 0;
    int rc = decide(NULL, tx, reg, ST_MAY_READ, &note, err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_record_find(&found, &all, &all_n, tx, &register_entry_shape, "person", st_cell_id(tx->arena, person),
                            PERSON_RECORDS_MAX, err);
    if (rc != ST_OK)
        return rc;
    entries = found;
    *ids = ST_NEW_N(tx->arena, struct st_id, all_n);
    for (size_t i = 0; i < all_n; i++)
        if (st_str_is(entries[i].register_name, reg->name))
            (*ids)[(*n)++] = all[i];
    return journal(tx, reg, &note, err);
}

/* ---- Marks and sequences: neither ever moves an end date ---- */
int st_register_mark(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                     const char *citation, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_CHANGE, .action = action(tx, reg, "mark"), .id = id, .citation = citation};
    struct register_entry entry = {0};
    int64_t version;
    int rc = decide(NULL, tx, reg, ST_MAY_MARK, &note, err);

    if (rc == ST_OK)
        rc = entry_get(&entry, &version, tx, reg, id, err);
    if (rc != ST_OK)
        return rc;
    entry.marks = (entry.marks | set) & ~clear;
    note.person = entry.person;
    note.case_id = entry.case_id;
    rc = st_record_update(tx, &register_entry_shape, id, version, &entry, NULL, err);
    return rc == ST_OK ? journal(tx, reg, &note, err) : rc;
}

static int sequence_members(struct register_entry **entries, struct st_id **ids, size_t *n, struct st_tx *tx,
                            struct st_id sequence, struct st_error *err)
{
    void *found;
    int rc = st_record_find(&found, ids, n, tx, &register_entry_shape, "sequence", st_cell_id(tx->arena, sequence),
                            SEQUENCE_MAX, err);

    *entries = rc == ST_OK ? found : NULL;
    return rc;
}

static int set_sequence(struct st_tx *tx, struct st_id id, struct register_entry *entry, struct st_id sequence,
                        struct st_error *err)
{
    entry->sequence = sequence;
    return st_record_update(tx, &register_entry_shape, id, 0, entry, NULL, err);
}

/* A sequence of one is none. */
static int drop_lonely(struct st_tx *tx, struct st_id sequence, struct st_error *err)
{
    struct register_entry *entries = NULL;
    struct st_id *ids = NULL;
    size_t n = 0;
    int rc;

    if (!st_id_known(sequence))
        return ST_OK;
    rc = sequence_members(&entries, &ids, &n, tx, sequence, err);
    return rc == ST_OK && n == 1 ? set_sequence(tx, ids[0], &entries[0], (struct st_id){{0}}, err) : rc;
}

int st_register_link(struct st_tx *tx, const struct st_register *reg, struct st_id a, struct st_id b,
                     const char *citation, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_CHANGE, .action = action(tx, reg, "link"), .id = a, .citation = citation};
    struct register_entry ea = {0}, eb = {0}, *others = NULL;
    struct st_id *ids = NULL, sequence, merged;
    size_t n = 0;
    int rc = decide(NULL, tx, reg, ST_MAY_VERIFY, &note, err);

    if (rc == ST_OK)
        rc = entry_get(&ea, NULL, tx, reg, a, err);
    if (rc == ST_OK)
        rc = entry_get(&eb, NULL, tx, reg, b, err);
    if (rc != ST_OK)
        return rc;
    sequence = st_id_known(ea.sequence) ? ea.sequence : st_id_known(eb.sequence) ? eb.sequence : st_id_new(tx->now);
    merged = eb.sequence;
    if (st_id_known(merged) && !st_id_eq(merged, sequence))
        rc = sequence_members(&others, &ids, &n, tx, merged, err);
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = set_sequence(tx, ids[i], &others[i], sequence, err);
    if (rc == ST_OK)
        rc = set_sequence(tx, a, &ea, sequence, err);
    if (rc == ST_OK && n == 0)
        rc = set_sequence(tx, b, &eb, sequence, err);
    note.person = ea.person;
    return rc == ST_OK ? journal(tx, reg, &note, err) : rc;
}

int st_register_unlink(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *citation,
                       struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_CHANGE, .action = action(tx, reg, "unlink"), .id = id, .citation = citation};
    struct register_entry entry = {0};
    struct st_id sequence;
    int rc = decide(NULL, tx, reg, ST_MAY_VERIFY, &note, err);

    if (rc == ST_OK)
        rc = entry_get(&entry, NULL, tx, reg, id, err);
    if (rc != ST_OK)
        return rc;
    sequence = entry.sequence;
    note.person = entry.person;
    rc = set_sequence(tx, id, &entry, (struct st_id){{0}}, err);
    if (rc == ST_OK)
        rc = drop_lonely(tx, sequence, err);
    return rc == ST_OK ? journal(tx, reg, &note, err) : rc;
}

/* ---- Erasing ---- */
static int erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *verb,
                 const char *citation, struct st_error *err)
{
    struct register_entry entry = {0};
    void *record = st_alloc(tx->arena, reg->record->size);
    int rc = entry_get(&entry, NULL, tx, reg, id, err);
    struct note note = {.kind = ST_ENTRY_ERASURE, .action = action(tx, reg, verb), .id = id, .citation = citation};

    if (rc == ST_OK)
        rc = st_record_get(record, NULL, tx, reg->record, id, err);
    if (rc == ST_OK && reg->changed != NULL)
        rc = reg->changed(tx, reg, id, record, NULL, err);
    if (rc == ST_OK)
        rc = st_record_delete(tx, reg->record, id, err);
    if (rc == ST_OK)
        rc = st_record_delete(tx, &register_entry_shape, id, err);
    if (rc == ST_OK)
        rc = drop_lonely(tx, entry.sequence, err);
    if (rc == ST_OK)
        rc = st_key_destroy(tx, id, ST_KEY_RECORD, err);
    if (rc == ST_OK) /* what the log says of it outlives it by a year (Eurodac Art 41(4)) */
        rc = st_key_destroy_at(tx, id, ST_KEY_LOG, (struct st_instant){tx->now.us + LOG_DAYS * ST_DAY}, err);
    if (rc == ST_OK)
        rc = index_later(tx, reg, id, NULL, err);
    note.person = entry.person;
    note.case_id = entry.case_id;
    return rc == ST_OK ? journal(tx, reg, &note, err) : rc;
}

int st_register_erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *citation,
                      struct st_error *err)
{
    struct note note = {.action = action(tx, reg, "erase"), .id = id, .citation = citation};
    int rc = decide(NULL, tx, reg, ST_MAY_ERASE, &note, err);

    return rc == ST_OK ? erase(tx, reg, id, "erase", citation, err) : rc;
}

int st_register_erase_again(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct register_entry entry = {0};
    const struct st_register *reg;
    int rc = st_record_get(&entry, NULL, tx, &register_entry_shape, id, err);

    if (rc != ST_OK)
        return rc;
    reg = st_register_find(entry.register_name);
    ST_ASSERT(reg != NULL); /* a register's records outlive no program that knew it */
    return erase(tx, reg, id, "erase_again", "GDPR Art 17", err);
}

/* Whole dates are ISO text, so their order is that of the text. */
static const struct st_statement ending = {"register ending",
    "SELECT id FROM register_entry WHERE authority = ?1 AND storage_ends_on <= ?2 "
    "ORDER BY storage_ends_on, id LIMIT ?3", NULL};

static int ending_by(struct st_rows *rows, struct st_tx *tx, struct st_date day, size_t limit, struct st_error *err)
{
    return st_db_query(rows, tx->db, tx->arena, &ending,
                       ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, day),
                               st_cell_int((int64_t)limit)), err);
}

int st_register_expire(struct st_tx *tx, size_t *erased, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = ending_by(&rows, tx, st_date_add_days(today(tx), -1), limit, err);

    *erased = 0;
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_id id = st_rows_id(&rows, i, 0);
        struct register_entry entry = {0};
        const struct st_register *reg;

        rc = st_record_get(&entry, NULL, tx, &register_entry_shape, id, err);
        if (rc != ST_OK)
            return rc;
        reg = st_register_find(entry.register_name);
        ST_ASSERT(reg != NULL); /* a register's records outlive no program that knew it */
        rc = erase(tx, reg, id, "expire", st_str_z(tx->arena, entry.storage_citation), err);
        if (rc == ST_OK)
            (*erased)++;
    }
    return rc;
}

int st_register_ending(struct st_tx *tx, struct register_entry **entries, struct st_id **ids, size_t *n,
                       struct st_date on_or_before, size_t limit, struct st_error *err)
{
    struct st_entry read = {.kind = ST_ENTRY_READ, .action = "register.ending", .register_name = "", .citation = ""};
    struct st_rows rows = {0};
    int rc = ending_by(&rows, tx, on_or_before, limit, err);

    *n = 0;
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n);
    *entries = ST_NEW_N(tx->arena, struct register_entry, rows.n);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_id id = st_rows_id(&rows, i, 0);
        struct register_entry *entry = &(*entries)[*n];
        const struct st_register *reg;

        rc = st_record_get(entry, NULL, tx, &register_entry_shape, id, err);
        reg = rc == ST_OK ? st_register_find(entry->register_name) : NULL;
        if (reg != NULL && st_access_decide(NULL, tx->actor, reg->rights, NULL, ST_MAY_READ, reg->title, NULL) == ST_OK)
            (*ids)[(*n)++] = id;
        else
            *entry = (struct register_entry){0};
    }
    return rc == ST_OK ? st_journal_add(tx, &read, err) : rc;
}

/* ---- Filling the indexes at start ---- */
ST_STATEMENT(all_authorities, "register.authorities", "SELECT DISTINCT authority FROM register_entry ORDER BY authority",
             NULL);
ST_STATEMENT(next_records, "register.next",
             "SELECT id FROM register_entry WHERE authority = ?1 AND register_name = ?2 AND id > ?3 ORDER BY id LIMIT ?4",
             NULL);

enum { LOADED_AT_ONCE = 1000 };

struct loading {
    const struct st_register *reg;
    struct st_str *authorities;
    size_t n;           /* of authorities; of records in the last portion */
    struct st_id after; /* the last record that was loaded */
};

static int load_authorities(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct loading *l = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &all_authorities, NULL, 0, err);

    l->n = rows.n;
    l->authorities = ST_NEW_N(tx->arena, struct st_str, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++)
        l->authorities[i] = st_rows_str(&rows, i, 0);
    return rc;
}

static int load_portion(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct loading *l = arg;
    struct st_str after = {(const char *)l->after.b, sizeof(l->after.b)};
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &next_records,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_text(l->reg->name), st_cell_blob(after),
                                 st_cell_int(LOADED_AT_ONCE)), err);

    l->n = rows.n;
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct register_entry entry = {0};
        void *record = st_alloc(tx->arena, l->reg->record->size);
        struct st_id id = st_rows_id(&rows, i, 0);
        rc = st_record_get(&entry, NULL, tx, &register_entry_shape, id, err);
        if (rc == ST_OK)
            rc = st_record_get(record, NULL, tx, l->reg->record, id, err);
        if (rc == ST_OK)
            l->reg->index(id, &entry, record);
    }
    if (rc == ST_OK && rows.n > 0)
        l->after = st_rows_id(&rows, rows.n - 1, 0);
    return rc;
}

static int load_register(struct st_store *store, const struct st_register *reg, struct st_str authority,
                         struct st_arena *arena, struct st_error *err)
{
    struct st_actor nobody = {.authority = authority, .role = ST_S(""), .purpose = ST_S("")};
    struct loading l = {.reg = reg};
    int rc;

    do {
        st_arena_reset(arena);
        rc = st_store_read(store, &nobody, load_portion, &l, arena, err);
    } while (rc == ST_OK && l.n == LOADED_AT_ONCE);
    return rc;
}

int st_registers_load(struct st_store *store, struct st_error *err)
{
    struct st_actor nobody = {.authority = ST_S(""), .role = ST_S(""), .purpose = ST_S("")};
    struct st_arena *names = st_arena_new(), *arena = st_arena_new();
    struct loading all = {0};
    int rc = st_store_read(store, &nobody, load_authorities, &all, names, err);

    for (size_t i = 0; rc == ST_OK && i < all.n; i++)
        for (const struct st_register *const *reg = st_registers; rc == ST_OK && *reg != NULL; reg++)
            if ((*reg)->index != NULL)
                rc = load_register(store, *reg, all.authorities[i], arena, err);
    st_arena_free(arena);
    st_arena_free(names);
    return rc;
}
