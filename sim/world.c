#include "sim/world.h"

#include "cases/screening.h"
#include "cases/system.h"
#include "registers/eurodac_transmit.h"
#include "registers/representation.h"
#include "registers/staff.h"
#include "sim/people.h"
#include "sim/prints.h"
#include "store/outbox.h"

/* ---- Who works here ---- */
#define AS(r) ST_CODE_BIT(role_##r)
enum account { ADMINISTRATOR, SCREENER, SUPERVISOR, DOCTOR, SPECIALIST, EXPERT, REGISTRAR, ACCOUNTS_IN_SCRIPT };
const struct st_sim_account st_sim_accounts[] = {
    {"admin", "Ilaria Ferri", "IT", AS(administrator), purpose_administration},
    {"elena", "Elena Conti", "Hotspot", AS(screening_officer), purpose_screening},
    {"marco", "Marco Bianchi", "Hotspot", AS(screening_officer) | AS(supervisor), purpose_screening},
    {"amara", "Dr Amara Okafor", "Clinic", AS(medical_staff), purpose_health_check},
    {"lucia", "Lucia Romano", "Protection", AS(vulnerability_staff), purpose_vulnerability_check},
    {"pietro", "Pietro Gallo", "Biometrics", AS(fingerprint_expert), purpose_irregular_migration},
    {"sofia", "Sofia Greco", "Registration", AS(registration_officer), purpose_asylum_system},
    {"nadia", "Nadia Haddad", "Guardians", AS(representative), purpose_assistance_of_minor},
    {"samir", "Samir Bouzid", "Guardians", AS(representative), purpose_assistance_of_minor},
    {"paolo", "Paolo Villa", "Investigations", AS(law_enforcement), purpose_serious_crime},
    {"greta", "Greta Lombardi", "Verification", AS(verifying_officer), purpose_serious_crime},
    {"monitor", "Anna Lindqvist", "Monitoring", AS(monitor), purpose_rights_monitoring},
    {"dpo", "Davide Moretti", "Data protection", AS(data_protection_officer), purpose_data_protection},
    {"stat", "Chiara Costa", "Statistics", AS(statistician), purpose_statistics},
    {NULL, NULL, NULL, 0, purpose_unknown},
};

struct world {
    struct st_store *store;
    const struct st_sim_world *o;
    struct st_arena *arena;
    struct st_id officers[16];
    struct st_str authority;
    struct st_id seen_first; /* the first dataset of somebody seen before elsewhere, and whose it is */
    struct st_str seen_by;
    uint64_t done, total;
    struct st_error *err;
};

static struct st_str role_names(struct st_arena *arena, uint64_t roles)
{
    struct st_str out = ST_S("");

    for (unsigned r = 1; r < role_count; r++)
        if (roles & ST_CODE_BIT(r))
            out = st_strf(arena, "%s%s%s", out.p, out.n ? " " : "", st_code_name(&role_codes, r));
    return out;
}

static struct st_actor actor(struct world *w, enum account who, enum purpose purpose)
{
    const struct st_sim_account *a = &st_sim_accounts[who];

    return (struct st_actor){
        .authority = w->authority,
        .officer = w->officers[who],
        .role = role_names(w->arena, a->roles),
        .purpose = st_str_of(st_code_name(&purpose_codes, purpose ? purpose : a->purpose)),
        .unit = st_str_of(a->unit),
    };
}

static struct st_instant ago(const struct world *w, int64_t minutes)
{
    return (struct st_instant){w->o->now.us - minutes * 60 * ST_SECOND};
}

/* The clock only walks forward once the world has begun; what is due by then happens. */
static int walk_to(struct world *w, int64_t minutes_ago)
{
    int rc = st_store_clock_set(w->store, ago(w, minutes_ago), 1, w->err);
    return rc == ST_OK ? st_system_catch_up(w->store, w->authority, w->err) : rc;
}

/* ---- Accounts ---- */
struct hiring {
    struct world *w;
    size_t which;
    const char *hash;
};

