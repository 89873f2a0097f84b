#include "law/keeping.h"
#include "registers/by_law.h"
#include "registers/log_end.h"
#include "registers/person.h"
#include "registers/register_index.h"
#include "store/keys.h"

enum { LOG_DAYS = 365, PERSON_RECORDS_MAX = 1000, PAYLOAD_MAX = 32 << 20 };

/* What a journal entry of the engine says besides who and when. */
struct note {
    enum st_entry_kind kind;
    const char *action;
    struct st_id id, person, case_id;
    const char *citation;
    struct st_str json;
    bool by_law; /* nobody's right is asked for: see by_law.h */
};

static int journal(struct st_tx *tx, const struct st_register *reg, const struct note *note, struct st_error *err)
{
    struct st_entry entry = {.kind = note->kind, .action = note->action, .register_name = reg->name,
                             .record = note->id, .person = note->person, .case_id = note->case_id,
                             .citation = note->citation ? note->citation : ""};

    if (note->json.n > 0) {
        /* Logs that end with their record's storage hang on the record's own log key. */
        entry.envelopes[0] = (struct st_envelope){
            reg->logs != NULL || !st_id_known(note->person) ? note->id : note->person, note->json};
        entry.n = 1;
    }
    return st_journal_add(tx, &entry, err);
}

static const char *action(struct st_tx *tx, const struct st_register *reg, const char *verb)
{
    return st_str_z(tx->arena, st_strf(tx->arena, "%s.%s", reg->name, verb));
}

/* Whom the record is about; unknown when it is not there. */
static struct st_id subject_of(struct st_tx *tx, const struct st_register *reg, const struct note *note)
{
    struct register_entry entry = {0};

    if (st_id_known(note->person) || !st_id_known(note->id))
        return note->person;
    return st_register__entry(&entry, NULL, tx, reg, note->id, NULL) == ST_OK ? entry.person : (struct st_id){{0}};
}

/* Decides, and journals a refusal; the permit is journalled with what was done. */
static int decide(uint64_t *fields, struct st_tx *tx, const struct st_register *reg, enum st_operation operation,
                  const struct note *note, struct st_error *err)
{
    struct note refusal = *note;
    int logged, rc;

    if (note->by_law) {
        ST_ASSERT(!st_id_known(tx->actor->officer) && tx->actor->role.n == 0);
        if (fields != NULL)
            *fields = ST_ALL_FIELDS;
        return ST_OK;
    }
    rc = st_access_decide_about(fields, tx, reg, operation, subject_of(tx, reg, note), err);
    if (rc == ST_OK)
        return ST_OK;
    refusal.kind = ST_ENTRY_REFUSAL;
    refusal.json = (struct st_str){NULL, 0};
    logged = journal(tx, reg, &refusal, NULL);
    return logged == ST_OK ? rc : logged;
}

struct st_date st_register__today(const struct st_tx *tx)
{
    struct st_local local = {0};
    bool known = st_zone_local(&local, tx->now, "UTC");

    ST_ASSERT(known);
    return local.date;
}

struct st_str st_register__state(struct st_str authority) { return st_str_cut(&authority, '-'); }

int st_register__note(struct st_tx *tx, enum st_entry_kind kind, const char *action, const struct st_register *reg,
                      struct st_id record, struct st_id person, const char *citation, struct st_error *err)
{
    struct note note = {.kind = kind, .action = action, .id = record, .person = person, .citation = citation};
    return journal(tx, reg, &note, err);
}

uint64_t st_register__differing(const struct st_shape *shape, const void *before, const void *record)
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

int st_register__entry(struct register_entry *entry, int64_t *version, struct st_tx *tx, const struct st_register *reg,
                     struct st_id id, struct st_error *err)
{
    int rc = st_record_get(entry, version, tx, &register_entry_shape, id, err);

    if (rc == ST_OK && !st_str_is(entry->register_name, reg->name))
        rc = st_fail(err, ST_E_NOTFOUND, "id", ST_MSG("There is no such record."), "", "Compare the number.");
    return rc;
}

