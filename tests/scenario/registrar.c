/* What the tests of power cuts and of erasure drive: a program that registers persons until it is killed and says which
 * ones are safe, and that looks afterwards whether they are.
 *
 * usage: registrar DB register [COUNT]   opens files in four threads, without end when COUNT is missing; prints the id
 *                                        of each on a line of its own once it is durable
 *        registrar DB check              reads ids on standard input: each file is whole, with its key, its entry in
 *                                        the journal, its message in the queue; and nothing is there by half
 *        registrar DB mark NAME          one file whose every text holds NAME; prints its id
 *        registrar DB read ID            prints the family name, or nothing when there is no such file
 *        registrar DB erase ID           erases a file
 *        registrar DB apply NAME         a dataset in Eurodac with prints, face and name, known to the centre, which finds
 *                                        an earlier one of another State; prints its id and, in hexadecimal, bytes of a
 *                                        print that nobody else has
 *        registrar DB withdraw ID        erases the dataset, here and at the centre
 *        registrar DB citizen ID AUTHORITY   another State notes that the person of its dataset acquired citizenship; the
 *                                        centre erases the dataset and tells
 *        registrar DB officer AUTHORITY NAME   another authority's first account, with every role; prints its id
 *        registrar DB case NAME          all that a place writes about somebody, with NAME in every text: an arrival, a
 *                                        file, a screening with a statement that ends, a request that is answered, an
 *                                        allegation that is dismissed; prints the id of the screening
 *        registrar DB payloads ID        how many entries of the journal about a case can still be opened
 *        registrar DB until MOMENT       moves the clock, and has the law do what is due by then
 *        registrar DB left               how many files, names and entries of registers there are */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cases/allegation.h"
#include "cases/arrival.h"
#include "cases/screening.h"
#include "cases/system.h"
#include "registers/eurodac_transmit.h"
#include "registers/person.h"
#include "registers/staff.h"
#include "registers/subject.h"
#include "sim/prints.h"
#include "store/outbox.h"

enum { THREADS = 4, SAY = ST_ID_TEXT, PRINT_FROM = 40, PRINT_BYTES = 24 };

static const struct st_actor officer = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 3}},
    .role = {"screening_officer", 17}, .purpose = {"screening", 9}, .unit = {"Hotspot", 7}};
static const struct st_actor protector = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 4}},
    .role = {"data_protection_officer", 23}, .purpose = {"data_protection", 15}, .unit = {"", 0}};

static const struct st_actor registration = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 5}},
    .role = {"registration_officer", 20}, .purpose = {"asylum_system", 13}, .unit = {"", 0}};
static const struct st_actor elsewhere = {.authority = {"FR-CAL", 6}, .officer = {{9, 33}},
    .role = {"registration_officer", 20}, .purpose = {"asylum_system", 13}, .unit = {"", 0}};

static const struct st_actor watcher = {.authority = {"IT-LMP", 6}, .officer = {{1, 2, 6}}, .role = {"monitor", 7},
    .purpose = {"rights_monitoring", 17}, .unit = {"", 0}};
static const struct st_actor the_law = {.authority = {"IT-LMP", 6}, .role = {"", 0}, .purpose = {"", 0}};

static struct st_store *store;
static atomic_long wanted;

/* A person, a message about them, two journal entries: all or nothing. */
struct registration {
    const char *family;
    struct st_id id;
};

static int register_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct registration *r = arg;
    struct st_str family = st_str_of(r->family);
    struct person_name names[] = {{name_kind_current, family, ST_S("Ada")}};
    struct person_document documents[] = {{.kind = document_kind_passport, .number = st_str_of("L898902C3")}};
    struct person p = {.born_on = {1990, 5, 3}, .sex = sex_female, .born_in = family};
    struct st_outgoing message = {.kind = "test.registered", .to = "nobody", .citation = "Test Act Art 1"};
    int rc;

    p.names.v = names;
    p.names.n = 1;
    p.documents.v = documents;
    p.documents.n = 1;
    rc = st_person_open(tx, &r->id, &p, err);
    message.about = message.person = r->id;
    message.body = st_strf(tx->arena, "{\"name\":\"%s\"}", r->family);
    return rc == ST_OK ? st_outbox_put(tx, NULL, &message, err) : rc;
}