static int hire(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct hiring *h = arg;
    const struct st_sim_account *a = &st_sim_accounts[h->which];
    struct staff staff = {
        .sign_in_name = st_str_of(a->sign_in_name),
        .name = st_str_of(a->name),
        .unit = st_str_of(a->unit),
        .roles = a->roles,
        .usual_purpose = (uint16_t)a->purpose,
    };

    return h->which == ADMINISTRATOR ? st_staff_first(tx, &h->w->officers[h->which], &staff, h->hash, err)
                                     : st_staff_add(tx, &h->w->officers[h->which], &staff, h->hash, err);
}

static int hire_all(struct world *w)
{
    char hash[ST_PASSWORD_TEXT];
    struct hiring h = {.w = w, .hash = hash};
    int rc = st_staff_hash(hash, ST_S(ST_SIM_PASSWORD), w->err);

    for (h.which = 0; rc == ST_OK && st_sim_accounts[h.which].sign_in_name != NULL; h.which++) {
        struct st_actor who = h.which == ADMINISTRATOR
                                  ? (struct st_actor){.authority = w->authority, .role = ST_S(""), .purpose = ST_S("")}
                                  : actor(w, ADMINISTRATOR, purpose_administration);
        rc = st_store_write(w->store, &who, hire, &h, w->err);
    }
    return rc;
}

/* ---- What officers write into the forms of a screening: fields by name, as in a case file ---- */
struct act {
    enum account who;
    const char *action, *fields; /* "field=value; field=value" */
};

static const struct act information = {SCREENER, "give_information",
    "items=screening right_to_apply rights_and_duties data_protection; language=own; channel=written_and_oral; "
    "interpreter=yes; acknowledged=understood"};
static const struct act healthy = {DOCTOR, "check_health", "outcome=nothing_found; examined_by=Dr Amara Okafor"};
static const struct act ill = {DOCTOR, "check_health",
    "outcome=needs_found; needs=treatment; examined_by=Dr Amara Okafor; note=Dehydration, burns from fuel"};
static const struct act not_vulnerable = {SPECIALIST, "check_vulnerability",
    "found=no; reception_needs=no; procedural_needs=no; checked_by=Lucia Romano"};
static const struct act vulnerable = {SPECIALIST, "check_vulnerability",
    "found=yes; indications=torture; reception_needs=yes; procedural_needs=yes; support=Room of their own, counselling; "
    "checked_by=Lucia Romano"};
static const struct act vulnerable_child = {SPECIALIST, "check_vulnerability",
    "found=yes; indications=minor unaccompanied_minor; reception_needs=yes; procedural_needs=yes; "
    "support=Centre for minors; trained_for_minors=yes; child_protection_told=yes; checked_by=Lucia Romano"};
static const struct act vulnerable_in_family = {SPECIALIST, "check_vulnerability",
    "found=yes; indications=minor; reception_needs=yes; procedural_needs=no; support=Family room; "
    "trained_for_minors=yes; child_protection_told=yes; checked_by=Lucia Romano"};
static const struct act prints = {SCREENER, "take_biometrics", "capture=taken"};
static const struct act no_prints = {SCREENER, "note_no_biometrics", "capture=under_six"};
static const struct act identity = {SCREENER, "check_identity",
    "means=documents statements biometrics; cir=no_hit; sis=no_hit; portal_used=yes; second_query=no_hit; "
    "done_at_border_check=no; name_certainty=declared; birth_date_certainty=declared; birth_place_certainty=declared; "
    "sex_certainty=confirmed; nationality_certainty=declared; residence_certainty=declared; "
    "languages_certainty=confirmed"};
static const struct act safe = {SCREENER, "check_security",
    "queries.0.system=sis; queries.0.result=no_hit; queries.1.system=ees; queries.1.result=no_hit; "
    "queries.2.system=vis; queries.2.result=no_hit; queries.3.system=europol; queries.3.result=no_hit; "
    "queries.4.system=interpol; queries.4.result=skipped; "
    "queries.4.reason=Cannot be asked without telling the owner of the alert; queries.5.system=national; "
    "queries.5.result=no_hit; queries.6.system=belongings; queries.6.result=no_hit; hit=no; threat=no"};
