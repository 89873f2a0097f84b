#include "registers/subject.h"

#include "law/keeping.h"
#include "registers/by_law.h"
#include "registers/eurodac_message.h"
#include "store/keys.h"

ST_CODES_DEFINE(subject_right, SUBJECT_RIGHT)
ST_CODES_DEFINE(subject_outcome, SUBJECT_OUTCOME)
ST_SHAPE_DEFINE(subject_request, SUBJECT_REQUEST, "Request of a data subject", "Eurodac Art 43(8)")
ST_SHAPE_DEFINE(subject_answer, SUBJECT_ANSWER, "Answer to a request", "Eurodac Art 43(4)")

enum { ELSEWHERE_MAX = 500, REQUESTS_MAX = 200, LOG_MAX = 500, SEEN_PAGES = 10 };

static int note(struct st_tx *tx, enum st_entry_kind kind, const char *action, struct st_id person,
                struct st_error *err)
{
    struct st_entry entry = {.kind = kind, .action = action, .register_name = "", .person = person,
                             .citation = "Eurodac Art 43"};
    return st_journal_add(tx, &entry, err);
}

/* One right for all of it: the data-protection officer's on Eurodac data. */
static int decide(struct st_tx *tx, enum st_operation operation, const char *action, struct st_error *err)
{
    int rc = st_eurodac__decide(NULL, tx, operation, action, (struct st_id){{0}}, err);

    if (rc == ST_OK && st_actor_purpose(tx->actor) != purpose_data_protection)
        rc = st_fail(err, ST_E_FORBIDDEN, "", ST_MSG("This serves the rights of the data subject only."), "Eurodac Art 43",
                     "Ask your data-protection officer.");
    return rc;
}

/* ---- Requests ---- */
int st_subject_ask(struct st_tx *tx, struct st_id *id, const struct subject_request *request, struct st_error *err)
{
    struct subject_request r = *request;
    int64_t version;
    int rc = decide(tx, ST_MAY_READ, "subject.request", err);

    r.outcome = subject_outcome_unknown;
    r.answer = (struct st_str){NULL, 0};
    r.answered_by = (struct st_id){{0}};
    r.answered_at = (struct st_instant){0};
    if (rc == ST_OK)
        rc = st_shape_check(&subject_request_shape, &r, NULL, 0, tx->now, tx->arena, "", err);
    if (rc == ST_OK) /* about nobody it could never be answered */
        rc = st_person_version(tx, &version, r.person, err);
    if (rc != ST_OK)
        return rc;
    *id = st_id_new(tx->now);
    r.erase_on = (struct st_date){0};
    rc = st_record_insert(tx, &subject_request_shape, *id, &r, err);
    if (rc == ST_OK)
        rc = st_register__kept(tx, &(struct st_kept){.event = ST_KEPT_HERE, .id = *id, .person = r.person}, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "subject.request", r.person, err) : rc;
}

ST_STATEMENT(waiting, "subject.waiting", "SELECT id FROM subject_request WHERE authority = ?1 AND answered_at IS NULL "
             "ORDER BY received_on, id LIMIT ?2", NULL);

int st_subject_open(struct st_tx *tx, struct subject_request **out, struct st_id **ids, size_t *n,
                    struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = decide(tx, ST_MAY_READ, "subject.list", err);

    *n = 0;
    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &waiting,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(REQUESTS_MAX)), err);
    *out = ST_NEW_N(tx->arena, struct subject_request, rows.n + 1);
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        (*ids)[i] = st_rows_id(&rows, i, 0);
        rc = st_record_get(&(*out)[i], NULL, tx, &subject_request_shape, (*ids)[i], err);
        if (rc == ST_OK)
            rc = note(tx, ST_ENTRY_READ, "subject.list", (*out)[i].person, err);
        *n += rc == ST_OK;
    }
    return rc;
}

ST_STATEMENT(how_many_wait, "subject.waiting count", "SELECT COUNT(*) FROM subject_request WHERE authority = ?1 "
             "AND answered_at IS NULL", NULL);