static void *go_on(void *arg)
{
    (void)arg;
    while (atomic_fetch_sub(&wanted, 1) > 0) {
        struct registration r = {.family = "Killedsson"};
        char line[SAY];
        int rc = st_store_write(store, &officer, register_one, &r, NULL);
        if (rc == ST_E_BUSY)
            continue;
        if (rc != ST_OK)
            exit(1);
        (void)st_id_print(line, r.id);
        line[SAY - 1] = '\n';
        if (write(STDOUT_FILENO, line, SAY) != SAY) /* one write: a line is whole or not there */
            exit(1);
    }
    return NULL;
}

static int register_many(const char *count)
{
    pthread_t threads[THREADS];
    int64_t n = INT64_MAX / 2;

    if (count != NULL && !st_str_to_int64(&n, st_str_of(count)))
        return 2;
    atomic_store(&wanted, n);
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, go_on, NULL) != 0)
            return 1;
    for (int i = 0; i < THREADS; i++)
        (void)pthread_join(threads[i], NULL);
    return 0;
}

/* ---- Looking ---- */
struct reading {
    struct st_id id;
    struct person person;
    size_t entries, messages;
};

static int read_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct reading *r = arg;
    struct st_journal_filter filter = {.person = r->id, .limit = 100};
    struct st_journal_row *rows = NULL;
    int rc = st_person_get(tx, &r->person, NULL, r->id, err);

    return rc == ST_OK ? st_journal_list(&rows, &r->entries, tx, &filter, err) : rc;
}

/* Of everything as much as of everything else. */
ST_STATEMENT(counts, "registrar.counts", "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM person__names), "
             "(SELECT count(*) FROM register_entry), (SELECT count(*) FROM outbox), "
             "(SELECT count(*) FROM journal_entry WHERE action = 'person.open')", NULL);

static int count_all(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_rows *rows = arg;
    return st_db_query(rows, tx->db, tx->arena, &counts, NULL, 0, err);
}

static bool check_one(struct st_arena *arena, struct st_str line)
{
    struct reading r = {.entries = 0};
    bool whole = st_id_parse(&r.id, line) && st_store_read(store, &officer, read_one, &r, arena, NULL) == ST_OK &&
                 r.person.names.n == 1 && st_str_is(r.person.names.v[0].family, "Killedsson") &&
                 r.person.documents.n == 1 && r.person.number.n > 0 && r.entries > 0;

    if (!whole)
        (void)printf("not whole: %.*s\n", (int)line.n, line.p);
    return whole;
}

static int check(void)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows = {0};
    char line[SAY + 1];
    long n = 0, broken = 0;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        struct st_str id = st_str_trim(st_str_of(line));
        if (id.n == 0)
            continue;
        st_arena_reset(arena);
        broken += !check_one(arena, id);
        n++;
    }
    st_arena_reset(arena);
    if (st_store_read(store, &officer, count_all, &rows, arena, NULL) != ST_OK)
        return 1;
    for (size_t i = 1; i < 5; i++)
        if (st_rows_int(&rows, 0, i) != st_rows_int(&rows, 0, 0))
            broken++;
    (void)printf("%ld acknowledged, %lld stored, %ld broken\n", n, (long long)st_rows_int(&rows, 0, 0), broken);
    st_arena_free(arena);
    return broken > 0;
}

static int read_name(struct st_id id)
{
    struct st_arena *arena = st_arena_new();
    struct reading r = {.id = id};
    int rc = st_store_read(store, &officer, read_one, &r, arena, NULL);

    if (rc == ST_OK && r.person.names.n == 1)
        (void)printf("%.*s\n", (int)r.person.names.v[0].family.n, r.person.names.v[0].family.p);
    st_arena_free(arena);
    return rc == ST_OK || rc == ST_E_NOTFOUND ? 0 : 1;
}

/* ---- Eurodac ---- */
struct sending {
    const char *name;
    unsigned capture;
    struct st_id id;
    char print[2 * PRINT_BYTES + 1];
};