/* ---- Who is told ---- */
static st_kept_fn kept_fn;

void st_registers_on_kept(st_kept_fn fn) { kept_fn = fn; }

int st_register__kept(struct st_tx *tx, const struct st_kept *what, struct st_error *err)
{
    bool of_itself = what->reg == NULL || !what->reg->with_file; /* a part of a file needs nothing and moves no end */

    return kept_fn != NULL && of_itself && st_id_known(what->person) ? kept_fn(tx, what, err) : ST_OK;
}

/* ---- Storing ---- */
/* The row stays locked until the commit: a record with a smaller number was durable before this one had its own. */
ST_STATEMENT(arrive, "register.arrive", "INSERT INTO register_arrival (authority, register_name, number) "
             "VALUES (?1, ?2, 1) ON CONFLICT (authority, register_name) "
             "DO UPDATE SET number = register_arrival.number + 1 RETURNING number", NULL);

static int number_arrival(struct register_entry *entry, struct st_tx *tx, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &arrive,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_str(entry->register_name)), err);

    if (rc == ST_OK)
        entry->arrival = (struct st_number){st_rows_int(&rows, 0, 0), true};
    return rc;
}

static int enter(struct st_tx *tx, const struct st_register *reg, struct register_entry *entry, struct st_id id,
                 const void *record, struct st_error *err)
{
    struct st_storage storage = {0};
    struct st_date today = st_register__today(tx);
    int rc = reg->storage(&storage, record, today, today, tx->arena, err);

    if (rc == ST_OK && !storage.stored)
        rc = st_fail(err, ST_E_INVALID, "", ST_MSG("The law foresees no storage of these data."), storage.citation,
                     "Have them compared only.");
    if (rc != ST_OK)
        return rc;
    entry->register_name = st_str_of(reg->name);
    entry->recorded_at = tx->now;
    entry->with_file = reg->with_file ? ST_YES : ST_UNKNOWN;
    entry->storage_ends_on = storage.ends_on;
    entry->storage_citation = st_str_of(storage.citation);
    if (entry->sender.n > 0)
        rc = number_arrival(entry, tx, err);
    if (rc == ST_OK)
        rc = st_record_insert(tx, reg->record, id, record, err);
    return rc == ST_OK ? st_record_insert(tx, &register_entry_shape, id, entry, err) : rc;
}

/* What a record is put with, whoever puts it. */
struct putting {
    struct st_tx *tx;
    const struct st_register *reg;
    struct note note;
    bool fresh;
    int64_t version;
    struct register_entry entry; /* of a new record: what is known of it beforehand */
};

static int put_record(struct putting *p, const void *given, struct st_error *err)
{
    struct st_tx *tx = p->tx;
    const struct st_register *reg = p->reg;
    struct note *note = &p->note;
    void *record = st_alloc_copy(tx->arena, given, reg->record->size); /* a command may run again */
    void *before = p->fresh ? NULL : st_alloc(tx->arena, reg->record->size);
    uint64_t allowed, written;
    int rc = decide(&allowed, tx, reg, ST_MAY_WRITE, note, err);

    if (rc == ST_OK && !p->fresh) {
        p->entry = (struct register_entry){0};
        rc = st_register__entry(&p->entry, NULL, tx, reg, note->id, err);
        if (rc == ST_OK)
            rc = st_record_get(before, NULL, tx, reg->record, note->id, err);
        note->person = p->entry.person;
        note->case_id = p->entry.case_id;
    }
    if (rc == ST_OK)
        rc = check_fields(reg, st_register__differing(reg->record, before, record), allowed, err);
    if (rc == ST_OK && reg->check != NULL)
        rc = reg->check(tx, reg, note->id, before, record, err);
    if (rc == ST_OK)
        rc = p->fresh ? enter(tx, reg, &p->entry, note->id, record, err)
                      : st_record_update(tx, reg->record, note->id, p->version, record, NULL, err);
    if (rc == ST_OK && reg->changed != NULL)
        rc = reg->changed(tx, reg, note->id, before, record, err);
    if (rc != ST_OK)
        return rc;
    st_register__index_later(tx, reg, note->id, record);
    written = st_register__differing(reg->record, before, record);
    note->json = payload(tx->arena, reg->record, before, written);
    rc = journal(tx, reg, note, err);
    return rc == ST_OK ? st_register__kept(tx, &(struct st_kept){.event = ST_KEPT_HERE, .reg = reg, .id = note->id,
                                                                 .person = note->person, .case_id = note->case_id,
                                                                 .record = record, .before = before}, err)
                       : rc;
}

