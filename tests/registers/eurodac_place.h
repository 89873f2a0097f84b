/* Two States and the centre of Eurodac in one place, synthetic prints, and shorthands: for the tests of Eurodac. */
#ifndef ST_TESTS_REGISTERS_EURODAC_PLACE_H
#define ST_TESTS_REGISTERS_EURODAC_PLACE_H

#include "place.h"

#include "registers/cir.h"
#include "registers/eurodac_notice.h"
#include "registers/eurodac_request.h"
#include "registers/eurodac_statistics.h"
#include "registers/eurodac_transmit.h"
#include "sim/prints.h"
#include "store/outbox.h"

ACTOR(registrar, 3, "registration_officer", "asylum_system");
ACTOR(screener, 4, "screening_officer", "screening");
ACTOR(expert, 5, "fingerprint_expert", "asylum_system");
ACTOR(medic, 6, "medical_staff", "health_check");
ACTOR(dpo, 7, "data_protection_officer", "data_protection");
ACTOR(counter, 8, "statistician", "statistics");
static const struct st_actor italy = {.authority = {"IT-LMP", 6}, .role = {"", 0}, .purpose = {"", 0}};
static const struct st_actor centre = {.authority = {"EU-EURODAC", 10}, .role = {"", 0}, .purpose = {"", 0}};
static const struct st_actor french = {.authority = {"FR-CAL", 6}, .officer = {{9, 33}},
    .role = {"registration_officer screening_officer", 38}, .purpose = {"asylum_system", 13}};
static const struct st_actor french_border = {.authority = {"FR-CAL", 6}, .officer = {{9, 34}},
    .role = {"screening_officer", 17}, .purpose = {"screening", 9}};

static struct person_name test_names[] = {{name_kind_current, {"Testsson", 8}, {"Ada", 3}}};
static struct person_nationality test_nationalities[] = {{{"SYR", 3}}};

/* Two fingers of a person who does not exist, as the capture with this number shows them. */
static inline struct eurodac_dataset dataset_of(enum eurodac_category category, unsigned person, unsigned capture)
{
    struct st_sim_print print = {.seed = 7, .person = person, .capture = capture};
    struct eurodac_print *prints = ST_NEW_N(at.arena, struct eurodac_print, 2);
    struct eurodac_dataset d = {.category = (uint16_t)category, .facial_image = {"face-bytes", 10},
                                .born_on = {1990, 0, 0}, .born_in = {"Aleppo", 6}, .event_place = {"Lampedusa", 9},
                                .event_on = {2026, 9, 1}, .sex = sex_female, .biometrics_taken_on = {2026, 9, 1}};

    for (unsigned i = 0; i < 2; i++)
        prints[i] = (struct eurodac_print){.finger = (uint16_t)(finger_right_index + i),
            .minutiae = st_sim_print_record(&print, ST_SIM_FINGER(finger_right_index + i), at.arena)};
    d.fingerprints.v = prints;
    d.fingerprints.n = 2;
    d.names.v = test_names;
    d.names.n = 1;
    d.nationalities.v = test_nationalities;
    d.nationalities.n = 1;
    return d;
}

/* ---- One command after the other; what comes back is in the job ---- */
struct job {
    struct st_id id, other, person;
    struct eurodac_dataset d;
    struct register_entry entry;
    int64_t version;
    struct st_eurodac_sending how;
    struct eurodac_transmission sent;
    struct eurodac_hit hit;
    struct st_id hit_id;
    struct st_eurodac_sides sides;
    enum eurodac_hit_state decision;
    struct st_eurodac_happening what;
    struct eurodac_notice notice;
    struct st_id notice_id;
    struct eurodac_request request;
    struct st_eurodac_key key;
    enum eurodac_verdict verdict;
    uint64_t set;
    size_t n;
};

#define COMMAND(name)                                                                                                 \
    static int name##_job(struct st_tx *tx, struct job *j, struct st_error *err);                                     \
    static inline int name(struct st_tx *tx, void *arg, struct st_error *err)                                         \
    {                                                                                                                 \
        return name##_job(tx, arg, err);                                                                              \
    }                                                                                                                 \
    static inline int name##_job(struct st_tx *tx, struct job *j, struct st_error *err)

