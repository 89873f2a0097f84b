/* Capturing a person: one column in the order of the conversation, as few keys as the law's questions allow.
 *
 * A travel document is scanned or typed as its machine readable zone and fills what is still empty; nothing that was
 * typed is ever taken away. What the form asks is flat; the person's file is made from it. */
#include "identity/mrz.h"
#include "law/states.h"
#include "app/people.h"

#define CAPTURE(F)                                                                                                    \
    F(text, band, 0, 24, "Band", "Scan it; leave empty when there is none", "")                                       \
    F(text, mrz, ST_LONG, 140, "Travel document", "Scan or type the two or three lines of its machine readable zone", \
      "SR Art 17(2)(c)")                                                                                              \
    F(text, family, 0, 200, "Family name", "", "SR Art 17(1)(a)")                                                     \
    F(text, given, 0, 200, "Given names", "", "SR Art 17(1)(a)")                                                      \
    F(text, native_family, 0, 200, "Family name in own script", "", "")                                               \
    F(text, native_given, 0, 200, "Given names in own script", "", "")                                                \
    F(code, sex, 0, sex, "Sex", "", "SR Art 17(1)(a)")                                                                \
    F(date, born_on, ST_IN_PAST, 0, "Date of birth", "", "SR Art 17(1)(a)")                                           \
    F(tri, age_estimated, 0, 0, "Age is an estimate", "", "")                                                         \
    F(text, nationality, 0, 3, "Nationality", "Three-letter code; XXA for a stateless person", "SR Art 17(1)(b)")     \
    F(text, born_in, 0, 200, "Place of birth", "", "SR Art 17(1)(a)")                                                 \
    F(text, born_in_country, 0, 3, "Country of birth", "Three-letter code", "SR Art 17(1)(a)")                        \
    F(text, languages, ST_LANGUAGES, 60, "Languages", "The best understood first, commas between", "SR Art 17(1)(b)")    \
    F(text, travels_with, 0, 24, "Travels with", "Number or band of the head of the family; empty when alone",        \
      "SR Art 17(1)(g)")                                                                                              \
    F(text, family_relation, 0, 60, "Relation", "Wife, son, sister …", "")                                            \
    F(tri, unaccompanied, 0, 0, "Unaccompanied minor", "", "SR Art 13(3)")                                            \
    F(code, document_kind, 0, document_kind, "Kind of document", "", "SR Art 17(2)(c)")                               \
    F(text, document_number, 0, 40, "Document number", "", "SR Art 17(2)(c)")                                         \
    F(text, document_issuer, 0, 3, "Issued by", "Three-letter code", "SR Art 17(2)(c)")                               \
    F(date, document_expires_on, 0, 0, "Expires on", "", "SR Art 17(2)(c)")                                           \
    F(id, arrival, ST_HIDDEN, 0, "Arrival", "", "")
ST_SHAPE(capture, CAPTURE)
ST_SHAPE_DEFINE(capture, CAPTURE, "Capture of a person", "SR Art 17(1)")

/* One capture on its way from the form to the file. */
struct work {
    struct capture c;
    struct st_mrz zone; /* format unknown: none was given, or it could not be read */
    bool filled;        /* something came from the zone just now */
    struct st_id id;
};

static struct st_date today(const struct st_request *req)
{
    return st_request_today(req);
}

/* ---- The document fills what is empty ---- */
static enum document_kind kind_of(const struct st_mrz *zone)
{
    if (zone->doc_code.n == 0)
        return document_kind_other;
    switch (zone->doc_code.p[0]) {
    case 'P': return document_kind_passport;
    case 'V': return document_kind_visa;
    case 'A':
    case 'C':
    case 'I': return zone->doc_code.n > 1 && zone->doc_code.p[1] == 'R' ? document_kind_residence_permit
                                                                        : document_kind_identity_card;
    default: return document_kind_other;
    }
}