int st_register_put(struct st_tx *tx, struct st_id *out_id, const struct st_register *reg,
                    const struct st_register_put *put, const void *given, struct st_error *err)
{
    bool fresh = !st_id_known(put->id);
    struct st_id id = fresh ? st_id_new(tx->now) : put->id;
    struct putting p = {.tx = tx, .reg = reg, .fresh = fresh, .version = put->version};
    int rc;

    p.entry.person = reg->person_file ? id : put->person;
    p.entry.case_id = put->case_id;
    p.note = (struct note){.kind = ST_ENTRY_CHANGE, .id = id, .case_id = put->case_id, .person = p.entry.person,
                           .action = put->action ? put->action : action(tx, reg, fresh ? "record" : "update")};
    rc = put_record(&p, given, err);
    if (rc == ST_OK && out_id != NULL)
        *out_id = id;
    return rc;
}

int st_register__receive(struct st_tx *tx, const struct st_register *reg, struct st_id id, struct st_str sender,
                         const char *action, const void *record, struct st_error *err)
{
    struct putting p = {.tx = tx, .reg = reg,
                        .note = {.kind = ST_ENTRY_CHANGE, .id = id, .action = action, .by_law = true}};
    struct register_entry entry = {0};
    int rc = st_register__entry(&entry, NULL, tx, reg, id, NULL);

    if (rc != ST_OK && rc != ST_E_NOTFOUND)
        return rc;
    p.fresh = rc == ST_E_NOTFOUND;
    p.entry.sender = sender;
    if (!p.fresh && !st_str_eq(entry.sender, sender))
        return st_fail(err, ST_E_FORBIDDEN, "sender", ST_MSG("Another authority sent this record."), "",
                       "Tell the authority that sent it.");
    return put_record(&p, record, err);
}

/* ---- Reading ---- */
void st_register__hide(const struct st_shape *shape, void *record, uint64_t seen)
{
    const struct st_field *fields = shape->fields();

    for (size_t i = 0; i < shape->n; i++)
        if (!(seen >> i & 1))
            st_field_clear(&fields[i], record);
}

int st_register__may(struct st_tx *tx, const struct st_register *reg, enum st_operation operation, const char *act,
                     struct st_id person, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_READ, .action = act, .person = person};
    return decide(NULL, tx, reg, operation, &note, err);
}

int st_register_may_read(struct st_tx *tx, const struct st_register *reg, struct st_id record, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_READ, .action = action(tx, reg, "read"), .id = record};
    return decide(NULL, tx, reg, ST_MAY_READ, &note, err);
}

