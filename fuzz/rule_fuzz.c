/* A rule asked by a stranger: the first line names it, the second the day, the rest is the facts as JSON. Whatever the
 * facts, there is an answer, it is JSON, and it says what it lacks. */
#include "target.h"

#include "law/rule.h"

static void written(const struct st_answer *a, const void *facts)
{
    struct st_buf buf = ST_BUF_INIT(1 << 22);
    struct st_json w = ST_JSON_INIT(&buf);
    struct st_reader reader = {"sv", "Europe/Rome"};
    json_t *json = NULL;

    st_answer_write(&w, a, facts, true, &reader);
    ST_ASSERT(buf.failed || st_json_parse(&json, st_buf_get(&buf), NULL) == ST_OK);
    json_decref(json);
    st_buf_deinit(&buf);
}

static void asked(const struct st_rule *rule, struct st_date day, const json_t *json, struct st_arena *arena)
{
    void *facts = st_alloc(arena, rule->facts->size);
    struct st_answer a;

    if (st_shape_read(facts, rule->facts, json, arena, "", NULL) != ST_OK)
        return;
    if (st_rule_ask(&a, rule, facts, day, arena, NULL) != ST_OK)
        return;
    ST_ASSERT(a.complete == (a.needs_n == 0) && a.outcome != NULL && a.runs > 0);
    written(&a, facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena = st_arena_new();
    struct st_str text = {(const char *)data, size}, id = st_str_cut(&text, '\n'), day = st_str_cut(&text, '\n');
    const struct st_rule *rule = st_rule_find(id);
    struct st_date as_of;
    json_t *json = NULL;

    if (rule == NULL && id.n == 1) /* one byte is the number of a rule, so that mutation finds them all */
        rule = st_rules[(uint8_t)id.p[0] % st_rules_n];
    if (rule != NULL && st_date_parse(&as_of, day) && st_json_parse(&json, text, NULL) == ST_OK)
        asked(rule, as_of, json, arena);
    json_decref(json);
    st_arena_free(arena);
    return 0;
}