static void fill_text(struct work *w, struct st_str *field, struct st_str value)
{
    if (field->n > 0 || value.n == 0)
        return;
    *field = value;
    w->filled = true;
}

static struct st_str code_of(struct st_str mrz)
{
    const struct st_country *country = st_country_of(mrz);
    return country ? st_str_of(country->code) : mrz;
}

static void read_zone(struct work *w, const struct st_request *req)
{
    const struct st_mrz *z = &w->zone;
    struct capture *c = &w->c;

    w->zone = (struct st_mrz){0};
    if (c->mrz.n == 0)
        return;
    st_mrz_parse(&w->zone, req->arena, c->mrz, today(req));
    if (z->format == ST_MRZ_UNKNOWN)
        return;
    fill_text(w, &c->family, z->surname);
    fill_text(w, &c->given, z->given_names);
    fill_text(w, &c->nationality, code_of(z->nationality));
    fill_text(w, &c->document_number, z->doc_no);
    fill_text(w, &c->document_issuer, code_of(z->issuer));
    if (c->document_kind == document_kind_unknown)
        c->document_kind = (uint16_t)kind_of(z);
    if (!st_date_known(c->born_on))
        c->born_on = z->birth;
    if (!st_date_known(c->document_expires_on))
        c->document_expires_on = z->expiry;
    if (c->sex == sex_unknown && z->sex != 0)
        c->sex = z->sex == 'F' ? sex_female : sex_male;
}

/* ---- From the form to the file ---- */
static void names(struct person *p, const struct capture *c, struct st_arena *arena)
{
    p->names.v = ST_NEW_N(arena, struct person_name, 2);
    if (c->family.n + c->given.n > 0)
        p->names.v[p->names.n++] = (struct person_name){name_kind_current, c->family, c->given};
    if (c->native_family.n + c->native_given.n > 0)
        p->names.v[p->names.n++] = (struct person_name){name_kind_native, c->native_family, c->native_given};
}

static struct person person_of(const struct capture *c, struct st_arena *arena)
{
    struct person p = {.born_on = c->born_on, .age_estimated = c->age_estimated, .born_in = c->born_in,
                       .born_in_country = c->born_in_country, .sex = c->sex, .languages = c->languages,
                       .arrival = c->arrival, .band = c->band, .family_relation = c->family_relation,
                       .unaccompanied = c->unaccompanied, .identity_certainty = certainty_declared};

    names(&p, c, arena);
    if (c->nationality.n > 0) {
        p.nationalities.v = ST_NEW(arena, struct person_nationality);
        p.nationalities.v[p.nationalities.n++].country = c->nationality;
    }
    if (c->document_number.n + c->mrz.n > 0 || c->document_kind != document_kind_unknown) {
        p.documents.v = ST_NEW(arena, struct person_document);
        p.documents.v[p.documents.n++] = (struct person_document){
            .kind = c->document_kind == document_kind_unknown ? document_kind_other : c->document_kind,
            .number = c->document_number, .issuer = c->document_issuer, .expires_on = c->document_expires_on,
            .mrz = c->mrz, .certainty = certainty_declared};
    }
    return p;
}

static int command_open(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    struct person p = person_of(&w->c, tx->arena);
    int rc = ST_OK;

    if (w->c.travels_with.n > 0 && st_person_find(tx, &p.family_head, w->c.travels_with, NULL) != ST_OK)
        rc = st_fail(err, ST_E_INVALID, "travels_with", ST_MSG("Nobody here has this number or band."),
                     "SR Art 17(1)(g)", "Capture the head of the family first.");
    return rc == ST_OK ? st_person_open(tx, &w->id, &p, err) : rc;
}

