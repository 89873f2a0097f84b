/* The screening form of Article 17 on one or two sheets: an entry a row, under the letter of its item, in both
 * languages; whether it is confirmed or declared, and what the person says against it, beside it (Art 17(3)). */
#include "cases/screening.h"
#include "app/app.h"
#include "app/paper.h"

struct paper {
    struct st_html *page;
    const struct screening_form *form;
    const char *second;
    bool asking; /* whether there is anything to write, before the row is opened */
};

static void say(struct paper *p, const char *key) { st_paper_label(p->page, key, p->second); }

static void plain(struct paper *p, const char *text) { st_html_str(p->page, st_str_of(text)); }

static bool write_tri(struct paper *p, enum st_tri value)
{
    if (value != ST_UNKNOWN && !p->asking)
        say(p, value == ST_YES ? "Yes" : "No");
    return value != ST_UNKNOWN;
}

static bool write_text(struct paper *p, struct st_str value)
{
    if (value.n > 0 && !p->asking)
        st_html_name(p->page, value);
    return value.n > 0;
}

static bool write_record(struct paper *p, const struct st_shape *shape, const void *record, const char *without)
{
    bool known = !st_shape_blank(shape, record);

    if (known && !p->asking)
        st_paper_line(p->page, shape, record, without, p->second);
    return known;
}

/* ---- (a), (b): who it is ---- */

static bool names(struct paper *p)
{
    for (size_t i = 0; i < p->form->names.n && !p->asking; i++) {
        struct person one = {.names = {&p->form->names.v[i], 1}};
        plain(p, i ? "; " : "");
        if (one.names.v[0].kind != name_kind_current) {
            say(p, st_code_label(&name_kind_codes, one.names.v[0].kind));
            plain(p, ": ");
        }
        st_html_name(p->page, st_person_called(p->page->req->arena, &one));
    }
    return p->form->names.n > 0;
}

static bool birth_date(struct paper *p)
{
    if (p->asking || !st_date_known(p->form->born_on))
        return st_date_known(p->form->born_on);
    st_html_date(p->page, p->form->born_on);
    if (p->form->age_estimated == ST_YES) {
        plain(p, ", ");
        say(p, "estimated");
    }
    return true;
}

static bool birth_place(struct paper *p)
{
    const struct screening_form *f = p->form;

    if (p->asking || f->born_in.n + f->born_in_country.n == 0)
        return f->born_in.n + f->born_in_country.n > 0;
    st_html_name(p->page, f->born_in.n ? f->born_in : ST_S(""));
    plain(p, f->born_in.n && f->born_in_country.n ? ", " : "");
    if (f->born_in_country.n > 0)
        st_paper_country(p->page, f->born_in_country, p->second);
    return true;
}

static bool sex(struct paper *p)
{
    if (p->form->sex != sex_unknown && !p->asking)
        say(p, st_code_label(&sex_codes, p->form->sex));
    return p->form->sex != sex_unknown;
}

static bool nationality(struct paper *p)
{
    for (size_t i = 0; i < p->form->nationalities.n && !p->asking; i++) {
        plain(p, i ? ", " : "");
        st_paper_country(p->page, p->form->nationalities.v[i].country, p->second);
    }
    return p->form->nationalities.n > 0;
}

static bool residence(struct paper *p) { return write_text(p, p->form->residence_before); }

static bool languages(struct paper *p)
{
    if (p->form->languages.n > 0 && !p->asking)
        st_paper_languages(p->page, p->form->languages, p->second);
    return p->form->languages.n > 0;
}

/* ---- (c) to (i): the screening ---- */

static bool reason(struct paper *p)
{
    const struct screening_form *f = p->form;

    if (p->asking || f->basis == screening_basis_unknown)
        return f->basis != screening_basis_unknown;
    say(p, st_code_label(&screening_basis_codes, f->basis));
    if (f->event != screening_event_unknown && strcmp(st_code_label(&screening_event_codes, f->event),
                                                      st_code_label(&screening_basis_codes, f->basis)) != 0) {
        plain(p, ". ");
        say(p, st_code_label(&screening_event_codes, f->event));
    }
    if (st_instant_known(f->event_at)) {
        plain(p, ", ");
        st_html_instant(p->page, f->event_at);
    }
    if (f->place.n > 0) {
        plain(p, ", ");
        st_html_name(p->page, f->place);
    }
    return true;
}

static bool health(struct paper *p) { return write_record(p, &health_check_shape, &p->form->health, ""); }

static bool vulnerability(struct paper *p)
{
    return write_record(p, &vulnerability_check_shape, &p->form->vulnerability, "");
}

