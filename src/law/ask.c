#include "law/ask.h"

#include "law/states.h"

ST_SHAPE_DEFINE(law_period, LAW_PERIOD, "Period", "")

/* Reads "2026-09-04" or "2026-09-04T10:30", wall time in the State. */
static int read_event(struct st_period_query *q, struct st_str text, struct st_arena *arena, struct st_error *err)
{
    const char *zone = q->zone ? q->zone : st_state_zone(q->state);
    struct st_instant wall;
    struct st_local local;

    if (st_date_parse(&q->event, text) && st_date_whole(q->event))
        return ST_OK;
    if (text.n == 16 && st_instant_parse(&wall, st_strf(arena, "%.*s:00Z", (int)text.n, text.p)) &&
        st_zone_local(&local, wall, "UTC") &&
        st_zone_instant(&q->event_at, local.date, local.hour, local.minute, 0, zone))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, "event", ST_MSG("The event is no date and no date with time."),
                   "Reg. 1182/71 Art 3(1)", "Write it as 2026-09-17 or 2026-09-17T10:30.");
}

int st_period_ask(struct st_period_result *out, const struct law_period *asked, struct st_arena *arena,
                  struct st_error *err)
{
    struct st_period_query q = {.state = asked->state, .backwards = st_yes(asked->backwards), .profile = ST_REG_1182};
    int rc = st_shape_check(&law_period_shape, asked, NULL, 0, (struct st_instant){0}, arena, "", err);

    if (rc == ST_OK && !st_period_length_parse(&q.length, asked->length))
        rc = st_fail(err, ST_E_INVALID, "length", ST_MSG("This is no length of a period."), "",
                     "Write it as 7 days, 2 months or 72 hours.");
    if (asked->profile.n)
        q.profile = st_profile_of(asked->profile);
    if (asked->zone.n)
        q.zone = st_str_z(arena, asked->zone);
    if (rc == ST_OK)
        rc = read_event(&q, asked->event, arena, err);
    return rc == ST_OK ? st_period(out, &q, err) : rc;
}

void st_period_write(struct st_json *w, const struct st_period_result *result, const struct st_reader *reader)
{
    struct st_reader there = {reader->language, result->zone};

    st_json_object(w);
    st_json_key(w, "last_day"), st_json_date(w, result->last_day);
    st_json_key(w, "ends_at"), st_json_instant(w, result->ends_at);
    st_json_key(w, "starts_at"), st_json_instant(w, result->starts_at);
    st_json_key(w, "raw_end"), st_json_date(w, result->raw_end);
    st_json_key(w, "alt_end"), st_json_date(w, result->alt_end);
    st_json_key(w, "alt_ends_at"), st_json_instant(w, result->alt_ends_at);
    st_json_key(w, "uncertain"), st_json_bool(w, result->uncertain);
    st_json_key(w, "projected"), st_json_bool(w, result->projected);
    st_json_key(w, "steps");
    st_json_array(w);
    for (size_t i = 0; i < result->steps_n; i++) {
        st_json_object(w);
        st_json_key(w, "rule"), st_json_text(w, result->steps[i].rule);
        st_json_key(w, "citation"), st_json_text(w, result->steps[i].citation);
        st_json_key(w, "text"), st_json_message(w, &result->steps[i].text, &there);
        st_json_object_end(w);
    }
    st_json_array_end(w);
    st_json_key(w, "rules_hash"), st_json_text(w, st_rules_hash);
    st_json_object_end(w);
}

void st_rule_write(struct st_json *w, const struct st_rule *r, const struct st_reader *reader)
{
    st_json_object(w);
    st_json_key(w, "rule"), st_json_text(w, r->id);
    for (const struct st_act_of_rules *act = st_acts_of_rules; act->prefix != NULL; act++)
        if (st_rule_of_act(r, act))
            st_json_key(w, "act"), st_json_text(w, st_translate(act->title, reader->language));
    st_json_key(w, "citation"), st_json_text(w, r->citation);
    st_json_key(w, "question"), st_json_text(w, st_translate(r->question, reader->language));
    st_json_key(w, "spec"), st_json_text(w, r->spec);
    st_json_key(w, "confidence");
    st_json_text(w, r->confidence == ST_VERIFIED ? "verified" : r->confidence == ST_READING ? "reading" : "memory");
    st_json_key(w, "from"), st_json_date(w, r->from);
    st_json_key(w, "until"), st_json_date(w, r->until);
    st_json_key(w, "facts"), st_shape_schema(w, r->facts);
    st_json_key(w, "outcome"), st_shape_schema(w, r->outcome);
    st_json_object_end(w);
}

void st_rules_write(struct st_json *w, const struct st_reader *reader)
{
    st_json_array(w);
    for (size_t i = 0; i < st_rules_n; i++)
        st_rule_write(w, st_rules[i], reader);
    st_json_array_end(w);
}
