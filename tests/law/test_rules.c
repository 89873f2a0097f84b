/* What is true of every rule of the program, tried with many made-up facts: no facts stop it; what it answers while
 * facts are unknown is what it answers when they become known; asked twice it answers alike. covers: UF-05 UF-24 S-006 */
#include "test.h"

#include "law/rule.h"
#include "law/screening_form.h"

enum { TRIES = 400 };

static struct st_arena *arena;
static uint64_t seed = 20260612;

static unsigned below(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

static struct st_date some_day(void)
{
    if (below(40) == 0)
        return st_date(below(2) ? 500 : 9999, 12, 31);
    return st_date_add_days(st_date(2026, 6, 1), below(1500));
}

static void some_text(const struct st_field *f, void *facts)
{
    static const char *const states[] = {"IT", "DE", "EL", "IE", "NO", "EU", "ZZ"};
    struct st_str *text = st_field_at(f, facts);

    if (strcmp(f->name, "zone") == 0)
        *text = below(2) ? ST_S("Atlantic/Canary") : ST_S("Nowhere/At all");
    else
        *text = f->limit <= 3 ? st_str_of(states[below(7)]) : ST_S("some words");
}

/* A value for the field, or none. */
static void some_value(const struct st_field *f, void *facts)
{
    switch (f->kind) {
    case ST_KIND_TRI: *(uint8_t *)st_field_at(f, facts) = below(2) ? ST_YES : ST_NO; break;
    case ST_KIND_CODE: *(uint16_t *)st_field_at(f, facts) = (uint16_t)(1 + below((unsigned)f->codes->n)); break;
    case ST_KIND_CODES:
        for (unsigned v = 1; v <= f->codes->n; v++)
            *(uint64_t *)st_field_at(f, facts) |= below(3) == 0 ? ST_CODE_BIT(v) : 0;
        break;
    case ST_KIND_NUMBER: *(struct st_number *)st_field_at(f, facts) = (struct st_number){below(60), true}; break;
    case ST_KIND_DATE: *(struct st_date *)st_field_at(f, facts) = some_day(); break;
    case ST_KIND_INSTANT:
        (void)st_zone_instant(st_field_at(f, facts), some_day(), (int)below(24), (int)below(60), 0, "UTC");
        break;
    case ST_KIND_TEXT: some_text(f, facts); break;
    default: break;
    }
}

/* Facts about what may happen next are asked whether they are known at all, because the law makes a difference there;
 * they do not become known later in the sense of this test. */
static bool the_law_asks_whether_known(const struct st_rule *rule, const struct st_field *f)
{
    static const char *const such[][2] = {
        {"eurodac.capture", "under_six"}, /* uncertain and unproven counts as under six: Art 14(1) */
        {"screening.allegation", "substantiated"},
        {"screening.minor", "changed"},
    };
    for (size_t i = 0; i < sizeof(such) / sizeof(such[0]); i++)
        if (strcmp(rule->id, such[i][0]) == 0 && strcmp(f->name, such[i][1]) == 0)
            return true;
    return f->kind != ST_KIND_TRI;
}

static bool needs(const struct st_answer *a, const struct st_field *f)
{
    for (size_t i = 0; i < a->needs_n; i++)
        if (a->needs[i] == f)
            return true;
    return false;
}

static void same_outcome(const struct st_rule *rule, const struct st_answer *partial, const struct st_answer *full)
{
    const struct st_field *f = rule->outcome->fields();

    for (size_t i = 0; i < rule->outcome->n; i++) {
        void *a = st_alloc(arena, rule->outcome->size), *b = st_alloc(arena, rule->outcome->size);
        size_t size = f[i].kind == ST_KIND_MANY ? sizeof(struct st_list) : f[i].size;
        if (!partial->complete && !st_field_known(&f[i], partial->outcome))
            continue;
        memcpy(st_field_at(&f[i], a), st_field_get(&f[i], partial->outcome), size);
        memcpy(st_field_at(&f[i], b), st_field_get(&f[i], full->outcome), size);
        if (!st_shape_equal(rule->outcome, a, b))
            print_error("%s: %s is not what it was while facts were unknown\n", rule->id, f[i].name);
        assert_true(st_shape_equal(rule->outcome, a, b));
    }
}

static void try_rule(const struct st_rule *rule)
{
    const struct st_field *f = rule->facts->fields();
    void *full = st_alloc(arena, rule->facts->size), *partial;
    struct st_answer known, again, unknown;
    struct st_date on = st_date_add_days(st_date(2026, 6, 12), below(1400));

    for (size_t i = 0; i < rule->facts->n; i++)
        if (f[i].kind == ST_KIND_TRI || below(8) != 0)
            some_value(&f[i], full);
    assert_int_equal(st_rule_ask(&known, rule, full, on, arena, NULL), ST_OK);
    assert_int_equal(st_rule_ask(&again, rule, full, on, arena, NULL), ST_OK);
    assert_true(known.complete == again.complete && known.reasons_n == again.reasons_n);
    same_outcome(rule, &known, &again);

    partial = st_alloc_copy(arena, full, rule->facts->size);
    for (size_t i = 0; i < rule->facts->n; i++)
        if (!the_law_asks_whether_known(rule, &f[i]) && below(4) == 0)
            st_field_clear(&f[i], partial);
    assert_int_equal(st_rule_ask(&unknown, rule, partial, on, arena, NULL), ST_OK);
    for (size_t i = 0; i < known.needs_n && unknown.complete; i++) /* what is lacking does not vanish with knowledge lost */
        assert_true(needs(&unknown, known.needs[i]));
    if (known.complete)
        same_outcome(rule, &unknown, &known);
}

static void every_rule_bears_every_fact(void **state)
{
    (void)state;
    for (size_t i = 0; i < st_rules_n; i++)
        for (int n = 0; n < TRIES; n++) {
            arena = st_arena_new();
            try_rule(st_rules[i]);
            st_arena_free(arena);
        }
}

/* ---- Safeguards that hold whatever the facts, known or not ---- */

static const struct st_rule *rule_under_test;
static void *made_up; /* facts of the rule */

static bool fact_is(const char *name, const char *value)
{
    const struct st_field *f = st_shape_field(rule_under_test->facts, st_str_of(name));
    struct st_buf text = ST_BUF_INIT(65536);
    bool is;

    assert_non_null(f);
    st_field_print(&text, f, made_up);
    is = st_str_is(st_buf_get(&text), value);
    st_buf_deinit(&text);
    return is;
}

static bool outcome_is(const struct st_answer *a, const char *name, const char *value)
{
    const struct st_field *f = st_shape_field(a->rule->outcome, st_str_of(name));
    struct st_buf text = ST_BUF_INIT(65536);
    bool is;

    assert_non_null(f);
    st_field_print(&text, f, a->outcome);
    is = st_str_is(st_buf_get(&text), value);
    st_buf_deinit(&text);
    return is;
}

/* Art 3, 13(6): nothing that is found or lacking takes the right to apply; nobody who applied goes to a return
 * procedure, and nobody of whom that is not known. */
static void the_right_to_apply(const struct st_answer *a)
{
    if (st_shape_field(a->rule->outcome, ST_S("may_apply")) != NULL)
        assert_true(outcome_is(a, "may_apply", "yes"));
    if (strcmp(a->rule->id, "screening.information") == 0) {
        const struct st_field *due = st_shape_field(a->rule->outcome, ST_S("due"));
        if (st_field_known(due, a->outcome))
            assert_true(*(const uint64_t *)st_field_get(due, a->outcome) & ST_CODE_BIT(information_item_right_to_apply));
    }
    if (strcmp(a->rule->id, "screening.referral") == 0 && !fact_is("application_made", "no"))
        assert_false(outcome_is(a, "referral", "return_procedure") || outcome_is(a, "referral", "return_continues"));
    if (strcmp(a->rule->id, "screening.cooperation") == 0)
        assert_true(outcome_is(a, "screening_goes_on", "yes"));
}

/* Art 13, RCD Art 13(2), Eurodac Art 14(1). */
static void children(const struct st_answer *a)
{
    if (strcmp(a->rule->id, "screening.detention") == 0 && !fact_is("minor", "no") && !fact_is("in_best_interests", "yes"))
        assert_false(outcome_is(a, "may_detain", "yes"));
    if (strcmp(a->rule->id, "screening.biometrics") == 0) {
        if (!fact_is("minor", "no") && !fact_is("trained_for_minors", "yes"))
            assert_false(outcome_is(a, "may_begin", "yes"));
        if (!fact_is("minor", "no") && !fact_is("risk_to_child", "no"))
            assert_false(outcome_is(a, "next", "last_resort"));
        if (!fact_is("at_least_six", "yes") || fact_is("age_in_doubt", "yes"))
            assert_false(outcome_is(a, "may_begin", "yes"));
    }
    if (strcmp(a->rule->id, "screening.minor") == 0 && fact_is("minor", "yes") && fact_is("unaccompanied", "yes") &&
        fact_is("assistant", "") && fact_is("why_none", ""))
        assert_false(outcome_is(a, "may_close", "yes"));
}

/* Nothing leaves before the person could object (Art 17(3)); hits are in no copy; Interpol is asked without a trace or
 * not at all (Art 16(6)). */
static void the_file(const struct st_answer *a)
{
    if (strcmp(a->rule->id, "screening.transmission") == 0 && !fact_is("chance_to_object", "yes") &&
        !fact_is("referral", "ended_criminal"))
        assert_false(outcome_is(a, "may_transmit", "yes"));
    if (strcmp(a->rule->id, "screening.form") == 0)
        assert_true(outcome_is(a, "redacted", "hit"));
    if (strcmp(a->rule->id, "screening.security") == 0 && !fact_is("interpol_without_trace", "yes")) {
        const struct st_field *plan = st_shape_field(a->rule->outcome, ST_S("plan"));
        assert_false(*(const uint64_t *)st_field_get(plan, a->outcome) & ST_CODE_BIT(security_system_interpol));
    }
}

/* Each reason names its article, and no sentence is longer than 25 words (the reader test, users-and-features.md §21). */
static void reasons_can_be_read(const struct st_answer *a)
{
    for (size_t i = 0; i < a->reasons_n; i++) {
        unsigned words = 0;
        assert_true(a->reasons[i].citation[0]);
        for (const char *at = a->reasons[i].text.text; *at; at++) {
            words += *at != ' ' && (at[1] == ' ' || at[1] == 0);
            if (words > 25)
                print_error("%s: %s\n", a->rule->id, a->reasons[i].text.text);
            assert_true(words <= 25);
            if (strchr(".!?", *at) != NULL && at[1] == ' ')
                words = 0;
        }
    }
}

static void safeguards_hold_whatever_the_facts(void **state)
{
    (void)state;
    for (size_t i = 0; i < st_rules_n; i++)
        for (int n = 0; n < TRIES; n++) {
            const struct st_field *f = st_rules[i]->facts->fields();
            struct st_answer a;
            arena = st_arena_new();
            rule_under_test = st_rules[i];
            made_up = st_alloc(arena, rule_under_test->facts->size);
            for (size_t k = 0; k < rule_under_test->facts->n; k++)
                if (below(4) != 0)
                    some_value(&f[k], made_up);
            assert_int_equal(st_rule_ask(&a, rule_under_test, made_up, st_date(2026, 9, 4), arena, NULL), ST_OK);
            the_right_to_apply(&a);
            children(&a);
            the_file(&a);
            reasons_can_be_read(&a);
            st_arena_free(arena);
        }
}

/* Ids are sorted, so that the list is found by eye; each belongs to one act; each says what it is. */
static void every_rule_is_in_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < st_rules_n; i++) {
        unsigned acts = 0;
        for (const struct st_act_of_rules *act = st_acts_of_rules; act->prefix != NULL; act++)
            acts += st_rule_of_act(st_rules[i], act);
        assert_int_equal(acts, 1);
        assert_true(st_rules[i]->question[0] && st_rules[i]->citation[0] && st_rules[i]->spec[0]);
        assert_ptr_equal(st_rule_find(st_str_of(st_rules[i]->id)), st_rules[i]);
        if (i > 0)
            assert_true(strcmp(st_rules[i - 1]->id, st_rules[i]->id) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_bears_every_fact),
        cmocka_unit_test(safeguards_hold_whatever_the_facts),
        cmocka_unit_test(every_rule_is_in_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