int st_subject_waiting(struct st_tx *tx, int64_t *n, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &how_many_wait, ST_BIND(st_cell_str(tx->actor->authority)), err);

    *n = rc == ST_OK ? st_rows_int(&rows, 0, 0) : 0;
    return rc;
}

/* The first day on which the record may be here no more. */
static int day_of_erasure(struct st_date *out, struct st_tx *tx, enum kept_matter matter, struct st_error *err)
{
    int rc = st_keeping_last_day(out, matter, st_register__today(tx), tx->arena, err);

    *out = rc == ST_OK ? st_date_add_days(*out, 1) : *out;
    return rc;
}

int st_subject_answer(struct st_tx *tx, struct st_id id, enum subject_outcome outcome, struct st_str answer,
                      struct st_error *err)
{
    struct subject_request r = {0};
    int64_t version;
    int rc = decide(tx, ST_MAY_READ, "subject.answer", err);

    if (rc == ST_OK)
        rc = st_record_get(&r, &version, tx, &subject_request_shape, id, err);
    if (rc == ST_OK && r.outcome != subject_outcome_unknown)
        rc = st_fail(err, ST_E_STATE, "outcome", ST_MSG("This request has its answer."), "Eurodac Art 43(8)",
                     "A new request is answered anew.");
    if (rc == ST_OK && outcome != subject_outcome_done && st_str_trim(answer).n == 0)
        rc = st_fail(err, ST_E_INVALID, "answer", ST_MSG("A refusal is explained in writing, with the steps against it."),
                     "Eurodac Art 43(5)", "Write the reasons and the remedies.");
    if (rc == ST_OK)
        rc = st_eurodac_hits_erase_request(tx, id, NULL, err);
    if (rc == ST_OK) /* prints that still wait for the line are erased with the rest (Art 43(6)) */
        rc = st_outbox_withdraw(tx, "eurodac.search", id, err);
    if (rc != ST_OK)
        return rc;
    r.outcome = (uint16_t)outcome;
    r.answer = answer;
    r.answered_by = tx->actor->officer;
    r.answered_at = tx->now;
    rc = day_of_erasure(&r.erase_on, tx, kept_matter_subject_request, err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &subject_request_shape, id, version, &r, NULL, err);
    if (rc == ST_OK)
        rc = st_register__kept(tx, &(struct st_kept){.event = ST_KEPT_MOVED, .id = id, .person = r.person}, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "subject.answer", r.person, err) : rc;
}

/* ---- The end of the record ---- */
ST_STATEMENT(ended, "subject.ended", "SELECT id FROM subject_request WHERE authority = ?1 AND erase_on <= ?2 "
             "ORDER BY erase_on, id LIMIT ?3", NULL);

static int expire_one(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_ERASURE, .action = "subject.expire", .register_name = "", .record = id,
                             .citation = ST_KEEPING_CITATION};
    struct subject_request r = {0};
    int rc = st_record_get(&r, NULL, tx, &subject_request_shape, id, err);

    entry.person = r.person;
    if (rc == ST_OK)
        rc = st_record_delete(tx, &subject_request_shape, id, err);
    if (rc == ST_OK) /* what waited in the outbox under it; and a copy that is restored learns of it */
        rc = st_key_destroy(tx, id, ST_KEY_RECORD, err);
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

int st_subject__expire(struct st_tx *tx, size_t *done, size_t limit, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &ended,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_date(tx->arena, st_register__today(tx)),
                                 st_cell_int((int64_t)(limit - *done))), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        rc = expire_one(tx, st_rows_id(&rows, i, 0), err);
        *done += rc == ST_OK;
    }
    return rc;
}

/* ---- Searching with the person's own prints ---- */
int st_subject_search(struct st_tx *tx, struct st_id request, const struct eurodac_print *prints, size_t n,
                      struct st_error *err)
{
    struct subject_request r = {0};
    struct eurodac_search_message body = {.category = eurodac_category_data_subject, .request = request};
    struct st_eurodac__letter letter = {.kind = "eurodac.search", .about = request,
                                        .shape = &eurodac_search_message_shape, .body = &body,
                                        .citation = "Eurodac Art 43(6)"};
    int rc = decide(tx, ST_MAY_SEARCH, "subject.search", err);

