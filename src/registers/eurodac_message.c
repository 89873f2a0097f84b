#include "registers/eurodac_message.h"

#include "law/eurodac.h"
#include "registers/by_law.h"

enum { BODY_MAX = 48 << 20 };

ST_SHAPE_DEFINE(eurodac_record_message, EURODAC_RECORD_MESSAGE, "Dataset sent to Eurodac", "Eurodac Art 37(2)")
ST_SHAPE_DEFINE(eurodac_receipt, EURODAC_RECEIPT, "Receipt of Eurodac", "Eurodac Art 37(6)")
ST_SHAPE_DEFINE(eurodac_change_message, EURODAC_CHANGE_MESSAGE, "Change of a dataset", "Eurodac Art 40(3)")
ST_SHAPE_DEFINE(eurodac_erase_message, EURODAC_ERASE_MESSAGE, "Erasure of a dataset", "Eurodac Art 40(3)")
ST_SHAPE_DEFINE(eurodac_decision_message, EURODAC_DECISION_MESSAGE, "Decision on a hit", "Eurodac Art 38(4)")
ST_SHAPE_DEFINE(eurodac_search_message, EURODAC_SEARCH_MESSAGE, "Search in Eurodac", "Eurodac Art 32(2)")
ST_SHAPE_DEFINE(eurodac_compare_message, EURODAC_COMPARE_MESSAGE, "Comparison", "Eurodac Art 38(2)")
ST_SHAPE_DEFINE(eurodac_found, EURODAC_FOUND, "Eurodac hit", "Eurodac Art 27(4)")
ST_SHAPE_DEFINE(eurodac_result_message, EURODAC_RESULT_MESSAGE, "Result of a comparison", "Eurodac Art 27(4)")

int st_eurodac__pack(struct st_str *out, struct st_tx *tx, const struct st_shape *shape, const void *record,
                     struct st_error *err)
{
    struct st_buf text = ST_BUF_INIT(BODY_MAX);
    struct st_json w = ST_JSON_INIT(&text);
    int rc = ST_OK;

    st_shape_write(&w, shape, record, ST_ALL_FIELDS);
    if (text.failed)
        rc = st_fail(err, ST_E_LIMIT, "", ST_MSG("The message is too large."), "", "Send smaller images.");
    else
        *out = st_buf_dup(tx->arena, &text);
    st_buf_deinit(&text);
    return rc;
}

int st_eurodac__unpack(void *out, struct st_tx *tx, const struct st_shape *shape, struct st_str body,
                       struct st_error *err)
{
    json_t *json = NULL;
    int rc = st_json_parse(&json, body, err);

    memset(out, 0, shape->size);
    if (rc == ST_OK)
        rc = st_shape_read(out, shape, json, tx->arena, "", err);
    json_decref(json);
    return rc;
}

int st_eurodac__send(struct st_tx *tx, const struct st_eurodac__letter *letter, struct st_error *err)
{
    struct st_outgoing out = {.kind = letter->kind, .to = letter->to ? letter->to : EURODAC_CENTRE_ROLE,
                              .about = letter->about, .person = letter->person,
                              .locked_by = letter->about, .case_id = letter->case_id,
                              .due_at = letter->due_at, .citation = letter->citation ? letter->citation : ""};
    int rc = st_eurodac__pack(&out.body, tx, letter->shape, letter->body, err);

    return rc == ST_OK ? st_outbox_put(tx, NULL, &out, err) : rc;
}

bool st_eurodac__central(const struct st_tx *tx) { return st_str_is(tx->actor->authority, EURODAC_CENTRE); }

int st_eurodac__ask(const void **outcome, struct st_answer *out, struct st_tx *tx, const struct st_rule *rule,
                    const void *facts, struct st_error *err)
{
    struct st_answer own, *answer = out ? out : &own;
    int rc = st_rule_ask(answer, rule, facts, st_register__today(tx), tx->arena, err);

    for (size_t i = 0; rc == ST_OK && i < answer->needs_n; i++)
        (void)st_fail(err, ST_E_NEEDS, answer->needs[i]->name,
                      ST_MSG("This must be known first: {0}.", st_value_key(answer->needs[i]->label)), rule->citation,
                      "Enter it first.");
    *outcome = rc == ST_OK ? answer->outcome : NULL;
    return rc == ST_OK && answer->needs_n > 0 ? ST_E_NEEDS : rc;
}

int st_eurodac__decide(uint64_t *seen, struct st_tx *tx, enum st_operation operation, const char *action,
                       struct st_id record, struct st_error *err)
{
    int rc = st_access_decide(seen, tx->actor, st_eurodac.rights, st_eurodac.record, operation, st_eurodac.title, err);
    int logged = rc == ST_OK ? ST_OK
                             : st_register__note(tx, ST_ENTRY_REFUSAL, action, &st_eurodac, record, (struct st_id){{0}},
                                                 "Eurodac Art 40(1)", NULL);

    return logged == ST_OK ? rc : logged;
}

int st_eurodac__refuse(const struct st_answer *answer, enum st_err code, const char *field, const char *cure,
                       struct st_error *err)
{
    const struct st_reason *reason = answer->reasons_n > 0 ? &answer->reasons[answer->reasons_n - 1] : NULL;

    return st_fail(err, code, field, reason ? reason->text : ST_MSG("The law does not foresee this."),
                   reason ? reason->citation : answer->rule->citation, cure);
}
