/* What a screening has beyond its table: its beginning, the proposal of the referral, and the form of Article 17. */
#include "cases/screening.h"
#include "law/screening_end.h"
#include "registers/representation.h"
#include "registers/staff.h"
#include "app/case_form.h"
#include "app/consulted_part.h"
#include "app/paper.h"
#include "app/qr.h"

/* ---- The proposal before the referral ---- */

struct proposal {
    struct st_answer answer;
    struct st_what_if *other;
    size_t other_n;
};

static int load_proposal(void **out, void **prefill, struct st_case *c, struct st_error *err)
{
    struct st_arena *arena = c->tx->arena;
    struct proposal *p = ST_NEW(arena, struct proposal);
    struct screening_referral *form = ST_NEW(arena, struct screening_referral);
    struct screening_facts facts = {0};
    const struct referral_outcome *outcome;
    int rc = st_screening_shows_facts(c, err);

    if (rc == ST_OK)
        rc = st_screening_proposal(&p->answer, c, err);
    if (rc == ST_OK)
        rc = st_screening_facts(&facts, c, err);
    if (rc == ST_OK)
        rc = st_rule_what_if(&p->other, &p->other_n, p->answer.rule, &facts, p->answer.as_of, arena, err);
    if (rc != ST_OK)
        return rc;
    outcome = p->answer.outcome;
    form->referral = outcome->referral;
    *out = p;
    *prefill = form;
    return ST_OK;
}

static void show_proposal(struct st_html *page, const struct st_case_view *v, const void *loaded)
{
    const struct proposal *p = loaded;
    const struct referral_outcome *o = p->answer.outcome;
    const struct st_offer *offer = st_case_view_offer(v, ST_S("refer"));

    st_html_open(page, "section", "class", "st-proposal", "aria-labelledby", "proposal", NULL);
    st_html_element(page, "h2", "The program proposes", "id", "proposal", NULL);
    st_html_open(page, "p", "class", "st-answer", NULL);
    if (o->referral != referral_kind_unknown)
        st_html_t(page, st_code_label(&referral_kind_codes, o->referral));
    else
        st_html_t(page, "No proposal: facts are missing, or the law is silent. You decide.");
    st_html_close(page);
    for (unsigned i = 1; i < referral_alert_count; i++)
        if (o->alerts & ST_CODE_BIT(i))
            st_page_notice(page, ST_WARNING, &(struct st_message){.text = st_code_label(&referral_alert_codes, i)});
    st_part_answer(page, &p->answer, st_strf(page->req->arena, "/api/v1%s/explain?rule=screening.referral&purpose=screening",
                   st_case_path(page->req->arena, v->c.file.procedure, v->id).p));
    st_part_what_if(page, p->other, p->other_n);
    st_html_close(page);
    if (offer == NULL || !offer->open)
        return;
    st_html_element(page, "h2", "Your decision", NULL);
    st_html_element(page, "p", "You may decide otherwise than proposed; then your own reasons are needed.", "class",
                    "st-soft", NULL);
}

/* ---- The form ---- */

struct sheet {
    struct st_case_view v;
    bool copy;
    struct screening_form form;
    struct st_str signer;
};

static int load_preview(void **out, void **prefill, struct st_case *c, struct st_error *err)
{
    struct screening_form *form = ST_NEW(c->tx->arena, struct screening_form);
    int rc = st_screening_form_get(form, c, true, err);

    *out = form;
    *prefill = NULL;
    return rc;
}