/* The faults of the file stand at the fields of the form. */
static void translate_faults(struct st_error *err)
{
    static const char *const pairs[][2] = {
        {"names.0.family", "family"},           {"names.0.given", "given"},
        {"names.1.family", "native_family"},    {"names.1.given", "native_given"},
        {"nationalities.0.country", "nationality"}, {"documents.0.number", "document_number"},
        {"documents.0.issuer", "document_issuer"},  {"documents.0.mrz", "mrz"},
        {"documents.0.kind", "document_kind"},  {"family_head", "travels_with"},
    };

    for (size_t i = 0; i < err->n; i++)
        for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++)
            if (strcmp(err->faults[i].field, pairs[k][0]) == 0)
                err->faults[i].field = pairs[k][1];
}

/* ---- The page ---- */
static uint64_t bit(const char *name)
{
    const struct st_field *f = st_shape_field(&capture_shape, st_str_of(name));
    ST_ASSERT(f != NULL);
    return UINT64_C(1) << (f - capture_shape.fields());
}

static uint64_t bits(const char *names_of)
{
    struct st_str rest = st_str_of(names_of);
    char name[40];
    uint64_t all = 0;

    while (rest.n > 0) {
        struct st_str one = st_str_cut(&rest, ' ');
        ST_ASSERT(one.n < sizeof(name));
        memcpy(name, one.p, one.n);
        name[one.n] = '\0';
        all |= bit(name);
    }
    return all;
}

static void section(struct st_html *page, const struct work *w, struct st_form_options options, const char *title,
                    const char *fields)
{
    st_html_open(page, "section", "class", "st-section", NULL);
    st_html_element(page, "h2", title, NULL);
    options.fields = bits(fields);
    st_form_fields(page, &capture_shape, &w->c, &options);
    st_html_close(page);
}

/* What the zone says of itself: valid, or which check digits do not fit. */
static void zone_notice(struct st_html *page, const struct work *w)
{
    const struct st_mrz *z = &w->zone;

    if (w->c.mrz.n == 0)
        return;
    if (z->errors == 0) {
        st_page_notice(page, ST_SUCCESS, &ST_MSG("The machine readable zone ({0}) was read; all check digits fit.",
                                                 ST_V(st_mrz_format_name(z->format))));
        return;
    }
    st_html_open(page, "div", "class", "ds-alert", "data-color", "warning", NULL);
    st_html_element(page, "p", "The machine readable zone does not fit. Compare it with the document.", NULL);
    st_html_open(page, "ul", NULL);
    for (int i = 0; i < ST_MRZ_ERRORS; i++)
        if (z->errors & 1U << i)
            st_html_element(page, "li", st_mrz_error_text(i), NULL);
    st_html_close(page);
    st_html_close(page);
}

void st_part_countries(struct st_html *page)
{
    st_html_open(page, "datalist", "id", "countries", NULL);
    for (size_t i = 0; i < st_countries_n; i++) {
        st_html_open(page, "option", "value", st_countries[i].code, NULL);
        st_html_t(page, st_countries[i].name);
        st_html_close(page);
    }
    st_html_close(page);
}

static void document_by_hand(struct st_html *page, const struct work *w, struct st_form_options options)
{
    st_html_open(page, "details", "class", "st-details", NULL);
    st_html_flag(page, "open", w->c.document_number.n > 0 && w->zone.errors != 0);
    st_html_element(page, "summary", "Document by hand", NULL);
    options.fields = bits("document_kind document_number document_issuer document_expires_on");
    st_form_fields(page, &capture_shape, &w->c, &options);
    st_html_close(page);
}

/* Where the scanner or the fingers go on. */
static const char *first_field(const struct st_request *req, const struct work *w, const struct st_error *faults)
{
    if (faults != NULL && faults->n > 0)
        return NULL;
    return req->method == ST_POST ? "native_family" : w->c.travels_with.n > 0 ? "given" : w->c.band.n > 0 ? "mrz" : "band";
}