static const struct act guardian = {SCREENER, "assist_minor",
    "assistant=Nadia Haddad; organisation=Guardians; family_accompanies=no; provisional_designated=yes; "
    "provisional_representative=yes; trained=yes; independent=yes; minors_in_care=1; normal_circumstances=yes; "
    "best_interests=Interview in the morning, with the guardian, in the own language"};
static const struct act parent = {SCREENER, "assist_minor",
    "family_accompanies=yes; best_interests=With the mother throughout, no questions without her"};
static const struct act statement = {SCREENER, "take_statement",
    "application_made=yes; family_in_union=no; cooperated=yes; residence_before=Libya; departed_from=Zuwara; "
    "destination=Germany"};
static const struct act statement_without = {SCREENER, "take_statement",
    "application_made=no; family_in_union=no; cooperated=yes; residence_before=Tunisia"};
static const struct act offered = {SCREENER, "offer_form", "copy=paper; language=own; chance_to_object=yes"};
static const struct act to_asylum = {SUPERVISOR, "refer", "referral=asylum; referred_to=Questura di Agrigento"};
static const struct act to_asylum_with_mother = {SUPERVISOR, "refer",
    "referral=asylum; referred_to=Questura di Agrigento; best_interests=Stays with the mother, in the same place"};
static const struct act to_return = {SUPERVISOR, "refer",
    "referral=return_procedure; referred_to=Prefettura di Agrigento"};

enum { SCRIPT_MAX = 12 };
typedef const struct act *script[SCRIPT_MAX];

/* How far a screening has come. */
static const script whole = {&information, &healthy, &not_vulnerable, &prints, &identity, &safe, &statement, &offered,
                             &to_asylum};
static const script whole_child = {&information, &parent, &healthy, &vulnerable_in_family, &prints, &identity, &safe,
                                   &statement, &offered, &to_asylum_with_mother};
static const script begun_child = {&information, &parent};
static const script whole_return = {&information, &healthy, &not_vulnerable, &prints, &identity, &safe,
                                    &statement_without, &offered, &to_return};
static const script nearly = {&information, &healthy, &vulnerable, &prints, &identity, &safe, &statement};
static const script halfway = {&information, &ill, &prints};
static const script child_alone = {&information, &guardian, &healthy, &vulnerable_child, &prints};
static const script begun = {&information};
static const script printed = {&information, &prints};
static const script nothing = {NULL};

/* ---- People and their screenings ---- */
struct newcomer {
    uint64_t index, family; /* which synthetic person; family 0: alone */
    bool child, unaccompanied;
    const char *seen_by;    /* authority that sent their prints before; NULL: never seen */
    bool started;           /* a screening has begun */
    const script *script;
};

struct landing {
    const char *place, *means, *remarks;
    enum screening_event event;
    int64_t minutes_ago;
    int people, children, bands;
    const struct newcomer *people_captured; /* ends with script NULL */
};

static const struct newcomer first_boat[] = {
    {101, 0, false, false, NULL, true, &whole},        {102, 0, false, false, "EL-SMS", true, &whole},
    {103, 0, false, false, NULL, true, &whole_return}, {104, 5, false, false, NULL, true, &whole},
    {105, 5, false, false, NULL, true, &whole},        {106, 5, true, false, NULL, true, &whole_child},
    {107, 0, false, false, NULL, true, &nearly},       {108, 0, false, false, "ES-CAN", true, &halfway},
    {109, 0, false, false, NULL, true, &whole_return}, {0, 0, false, false, NULL, false, NULL}};
static const struct newcomer beach[] = {
    {201, 0, false, false, "BG-HAR", true, &nearly},   {202, 0, true, true, NULL, true, &child_alone},
    {203, 7, false, false, NULL, true, &halfway},      {204, 7, false, false, NULL, true, &printed},
    {205, 7, true, false, NULL, true, &begun_child},         {206, 0, false, false, "EL-SMS", true, &printed},
    {207, 0, false, false, NULL, true, &begun},        {0, 0, false, false, NULL, false, NULL}};