int st_register_get(struct st_tx *tx, void *record, struct register_entry *entry, int64_t *version,
                    const struct st_register *reg, struct st_id id, struct st_error *err)
{
    struct register_entry own = {0}, *e = entry ? entry : &own;
    struct note note = {.kind = ST_ENTRY_READ, .action = action(tx, reg, "read"), .id = id};
    uint64_t seen;
    int rc = decide(&seen, tx, reg, ST_MAY_READ, &note, err);

    if (rc == ST_OK)
        rc = st_register__entry(e, NULL, tx, reg, id, err);
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
    st_register__hide(reg->record, record, seen);
    note.json = payload(tx->arena, reg->record, NULL, st_register__differing(reg->record, NULL, record));
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

/* ---- Marks never move an end date ---- */
static int mark(struct st_tx *tx, const struct st_register *reg, struct note *note, uint64_t set, uint64_t clear,
                struct st_error *err)
{
    struct register_entry entry = {0};
    void *record = st_alloc(tx->arena, reg->record->size);
    int64_t version;
    int rc = decide(NULL, tx, reg, ST_MAY_MARK, note, err);

    if (rc == ST_OK)
        rc = st_register__entry(&entry, &version, tx, reg, note->id, err);
    if (rc == ST_OK)
        rc = st_record_get(record, NULL, tx, reg->record, note->id, err);
    if (rc != ST_OK)
        return rc;
    entry.marks = (entry.marks | set) & ~clear;
    note->person = entry.person;
    note->case_id = entry.case_id;
    rc = st_record_update(tx, &register_entry_shape, note->id, version, &entry, NULL, err);
    st_register__index_later(tx, reg, note->id, record);
    return rc == ST_OK ? journal(tx, reg, note, err) : rc;
}

int st_register_mark(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                     const char *citation, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_CHANGE, .action = action(tx, reg, "mark"), .id = id, .citation = citation};
    int rc = mark(tx, reg, &note, set, clear, err);

    return rc == ST_OK && reg->marked != NULL ? reg->marked(tx, reg, id, set, clear, citation, err) : rc;
}

int st_register__mark(struct st_tx *tx, const struct st_register *reg, struct st_id id, uint64_t set, uint64_t clear,
                      const char *citation, struct st_error *err)
{
    struct note note = {.kind = ST_ENTRY_CHANGE, .action = action(tx, reg, "mark"), .id = id, .citation = citation,
                        .by_law = true};
    return mark(tx, reg, &note, set, clear, err);
}

/* ---- Erasing ---- */
/* The log key dies later than the data, on a day that the law counts from the end of storage. */
static int end_logs(struct st_tx *tx, const struct st_register *reg, struct st_id id, struct st_date storage_ends_on,
                    struct st_error *err)
{
    struct st_date last = st_date_add_days(st_register__today(tx), LOG_DAYS);
    int rc = reg->logs ? reg->logs(&last, storage_ends_on, tx->arena, err) : ST_OK;

    return rc == ST_OK ? st_register__end_logs(tx, reg, id, last, err) : rc;
}

/* The record and all that the engine keeps beside it. */
static int remove_record(struct st_tx *tx, const struct st_register *reg, struct st_id id,
                         const struct register_entry *entry, const void *record, struct st_error *err)
{
    int rc = reg->changed != NULL ? reg->changed(tx, reg, id, record, NULL, err) : ST_OK;

    if (rc == ST_OK)
        rc = st_register__cut_links(tx, reg, id, entry, err);
    if (rc == ST_OK)
        rc = st_record_delete(tx, reg->record, id, err);
    if (rc == ST_OK)
        rc = st_record_delete(tx, &register_entry_shape, id, err);
    if (rc == ST_OK)
        rc = st_key_destroy(tx, id, ST_KEY_RECORD, err);
    return rc == ST_OK ? end_logs(tx, reg, id, entry->storage_ends_on, err) : rc;
}

static int erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *verb,
                 const char *citation, struct st_error *err);

/* A person's file takes its parts with it. */
static int erase_parts(struct st_tx *tx, const struct st_register *file, struct st_id person, const char *verb,
                       const char *citation, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = file->person_file ? st_record_find(&found, &ids, &n, tx, &register_entry_shape, "person",
                                                st_cell_id(tx->arena, person), PERSON_RECORDS_MAX, err)
                               : ST_OK;

    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        const struct st_register *reg = st_register_find(((const struct register_entry *)found)[i].register_name);
        if (reg != NULL && reg->with_file)
            rc = erase(tx, reg, ids[i], verb, citation, err);
    }
    return rc;
}