static void missing_entries(struct st_html *page, const struct screening_form *form)
{
    if (form->missing == 0)
        return;
    st_html_open(page, "div", "class", "ds-alert", "data-color", "warning", NULL);
    st_html_element(page, "p", "Entries that are still missing:", NULL);
    st_html_open(page, "ul", NULL);
    for (unsigned i = 1; i < form_item_count; i++) {
        if (!(form->missing & ST_CODE_BIT(i)))
            continue;
        st_html_open(page, "li", NULL);
        st_html_t(page, st_code_label(&form_item_codes, i));
        st_html_element(page, "cite", st_code_row(&form_item_codes, i)->citation, "class", "st-cite", NULL);
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}

static void show_preview(struct st_html *page, const struct st_case_view *v, const void *loaded)
{
    const struct screening_form *form = loaded;

    (void)v;
    st_html_open(page, "section", "class", "st-proposal", "aria-labelledby", "preview", NULL);
    st_html_element(page, "h2", "The form as the person will get it", "id", "preview", NULL);
    missing_entries(page, form);
    st_page_description(page);
    st_page_record(page, &screening_form_shape, form, ST_ALL_FIELDS, false);
    st_page_description_end(page);
    st_html_close(page);
}

static int load_sheet(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct sheet *s = arg;
    int rc = st_case_view_load(tx, &s->v, err);

    if (rc == ST_OK)
        rc = st_screening_form_get(&s->form, &s->v.c, s->copy, err);
    if (rc == ST_OK && st_id_known(s->form.signed_by))
        s->signer = st_staff_name(tx, s->form.signed_by);
    return rc;
}

static int find_sheet(struct sheet *s, struct st_request *req, struct st_error *err)
{
    int rc = st_request_id(&s->v.id, req, "id", err);

    s->copy = st_str_is(st_request_query(req, "copy"), "person");
    return rc == ST_OK ? st_app_read(req, load_sheet, s, err) : rc;
}

static void print_link(struct st_html *page, const struct sheet *s, const char *question, const char *key)
{
    st_page_action(page, ST_SECONDARY, st_strf(page->req->arena, "%s%s",
                   st_case_action_path(page->req->arena, s->v.c.file.procedure, s->v.id, "print").p, question), key);
}

static int show_form(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct sheet s = {0};
    struct st_html page;
    int rc = find_sheet(&s, req, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Screening form {0}", ST_V(s.form.number)));
    st_html_open(&page, "p", "class", "st-back", NULL);
    st_html_open(&page, "a", "class", "ds-link", NULL);
    st_html_attr(&page, "href", st_case_path(req->arena, s.v.c.file.procedure, s.v.id));
    st_html_message(&page, &ST_MSG("Back to {0}", ST_V(s.v.c.file.number)));
    st_html_close(&page);
    st_html_close(&page);
    missing_entries(&page, &s.form);
    st_html_open(&page, "p", "class", "st-row", NULL);
    /* sentences */
    print_link(&page, &s, "", "Print for the file");
    print_link(&page, &s, "?copy=person", "Print the person's copy");
    /* end of sentences */
    st_html_close(&page);
    st_page_description(&page);
    st_page_record(&page, &screening_form_shape, &s.form, ST_ALL_FIELDS, true);
    st_page_description_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static void sheet_head(struct st_html *page, const struct sheet *s, const char *second)
{
    st_html_open(page, "div", "class", "st-sheet-head", NULL);
    st_html_open(page, "div", NULL);
    st_html_open(page, "p", NULL);
    st_paper_label(page, "Regulation (EU) 2024/1356, Article 17", second);
    st_html_close(page);
    if (s->copy) {
        st_html_open(page, "p", "class", "st-copy", NULL);
        st_paper_label(page, "Copy for the person: the entry on hits in databases is left out (Article 17(3)).", second);
        st_html_close(page);
    }
    st_html_open(page, "p", NULL);
    st_paper_label(page, "Member State", second);
    st_html_str(page, ST_S(": "));
    st_paper_country(page, s->form.member_state, second);
    st_html_str(page, ST_S(" · "));
    st_paper_label(page, "Authority", second);
    st_html_str(page, ST_S(": "));
    st_html_name(page, st_app_options(page->req)->authority);
    st_html_str(page, ST_S(" · "));
    st_paper_label(page, "Person", second);
    st_html_str(page, ST_S(": "));
    st_html_name(page, s->form.person_number);
    st_html_str(page, ST_S(" · "));
    st_paper_label(page, "Version", second);
    st_html_str(page, ST_S(": "));
    st_html_int(page, s->form.version.v);
    st_html_str(page, ST_S(" · "));
    st_html_instant(page, s->form.made_at);
    st_html_close(page);
    st_html_close(page);
    st_qr_draw(page, s->form.number);
    st_html_close(page);
}

static void signature(struct st_html *page, const char *key, struct st_str name, struct st_instant at,
                      const char *second)
{
    st_html_open(page, "div", "class", "st-signature", NULL);
    st_html_open(page, "p", NULL);
    st_paper_label(page, key, second);
    st_html_close(page);
    st_html_open(page, "p", NULL);
    if (name.n > 0) {
        st_html_name(page, name);
        st_html_str(page, ST_S(", "));
        st_html_instant(page, at);
    }
    st_html_close(page);
    st_html_close(page);
}

/* What follows stands on as many sheets as it takes, each under the number that it belongs to: the head of a table is
 * repeated on every page of paper. Their own numbers stand in the margin (ui/statera.css). */
static void sheets_begin(struct st_html *page, const struct sheet *s, const char *second)
{
    st_html_open(page, "table", "class", "st-sheets", "role", "presentation", NULL);
    st_html_open(page, "thead", NULL);
    st_html_open(page, "tr", NULL);
    st_html_open(page, "td", NULL);
    st_paper_label(page, "Screening form", second);
    st_html_str(page, ST_S(" "));
    st_html_name(page, s->form.number);
    st_html_str(page, ST_S(" · "));
    st_paper_label(page, "Version", second);
    st_html_str(page, ST_S(" "));
    st_html_int(page, s->form.version.v);
    if (s->copy) {
        st_html_str(page, ST_S(" · "));
        st_paper_label(page, "Copy for the person", second);
    }
    st_html_close(page);
    st_html_close(page);
    st_html_close(page);
    st_html_open(page, "tbody", NULL);
    st_html_open(page, "tr", NULL);
    st_html_open(page, "td", NULL);
}

static int print_form(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const char *second;
    struct sheet s = {.signer = ST_S("")};
    struct st_html page;
    int rc = find_sheet(&s, req, err);

    if (rc != ST_OK)
        return rc;
    second = st_paper_second(req, s.form.languages.n > 0 ? s.form.languages : ST_S(""));
    st_page_begin_print(&page, req, res, &ST_MSG("Screening form {0}", ST_V(s.form.number)));
    st_html_open(&page, "p", "class", "st-row st-screen", NULL);
    st_page_action(&page, ST_SECONDARY, st_case_action_path(req->arena, s.v.c.file.procedure, s.v.id, "form"), "Back");
    st_html_element(&page, "button", "Print", "type", "button", "class", "ds-button", "data-print", "", NULL);
    st_html_close(&page);
    sheet_head(&page, &s, second);
    sheets_begin(&page, &s, second);
    st_paper_screening(&page, &s.form, second);
    st_html_open(&page, "div", "class", "st-signatures", NULL);
    /* sentences */
    signature(&page, "Officer", s.signer, s.form.signed_at, second);
    signature(&page, "The person", ST_S(""), (struct st_instant){0}, second);
    signature(&page, "Interpreter or representative", ST_S(""), (struct st_instant){0}, second);
    /* end of sentences */
    st_html_close(&page);
    st_page_end(&page);
    return ST_OK;
}

void st_case_form_links(struct st_html *page, const struct st_case_view *v)
{
    if (v->c.procedure != &screening_procedure || v->c.masked)
        return;
    st_html_open(page, "p", NULL);
    st_html_link(page, st_case_action_path(page->req->arena, v->c.file.procedure, v->id, "form"), "The screening form");
    st_html_close(page);
}

/* ---- Fingerprints from the desk's reader ---- */

static void show_reader(struct st_html *page, const struct st_case_view *v, const void *loaded)
{
    const struct st_offer *offer = st_case_view_offer(v, ST_S("take_biometrics"));

    (void)loaded;
    if (st_app_options(page->req)->read_biometrics == NULL || offer == NULL || !offer->open)
        return;
    if (st_str_is(st_request_query(page->req, "read"), "yes")) {
        st_page_notice(page, ST_SUCCESS, &ST_MSG("The device gave these fingerprints and the picture. Look at them, then "
                                                 "record them."));
        return;
    }
    st_html_open(page, "p", NULL);
    st_page_action(page, ST_SECONDARY, ST_S("?read=yes"), "Read from the device");
    st_html_close(page);
}

static int read_device(void **prefill, void *loaded, struct st_request *req, const struct st_case_view *v,
                       struct st_error *err)
{
    const struct st_app_options *o = st_app_options(req);
    struct biometrics_taken *form = ST_NEW(req->arena, struct biometrics_taken);
    int rc;

    if (o->read_biometrics == NULL)
        return st_fail(err, ST_E_STATE, "", ST_MSG("No reader is attached to this desk."), "", "Choose files instead.");
    (void)loaded;
    form->capture = capture_taken;
    rc = o->read_biometrics(o->reader, form, &v->person, req->arena, err);
    *prefill = form;
    return rc;
}

/* ---- The beginning ---- */

struct beginning {
    struct st_id person, arrival, made;
    struct person who;
    struct screening_opened form;
};

static int load_beginning(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct beginning *b = arg;
    int rc = st_person_get(tx, &b->who, NULL, b->person, err);

    if (rc == ST_OK && !st_id_known(b->arrival))
        b->arrival = b->who.arrival;
    if (rc == ST_OK && !st_id_known(b->arrival))
        return st_fail(err, ST_E_STATE, "arrival", ST_MSG("The person belongs to no arrival."), "SR Art 8(1)",
                       "Name the arrival in the person's file first: place and time begin the clocks.");
    return rc == ST_OK ? st_screening_prefill(&b->form, tx, b->arrival, err) : rc;
}

static int run_start(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct beginning *b = arg;
    return st_screening_start(&b->made, tx, &b->form, b->person, b->arrival, err);
}

static int beginning_page(struct st_request *req, struct st_response *res, struct beginning *b,
                          const struct st_error *faults, struct st_error *err)
{
    struct st_form_options o = {.faults = faults, .typed = &req->form, .sensitive = true};
    char person[ST_ID_TEXT], arrival[ST_ID_TEXT];
    struct st_html page;
    int rc = st_app_read(req, load_beginning, b, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Begin a screening"));
    st_part_person(&page, &b->who, b->person);
    st_page_faults(&page, faults);
    st_form_begin(&page, "/screenings/new");
    st_form_hidden(&page, "act.person", st_str_of(st_id_print(person, b->person)));
    st_form_hidden(&page, "act.arrival", st_str_of(st_id_print(arrival, b->arrival)));
    st_form_hidden(&page, "purpose", ST_S("screening"));
    st_form_fields(&page, &screening_opened_shape, &b->form, &o);
    st_page_button(&page, ST_PRIMARY, "Begin the screening");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_beginning(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct beginning b = {0};

    if (!st_id_parse(&b.person, st_request_query(req, "person")))
        return st_fail(err, ST_E_NOTFOUND, "person", ST_MSG("The address names no person."), "",
                       "Begin a screening from the person's page.");
    (void)st_id_parse(&b.arrival, st_request_query(req, "arrival"));
    return beginning_page(req, res, &b, NULL, err);
}

static int begin_screening(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct beginning b = {0};
    struct st_error faults = {0};
    int rc;

    if (!st_id_parse(&b.person, st_request_form(req, "act.person")) ||
        !st_id_parse(&b.arrival, st_request_form(req, "act.arrival")))
        return st_fail(err, ST_E_NOTFOUND, "person", ST_MSG("The form names no person."), "",
                       "Begin a screening from the person's page.");
    st_form_read_part(&b.form, &screening_opened_shape, req, NULL, "act.", &faults);
    rc = faults.n > 0 ? (int)faults.code : st_app_write(req, run_start, &b, &faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_case_path(req->arena, ST_S("screening"), b.made));
        return ST_OK;
    }
    if (!st_app_again(res, &faults)) {
        *err = faults;
        return rc;
    }
    return beginning_page(req, res, &b, &faults, err);
}

/* ---- Who assists the minor: nobody types what stands in the file ---- */

static int load_assistance(void **out, void **prefill, struct st_case *c, struct st_error *err)
{
    struct assistance_of_minor *form = ST_NEW(c->tx->arena, struct assistance_of_minor);
    struct representation charge = {0};

    (void)err;
    *out = NULL;
    *prefill = NULL;
    if (!st_representation_of(&charge, c->tx, c->subject))
        return ST_OK;
    form->assistant = charge.name;
    form->organisation = charge.organisation;
    form->family_accompanies = ST_UNKNOWN;
    form->provisional_designated = st_tri_of(charge.kind == representation_kind_provisional);
    form->provisional_representative = form->provisional_designated;
    form->trained = charge.trained;
    form->independent = charge.independent;
    form->minors_in_care = charge.minors_in_care;
    form->normal_circumstances = charge.normal_circumstances;
    form->why_changed = charge.why_changed;
    *prefill = form;
    return ST_OK;
}

const struct st_case_part st_case_parts[] = {
    {.procedure = "screening", .action = "assist_minor", .load = load_assistance},
    {.procedure = "screening", .action = "refer", .load = load_proposal, .show = show_proposal},
    {.procedure = "screening", .action = "offer_form", .load = load_preview, .show = show_preview, .spare_rows = 2},
    {.procedure = "screening", .action = "take_biometrics", .show = show_reader, .read = read_device, .spare_rows = 10},
    {.procedure = "screening", .action = "check_identity", .load = st_consulted_identity, .show = st_consulted_show,
     .read = st_consulted_query},
    {.procedure = "screening", .action = "check_security", .load = st_consulted_security, .show = st_consulted_show,
     .spare_rows = 5},
    {0}};

const struct st_route st_screening_routes[] = {
    {ST_GET, "/screenings/new", show_beginning, .audit = "person.read", .help = "The form that begins a screening",
     .flags = ST_PAGE},
    {ST_POST, "/screenings/new", begin_screening, .audit = "screening.start", .help = "Begins a screening",
     .flags = ST_PAGE},
    {ST_GET, "/screenings/{id}/form", show_form, .audit = "screening.form", .help = "The screening form",
     .flags = ST_PAGE},
    {ST_GET, "/screenings/{id}/print", print_form, .audit = "screening.form", .help = "The screening form on paper",
     .flags = ST_PAGE},
    {0}};