COMMAND(send)
{
    j->how.person = j->person;
    return st_eurodac_send(tx, &j->id, &j->how, &j->d, err);
}

COMMAND(get)
{
    j->d = (struct eurodac_dataset){0};
    j->entry = (struct register_entry){0};
    return st_register_get(tx, &j->d, &j->entry, &j->version, &st_eurodac, j->id, err);
}

COMMAND(replace)
{
    struct st_register_put put = {.id = j->id, .version = j->version};
    return st_register_put(tx, NULL, &st_eurodac, &put, &j->d, err);
}

/* As it stands in the tables of whoever asks. */
COMMAND(look)
{
    j->d = (struct eurodac_dataset){0};
    j->entry = (struct register_entry){0};
    return st_record_get(&j->d, NULL, tx, &eurodac_dataset_shape, j->id, err) == ST_OK
               ? st_record_get(&j->entry, NULL, tx, &register_entry_shape, j->id, err)
               : ST_E_NOTFOUND;
}

COMMAND(look_cir)
{
    struct cir_file file = {0};
    int rc = st_record_get(&file, NULL, tx, &cir_file_shape, j->id, err);
    j->n = file.names.n + file.fingerprints.n;
    return rc;
}

COMMAND(transmission)
{
    j->sent = (struct eurodac_transmission){0};
    return st_record_get(&j->sent, NULL, tx, &eurodac_transmission_shape, j->id, err);
}

/* The first hit of the job's dataset. */
COMMAND(first_hit)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    int rc = st_record_find(&found, &ids, &j->n, tx, &eurodac_hit_shape, "asked", st_cell_id(tx->arena, j->id), 10, err);
    if (rc == ST_OK && j->n > 0) {
        j->hit = *(struct eurodac_hit *)found;
        j->hit_id = ids[0];
    }
    return rc;
}

COMMAND(decide)
{
    return st_eurodac_hit_decide(tx, j->hit_id, 0, &(struct hit_decision){(uint16_t)j->decision, ST_S("Compared by eye")}, err);
}

COMMAND(both_sides)
{
    return st_eurodac_hit_get(tx, &j->sides, j->hit_id, err);
}

COMMAND(happen)
{
    return st_eurodac_happened(tx, j->id, &j->what, err);
}

COMMAND(mark)
{
    return st_register_mark(tx, &st_eurodac, j->id, j->set, 0, "Eurodac Art 31(1)", err);
}

COMMAND(queue)
{
    struct st_queue status;
    int rc = st_outbox_status(&status, tx, err);
    j->n = status.waiting;
    return rc;
}

COMMAND(sweep)
{
    struct st_entry note = {.kind = ST_ENTRY_SYSTEM, .action = "test.expire", .register_name = "", .citation = ""};
    int rc = st_register_expire(tx, &j->n, 100, err);
    return rc == ST_OK ? st_journal_add(tx, &note, err) : rc;
}

static inline void deliver(void) { assert_int_equal(st_outbox_deliver(at.store, NULL, NULL), ST_OK); }

static inline void go_to(const char *instant)
{
    struct st_instant t;
    assert_true(st_instant_parse(&t, st_str_of(instant)));
    assert_int_equal(st_store_clock_set(at.store, t, 1, NULL), ST_OK);
}

/* Sends a dataset and lets the centre answer. */
static inline struct job sent_by(const struct st_actor *who, enum eurodac_category category, unsigned person,
                                 unsigned capture)
{
    struct job j = {.d = dataset_of(category, person, capture), .person = {{1, (uint8_t)person}}};
    assert_int_equal(as(who, send, &j), ST_OK);
    deliver();
    return j;
}

#define EACH_ANEW(test) cmocka_unit_test_setup_teardown(test, open_with_receivers, close_place)

static inline int open_with_receivers(void **state)
{
    st_outbox_receivers(st_register_receivers);
    return open_place(state);
}

#define RUN_EACH_ON_BOTH(tests)                                                                                       \
    (cmocka_run_group_tests_name("sqlite", tests, NULL, NULL) +                                                       \
     (on_postgres() ? cmocka_run_group_tests_name("postgres", tests, NULL, NULL) : 0))

#endif
