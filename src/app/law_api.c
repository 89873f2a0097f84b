/* The law for programs: rules, what they answer for given facts, and periods. Nothing of any person is looked up. */
#include "law/ask.h"
#include "app/app.h"

enum { KEPT_SECONDS = 300 };

static int rules(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct st_json w = st_response_json(res, 200);

    (void)err;
    st_json_object(&w);
    st_json_key(&w, "rules_hash"), st_json_text(&w, st_rules_hash);
    st_json_key(&w, "rules"), st_rules_write(&w, &reader);
    st_json_object_end(&w);
    st_response_public(res, KEPT_SECONDS);
    return ST_OK;
}

static struct st_str member(const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    return json_is_string(v) ? (struct st_str){json_string_value(v), json_string_length(v)} : (struct st_str){NULL, 0};
}

static int only(const json_t *object, const char *const *keys, struct st_error *err)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        size_t i = 0;
        while (keys[i] != NULL && strcmp(keys[i], key) != 0)
            i++;
        if (keys[i] == NULL)
            return st_fail(err, ST_E_INVALID, "", ST_MSG("The body has a member that is not foreseen here."), "",
                           "Look at the description of the interface for its members.");
    }
    return ST_OK;
}

static int day_asked(struct st_date *out, const struct st_request *req, struct st_error *err)
{
    const json_t *v = json_object_get(req->json, "as_of");
    struct st_local local;

    if (v == NULL || json_is_null(v)) {
        if (!st_zone_local(&local, req->now, req->time_zone ? req->time_zone : "UTC"))
            return ST_E_BUG;
        *out = local.date;
        return ST_OK;
    }
    if (st_date_parse(out, member(req->json, "as_of")) && st_date_whole(*out))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, "as_of", ST_MSG("The day is no whole date."), "", "Write it as 2026-09-17.");
}

static int evaluate(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const keys[] = {"rule", "as_of", "facts", NULL};
    const struct st_rule *rule = st_rule_find(member(req->json, "rule"));
    const json_t *given = json_object_get(req->json, "facts");
    struct st_reader reader = st_request_reader(req);
    struct st_answer answer;
    struct st_date as_of;
    struct st_json w;
    void *facts;
    int rc = only(req->json, keys, err);

    if (rc == ST_OK)
        rc = day_asked(&as_of, req, err);
    if (rc == ST_OK && rule == NULL)
        rc = st_fail(err, ST_E_INVALID, "rule", ST_MSG("There is no rule of this name."), "",
                     "See /api/v1/law/rules for the names.");
    if (rc == ST_OK && !json_is_object(given))
        rc = st_fail(err, ST_E_INVALID, "facts", ST_MSG("The facts are missing."), "", "Send an object of facts; what is "
                     "not known is left out.");
    if (rc != ST_OK || rule == NULL)
        return rc;
    facts = st_alloc(req->arena, rule->facts->size);
    rc = st_shape_read(facts, rule->facts, given, req->arena, "facts", err);
    if (rc == ST_OK)
        rc = st_rule_ask(&answer, rule, facts, as_of, req->arena, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_answer_write(&w, &answer, facts, st_str_is(st_request_query(req, "trace"), "yes"), &reader);
    return ST_OK;
}

static int period(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_reader reader = st_request_reader(req);
    struct st_period_result result;
    struct st_json w;
    int rc = st_period_ask(&result, req->input, req->arena, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_period_write(&w, &result, &reader);
    return ST_OK;
}

const struct st_route st_law_api_routes[] = {
    {ST_GET, "/api/v1/law/rules", rules, .help = "All rules, with the facts they ask and the outcomes they give",
     .flags = ST_PUBLIC},
    {ST_POST, "/api/v1/law/evaluate", evaluate, .help = "What a rule answers for the facts given, with its reasons",
     .takes = "{\"rule\": name, \"as_of\": day, \"facts\": {…}}; what is not known is left out. With ?trace=yes the answer "
              "holds the facts and each step.",
     .flags = ST_PUBLIC},
    {ST_POST, "/api/v1/law/period", period, .body = &law_period_shape, .help = "When a period of the law ends, and why",
     .flags = ST_PUBLIC},
    {0}};