static int send_dataset(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct sending *s = arg;
    struct st_sim_print print = {.seed = 7, .person = 1, .capture = s->capture};
    struct st_str name = st_str_of(s->name), record = st_sim_print_record(&print, ST_SIM_FINGER(finger_right_index),
                                                                          tx->arena);
    struct eurodac_print prints[] = {{.finger = finger_right_index, .minutiae = record}};
    struct person_name names[] = {{name_kind_current, name, ST_S("Ada")}};
    struct person_nationality nationalities[] = {{{"SYR", 3}}};
    struct st_local now;
    struct eurodac_dataset d = {.category = eurodac_category_applicant, .facial_image = name, .born_on = {1990, 0, 0},
                                .born_in = name, .event_place = name, .sex = sex_female};
    struct st_eurodac_sending how = {.person = st_id_new(tx->now)};

    if (!st_zone_local(&now, tx->now, "UTC"))
        return ST_E_BUG;
    d.event_on = d.biometrics_taken_on = now.date;
    d.fingerprints.v = prints;
    d.names.v = names;
    d.nationalities.v = nationalities;
    d.fingerprints.n = d.names.n = d.nationalities.n = 1;
    memcpy(s->print, st_hex(tx->arena, record.p + PRINT_FROM, PRINT_BYTES).p, sizeof(s->print) - 1);
    return st_eurodac_send(tx, &s->id, &how, &d, err);
}

static int apply(const char *name)
{
    struct sending earlier = {.name = "Seenbefore"}, s = {.name = name, .capture = 1};
    struct st_error err = {0};
    char text[ST_ID_TEXT];
    int rc = st_store_write(store, &elsewhere, send_dataset, &earlier, &err);

    if (rc == ST_OK)
        rc = st_outbox_deliver(store, NULL, &err);
    if (rc == ST_OK)
        rc = st_store_write(store, &registration, send_dataset, &s, &err);
    if (rc == ST_OK)
        rc = st_outbox_deliver(store, NULL, &err);
    if (rc == ST_OK)
        (void)printf("%s %s\n", st_id_print(text, s.id), s.print);
    else
        (void)printf("%s: %s\n", st_err_name(rc), err.n ? err.faults[0].field : "");
    return rc != ST_OK;
}

static int withdraw_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct st_id *id = arg;
    return st_register_erase(tx, &st_eurodac, *id, "Eurodac Art 40(3)", err);
}

static int withdraw(struct st_id id)
{
    int rc = st_store_write(store, &registration, withdraw_one, &id, NULL);
    return rc == ST_OK ? st_outbox_deliver(store, NULL, NULL) != ST_OK : 1;
}

static int citizen_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct st_id *id = arg;
    struct st_eurodac_happening what = {.event = eurodac_event_citizenship};
    return st_eurodac_happened(tx, *id, &what, err);
}

static int citizen(struct st_id id, const char *authority)
{
    struct st_actor there = {.authority = st_str_of(authority), .officer = {{9, 34}}, .role = ST_S("supervisor"),
                             .purpose = ST_S("irregular_migration"), .unit = ST_S("")};
    int rc = st_store_write(store, &there, citizen_one, &id, NULL);
    return rc == ST_OK ? st_outbox_deliver(store, NULL, NULL) != ST_OK : 1;
}

static int erase_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct st_id *id = arg;
    return st_register_erase(tx, &st_persons, *id, "GDPR Art 17(1)", err);
}

/* ---- Another authority ---- */
struct founding {
    struct staff staff;
    struct st_id id;
    char hash[ST_PASSWORD_TEXT];
};

static int found(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct founding *f = arg;
    struct staff staff = f->staff;
    return st_staff_first(tx, &f->id, &staff, f->hash, err);
}

static int first_officer(const char *authority, const char *name)
{
    struct st_actor nobody = {.authority = st_str_of(authority), .role = ST_S(""), .purpose = ST_S("")};
    struct founding f = {.staff = {.sign_in_name = st_str_of(name), .name = st_str_of(name), .active = ST_YES}};
    char text[ST_ID_TEXT];

    for (unsigned role = 1; role < role_count; role++)
        f.staff.roles |= ST_CODE_BIT(role);
    if (st_staff_hash(f.hash, ST_S("a lamp on the mole"), NULL) != ST_OK ||
        st_store_write(store, &nobody, found, &f, NULL) != ST_OK)
        return 1;
    return printf("%s\n", st_id_print(text, f.id)) < 0;
}