static int erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *verb,
                 const char *citation, struct st_error *err)
{
    struct register_entry entry = {0};
    void *record = st_alloc(tx->arena, reg->record->size);
    int rc = st_register__entry(&entry, NULL, tx, reg, id, err);
    struct note note = {.kind = ST_ENTRY_ERASURE, .action = action(tx, reg, verb), .id = id, .citation = citation};
    struct st_kept kept = {.event = ST_KEPT_GOING, .reg = reg, .id = id, .record = record};

    if (rc == ST_OK)
        rc = st_record_get(record, NULL, tx, reg->record, id, err);
    kept.person = note.person = entry.person;
    kept.case_id = note.case_id = entry.case_id;
    kept.ends_on = entry.storage_ends_on;
    kept.due = st_date_known(kept.ends_on) && st_date_cmp(kept.ends_on, st_register__today(tx)) < 0;
    if (rc == ST_OK)
        rc = erase_parts(tx, reg, id, verb, citation, err);
    if (rc == ST_OK)
        rc = st_register__kept(tx, &kept, err);
    if (rc == ST_OK)
        rc = remove_record(tx, reg, id, &entry, record, err);
    if (rc != ST_OK)
        return rc;
    st_register__index_later(tx, reg, id, NULL);
    rc = journal(tx, reg, &note, err);
    kept.event = ST_KEPT_GONE;
    return rc == ST_OK ? st_register__kept(tx, &kept, err) : rc;
}

int st_register_erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *citation,
                      struct st_error *err)
{
    struct note note = {.action = action(tx, reg, "erase"), .id = id, .citation = citation};
    int rc = decide(NULL, tx, reg, ST_MAY_ERASE, &note, err);

    return rc == ST_OK ? erase(tx, reg, id, "erase", citation, err) : rc;
}

int st_register__erase(struct st_tx *tx, const struct st_register *reg, struct st_id id, const char *citation,
                       struct st_error *err)
{
    ST_ASSERT(!st_id_known(tx->actor->officer) && tx->actor->role.n == 0);
    return erase(tx, reg, id, "erase", citation, err);
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

/* Whole dates are ISO text, so their order is that of the text. A person's file is no record of its own law: it ends
 * after what needs it. */
#define ENDING(which)                                                                                                 \
    "SELECT id FROM register_entry WHERE authority = ?1 AND storage_ends_on <= ?2 " which                             \
    "ORDER BY storage_ends_on, id LIMIT ?3"
ST_STATEMENT(ending, "register.ending", ENDING(""), NULL);
ST_STATEMENT(ending_records, "register.ending records", ENDING("AND register_name <> 'person' "), NULL);
ST_STATEMENT(ending_files, "register.ending files", ENDING("AND register_name = 'person' "), NULL);

static int ending_by(struct st_rows *rows, struct st_tx *tx, const struct st_statement *which, struct st_date day,
                     size_t limit, struct st_error *err)
{
    return st_db_query(rows, tx->db, tx->arena, which,
                       ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, day),
                               st_cell_int((int64_t)limit)), err);
}

/* Does the law prolong the storage? Then the new end stands in the entry. */
static int prolong(bool *prolonged, struct st_tx *tx, const struct st_register *reg, struct st_id id,
                   struct register_entry *entry, struct st_error *err)
{
    struct st_storage storage = {0};
    struct st_local recorded = {0};
    void *record = st_alloc(tx->arena, reg->record->size);
    int rc = st_record_get(record, NULL, tx, reg->record, id, err);