    if (rc == ST_OK)
        rc = st_record_get(&r, NULL, tx, &subject_request_shape, request, err);
    if (rc == ST_OK && r.outcome != subject_outcome_unknown)
        rc = st_fail(err, ST_E_STATE, "outcome", ST_MSG("This request has its answer."), "Eurodac Art 43(8)",
                     "A new request is answered anew.");
    if (rc == ST_OK && n == 0)
        rc = st_fail(err, ST_E_INVALID, "prints", ST_MSG("There is nothing to search by."), "Eurodac Art 43(6)",
                     "Take the person's prints.");
    if (rc != ST_OK)
        return rc;
    body.reference = st_eurodac_reference(tx->arena, st_register__state(tx->actor->authority),
                                          eurodac_category_data_subject, (int64_t)(tx->now.us / ST_SECOND));
    body.prints.v = st_alloc_copy(tx->arena, prints, n * sizeof(*prints));
    body.prints.n = n;
    letter.person = r.person;
    rc = st_eurodac__send(tx, &letter, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_READ, "subject.search", r.person, err) : rc;
}

int st_subject__keep_hits(struct st_tx *tx, struct st_id request, const struct eurodac_result_message *result,
                          struct st_error *err)
{
    const struct eurodac_hit about = {.asked = request, .request = request, .for_subject = ST_YES};
    struct subject_request r = {0};
    int rc = st_record_get(&r, NULL, tx, &subject_request_shape, request, NULL);

    if (rc == ST_E_NOTFOUND || (rc == ST_OK && r.outcome != subject_outcome_unknown))
        return ST_OK; /* answered meanwhile: nothing is kept */
    for (size_t i = 0; rc == ST_OK && i < result->hits.n; i++)
        rc = st_eurodac__keep_hit(tx, &about, &result->hits.v[i], err);
    return rc == ST_OK ? note(tx, ST_ENTRY_CHANGE, "subject.answered", r.person, err) : rc;
}

/* ---- The packet ---- */
static int datasets(struct st_tx *tx, struct st_subject_packet *out, struct st_id person, struct st_error *err)
{
    struct st_id *ids = NULL;
    size_t n = 0;
    int rc = st_register_of_person(tx, &ids, &n, &st_eurodac, person, err);

    out->datasets = ST_NEW_N(tx->arena, struct st_subject_dataset, n);
    for (size_t i = 0; rc == ST_OK && i < n; i++) {
        struct st_subject_dataset *d = &out->datasets[i];
        d->id = ids[i];
        rc = st_register_get(tx, &d->data, &d->entry, NULL, &st_eurodac, ids[i], err);
        out->datasets_n += rc == ST_OK;
    }
    return rc;
}

static int found_for(struct st_tx *tx, struct st_subject_packet *out, struct st_id request, struct st_error *err)
{
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, NULL, &n, tx, &eurodac_hit_shape, "request", st_cell_id(tx->arena, request),
                            ELSEWHERE_MAX - out->elsewhere_n, err);

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        out->elsewhere[out->elsewhere_n++] = ((struct eurodac_hit *)found)[i];
    return rc;
}

static int requests(struct st_tx *tx, struct st_subject_packet *out, struct st_id person, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    int rc = st_record_find(&found, &ids, &out->requests_n, tx, &subject_request_shape, "person",
                            st_cell_id(tx->arena, person), REQUESTS_MAX, err);

    out->requests = found;
    out->request_ids = ids;
    out->elsewhere = ST_NEW_N(tx->arena, struct eurodac_hit, ELSEWHERE_MAX);
    for (size_t i = 0; rc == ST_OK && i < out->requests_n && out->elsewhere_n < ELSEWHERE_MAX; i++)
        rc = found_for(tx, out, ids[i], err);
    return rc;
}