static const struct newcomer tonight[] = {
    {301, 0, false, false, NULL, true, &begun},        {302, 0, false, false, "EL-SMS", true, &printed},
    {303, 9, false, false, NULL, true, &nothing},      {304, 9, false, false, NULL, true, &nothing},
    {305, 9, true, false, NULL, true, &nothing},       {306, 0, true, true, NULL, true, &nothing},
    {307, 0, false, false, NULL, false, &nothing},     {308, 0, false, false, "ES-CAN", false, &nothing},
    {0, 0, false, false, NULL, false, NULL}};

static const struct landing landings[] = {
    {"Lampedusa, Molo Favaloro", "Fishing boat", "Two women brought to the clinic with fuel burns",
     screening_event_sar_disembarkation, 158 * 60, 9, 1, 10, first_boat},
    {"Lampedusa, Cala Madonna", "Rubber dinghy", "Landed by themselves; found on the beach",
     screening_event_irregular_crossing, 52 * 60, 7, 2, 8, beach},
    {"Lampedusa, Molo Favaloro", "Wooden boat, coast guard", "", screening_event_sar_disembarkation, 4 * 60 + 20, 38, 6,
     40, tonight},
};
enum { LANDINGS = sizeof(landings) / sizeof(landings[0]) };

static void make_person(struct person *out, const struct world *w, const struct newcomer *n, struct st_arena *arena)
{
    struct st_local local = {0};

    (void)st_zone_local(&local, w->o->now, "UTC");
    st_sim_person(out, &(struct st_sim_options){.seed = w->o->seed, .index = n->index, .today = local.date,
                                                .family = n->family, .child = n->child}, arena);
    out->unaccompanied = n->child ? st_tri_of(n->unaccompanied) : ST_UNKNOWN;
}

/* One record for each finger, as a scanner gives them. */
static void make_prints(struct eurodac_print **v, size_t *n, const struct world *w, uint64_t person, uint32_t capture,
                        struct st_arena *arena)
{
    *n = 10;
    *v = ST_NEW_N(arena, struct eurodac_print, *n);
    for (unsigned i = 0; i < *n; i++) {
        struct st_sim_print print = {.seed = w->o->seed, .person = person, .capture = capture, .wear = 10};
        (*v)[i] = (struct eurodac_print){.finger = (uint16_t)(i + 1), .rolled = ST_NO, .quality = {82, true},
                                         .minutiae = st_sim_print_record(&print, ST_SIM_FINGER(i + 1), arena)};
    }
}

/* ---- Seen before, elsewhere ---- */
struct seen {
    struct world *w;
    const struct newcomer *n;
    struct st_id id;
};

static int send_earlier(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct seen *s = arg;
    struct person p;
    struct eurodac_dataset d = {.category = eurodac_category_irregular_crossing,
                                .event_place = ST_S("External border")};
    struct st_eurodac_sending how = {{{0}}, {{0}}, {0}, {NULL, 0}, false};
    struct st_local local = {0};

    make_person(&p, s->w, s->n, tx->arena);
    make_prints(&d.fingerprints.v, &d.fingerprints.n, s->w, s->n->index, 1, tx->arena);
    (void)st_zone_local(&local, tx->now, "UTC");
    d.facial_image = ST_S("no picture in the synthetic world");
    d.names.v = p.names.v;
    d.names.n = p.names.n;
    d.nationalities.v = p.nationalities.v;
    d.nationalities.n = p.nationalities.n;
    d.born_on = p.born_on;
    d.born_in = p.born_in;
    d.born_in_country = p.born_in_country;
    d.sex = p.sex;
    d.event_on = local.date;
    d.biometrics_taken_on = local.date;
    return st_eurodac_send(tx, &s->id, &how, &d, err);
}

static int seen_elsewhere(struct world *w)
{
    int rc = ST_OK;

    for (size_t l = 0; rc == ST_OK && l < LANDINGS; l++)
        for (const struct newcomer *n = landings[l].people_captured; rc == ST_OK && n->script != NULL; n++) {
            struct seen s = {.w = w, .n = n};
            struct st_actor who = actor(w, SCREENER, purpose_irregular_migration);

            if (n->seen_by == NULL)
                continue;
            who.authority = st_str_of(n->seen_by);
            rc = st_store_write(w->store, &who, send_earlier, &s, w->err);
            if (!st_id_known(w->seen_first)) {
                w->seen_first = s.id;
                w->seen_by = who.authority;
            }
        }
    return rc == ST_OK ? st_outbox_deliver(w->store, NULL, w->err) : rc;
}