/* ---- All that a place writes about somebody ---- */
struct story {
    const char *name;
    struct st_id arrival, person, screening, request;
    struct st_act act;
};

static int receive_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct story *s = arg;
    struct st_str name = st_str_of(s->name);
    struct arrival arrival = {.member_state = ST_S("IT"), .place = ST_S("Lampedusa"),
                              .event = screening_event_sar_disembarkation, .event_at = {tx->now.us - ST_HOUR},
                              .people = {1, true}, .remarks = name};
    struct person_name names[] = {{name_kind_current, name, ST_S("Ada")}};
    struct person p = {.born_on = {1990, 5, 3}, .sex = sex_female, .born_in = name};
    struct screening_opened opened;
    int rc = st_arrival_open(tx, &s->arrival, &arrival, err);

    p.names.v = names;
    p.names.n = 1;
    p.arrival = s->arrival;
    if (rc == ST_OK)
        rc = st_person_open(tx, &s->person, &p, err);
    if (rc == ST_OK)
        rc = st_screening_prefill(&opened, tx, s->arrival, err);
    return rc == ST_OK ? st_screening_start(&s->screening, tx, &opened, s->person, s->arrival, err) : rc;
}

static int act_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct story *s = arg;
    struct st_case c;
    int rc = st_case_act(&c, tx, &s->act, err);

    if (rc == ST_OK)
        s->act.case_id = c.id;
    return rc;
}

static int request_one(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct story *s = arg;
    struct st_local today = {0};
    struct subject_request r = {.person = s->person, .concerns = subject_right_erasure, .wish = st_str_of(s->name)};
    int rc;

    (void)st_zone_local(&today, tx->now, "UTC");
    r.received_on = today.date;
    rc = st_subject_ask(tx, &s->request, &r, err);
    return rc == ST_OK ? st_subject_answer(tx, s->request, subject_outcome_refused, st_str_of(s->name), err) : rc;
}

static int act_as(const struct st_actor *who, struct story *s, struct st_id id, const char *action, void *form)
{
    s->act.case_id = id;
    s->act.action = action;
    s->act.form = form;
    return st_store_write(store, who, act_one, s, NULL);
}

static int tell_all(const char *name)
{
    struct story s = {.name = name};
    struct st_str text = st_str_of(name);
    struct screening_statement said = {.application_made = ST_NO, .family_in_union = ST_NO, .cooperated = ST_YES,
                                       .residence_before = text};
    struct screening_ended ended = {.circumstances = text};
    struct allegation_received received = {.subjects = ST_CODE_BIT(allegation_subject_detention),
                                           .received_at = {st_store_now(store).us - ST_SECOND}, .account = text};
    struct allegation_finding finding = {.reasons = text, .offence_or_claim = ST_NO};
    char line[ST_ID_TEXT];
    int rc = st_store_write(store, &officer, receive_one, &s, NULL);

    if (rc == ST_OK)
        rc = act_as(&officer, &s, s.screening, "take_statement", &said);
    if (rc == ST_OK)
        rc = act_as(&officer, &s, s.screening, "end_criminal", &ended);
    if (rc == ST_OK)
        rc = st_store_write(store, &protector, request_one, &s, NULL);
    s.act = (struct st_act){.procedure = &allegation_procedure, .member_state = ST_S("IT")};
    if (rc == ST_OK)
        rc = act_as(&watcher, &s, (struct st_id){{0}}, "receive", &received);
    if (rc == ST_OK)
        rc = act_as(&watcher, &s, s.act.case_id, "dismiss", &finding);
    (void)printf("%s\n", rc == ST_OK ? st_id_print(line, s.screening) : st_err_name(rc));
    return rc != ST_OK;
}

ST_STATEMENT(entries_of, "registrar.entries", "SELECT id FROM journal_entry WHERE case_id = ?1 AND envelopes > 0", NULL);