static bool application(struct paper *p)
{
    if (!write_tri(p, p->form->application_made) || p->asking)
        return p->form->application_made != ST_UNKNOWN;
    if (st_instant_known(p->form->applied_at)) {
        plain(p, ", ");
        st_html_instant(p->page, p->form->applied_at);
    }
    if (p->form->applied_where.n > 0) {
        plain(p, ", ");
        st_html_name(p->page, p->form->applied_where);
    }
    return true;
}

static bool family(struct paper *p)
{
    const struct screening_statement *s = &p->form->statement;

    if (!write_tri(p, s->family_in_union) || p->asking)
        return s->family_in_union != ST_UNKNOWN;
    for (size_t i = 0; i < s->family.n; i++) {
        plain(p, "; ");
        st_html_name(p->page, s->family.v[i].name);
        if (s->family.v[i].relation.n > 0) {
            plain(p, ", ");
            st_html_name(p->page, s->family.v[i].relation);
        }
        if (s->family.v[i].member_state.n > 0) {
            plain(p, ", ");
            st_paper_country(p->page, s->family.v[i].member_state, p->second);
        }
    }
    return true;
}

static bool hit(struct paper *p) { return write_tri(p, p->form->hit); }

static bool cooperation(struct paper *p) { return write_tri(p, p->form->statement.cooperated); }

/* ---- (j) to (m): where available ---- */

static bool entry_reason(struct paper *p) { return write_text(p, p->form->statement.reason_of_entry); }

static bool route(struct paper *p)
{
    const struct screening_statement *s = &p->form->statement;
    const struct screening_statement only = {.departed_from = s->departed_from, .lived_in = s->lived_in,
                                             .destination = s->destination};
    bool known = write_record(p, &screening_statement_shape, &only, "");

    for (size_t i = 0; i < s->route.n && !p->asking; i++) {
        plain(p, known || i ? "; " : "");
        st_paper_country(p->page, s->route.v[i].country, p->second);
        if (s->route.v[i].sought_protection == ST_YES) {
            plain(p, ": ");
            say(p, s->route.v[i].got_protection == ST_YES ? "Protection granted there" : "Protection sought there");
        }
    }
    return known || s->route.n > 0;
}

static void document(struct paper *p, const struct person_document *d)
{
    say(p, st_code_label(&document_kind_codes, d->kind));
    plain(p, " ");
    st_html_name(p->page, d->number.n > 0 ? d->number : ST_S("–"));
    if (d->issuer.n > 0) {
        plain(p, ", ");
        st_paper_country(p->page, d->issuer, p->second);
    }
    if (st_date_known(d->expires_on)) {
        plain(p, ", ");
        say(p, "valid until");
        plain(p, " ");
        st_html_date(p->page, d->expires_on);
    }
    if (d->certainty != certainty_unknown) {
        plain(p, ", ");
        say(p, st_code_label(&certainty_codes, d->certainty));
    }
}

static bool documents(struct paper *p)
{
    for (size_t i = 0; i < p->form->documents.n && !p->asking; i++) {
        plain(p, i ? "; " : "");
        document(p, &p->form->documents.v[i]);
    }
    return p->form->documents.n > 0;
}

static bool remarks(struct paper *p)
{
    const struct screening_statement *s = &p->form->statement;
    const struct screening_statement only = {.smuggling = s->smuggling, .trafficking = s->trafficking,
                                             .remarks = s->remarks};
    return write_record(p, &screening_statement_shape, &only, "");
}

/* ---- (o): the end ---- */

static bool open_checks(struct paper *p)
{
    for (size_t i = 0; i < p->form->open_checks.n && !p->asking; i++) {
        plain(p, i ? "; " : "");
        say(p, st_code_label(&screening_element_codes, p->form->open_checks.v[i].element));
        if (p->form->open_checks.v[i].reason.n > 0) {
            plain(p, ": ");
            st_html_name(p->page, p->form->open_checks.v[i].reason);
        }
    }
    return p->form->open_checks.n > 0;
}

static bool ended_by(struct paper *p) { return write_text(p, p->form->ended_by); }

/* The items in the order of the Article; from `entry_reason` on they are there where available. */
static const struct row {
    const char *letter;
    enum form_item item;
    bool (*write)(struct paper *p); /* false, and nothing, when it is not known */
} rows[] = {
    {"(a)", form_item_name, names}, {"(a)", form_item_birth_date, birth_date},
    {"(a)", form_item_birth_place, birth_place}, {"(a)", form_item_gender, sex},
    {"(b)", form_item_nationality, nationality}, {"(b)", form_item_residence, residence},
    {"(b)", form_item_languages, languages}, {"(c)", form_item_reason, reason}, {"(d)", form_item_health, health},
    {"(e)", form_item_vulnerability, vulnerability}, {"(f)", form_item_application, application},
    {"(g)", form_item_family, family}, {"(h)", form_item_hit, hit}, {"(i)", form_item_cooperation, cooperation},
    {"(j)", form_item_entry_reason, entry_reason}, {"(k)", form_item_route, route},
    {"(l)", form_item_documents, documents}, {"(m)", form_item_remarks, remarks},
    {"(o)", form_item_open_checks, open_checks}, {"(o)", form_item_ended_by, ended_by},
};