static int form(struct st_request *req, struct st_response *res, const struct work *w, const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = w->filled ? NULL : &req->form,
                                            .countries = "countries", .focus = first_field(req, w, faults)};
    bool arrival = st_id_known(w->c.arrival);
    char id[ST_ID_TEXT];
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Capture a person"));
    st_part_crumb(&page, arrival ? st_path(req->arena, "/arrivals/", w->c.arrival, "") : ST_S("/arrivals"),
                  arrival ? "Back to the arrival" : "Arrivals");
    st_page_faults(&page, faults);
    zone_notice(&page, w);
    st_form_begin(&page, "/persons/new");
    st_html_attr_text(&page, "class", "st-compact");
    if (arrival)
        st_form_hidden(&page, "arrival", st_str_of(st_id_print(id, w->c.arrival)));
    section(&page, w, options, "Band and document", "band mrz");
    st_page_button_action(&page, ST_SECONDARY, "Read the document", "read");
    document_by_hand(&page, w, options);
    section(&page, w, options, "Who", "family given native_family native_given sex born_on age_estimated nationality "
                                      "born_in born_in_country languages");
    section(&page, w, options, "Family", "travels_with family_relation unaccompanied");
    st_page_button_action(&page, ST_PRIMARY, "Save, and look whether seen before", "save");
    st_form_end(&page);
    st_part_countries(&page);
    st_page_end(&page);
    return ST_OK;
}

/* Whoever travels with somebody need not be asked again what that person has said. */
static int load_head(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    struct person head;
    int rc = st_person_get(tx, &head, NULL, w->id, err);

    if (rc != ST_OK)
        return rc;
    w->c.travels_with = head.number;
    w->c.arrival = head.arrival;
    w->c.languages = head.languages;
    if (head.names.n > 0 && head.names.v[0].kind == name_kind_current)
        w->c.family = head.names.v[0].family;
    if (head.nationalities.n > 0)
        w->c.nationality = head.nationalities.v[0].country;
    return ST_OK;
}

static int load_arrival(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct work *w = arg;
    return st_arrival_of_band(tx, &w->c.arrival, w->c.band, err);
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {.c = {.band = st_request_query(req, "band")}};
    int rc = ST_OK;

    (void)st_id_parse(&w.c.arrival, st_request_query(req, "arrival"));
    if (st_id_parse(&w.id, st_request_query(req, "head")))
        rc = st_app_read(req, load_head, &w, err);
    else if (w.c.band.n > 0 && !st_id_known(w.c.arrival))
        (void)st_app_read(req, load_arrival, &w, &(struct st_error){0}); /* a band of elsewhere has no arrival here */
    return rc == ST_OK ? form(req, res, &w, NULL) : rc;
}

static int save(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct work w = {.c = *(const struct capture *)req->input};
    bool only_read = st_str_is(st_request_form(req, "action"), "read");
    int rc;

    read_zone(&w, req);
    if (only_read) {
        if (req->faults.n > 0)
            w.filled = false; /* what was typed and not understood stays as it was typed */
        return form(req, res, &w, req->faults.n > 0 ? &req->faults : NULL);
    }
    rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_open, &w, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, "/persons/", w.id, "/candidates?new=1"));
        return ST_OK;
    }
    translate_faults(&req->faults);
    *err = req->faults;
    return st_app_again(res, err) ? form(req, res, &w, &req->faults) : rc;
}

#define CAPTURERS (ST_ROLE(screening_officer) | ST_ROLE(supervisor) | ST_ROLE(registration_officer))
#define CAPTURING (ST_PURPOSE(screening) | ST_PURPOSE(identification) | ST_PURPOSE(asylum_system))

const struct st_route st_capture_routes[] = {
    {ST_GET, "/persons/new", show, .roles = CAPTURERS, .purposes = CAPTURING, .help = "The form that captures a person",
     .flags = ST_PAGE},
    {ST_POST, "/persons/new", save, .roles = CAPTURERS, .purposes = CAPTURING, .body = &capture_shape,
     .audit = "person.open", .help = "Captures a person, or reads a document into the form", .flags = ST_PAGE},
    {0}};
