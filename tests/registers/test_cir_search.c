/* Identification against the common identity repository: prints and names of people whom other States recorded, for
 * the purpose of identification only, with the line cut, and what the journal says of it.
 * covers: S-007 UF-03 UF-07 */
#include "eurodac_place.h"

#include "registers/search.h"

ACTOR(identifier, 20, "screening_officer", "identification");

struct question {
    struct search_request request;
    struct st_search_reply reply;
    struct st_id person;
    struct st_journal_row *rows;
    size_t n;
};

static int search(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct question *q = arg;
    return st_search(&q->reply, tx, &q->request, err);
}

static int readings_of(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct question *q = arg;
    struct st_journal_filter filter = {.person = q->person, .limit = 100};
    return st_journal_list(&q->rows, &q->n, tx, &filter, err);
}

/* A request by the first `n` fingers of a person, a record for each. */
static struct search_request fingers_of(unsigned person, unsigned capture, size_t n)
{
    struct eurodac_dataset d = dataset_of(eurodac_category_applicant, person, capture);
    struct search_request r = {.prints = {ST_NEW_N(at.arena, struct search_print, n), n}};

    for (size_t i = 0; i < n; i++)
        r.prints.v[i].minutiae = d.fingerprints.v[i].minutiae;
    return r;
}

static void prints_find_whom_another_state_recorded(void **state)
{
    struct job recorded = sent_by(&french, eurodac_category_applicant, 3, 0);
    struct question q = {.request = fingers_of(3, 1, 1)};

    (void)state;
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 1);
    assert_string_equal(q.reply.hits[0].register_name, "cir");
    assert_int_equal(q.reply.hits[0].evidence, ST_EVIDENCE_PRINTS);
    assert_true(st_id_eq(q.reply.hits[0].record, recorded.id));
    assert_false(st_id_known(q.reply.hits[0].person));
    assert_str_is(q.reply.hits[0].shown.names.v[0].family, "Testsson");
    q.request = fingers_of(4, 0, 2);
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 0);
    q.request.prints.v[1].minutiae = ST_S("FMR but nothing more");
    assert_int_equal(reading(&identifier, search, &q), ST_E_INVALID);
    assert_true(faulted("prints.1.minutiae"));
}

/* Each record says which fingers it shows; together they weigh more than the best of them alone. */
static void several_fingers_are_searched_together(void **state)
{
    struct job recorded = sent_by(&french, eurodac_category_applicant, 3, 0);
    struct question one = {.request = fingers_of(3, 1, 1)}, two = {.request = fingers_of(3, 1, 2)};
    size_t n = ST_PRINT_VIEWS + 1;

    (void)state;
    assert_int_equal(reading(&identifier, search, &one), ST_OK);
    assert_int_equal(reading(&identifier, search, &two), ST_OK);
    assert_int_equal(two.reply.n, 1);
    assert_true(st_id_eq(two.reply.hits[0].record, recorded.id));
    assert_true(two.reply.hits[0].score > one.reply.hits[0].score);
    assert_int_equal(two.reply.hits[0].prints_n, 2);
    two.request.prints.v = ST_NEW_N(at.arena, struct search_print, n);
    two.request.prints.n = n;
    for (size_t i = 0; i < n; i++)
        two.request.prints.v[i] = one.request.prints.v[0];
    assert_int_equal(reading(&identifier, search, &two), ST_E_LIMIT);
    assert_true(faulted("prints.30.minutiae"));
}

/* SR Art 14(4): where the prints find nobody, what the person says of themselves is asked. */
static void names_are_asked_where_prints_find_nobody(void **state)
{
    struct question q = {.request = fingers_of(4, 0, 2)};

    (void)state;
    (void)sent_by(&french, eurodac_category_applicant, 3, 0);
    q.request.name = ST_S("Ada Testsson");
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 1);
    assert_int_equal(q.reply.hits[0].evidence, ST_EVIDENCE_NAME);
    q.request = fingers_of(3, 1, 2);
    q.request.name = ST_S("Somebody Else");
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 1);
    assert_int_equal(q.reply.hits[0].evidence, ST_EVIDENCE_PRINTS);
}

static size_t refusals_of(const struct st_actor *who)
{
    struct question q = {.person = {{0}}};
    size_t n = 0;

    assert_int_equal(reading(&dpo, readings_of, &q), ST_OK);
    for (size_t i = 0; i < q.n; i++)
        n += st_str_is(q.rows[i].action, "search") && q.rows[i].kind == ST_ENTRY_REFUSAL &&
             st_id_eq(q.rows[i].officer, who->officer);
    return n;
}

/* IO Art 9(4), 20a: for another purpose the repository is not asked, and nobody is told that it could be. */
static void only_to_identify(void **state)
{
    struct question q = {.request = fingers_of(3, 1, 1)};

    (void)state;
    (void)sent_by(&french, eurodac_category_applicant, 3, 0);
    assert_int_equal(reading(&screener, search, &q), ST_E_FORBIDDEN);
    assert_true(faulted("prints"));
    assert_true(refusals_of(&screener) == 1);
    q.request = (struct search_request){.name = ST_S("Ada Testsson")};
    assert_int_equal(reading(&screener, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 0);
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 1);
    assert_string_equal(q.reply.hits[0].register_name, "cir");
    assert_int_equal(q.reply.hits[0].evidence, ST_EVIDENCE_NAME);
}

/* A record of this place leads to the person's file, whose log says that it was found. */
static void a_record_of_this_place_leads_to_its_file(void **state)
{
    struct job own = sent_by(&registrar, eurodac_category_applicant, 5, 0);
    struct question q = {.request = fingers_of(5, 1, 2), .person = own.person};

    (void)state;
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_int_equal(q.reply.n, 1);
    assert_true(st_id_eq(q.reply.hits[0].person, own.person));
    assert_int_equal(reading(&dpo, readings_of, &q), ST_OK);
    for (size_t i = 0; i < q.n; i++)
        if (st_str_is(q.rows[i].action, "cir.search")) {
            assert_true(st_id_eq(q.rows[i].officer, identifier.officer));
            assert_str_is(q.rows[i].citation, "IO Art 24(2)");
            return;
        }
    fail_msg("the person's log does not say who searched");
}

static void a_cut_line_is_said(void **state)
{
    struct question q = {.request = fingers_of(3, 1, 1)};

    (void)state;
    (void)sent_by(&french, eurodac_category_applicant, 3, 0);
    assert_int_equal(st_node_cut(at.store, &italy, true, NULL), ST_OK);
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_true(q.reply.silent);
    assert_int_equal(q.reply.n, 0);
    assert_int_equal(st_node_cut(at.store, &italy, false, NULL), ST_OK);
    assert_int_equal(reading(&identifier, search, &q), ST_OK);
    assert_true(!q.reply.silent && q.reply.n == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_ANEW(prints_find_whom_another_state_recorded),
        EACH_ANEW(several_fingers_are_searched_together),
        EACH_ANEW(names_are_asked_where_prints_find_nobody),
        EACH_ANEW(only_to_identify),
        EACH_ANEW(a_record_of_this_place_leads_to_its_file),
        EACH_ANEW(a_cut_line_is_said),
    };

    return RUN_EACH_ON_BOTH(tests);
}