    *prolonged = false;
    (void)st_zone_local(&recorded, entry->recorded_at, "UTC");
    if (rc == ST_OK)
        rc = reg->storage(&storage, record, recorded.date, st_register__today(tx), tx->arena, err);
    if (rc != ST_OK || !storage.stored || st_date_cmp(storage.ends_on, st_register__today(tx)) < 0)
        return rc;
    *prolonged = true;
    entry->storage_ends_on = storage.ends_on;
    entry->storage_citation = st_str_of(storage.citation);
    rc = st_record_update(tx, &register_entry_shape, id, 0, entry, NULL, err);
    if (rc == ST_OK)
        rc = st_register__note(tx, ST_ENTRY_BY_LAW, action(tx, reg, "prolong"), reg, id, entry->person, storage.citation,
                               err);
    return rc == ST_OK ? st_register__kept(tx, &(struct st_kept){.event = ST_KEPT_MOVED, .reg = reg, .id = id,
                                                                 .person = entry->person, .case_id = entry->case_id},
                                           err)
                       : rc;
}

int st_register__restart(struct st_tx *tx, const struct st_register *reg, struct st_id id, struct st_error *err)
{
    struct register_entry entry = {0};
    bool moved;
    int rc = st_register__entry(&entry, NULL, tx, reg, id, err);

    return rc == ST_OK ? prolong(&moved, tx, reg, id, &entry, err) : rc;
}

static int expire_one(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct register_entry entry = {0};
    const struct st_register *reg;
    bool prolonged;
    int rc = st_record_get(&entry, NULL, tx, &register_entry_shape, id, err);

    if (rc != ST_OK)
        return rc;
    reg = st_register_find(entry.register_name);
    ST_ASSERT(reg != NULL); /* a register's records outlive no program that knew it */
    rc = prolong(&prolonged, tx, reg, id, &entry, err);
    if (rc != ST_OK || prolonged)
        return rc;
    return erase(tx, reg, id, "expire", st_str_z(tx->arena, entry.storage_citation), err);
}

static int expire_records(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = ending_by(&rows, tx, &ending_records, st_date_add_days(st_register__today(tx), -1), limit, err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = expire_one(tx, st_rows_id(&rows, i, 0), err);
        *done += rc == ST_OK;
    }
    return rc;
}

/* Whoever knows what else needs a file ends it, or gives it its true end; where nobody does, the file ends itself. */
static int expire_files(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_date yesterday = st_date_add_days(st_register__today(tx), -1);
    struct st_rows rows = {0};
    int rc = ending_by(&rows, tx, &ending_files, yesterday, limit - *done, err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_id id = st_rows_id(&rows, i, 0);
        struct st_kept due = {.event = ST_KEPT_DUE, .id = id, .person = id};
        struct register_entry entry = {0};
        rc = kept_fn != NULL ? st_register__kept(tx, &due, err) : st_person_end(tx, id, ST_KEEPING_CITATION, err);
        if (rc != ST_OK)
            return rc;
        rc = st_record_get(&entry, NULL, tx, &register_entry_shape, id, NULL);
        *done += rc == ST_E_NOTFOUND || st_date_cmp(entry.storage_ends_on, yesterday) > 0 ||
                 !st_date_known(entry.storage_ends_on);
        rc = rc == ST_E_NOTFOUND ? ST_OK : rc;
    }
    return rc;
}

int st_register_expire(struct st_tx *tx, size_t *erased, size_t limit, struct st_error *err)
{
    int rc;

    *erased = 0;
    rc = expire_records(tx, erased, limit, err);
    if (rc == ST_OK && *erased < limit)
        rc = expire_files(tx, erased, limit, err);
    for (size_t i = 0; rc == ST_OK && st_registers[i] != NULL && *erased < limit; i++)
        if (st_registers[i]->expire != NULL)
            rc = st_registers[i]->expire(tx, erased, limit, err);
    if (rc == ST_OK && *erased < limit)
        rc = st_register__expire_logs(tx, erased, limit, err);
    return rc;
}

int st_register_ending(struct st_tx *tx, struct register_entry **entries, struct st_id **ids, size_t *n,
                       struct st_date on_or_before, size_t limit, struct st_error *err)
{
    struct st_entry read = {.kind = ST_ENTRY_READ, .action = "register.ending", .register_name = "", .citation = ""};
    struct st_rows rows = {0};
    int rc = ending_by(&rows, tx, &ending, on_or_before, limit, err);

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
