/* The rule engine on a made-up act about borrowing books: unknown never becomes no. covers: UF-05 UF-24 S-006 */
#include "test.h"

#include "law/words.h"

#define READER_KIND(C) C(reader_kind, child, "Child", "") C(reader_kind, adult, "Adult", "")
ST_CODES(reader_kind, READER_KIND)
ST_CODES_DEFINE(reader_kind, READER_KIND)

#define LOAN_FACTS(F)                                                                                                 \
    F(tri, member, 0, 0, "Member", "", "")                                                                            \
    F(tri, owes_money, 0, 0, "Owes money", "", "")                                                                    \
    F(tri, likes_tea, 0, 0, "Likes tea", "", "")                                                                      \
    F(code, kind, 0, reader_kind, "Kind of reader", "", "")                                                           \
    F(date, asked_on, 0, 0, "Asked on", "", "")
#define LOAN(F)                                                                                                       \
    F(tri, allowed, 0, 0, "Allowed", "", "")                                                                          \
    F(date, back_by, 0, 0, "Back by", "", "")
ST_SHAPE(loan_facts, LOAN_FACTS)
ST_SHAPE(loan, LOAN)
ST_SHAPE_DEFINE(loan_facts, LOAN_FACTS, "Facts", "")
ST_SHAPE_DEFINE(loan, LOAN, "Loan", "")

extern const struct st_rule loan_rule;
ST_RULE(loan, loan_facts, loan, "library.loan", "Library Act Art 1", "May the reader borrow?", "", ST_VERIFIED, 2026, 1, 1)
{
    if (!is(r, f->member)) {
        o->allowed = ST_NO;
        because(r, "Library Act Art 1(1)", "Only members borrow.");
        return;
    }
    if (code(r, f->kind) == reader_kind_adult && is(r, f->owes_money)) {
        o->allowed = ST_NO;
        because(r, "Library Act Art 1(2)", "An adult who owes money does not borrow.");
        return;
    }
    (void)is(r, f->likes_tea);
    o->allowed = ST_YES;
    o->back_by = st_date_add_days(date(r, f->asked_on), 14);
    because(r, "Library Act Art 2", "Back by {0}.", ST_V(o->back_by));
}

static struct st_arena *arena;