int st_subject_packet(struct st_tx *tx, struct st_subject_packet *out, struct st_id person, struct st_error *err)
{
    struct st_journal_filter filter = {.person = person, .limit = LOG_MAX};
    struct st_id *ids;
    int rc = decide(tx, ST_MAY_READ, "subject.packet", err);

    memset(out, 0, sizeof(*out));
    if (rc == ST_OK)
        rc = st_journal_list(&out->log, &out->log_n, tx, &filter, err); /* before this reading is in it */
    if (rc == ST_OK)
        rc = st_person_get(tx, &out->person, NULL, person, err);
    if (rc == ST_OK)
        rc = datasets(tx, out, person, err);
    if (rc == ST_OK)
        rc = st_eurodac_transmissions(tx, &out->sent, &ids, &out->sent_n, person, eurodac_sending_unknown, err);
    if (rc == ST_OK)
        rc = st_eurodac_hits_of_person(tx, &out->hits, &ids, &out->hits_n, person, err);
    if (rc == ST_OK)
        rc = st_eurodac_notices(tx, &out->notices, &ids, &out->notices_n, person, err);
    if (rc == ST_OK)
        rc = st_representation_list(tx, &out->representatives, &ids, &out->representatives_n, person, err);
    if (rc == ST_OK)
        rc = requests(tx, out, person, err);
    return rc == ST_OK ? note(tx, ST_ENTRY_READ, "subject.packet", person, err) : rc;
}

/* Images and minutiae are no reading: the number of prints and the size of the image say that they are kept. */
static void write_dataset(struct st_json *w, const struct st_subject_dataset *d)
{
    const struct st_field *fields = eurodac_dataset_shape.fields();
    uint64_t bits = ST_ALL_FIELDS;

    for (size_t i = 0; i < eurodac_dataset_shape.n; i++)
        if (strcmp(fields[i].name, "fingerprints") == 0 || strcmp(fields[i].name, "scans") == 0 ||
            fields[i].kind == ST_KIND_BLOB)
            bits &= ~(UINT64_C(1) << i);
    st_json_object(w);
    st_json_key(w, "id"), st_json_id(w, d->id);
    st_json_key(w, "legal_basis"), st_json_text(w, st_eurodac.act);
    st_json_key(w, "stored_until"), st_json_date(w, d->entry.storage_ends_on);
    st_json_key(w, "stored_under"), st_json_str(w, d->entry.storage_citation);
    st_json_key(w, "fingerprints"), st_json_int(w, (int64_t)d->data.fingerprints.n);
    st_json_key(w, "facial_image_bytes"), st_json_int(w, (int64_t)d->data.facial_image.n);
    st_json_key(w, "scans"), st_json_int(w, (int64_t)d->data.scans.n);
    st_json_key(w, "data"), st_shape_write(w, &eurodac_dataset_shape, &d->data, bits);
    st_json_object_end(w);
}

static void write_log(struct st_json *w, const struct st_journal_row *row)
{
    st_json_object(w);
    st_json_key(w, "at"), st_json_instant(w, row->at);
    st_json_key(w, "kind"), st_json_text(w, st_journal_kind_name(row->kind));
    st_json_key(w, "action"), st_json_str(w, row->action);
    st_json_key(w, "unit"), st_json_str(w, row->unit);
    st_json_key(w, "role"), st_json_str(w, row->role);
    st_json_key(w, "purpose"), st_json_str(w, row->purpose);
    st_json_key(w, "article"), st_json_str(w, row->citation);
    st_json_object_end(w);
}

static void write_all(struct st_json *w, const char *key, const struct st_shape *shape, const void *records, size_t n)
{
    st_json_key(w, key);
    st_json_array(w);
    for (size_t i = 0; i < n; i++)
        st_shape_write(w, shape, (const char *)records + i * shape->size, ST_ALL_FIELDS);
    st_json_array_end(w);
}