/* ---- Arrivals ---- */
struct arriving {
    struct world *w;
    const struct landing *l;
    const struct newcomer *n;
    struct st_id arrival, person, case_id;
    struct st_id head; /* of the family that is being captured; people of one family stand together in the table */
    char number[ST_NUMBER_TEXT];
    int band;
    bool under_six; /* gives no biometrics */
};

static int open_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arriving *a = arg;
    struct st_str state = a->w->authority;
    struct arrival record = {
        .member_state = st_str_cut(&state, '-'),
        .place = st_str_of(a->l->place),
        .event = (uint16_t)a->l->event,
        .event_at = ago(a->w, a->l->minutes_ago),
        .people = {a->l->people, true},
        .children = {a->l->children, true},
        .means = st_str_of(a->l->means),
        .remarks = st_str_of(a->l->remarks),
    };
    int64_t first;
    int rc = st_arrival_open(tx, &a->arrival, &record, err);

    if (rc == ST_OK)
        rc = st_arrival_bands(tx, a->arrival, a->l->bands, &first, err);
    if (rc == ST_OK && record.number.n < sizeof(a->number))
        memcpy(a->number, record.number.p, record.number.n + 1);
    return rc;
}

static int capture(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arriving *a = arg;
    struct st_local today = {0};
    struct person p;
    int least, most;

    make_person(&p, a->w, a->n, tx->arena);
    p.arrival = a->arrival;
    p.band = st_strf(tx->arena, "%s/%d", a->number, a->band);
    if (a->n->family != 0 && st_id_known(a->head)) {
        p.family_head = a->head;
        p.family_relation = a->n->child ? ST_S("Child") : ST_S("Partner");
    }
    (void)st_zone_local(&today, tx->now, "UTC");
    a->under_six = st_person_age(&least, &most, &p, today.date) && least < 6;
    return st_person_open(tx, &a->person, &p, err);
}

static int begin_screening(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct arriving *a = arg;
    struct screening_opened form = {0};
    int rc = st_screening_prefill(&form, tx, a->arrival, err);

    if (rc != ST_OK)
        return rc;
    form.third_country_national = ST_YES;
    form.entry_conditions_met = ST_NO;
    form.entry_basis = entry_basis_none;
    form.turned_back = ST_NO;
    form.criminal_or_extradition = ST_NO;
    return st_screening_start(&a->case_id, tx, &form, a->person, a->arrival, err);
}

/* Who is put in charge of a child alone, as soon as possible. */
static int put_in_charge(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct arriving *a = arg;
    const struct representation r = {
        .kind = representation_kind_provisional, .sign_in_name = ST_S("nadia"), .trained = ST_YES,
        .independent = ST_YES, .conflict = ST_NO, .normal_circumstances = ST_YES, .minor_told = ST_YES,
        .contact = ST_S("On call at the hotspot, day and night"),
        .designated_by = ST_S("Tribunale per i minorenni di Palermo")};
    struct st_id id;

    return st_representation_designate(tx, &id, a->person, &r, err);
}

/* ---- One step of a screening ---- */
struct doing {
    struct arriving *a;
    const struct act *act;
};

static int fill(void *form, const struct st_shape *shape, const char *fields, struct st_arena *arena,
                struct st_error *err)
{
    struct st_str rest = st_str_of(fields);
    int rc = ST_OK;

    while (rc == ST_OK && rest.n > 0) {
        struct st_str value = st_str_trim(st_str_cut(&rest, ';')), name = st_str_cut(&value, '=');
        rc = st_shape_set(form, shape, st_str_z(arena, name), value, arena, err);
    }
    return rc;
}

