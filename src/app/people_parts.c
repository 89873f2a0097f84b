/* What the pages about arrivals and persons share. */
#include "cases/procedure.h"
#include "law/states.h"
#include "app/people.h"

struct st_str st_path(struct st_arena *arena, const char *before, struct st_id id, const char *after)
{
    char text[ST_ID_TEXT];
    return st_strf(arena, "%s%s%s", before, st_id_print(text, id), after);
}

struct st_date st_request_today(const struct st_request *req)
{
    struct st_local local = {0};
    if (!st_zone_local(&local, req->now, req->time_zone ? req->time_zone : "UTC"))
        (void)st_zone_local(&local, req->now, "UTC");
    return local.date;
}

void st_part_crumb(struct st_html *page, struct st_str to, const char *key)
{
    if (!st_request_may_open(page->req, to))
        return;
    st_html_open(page, "p", "class", "st-crumb", NULL);
    st_html_link(page, to, key);
    st_html_close(page);
}

/* ---- Particulars ---- */
void st_part_name(struct st_html *page, const struct person_name *n)
{
    /* in one piece, so that it reads in the direction of its own script */
    if (n->family.n > 0 && n->given.n > 0)
        st_html_name(page, st_strf(page->req->arena, "%.*s, %.*s", (int)n->family.n, n->family.p, (int)n->given.n,
                                   n->given.p));
    else
        st_html_name(page, n->family.n > 0 ? n->family : n->given);
}

static void names(struct st_html *page, const struct person *p)
{
    for (size_t i = 0; i < p->names.n; i++) {
        st_page_fact_open(page, st_code_label(&name_kind_codes, p->names.v[i].kind));
        st_part_name(page, &p->names.v[i]);
    }
}

bool st_part_age(struct st_html *page, const struct person *person)
{
    struct st_message one, range;
    int least, most;

    if (!st_person_age(&least, &most, person, st_request_today(page->req)))
        return false;
    one = ST_MSG("{0} years", ST_V(least));
    range = ST_MSG("{0} to {1} years", ST_V(least), ST_V(most));
    st_html_message(page, least == most ? &one : &range);
    return true;
}

static void birth(struct st_html *page, const struct person *p)
{
    if (!st_date_known(p->born_on) && p->born_in.n == 0 && p->born_in_country.n == 0)
        return;
    st_page_fact_open(page, "Born");
    st_html_date(page, p->born_on);
    if (st_date_known(p->born_on)) {
        st_html_str(page, ST_S(" ("));
        (void)st_part_age(page, p);
        if (st_yes(p->age_estimated)) {
            st_html_str(page, ST_S(", "));
            st_html_t(page, "estimated");
        }
        st_html_str(page, p->born_in.n + p->born_in_country.n > 0 ? ST_S("), ") : ST_S(")"));
    }
    st_html_name(page, p->born_in);
    if (p->born_in.n > 0 && p->born_in_country.n > 0)
        st_html_str(page, ST_S(", "));
    if (p->born_in_country.n > 0)
        st_page_country(page, p->born_in_country);
}

static void nationalities(struct st_html *page, const struct person *p)
{
    for (size_t i = 0; i < p->nationalities.n; i++) {
        st_html_str(page, i ? ST_S(", ") : ST_S(""));
        st_page_country(page, p->nationalities.v[i].country);
    }
}

static void document(struct st_html *page, const struct person_document *d)
{
    st_html_t(page, st_code_label(&document_kind_codes, d->kind));
    st_html_str(page, ST_S(" "));
    st_html_name(page, d->number);
    if (d->issuer.n > 0) {
        st_html_str(page, ST_S(" · "));
        st_page_country(page, d->issuer);
    }
    if (st_date_known(d->expires_on)) {
        st_html_str(page, ST_S(" · "));
        st_html_t(page, "valid until");
        st_html_str(page, ST_S(" "));
        st_html_date(page, d->expires_on);
    }
    if (d->certainty == certainty_confirmed) {
        st_html_str(page, ST_S(" "));
        st_page_badge(page, ST_SUCCESS, "Confirmed");
    }
}

void st_part_particulars(struct st_html *page, const struct person *p)
{
    st_page_description(page);
    names(page, p);
    birth(page, p);
    if (p->sex != sex_unknown) {
        st_page_fact_open(page, "Sex");
        st_html_t(page, st_code_label(&sex_codes, p->sex));
    }
    if (p->nationalities.n > 0) {
        st_page_fact_open(page, "Nationalities");
        nationalities(page, p);
    }
    if (p->languages.n > 0) {
        st_page_fact_open(page, "Languages");
        st_page_languages(page, p->languages);
    }
    for (size_t i = 0; i < p->documents.n; i++) {
        st_page_fact_open(page, "Document");
        document(page, &p->documents.v[i]);
    }
    if (p->identity_certainty != certainty_unknown) {
        st_page_fact_open(page, "Identity is");
        st_html_t(page, st_code_label(&certainty_codes, p->identity_certainty));
    }
    if (p->unaccompanied != ST_UNKNOWN) {
        st_page_fact_open(page, "Unaccompanied minor");
        st_html_t(page, st_yes(p->unaccompanied) ? "Yes" : "No");
    }
    st_page_description_end(page);
}

/* ---- Hits ---- */
static enum st_tone tone_of(int score)
{
    return score >= ST_NAME_SAME_FROM ? ST_WARNING : ST_NEUTRAL;
}