static unsigned certainty_of(const struct screening_form *f, enum form_item item)
{
    switch (item) {
    case form_item_name: return f->name_certainty;
    case form_item_birth_date: return f->birth_date_certainty;
    case form_item_birth_place: return f->birth_place_certainty;
    case form_item_gender: return f->sex_certainty;
    case form_item_nationality: return f->nationality_certainty;
    case form_item_residence: return f->residence_certainty;
    case form_item_languages: return f->languages_certainty;
    default: return certainty_unknown;
    }
}

static void open_row(struct paper *p, const char *letter, const char *label, const char *citation)
{
    st_html_open(p->page, "div", NULL);
    st_html_open(p->page, "dt", NULL);
    st_html_open(p->page, "b", NULL);
    plain(p, letter);
    st_html_close(p->page);
    plain(p, " ");
    say(p, label);
    plain(p, " ");
    st_html_element(p->page, "cite", citation, "class", "st-cite", NULL);
    st_html_close(p->page);
    st_html_open(p->page, "dd", NULL);
}

static void close_row(struct paper *p)
{
    st_html_close(p->page);
    st_html_close(p->page);
}

static bool objected(struct paper *p, enum form_item item)
{
    bool any = false;

    for (size_t i = 0; i < p->form->offered.objections.n; i++) {
        const struct objection *o = &p->form->offered.objections.v[i];
        any |= o->item == item;
        if (o->item != item || p->asking)
            continue;
        st_html_open(p->page, "p", "class", "st-objection", NULL);
        plain(p, "(n) ");
        say(p, "Objection");
        plain(p, ": ");
        st_html_name(p->page, o->statement);
        st_html_close(p->page);
    }
    return any;
}

static void write_row(struct paper *p, const struct row *row)
{
    bool missing = p->form->missing & ST_CODE_BIT(row->item), known, objection;
    unsigned certainty = certainty_of(p->form, row->item);

    p->asking = true;
    known = row->write(p);
    objection = objected(p, row->item);
    p->asking = false;
    if (!known && !missing && !objection && row->item >= form_item_entry_reason)
        return;
    open_row(p, row->letter, st_code_label(&form_item_codes, row->item),
             st_code_row(&form_item_codes, row->item)->citation);
    if (known)
        (void)row->write(p);
    else
        say(p, missing ? "not recorded" : "not recorded, or not for the one who printed this");
    if (known && certainty != certainty_unknown) {
        plain(p, " ");
        st_html_open(p->page, "strong", "class", "st-certainty", NULL);
        say(p, st_code_label(&certainty_codes, certainty));
        st_html_close(p->page);
    }
    (void)objected(p, row->item);
    close_row(p);
}

/* A minor's assistance (Art 13), the offer of the form (Art 17(3)) and where the person goes (Art 18). */
static void behind_the_items(struct paper *p)
{
    const struct screening_form *f = p->form;

    if (!st_shape_blank(&assistance_of_minor_shape, &f->assistance)) {
        open_row(p, "", "Assistance of a minor", "SR Art 13");
        (void)write_record(p, &assistance_of_minor_shape, &f->assistance, "");
        close_row(p);
    }
    if (!st_shape_blank(&form_offered_shape, &f->offered)) {
        open_row(p, "(n)", "Form offered to the person", "SR Art 17(3)");
        (void)write_record(p, &form_offered_shape, &f->offered, "");
        close_row(p);
    }
    if (f->referral == referral_kind_unknown && f->limit_passed != ST_YES)
        return;
    open_row(p, "(o)", "Referral", "SR Art 18");
    if (f->limit_passed == ST_YES) {
        say(p, "Ended because the time limit passed");
        plain(p, ". ");
    }
    if (f->referral != referral_kind_unknown)
        say(p, st_code_label(&referral_kind_codes, f->referral));
    if (f->referred_to.n > 0) {
        plain(p, ": ");
        st_html_name(p->page, f->referred_to);
    }
    close_row(p);
}

void st_paper_screening(struct st_html *page, const struct screening_form *form, const char *second)
{
    struct paper p = {page, form, second, false};

    st_html_open(page, "dl", "class", "st-items", NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].item != form_item_hit || form->copy_for_person != ST_YES) /* Art 17(3) */
            write_row(&p, &rows[i]);
    behind_the_items(&p);
    st_html_close(page);
}