static const struct st_step *step_of(const char *action)
{
    for (const struct st_step *s = screening_procedure.steps; s->action != NULL; s++)
        if (strcmp(s->action, action) == 0)
            return s;
    return NULL;
}

static int take_step(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct doing *d = arg;
    const struct st_step *step = step_of(d->act->action);
    struct st_act act = {.case_id = d->a->case_id, .action = d->act->action};
    int rc;

    ST_ASSERT(step != NULL && step->form != NULL);
    act.form = st_alloc(tx->arena, step->form->size);
    rc = fill(act.form, step->form, d->act->fields, tx->arena, err);
    if (rc == ST_OK && d->act == &prints) {
        struct biometrics_taken *taken = act.form;
        make_prints(&taken->fingerprints.v, &taken->fingerprints.n, d->a->w, d->a->n->index, 2, tx->arena);
        taken->facial_image = ST_S("no picture in the synthetic world");
        taken->trained_for_minors = ST_YES;
        taken->adult_present = ST_YES;
    }
    return rc == ST_OK ? st_case_act(NULL, tx, &act, err) : rc;
}

static int screen(struct world *w, struct arriving *a)
{
    struct st_actor who = actor(w, SCREENER, purpose_screening);
    int rc = a->n->started ? st_store_write(w->store, &who, begin_screening, a, w->err) : ST_OK;

    for (const struct act *const *act = *a->n->script; rc == ST_OK && *act != NULL; act++) {
        struct doing d = {a, *act == &prints && a->under_six ? &no_prints : *act};
        who = actor(w, d.act->who, step_of(d.act->action)->purpose);
        rc = st_store_write(w->store, &who, take_step, &d, w->err);
    }
    return rc;
}

static int land(struct world *w, const struct landing *l)
{
    struct arriving a = {.w = w, .l = l};
    struct st_actor who = actor(w, SCREENER, purpose_screening);
    int64_t minutes = l->minutes_ago - 35;
    int rc = walk_to(w, l->minutes_ago - 10);

    if (rc == ST_OK)
        rc = st_store_write(w->store, &who, open_arrival, &a, w->err);
    for (a.n = l->people_captured; rc == ST_OK && a.n->script != NULL; a.n++, minutes -= 13) {
        a.band++;
        rc = walk_to(w, minutes);
        if (a.n->family == 0)
            a.head = (struct st_id){{0}};
        if (rc == ST_OK)
            rc = st_store_write(w->store, &who, capture, &a, w->err);
        if (a.n->family != 0 && !st_id_known(a.head))
            a.head = a.person;
        if (rc == ST_OK && a.n->unaccompanied)
            rc = st_store_write(w->store, &who, put_in_charge, &a, w->err);
        if (rc == ST_OK)
            rc = screen(w, &a);
        if (w->o->progress)
            w->o->progress(++w->done, w->total);
    }
    return rc;
}

/* ---- Sent back from elsewhere ---- */

/* The French border police found somebody beyond the border and hands them over: Italy screens (SR Art 7(2)). */
static int send_back(struct st_tx *tx, void *arg, struct st_error *err)
{
    static const struct newcomer found = {401, 0, false, false, NULL, true, &nothing};
    struct world *w = arg;
    struct arrival arrival = {.member_state = ST_S("FR"), .place = ST_S("Menton, Pont Saint-Louis"),
                              .event = screening_event_within_territory, .event_at = ago(w, 95), .people = {1, true}};
    struct screening_opened form = {0};
    struct st_act act = {.procedure = &screening_procedure, .action = "refrain", .form = &form, .member_state = ST_S("FR"),
                         .place = arrival.place, .reason = ST_S("Handed over at the border")};
    struct st_str receiving = w->authority;
    struct person p;
    int rc = st_arrival_open(tx, &act.arrival, &arrival, err);

    make_person(&p, w, &found, tx->arena);
    p.arrival = act.arrival;
    if (rc == ST_OK)
        rc = st_person_open(tx, &act.person, &p, err);
    if (rc == ST_OK)
        rc = st_screening_prefill(&form, tx, act.arrival, err);
    form.third_country_national = form.illegally_staying = form.crossed_external_border_irregularly = ST_YES;
    form.entry_conditions_met = form.already_screened = form.criminal_or_extradition = ST_NO;
    form.entry_basis = entry_basis_none;
    form.sent_back_under_bilateral = ST_YES;
    form.sent_back_authority = w->authority;
    form.sent_back_to = st_str_cut(&receiving, '-');
    return rc == ST_OK ? st_case_act(NULL, tx, &act, err) : rc;
}

