/* The public library: each function reads its texts, asks the floor below and writes one document. */
#include <statera/statera.h>
#include <stdlib.h>

#include "identity/answer.h"
#include "law/ask.h"

enum { TEXT_MAX = 1 << 20, DOCUMENT_MAX = 64 << 20 };

_Static_assert((int)STATERA_INVALID == (int)ST_E_INVALID && (int)STATERA_NOT_FOUND == (int)ST_E_NOTFOUND &&
               (int)STATERA_STATE == (int)ST_E_STATE && (int)STATERA_LIMIT == (int)ST_E_LIMIT &&
               (int)STATERA_NEEDS == (int)ST_E_NEEDS, "public codes are those of the program");

struct statera_answer {
    struct st_buf json;
};

/* One question under way. */
struct question {
    struct st_arena *arena;
    struct statera_answer *answer;
    struct st_json w;
    struct st_reader reader;
    struct st_error err;
};

static void begin(struct question *q, struct statera_answer **out, const char *language)
{
    *q = (struct question){.arena = st_arena_new(), .answer = st_heap(sizeof(*q->answer)), .reader = {language, NULL}};
    st_buf_init(&q->answer->json, DOCUMENT_MAX);
    q->w = (struct st_json)ST_JSON_INIT(&q->answer->json);
    *out = q->answer;
}

static int end(struct question *q, int rc)
{
    if (rc != ST_OK) {
        st_buf_clear(&q->answer->json);
        q->w = (struct st_json)ST_JSON_INIT(&q->answer->json);
        st_json_object(&q->w);
        st_json_key(&q->w, "error");
        st_json_text(&q->w, st_err_name(rc));
        st_json_key(&q->w, "title");
        st_json_text(&q->w, st_translate(st_err_title(rc), q->reader.language));
        st_json_key(&q->w, "faults");
        st_json_faults(&q->w, &q->err, &q->reader);
        st_json_object_end(&q->w);
    }
    st_buf_char(&q->answer->json, '\0');
    st_arena_free(q->arena);
    return rc;
}

/* A text from outside: there, not too long, UTF-8. */
static int take(struct st_str *out, struct question *q, const char *text, const char *field)
{
    *out = st_str_of(text);
    if (text == NULL)
        return st_fail(&q->err, ST_E_INVALID, field, ST_MSG("A text is missing."), "", "Give it; NULL is none.");
    if (out->n > TEXT_MAX)
        return st_fail(&q->err, ST_E_LIMIT, field, ST_MSG("The text is larger than {0} bytes.", ST_V((int)TEXT_MAX)), "",
                       "Send less at once.");
    if (!st_utf8_valid(out->p, out->n))
        return st_fail(&q->err, ST_E_INVALID, field, ST_MSG("The text is not well-formed UTF-8."), "",
                       "Send it in UTF-8.");
    return ST_OK;
}

static int take_day(struct st_date *out, struct question *q, const char *text, const char *field)
{
    struct st_str day;
    int rc = take(&day, q, text, field);

    if (rc == ST_OK && !(st_date_parse(out, day) && st_date_whole(*out)))
        rc = st_fail(&q->err, ST_E_INVALID, field, ST_MSG("The day is no whole date."), "", "Write it as 2026-09-17.");
    return rc;
}

/* A JSON object as a record of the shape. */
static int take_record(void **out, struct question *q, const char *text, const struct st_shape *shape,
                       const char *field)
{
    struct st_str given;
    json_t *json = NULL;
    int rc = take(&given, q, text, field);

    *out = st_alloc(q->arena, shape->size);
    if (rc == ST_OK)
        rc = st_json_parse(&json, given, &q->err);
    if (rc == ST_OK)
        rc = st_shape_read(*out, shape, json, q->arena, "", &q->err);
    json_decref(json);
    return rc;
}

const char *statera_answer_json(const struct statera_answer *answer) { return answer->json.p; }

void statera_answer_free(struct statera_answer *answer)
{
    if (answer == NULL)
        return;
    st_buf_deinit(&answer->json);
    free(answer);
}

const char *statera_version(void) { return STATERA_VERSION; }
const char *statera_rules_hash(void) { return st_rules_hash; }

int statera_law_rules(struct statera_answer **out, const char *language)
{
    struct question q;

    begin(&q, out, language);
    st_rules_write(&q.w, &q.reader);
    return end(&q, ST_OK);
}

int statera_law_ask(struct statera_answer **out, const char *rule_name, const char *facts_json, const char *as_of,
                    const char *language)
{
    const struct st_rule *rule = NULL;
    struct st_answer answer;
    struct st_date day = {0};
    struct st_str name;
    struct question q;
    void *facts = NULL;
    int rc;

    begin(&q, out, language);
    rc = take(&name, &q, rule_name, "rule");
    if (rc == ST_OK && (rule = st_rule_find(name)) == NULL)
        rc = st_fail(&q.err, ST_E_NOTFOUND, "rule", ST_MSG("There is no rule of this name."), "",
                     "See /api/v1/law/rules for the names.");
    if (rc == ST_OK)
        rc = take_day(&day, &q, as_of, "as_of");
    if (rc == ST_OK && rule != NULL)
        rc = take_record(&facts, &q, facts_json, rule->facts, "facts");
    if (rc == ST_OK)
        rc = st_rule_ask(&answer, rule, facts, day, q.arena, &q.err);
    if (rc == ST_OK)
        st_answer_write(&q.w, &answer, facts, true, &q.reader);
    return end(&q, rc);
}

int statera_law_period(struct statera_answer **out, const char *query, const char *language)
{
    struct st_period_result result;
    struct question q;
    void *asked = NULL;
    int rc;

    begin(&q, out, language);
    rc = take_record(&asked, &q, query, &law_period_shape, "query");
    if (rc == ST_OK)
        rc = st_period_ask(&result, asked, q.arena, &q.err);
    if (rc == ST_OK)
        st_period_write(&q.w, &result, &q.reader);
    return end(&q, rc);
}

int statera_name_compare(struct statera_answer **out, const char *a, const char *b, const char *language)
{
    struct st_name_comparison comparison;
    struct st_str name_a, name_b;
    struct question q;
    int rc;

    begin(&q, out, language);
    rc = take(&name_a, &q, a, "a");
    if (rc == ST_OK)
        rc = take(&name_b, &q, b, "b");
    if (rc == ST_OK)
        rc = st_name_compare(&comparison, name_a, name_b, q.arena, &q.err);
    if (rc == ST_OK)
        st_name_write_json(&q.w, &comparison, &q.reader);
    return end(&q, rc);
}

int statera_mrz_parse(struct statera_answer **out, const char *text, const char *today)
{
    struct st_date day = {0};
    struct st_mrz mrz;
    struct st_str zone;
    struct question q;
    int rc;

    begin(&q, out, NULL);
    rc = take(&zone, &q, text, "text");
    if (rc == ST_OK)
        rc = take_day(&day, &q, today, "today");
    if (rc != ST_OK)
        return end(&q, rc);
    st_mrz_parse(&mrz, q.arena, zone, day);
    st_mrz_write_json(&q.w, &mrz);
    return end(&q, ST_OK);
}