struct opening {
    struct st_id id;
    size_t opened;
};

static int open_all(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct opening *o = arg;
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &entries_of, ST_BIND(st_cell_id(tx->arena, o->id)), err);

    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        struct st_str texts[ST_ENVELOPES_MAX];
        size_t n = 0;
        rc = st_journal_open_payloads(texts, &n, tx, st_rows_id(&rows, i, 0), err);
        o->opened += n;
    }
    return rc;
}

static int count_payloads(struct st_id id)
{
    struct st_arena *arena = st_arena_new();
    struct opening o = {.id = id};
    int rc = st_store_read(store, &the_law, open_all, &o, arena, NULL);

    (void)printf("%zu\n", o.opened);
    st_arena_free(arena);
    return rc != ST_OK;
}

static int until(const char *moment)
{
    struct st_instant t = {0};
    int rc = st_instant_parse(&t, st_str_of(moment)) ? st_store_clock_set(store, t, 0, NULL) : ST_E_INVALID;

    (void)printf("moved\n");
    (void)fflush(stdout);
    return rc != ST_OK || st_system_catch_up(store, the_law.authority, NULL) != ST_OK;
}

static int left(void)
{
    struct st_arena *arena = st_arena_new();
    struct st_rows rows = {0};
    int rc = st_store_read(store, &the_law, count_all, &rows, arena, NULL);

    if (rc == ST_OK)
        (void)printf("%lld %lld %lld\n", (long long)st_rows_int(&rows, 0, 0), (long long)st_rows_int(&rows, 0, 1),
                     (long long)st_rows_int(&rows, 0, 2));
    st_arena_free(arena);
    return rc != ST_OK;
}

/* Verbs about cases and the clock. -1: none of them. */
static int run_more(int argc, char **argv)
{
    struct st_str verb = st_str_of(argv[2]);
    struct st_id id = {{0}};

    if (st_str_is(verb, "left"))
        return left();
    if (argc > 3 && st_str_is(verb, "case"))
        return tell_all(argv[3]);
    if (argc > 4 && st_str_is(verb, "citizen") && st_id_parse(&id, st_str_of(argv[3])))
        return citizen(id, argv[4]);
    if (argc > 3 && st_str_is(verb, "until"))
        return until(argv[3]);
    if (argc > 3 && st_str_is(verb, "payloads") && st_id_parse(&id, st_str_of(argv[3])))
        return count_payloads(id);
    return -1;
}

static int run(int argc, char **argv)
{
    struct registration r = {.family = argc > 3 ? argv[3] : ""};
    struct st_id id = {{0}};
    char text[ST_ID_TEXT];
    struct st_str verb = st_str_of(argv[2]);

    if (st_str_is(verb, "register"))
        return register_many(argc > 3 ? argv[3] : NULL);
    if (st_str_is(verb, "check"))
        return check();
    if (st_str_is(verb, "mark") && st_store_write(store, &officer, register_one, &r, NULL) == ST_OK)
        return printf("%s\n", st_id_print(text, r.id)) < 0;
    if (argc > 4 && st_str_is(verb, "officer"))
        return first_officer(argv[3], argv[4]);
    if (argc > 3 && st_str_is(verb, "apply"))
        return apply(argv[3]);
    if (argc > 3 && st_id_parse(&id, st_str_of(argv[3])) && st_str_is(verb, "withdraw"))
        return withdraw(id);
    if (argc > 3 && st_id_parse(&id, st_str_of(argv[3])) && st_str_is(verb, "read"))
        return read_name(id);
    if (argc > 3 && st_id_known(id) && st_str_is(verb, "erase"))
        return st_store_write(store, &protector, erase_one, &id, NULL) != ST_OK;
    return 2;
}

int main(int argc, char **argv)
{
    struct st_store_options options = {.url = argc > 1 ? argv[1] : ""};
    int status;

    if (argc < 3)
        return 2;
    if (st_system_open(&store, &options, NULL) != ST_OK)
        return 1;
    status = run_more(argc, argv);
    if (status < 0)
        status = run(argc, argv);
    st_store_close(store);
    return status;
}