static struct st_answer ask(struct loan_facts f)
{
    struct st_answer a;
    assert_int_equal(st_rule_ask(&a, &loan_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    return a;
}

static bool needs(const struct st_answer *a, const char *name)
{
    for (size_t i = 0; i < a->needs_n; i++)
        if (strcmp(a->needs[i]->name, name) == 0)
            return true;
    return false;
}

static void known_facts_answer_in_one_run(void **state)
{
    struct st_answer a = ask((struct loan_facts){.member = ST_YES, .kind = reader_kind_child, .likes_tea = ST_NO,
                                                 .asked_on = st_date(2026, 6, 1)});
    (void)state;
    assert_int_equal(a.runs, 1);
    assert_true(a.complete);
    assert_int_equal(((struct loan *)a.outcome)->allowed, ST_YES);
    assert_int_equal(((struct loan *)a.outcome)->back_by.day, 15);
    assert_int_equal(a.reasons_n, 1);
}

static void an_unknown_that_does_not_matter_is_not_asked(void **state)
{
    struct st_answer a = ask((struct loan_facts){.member = ST_YES, .kind = reader_kind_child,
                                                 .asked_on = st_date(2026, 6, 1)});
    (void)state;
    assert_true(a.complete); /* a child's debt and anybody's tea change nothing */
    assert_int_equal(a.immaterial_n, 1);
    assert_string_equal(a.immaterial[0]->name, "likes_tea");
}

static void an_unknown_that_matters_is_needed(void **state)
{
    struct st_answer a = ask((struct loan_facts){.member = ST_YES, .asked_on = st_date(2026, 6, 1)});
    (void)state;
    assert_false(a.complete);
    assert_true(needs(&a, "owes_money"));
    assert_true(needs(&a, "kind"));
    assert_false(needs(&a, "likes_tea"));
    assert_int_equal(((struct loan *)a.outcome)->allowed, ST_UNKNOWN);
}

static void an_unknown_date_is_needed_only_where_it_is_asked(void **state)
{
    struct st_answer a = ask((struct loan_facts){.member = ST_NO});
    struct st_answer b = ask((struct loan_facts){.member = ST_YES, .kind = reader_kind_child, .likes_tea = ST_YES});
    (void)state;
    assert_true(a.complete);
    assert_false(b.complete);
    assert_int_equal(b.needs_n, 1);
    assert_true(needs(&b, "asked_on"));
}

static void nothing_known_needs_what_decides(void **state)
{
    struct st_answer a = ask((struct loan_facts){0});
    (void)state;
    assert_true(needs(&a, "member"));
    assert_true(needs(&a, "asked_on"));
}

static void a_rule_is_asked_as_of_a_date(void **state)
{
    struct loan_facts f = {.member = ST_NO};
    struct st_error err = {0};
    struct st_answer a;
    (void)state;
    assert_int_equal(st_rule_ask(&a, &loan_rule, &f, st_date(2025, 12, 31), arena, &err), ST_E_STATE);
    assert_int_equal(st_rule_ask(&a, &loan_rule, &f, st_date(2026, 1, 1), arena, &err), ST_OK);
}

static void what_if_names_the_fact_that_would_change_it(void **state)
{
    struct loan_facts f = {.member = ST_YES, .kind = reader_kind_adult, .owes_money = ST_YES};
    struct st_what_if *other;
    size_t n;
    (void)state;
    assert_int_equal(st_rule_what_if(&other, &n, &loan_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    /* owing nothing, or being a child, would open the loan (and then ask for the date); no membership refuses alike */
    assert_int_equal(n, 2);
    assert_string_equal(other[0].fact->name, "kind");
    assert_string_equal(other[1].fact->name, "owes_money");
}

static void the_answer_is_json(void **state)
{
    struct loan_facts f = {.member = ST_NO};
    struct st_answer a = ask(f);
    struct st_buf out = ST_BUF_INIT(65536);
    struct st_json w = ST_JSON_INIT(&out);
    json_t *json;
    (void)state;
    st_answer_write(&w, &a, &f, true, NULL);
    assert_int_equal(st_json_parse(&json, st_buf_get(&out), NULL), ST_OK);
    assert_string_equal(json_string_value(json_object_get(json, "rule")), "library.loan");
    assert_true(json_is_false(json_object_get(json_object_get(json, "outcome"), "allowed")));
    assert_int_equal(json_array_size(json_object_get(json, "needs")), 0);
    assert_int_equal(strlen(json_string_value(json_object_get(json, "rules_hash"))), 64);
    json_decref(json);
    st_buf_deinit(&out);
}

/* A rule that counts: what cannot be counted is needed anew, and the reason says why. */
#define BACK_FACTS(F)                                                                                                 \
    F(text, state, 0, 3, "State", "", "")                                                                             \
    F(date, lent_on, 0, 0, "Lent on", "", "")
#define BACK(F) F(date, back_by, 0, 0, "Back by", "", "")
ST_SHAPE(back_facts, BACK_FACTS)
ST_SHAPE(back, BACK)
ST_SHAPE_DEFINE(back_facts, BACK_FACTS, "Facts", "")
ST_SHAPE_DEFINE(back, BACK, "Back", "")

extern const struct st_rule back_rule;
ST_RULE(back, back_facts, back, "library.back", "Library Act Art 2", "Back by when?", "", ST_VERIFIED, 2026, 1, 1)
{
    struct st_period_query q = {.event = date(r, f->lent_on), .length = {14, ST_DAYS}, .profile = ST_REG_1182,
                                .state = text(r, f->state)};
    o->back_by = period(r, &q, f->lent_on, f->state).last_day;
}

static void what_cannot_be_counted_is_needed_anew(void **state)
{
    struct back_facts f = {.state = ST_S("IT"), .lent_on = st_date(2026, 6, 1)};
    struct st_answer a;
    (void)state;
    assert_int_equal(st_rule_ask(&a, &back_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    assert_true(a.complete);
    assert_int_equal(((struct back *)a.outcome)->back_by.day, 15);
    f.state = ST_S("ZZ"); /* no State */
    assert_int_equal(st_rule_ask(&a, &back_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    assert_true(!a.complete && needs(&a, "state") && a.needs_n == 1);
    assert_false(st_date_known(((struct back *)a.outcome)->back_by));
    assert_int_equal(a.reasons_n, 1);
    f.state = ST_S("IT");
    f.lent_on = st_date(2090, 6, 1); /* no calendar */
    assert_int_equal(st_rule_ask(&a, &back_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    assert_true(!a.complete && needs(&a, "state"));
    f.lent_on = st_date(0, 0, 0); /* an unknown day is the one thing needed */
    assert_int_equal(st_rule_ask(&a, &back_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    assert_true(needs(&a, "lent_on") && a.needs_n == 1 && a.reasons_n == 0);
}

/* The tree: under each reason the facts asked on the way to it; what was asked after the last one stands alone. */
static void an_answer_is_a_tree(void **state)
{
    struct st_answer a = ask((struct loan_facts){.member = ST_YES, .kind = reader_kind_child, .likes_tea = ST_NO,
                                                 .asked_on = st_date(2026, 6, 1)});
    struct st_branch *branches;
    (void)state;
    assert_int_equal(st_answer_tree(&branches, &a, arena), 1);
    assert_string_equal(branches[0].reason->citation, "Library Act Art 2");
    assert_int_equal(branches[0].facts_n, 4);
    assert_string_equal(branches[0].facts[0]->fact->name, "member");
    assert_true(branches[0].facts[0]->was_known);
    a = ask((struct loan_facts){.kind = reader_kind_child}); /* the first run assumes no member */
    assert_int_equal(st_answer_tree(&branches, &a, arena), 1);
    assert_string_equal(branches[0].reason->citation, "Library Act Art 1(1)");
    assert_false(branches[0].facts[0]->was_known);
    struct back_facts f = {.state = ST_S("IT"), .lent_on = st_date(2026, 6, 1)};
    assert_int_equal(st_rule_ask(&a, &back_rule, &f, st_date(2026, 6, 1), arena, NULL), ST_OK);
    assert_int_equal(st_answer_tree(&branches, &a, arena), 1);
    assert_null(branches[0].reason);
    assert_int_equal(branches[0].facts_n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_facts_answer_in_one_run),
        cmocka_unit_test(an_unknown_that_does_not_matter_is_not_asked),
        cmocka_unit_test(an_unknown_that_matters_is_needed),
        cmocka_unit_test(an_unknown_date_is_needed_only_where_it_is_asked),
        cmocka_unit_test(nothing_known_needs_what_decides),
        cmocka_unit_test(a_rule_is_asked_as_of_a_date),
        cmocka_unit_test(what_if_names_the_fact_that_would_change_it),
        cmocka_unit_test(the_answer_is_json),
        cmocka_unit_test(what_cannot_be_counted_is_needed_anew),
        cmocka_unit_test(an_answer_is_a_tree),
    };
    arena = st_arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    st_arena_free(arena);
    return failed;
}