/* Article 15(1)(c) GDPR: who had the data. Other States learn of them as results of comparisons alone. */
static void write_recipients(struct st_json *w, const struct st_subject_packet *p)
{
    st_json_key(w, "recipients");
    st_json_array(w);
    if (p->sent_n > 0)
        st_json_text(w, "eu-LISA (Eurodac)");
    for (size_t i = 0; i < p->notices_n; i++)
        st_json_str(w, p->notices[i].from_state);
    st_json_array_end(w);
}

void st_subject_write(struct st_json *w, const struct st_subject_packet *p)
{
    st_json_object(w);
    st_json_key(w, "person"), st_shape_write(w, &person_shape, &p->person, ST_ALL_FIELDS);
    st_json_key(w, "eurodac");
    st_json_array(w);
    for (size_t i = 0; i < p->datasets_n; i++)
        write_dataset(w, &p->datasets[i]);
    st_json_array_end(w);
    write_all(w, "sent", &eurodac_transmission_shape, p->sent, p->sent_n);
    write_all(w, "received_hits", &eurodac_hit_shape, p->hits, p->hits_n);
    write_all(w, "elsewhere_in_eurodac", &eurodac_hit_shape, p->elsewhere, p->elsewhere_n);
    write_all(w, "notices", &eurodac_notice_shape, p->notices, p->notices_n);
    write_all(w, "representatives", &representation_shape, p->representatives, p->representatives_n);
    write_all(w, "requests", &subject_request_shape, p->requests, p->requests_n);
    write_recipients(w, p);
    st_json_key(w, "log");
    st_json_array(w);
    for (size_t i = 0; i < p->log_n; i++)
        write_log(w, &p->log[i]);
    st_json_array_end(w);
    st_json_object_end(w);
}

/* ---- Putting right ---- */
int st_subject_rectify(struct st_tx *tx, struct st_id dataset, const char *field, struct st_str value,
                       struct st_error *err)
{
    struct st_register_put put = {.id = dataset, .action = "eurodac.rectify"};
    struct eurodac_dataset d = {0};
    int rc = decide(tx, ST_MAY_WRITE, "eurodac.rectify", err);

    if (rc == ST_OK)
        rc = st_register_get(tx, &d, NULL, &put.version, &st_eurodac, dataset, err);
    if (rc == ST_OK)
        rc = st_shape_set(&d, &eurodac_dataset_shape, field, value, tx->arena, err);
    return rc == ST_OK ? st_register_put(tx, NULL, &st_eurodac, &put, &d, err) : rc;
}

/* ---- Who saw what ---- */
static bool wanted(const struct st_journal_row *row, const struct st_subject_seen *what)
{
    return (!st_instant_known(what->from) || row->real_at.us >= what->from.us) &&
           (!st_instant_known(what->until) || row->real_at.us < what->until.us) &&
           (what->purpose == purpose_unknown || st_code_of(&purpose_codes, row->purpose) == what->purpose);
}

int st_subject_seen(struct st_tx *tx, struct st_journal_row **out, size_t *n, const struct st_subject_seen *what,
                    struct st_error *err)
{
    struct st_journal_filter filter = {.person = what->person, .officer = what->officer, .limit = LOG_MAX};
    struct st_journal_row *rows;
    const size_t all = (size_t)SEEN_PAGES * LOG_MAX;
    size_t rows_n = LOG_MAX, most = what->limit < all ? what->limit : all;
    int rc = decide(tx, ST_MAY_READ, "subject.seen", err);

    *n = 0;
    *out = ST_NEW_N(tx->arena, struct st_journal_row, most);
    for (unsigned page = 0; rc == ST_OK && page < SEEN_PAGES && rows_n == LOG_MAX; page++) {
        rc = st_journal_list(&rows, &rows_n, tx, &filter, err);
        for (size_t i = 0; rc == ST_OK && i < rows_n && *n < most; i++)
            if (wanted(&rows[i], what))
                (*out)[(*n)++] = rows[i];
        if (rc == ST_OK && rows_n > 0)
            filter.before = rows[rows_n - 1].id;
    }
    return rc == ST_OK ? note(tx, ST_ENTRY_READ, "subject.seen", what->person, err) : rc;
}