void st_part_score(struct st_html *page, int score)
{
    struct st_message text = ST_MSG("{0} of 100", ST_V(score / 10));
    static const char *const tones[] = {"neutral", "info", "success", "warning", "danger"};

    st_html_open(page, "span", "class", "ds-tag st-badge st-score", "data-color", tones[tone_of(score)], NULL);
    st_html_message(page, &text);
    st_html_close(page);
}

void st_part_reasons(struct st_html *page, const struct st_message *why, size_t n)
{
    st_html_open(page, "ul", "class", "st-why", NULL);
    for (size_t i = 0; i < n; i++) {
        st_html_open(page, "li", NULL);
        st_html_message(page, &why[i]);
        st_html_close(page);
    }
    st_html_close(page);
}

/* ---- Lists ---- */
void st_part_person_cells(struct st_html *page, const struct person *person, struct st_id id)
{
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_open(page, "a", "class", "ds-link", NULL);
    st_html_attr(page, "href", st_path(page->req->arena, "/persons/", id, ""));
    st_html_name(page, st_person_called(page->req->arena, person));
    st_html_close(page);
    st_html_open(page, "div", "class", "st-sub", NULL);
    st_html_name(page, person->number);
    st_page_cell(page);
    st_html_name(page, person->band);
    st_page_cell(page);
    st_html_date(page, person->born_on);
    if (st_date_known(person->born_on)) {
        st_html_open(page, "div", "class", "st-sub", NULL);
        (void)st_part_age(page, person);
        st_html_close(page);
    }
    st_page_cell(page);
    nationalities(page, person);
}

void st_part_country(struct st_html *page, struct st_str code) { st_page_country(page, code); }

/* ---- What the journal says, in words ---- */
struct action_label {
    const char *action, *label;
};

/* What every procedure knows, beside its own steps. */
static const struct action_label engine_labels[] = {
    /* sentences */
    {"take_over", "Case taken over"},
    {"hand_over", "Case handed over"},
    {"undo", "Step taken back"},
    {"draft", "Kept as a draft"},
    {"draft_discard", "Draft discarded"},
    {"correct", "Form corrected"},
    /* end of sentences */
};

static const struct action_label action_labels[] = {
    /* sentences */
    {"person.open", "File opened"},
    {"person.update", "Particulars corrected"},
    {"person.read", "File read"},
    {"person.list", "List read"},
    {"person.mark", "Mark changed"},
    {"person.erase", "File erased"},
    {"representation.designate", "Representative put in charge"},
    {"representation.end", "Representative's charge ended"},
    {"representation.of_age", "Of age: the charge has ended"},
    {"representation.read", "Representative looked up"},
    {"representation.list", "Representatives looked up"},
    {"representation.erase", "Representative's record erased"},
    {"identity.decide", "Decision on identity"},
    {"case.read", "Case read"},
    {"case.read_form", "Form read"},
    {"case.unmask", "Masked data opened"},
    {"case.list", "Cases listed"},
    {"eurodac.record", "Recorded for Eurodac"},
    {"eurodac.update", "Eurodac data changed"},
    {"eurodac.read", "Eurodac data read"},
    {"eurodac.list", "Eurodac data listed"},
    {"eurodac.mark", "Eurodac data marked"},
    {"eurodac.link", "Linked in Eurodac"},
    {"eurodac.unlink", "Link in Eurodac removed"},
    {"eurodac.expire", "Erased: storage has ended"},
    {"eurodac.erase", "Eurodac data erased"},
    {"eurodac.send", "Sent to Eurodac"},
    {"eurodac.resend", "Sent to Eurodac again"},
    {"eurodac.transmissions", "What was sent was looked at"},
    {"eurodac.hit", "Hit in Eurodac"},
    {"eurodac.no_hit", "No hit in Eurodac"},
    {"eurodac.hit.decide", "Hit decided"},
    {"eurodac.hit.read", "Hit read"},
    {"eurodac.hits", "Hits looked at"},
    {"eurodac.quality", "Prints of too low quality"},
    {"eurodac.notice", "Notice from Eurodac"},
    {"eurodac.delay", "Delay explained"},
    {"eurodac.rectify", "Eurodac data rectified"},
    {"message.answered", "Eurodac has answered"},
    {"subject.packet", "Packet for the person made"},
    {"subject.list", "Requests of persons looked through"},
    {"subject.request", "Request of the person"},
    {"subject.answer", "Answer to the person"},
    {"subject.seen", "Who looked was looked at"},
    {"search", "Found by a search"},
    /* end of sentences */
};

const char *st_action_label(struct st_str action)
{
    struct st_str rest = action, procedure = st_str_cut(&rest, '.');
    const struct st_procedure *p = st_procedure_find(procedure);

    for (size_t i = 0; i < sizeof(action_labels) / sizeof(action_labels[0]); i++)
        if (st_str_is(action, action_labels[i].action))
            return action_labels[i].label;
    for (size_t i = 0; p != NULL && i < sizeof(engine_labels) / sizeof(engine_labels[0]); i++)
        if (st_str_is(rest, engine_labels[i].action))
            return engine_labels[i].label;
    for (const struct st_step *s = p ? p->steps : NULL; s != NULL && s->action != NULL; s++)
        if (st_str_is(rest, s->action))
            return s->label;
    return NULL;
}
