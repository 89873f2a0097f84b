#include "cases/screening_watch.h"

#include "cases/case.h"
#include "cases/screening_case.h"
#include "law/states.h"

ST_CODES_DEFINE(watch_mark, WATCH_MARK)
ST_CODES_DEFINE(watch_age, WATCH_AGE)
ST_SHAPE_DEFINE(screening_watched, SCREENING_WATCHED, "Screenings watched", "SR Art 10(2)")

enum { AT_ONCE = 200, LOOKED_AT_MOST = 5000, NIGHT_BEGINS = 22, NIGHT_ENDS = 6 };

static const struct st_right rights[] = {
    {role_monitor, purpose_rights_monitoring, ST_MAY_SEARCH, "*", "SR Art 10(2)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* ---- What a screening shows ---- */

static unsigned outcome_of(struct st_case *c, struct st_error *err)
{
    const struct screening_referral *referral = st_case_form(c, "refer", err);

    if (referral != NULL)
        return referral->referral;
    return st_case_action(c, "end_criminal")           ? referral_kind_ended_criminal
           : st_case_action(c, "end_entry_conditions") ? referral_kind_ended_entry_conditions
           : st_case_action(c, "end_departure")        ? referral_kind_ended_departure
                                                       : referral_kind_unknown;
}

static bool at_night(struct st_case *c, const char *action)
{
    const struct case_action *a = st_case_action(c, action);
    struct st_local local;

    return a != NULL && st_zone_local(&local, a->happened_at, st_state_zone(c->file.member_state)) &&
           (local.hour >= NIGHT_BEGINS || local.hour < NIGHT_ENDS);
}

static uint64_t bit_if(bool so, enum watch_mark mark) { return so ? ST_CODE_BIT(mark) : 0; }

/* Only what is on record counts: a question that nobody answered marks nothing but its own absence. */
static uint64_t marks_of(struct st_case *c, const struct st_watch_row *row, struct st_error *err)
{
    const struct screening_opened *opened = st_case_form(c, "start", err);
    const struct information_given *told = st_case_form(c, "give_information", err);
    const struct screening_circumstances *k = st_case_form(c, "state_circumstances", err);
    const struct form_offered *offered = st_case_form(c, "offer_form", err);
    bool ended = st_instant_known(c->file.closed_at);

    if (st_case_action(c, "refrain") != NULL)
        return 0; /* no screening took place here (Art 7(2), 18(6)) */
    return bit_if(st_case_action(c, "limit_passed") != NULL, watch_mark_limit_passed) |
           bit_if(told == NULL, watch_mark_no_information) |
           bit_if(told != NULL && told->interpreter == ST_NO && told->channel != information_channel_written,
                  watch_mark_no_interpreter) |
           bit_if(st_yes(row->minor) && st_case_action(c, "assist_minor") == NULL, watch_mark_no_representative) |
           bit_if(ended && st_case_action(c, "check_vulnerability") == NULL, watch_mark_no_vulnerability_check) |
           bit_if(ended && st_case_action(c, "check_health") == NULL, watch_mark_no_health_check) |
           bit_if((k && st_yes(k->custody_over_72_hours)) || (opened && st_yes(opened->custody_until_removal)),
                  watch_mark_custody) |
           bit_if(st_case_action(c, "refuse_access") != NULL, watch_mark_access_refused) |
           bit_if(at_night(c, "refer") || at_night(c, "refuse_access"), watch_mark_at_night) |
           bit_if(offered != NULL && offered->objections.n > 0, watch_mark_objection);
}

static int look(struct st_watch_row *row, struct st_tx *tx, struct st_id id, struct st_error *err)
{
    const struct screening_opened *opened;
    struct person person = {0};
    struct st_instant end;
    struct st_case c;
    int rc = st_case__load(&c, tx, id, err);

    if (rc == ST_OK)
        rc = st_screening__person(&person, &c, err);
    if (rc != ST_OK)
        return rc;
    opened = st_case_form(&c, "start", err);
    end = st_instant_known(c.file.closed_at) ? c.file.closed_at : tx->now;
    *row = (struct st_watch_row){.id = id, .number = c.file.number, .place = c.file.place, .state = c.file.state,
                                 .languages = person.languages, .opened_at = c.file.opened_at,
                                 .closed_at = c.file.closed_at, .outcome = outcome_of(&c, err),
                                 .unaccompanied = person.unaccompanied};
    row->minutes = (end.us - (opened ? opened->event_at.us : c.file.opened_at.us)) / (60 * ST_SECOND);
    row->minor = st_yes(person.unaccompanied) ? ST_YES : st_screening__age(&c, &person).minor;
    row->marks = marks_of(&c, row, err);
    return ST_OK;
}

/* ---- What was asked for ---- */

static bool speaks(struct st_str languages, struct st_str asked)
{
    while (languages.n > 0)
        if (st_str_eq(st_languages_next(&languages), asked))
            return true;
    return false;
}

static bool wanted(const struct st_watch_row *row, const struct screening_watched *asked)
{
    return (asked->outcome == referral_kind_unknown || row->outcome == asked->outcome) &&
           (asked->language.n == 0 || speaks(row->languages, asked->language)) &&
           (asked->age != watch_age_minor || row->minor == ST_YES) &&
           (asked->age != watch_age_adult || row->minor == ST_NO) &&
           (asked->age != watch_age_unaccompanied || st_yes(row->unaccompanied)) &&
           (asked->mark == watch_mark_unknown || (row->marks & ST_CODE_BIT(asked->mark)));
}

static struct st_instant begin_of(struct st_date day, const char *zone)
{
    struct st_instant t = {0};

    if (st_date_whole(day))
        (void)st_zone_instant(&t, day, 0, 0, 0, zone);
    return t;
}

/* Goes on until the list is full, the cases are over, or so many were looked at that the monitor waits long enough. */
static int gather(struct st_watch *out, struct st_tx *tx, const struct screening_watched *asked,
                  struct st_case_filter *filter, size_t limit, struct st_error *err)
{
    struct st_case_row *cases;
    size_t n = AT_ONCE, looked = 0;
    int rc = ST_OK;

    while (rc == ST_OK && n == AT_ONCE && out->n < limit && looked < LOOKED_AT_MOST) {
        rc = st_case_list(&cases, &n, tx, filter, err);
        for (size_t i = 0; rc == ST_OK && i < n && out->n < limit; i++) {
            rc = look(&out->rows[out->n], tx, cases[i].id, err);
            filter->before = cases[i].id;
            out->n += rc == ST_OK && wanted(&out->rows[out->n], asked);
            looked++;
        }
    }
    if (n == AT_ONCE || out->n == limit)
        out->next = filter->before;
    return rc;
}

int st_screening_watch(struct st_watch *out, struct st_tx *tx, const struct screening_watched *asked, const char *zone,
                       struct st_id before, size_t limit, struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_READ, .action = "screening.watch", .register_name = "",
                             .citation = "SR Art 10(2)"};
    struct st_case_filter filter = {.procedure = ST_S("screening"), .place = asked->place, .before = before,
                                    .opened_from = begin_of(asked->from, zone), .limit = AT_ONCE};
    int rc = st_access_decide(NULL, tx->actor, rights, NULL, ST_MAY_SEARCH, "Screenings watched", err);

    if (st_date_whole(asked->until))
        filter.opened_until = begin_of(st_date_add_days(asked->until, 1), zone);
    limit = limit < AT_ONCE ? limit : AT_ONCE;
    *out = (struct st_watch){.rows = ST_NEW_N(tx->arena, struct st_watch_row, limit + 1)};
    if (rc == ST_OK)
        rc = gather(out, tx, asked, &filter, limit, err);
    return rc == ST_OK ? st_journal_add(tx, &entry, err) : rc;
}

int st_screening_watch_sample(struct st_watch *out, struct st_tx *tx, const struct screening_watched *asked,
                              const char *zone, size_t count, struct st_error *err)
{
    struct st_instant until = {tx->now.us + ST_SECOND};
    struct st_id *ids = NULL;
    size_t n = 0;
    int rc;

    if (st_date_whole(asked->until))
        until = begin_of(st_date_add_days(asked->until, 1), zone);
    rc = st_screening_sample(&ids, &n, tx, count, begin_of(asked->from, zone), until, err);
    *out = (struct st_watch){.rows = ST_NEW_N(tx->arena, struct st_watch_row, n + 1)};
    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = look(&out->rows[out->n++], tx, ids[i], err);
    return rc;
}