static int sent_back(struct world *w)
{
    struct st_actor who = actor(w, SCREENER, purpose_screening);
    int rc = walk_to(w, 60);

    who.authority = ST_S("FR-MEN");
    return rc == ST_OK ? st_store_write(w->store, &who, send_back, w, w->err) : rc;
}

/* ---- Told by another State ---- */
static int give_document(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct world *w = arg;
    struct st_eurodac_happening what = {.event = eurodac_event_residence_document};
    return st_eurodac_happened(tx, w->seen_first, &what, err);
}

/* The State that saw somebody of the first boat before gives them a residence document: a notice comes to this station,
 * whose own dataset is to be marked too (Eurodac Art 31(4)). */
static int told_elsewhere(struct world *w)
{
    struct st_actor who = actor(w, SUPERVISOR, purpose_irregular_migration);
    int rc = st_outbox_deliver(w->store, NULL, w->err);

    who.authority = w->seen_by;
    if (rc == ST_OK)
        rc = st_store_write(w->store, &who, give_document, w, w->err);
    return rc == ST_OK ? st_outbox_deliver(w->store, NULL, w->err) : rc;
}

int st_sim_world_make(struct st_store *store, const struct st_sim_world *world, struct st_error *err)
{
    struct world w = {.store = store, .o = world, .arena = st_arena_new(), .authority = st_store_authority(store),
                      .err = err};
    int rc = st_store_clock_set(store, ago(&w, world->empty ? 0 : 40 * 24 * 60), 1, err);

    for (size_t l = 0; l < LANDINGS; l++)
        for (const struct newcomer *n = landings[l].people_captured; n->script != NULL; n++)
            w.total++;
    if (rc == ST_OK)
        rc = hire_all(&w);
    if (rc == ST_OK && !world->empty)
        rc = seen_elsewhere(&w);
    for (size_t l = 0; rc == ST_OK && !world->empty && l < LANDINGS; l++)
        rc = land(&w, &landings[l]);
    if (rc == ST_OK && !world->empty)
        rc = told_elsewhere(&w);
    if (rc == ST_OK && !world->empty)
        rc = sent_back(&w);
    if (rc == ST_OK)
        rc = walk_to(&w, 0);
    st_arena_free(w.arena);
    return rc;
}

/* ---- The reader on the desk ---- */
static bool same_name(const struct person *a, const struct person *b)
{
    return a->names.n > 0 && b->names.n > 0 && st_str_eq(a->names.v[0].family, b->names.v[0].family) &&
           st_str_eq(a->names.v[0].given, b->names.v[0].given);
}

/* Fingers of nobody in the world: they follow from the number, so that the same person gives the same ones again. */
static uint64_t stranger(const struct person *person)
{
    uint64_t mixed = 1000;

    for (size_t i = 0; i < person->number.n; i++)
        mixed = mixed * 31 + (unsigned char)person->number.p[i];
    return mixed;
}

int st_sim_read_biometrics(void *seed, struct biometrics_taken *taken, const struct person *person,
                           struct st_arena *arena, struct st_error *err)
{
    struct st_sim_world o = {.seed = *(const uint64_t *)seed, .now = st_instant_now()};
    struct world w = {.o = &o};
    uint64_t who = stranger(person);

    (void)err;
    for (size_t l = 0; l < LANDINGS; l++)
        for (const struct newcomer *c = landings[l].people_captured; c->script != NULL; c++) {
            struct person p;
            make_person(&p, &w, c, arena);
            if (same_name(&p, person))
                who = c->index;
        }
    make_prints(&taken->fingerprints.v, &taken->fingerprints.n, &w, who, 2, arena);
    taken->facial_image = ST_S("no picture in the synthetic world");
    return ST_OK;
}
