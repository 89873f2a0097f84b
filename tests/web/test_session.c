/* covers: UF-07
 * Sessions, CSRF tokens, passwords, the throttle; answers given twice. */
#include "test.h"

#include "web/answers.h"
#include "web/metrics.h"
#include "web/route.h"
#include "web/session.h"

static struct st_arena *arena;
static struct st_session_memory *memory;
static struct st_session_store store;
static const struct st_instant T0 = {1789000000000000};

static int begin(void **state)
{
    (void)state;
    arena = st_arena_new();
    memory = st_session_memory_new();
    store = st_session_memory_store(memory);
    return 0;
}

static int end(void **state)
{
    (void)state;
    st_session_memory_free(memory);
    st_arena_free(arena);
    return 0;
}

static struct st_request request_with(const char *cookie_name, const char *value, struct st_instant now)
{
    struct st_pair *v = ST_NEW_N(arena, struct st_pair, 1);
    v[0] = (struct st_pair){st_str_of(cookie_name), st_str_of(value)};
    return (struct st_request){.arena = arena, .cookies = {v, 1}, .real_now = now, .path = ST_S("/form")};
}

/* A session begins with what `session` says about its officer. */
static int begin_session(char token[ST_TOKEN_TEXT], struct st_session *session, struct st_request *req,
                         struct st_response *res)
{
    struct st_session fresh;

    st_session_new(token, &fresh, req);
    memcpy(session->key, fresh.key, sizeof(fresh.key));
    memcpy(session->csrf, fresh.csrf, sizeof(fresh.csrf));
    session->id = fresh.id;
    session->begun = fresh.begun;
    session->seen = fresh.seen;
    return st_session_begin(token, session, &store, req, res);
}

static void session_is_found_by_its_token_only(void **state)
{
    struct st_request req = request_with("x", "", T0);
    struct st_response res = {.arena = arena};
    struct st_session session = {.roles = "keeper"};
    char token[ST_TOKEN_TEXT], forged[ST_TOKEN_TEXT];

    (void)state;
    assert_int_equal(begin_session(token, &session, &req, &res), ST_OK);
    assert_true(st_str_ends(res.headers[0].value, "; Path=/; HttpOnly; SameSite=Strict"));
    req = request_with("session", token, T0);
    assert_non_null(st_session_find(&store, &req));
    memcpy(forged, token, sizeof(forged));
    forged[10] = forged[10] == 'a' ? 'b' : 'a';
    req = request_with("session", forged, T0);
    assert_null(st_session_find(&store, &req));
    req = request_with("session", "short", T0);
    assert_null(st_session_find(&store, &req));
    req = request_with("session", token, T0);
    req.tls = true; /* under TLS only the __Host- name counts */
    assert_null(st_session_find(&store, &req));
}

/* Whoever chooses a purpose while the account is disabled gets no session back. */
static void another_purpose_revives_nothing(void **state)
{
    struct st_request req = request_with("x", "", T0);
    struct st_session session = {.roles = "keeper"}, found;
    char token[ST_TOKEN_TEXT];

    (void)state;
    assert_int_equal(begin_session(token, &session, &req, NULL), ST_OK);
    assert_int_equal(store.choose(store.context, session.key, "lending"), ST_OK);
    assert_int_equal(store.get(&found, store.context, session.key), ST_OK);
    assert_string_equal(found.purpose, "lending");
    assert_int_equal(store.remove(store.context, session.key), ST_OK);
    assert_int_equal(store.choose(store.context, session.key, "lending"), ST_E_NOTFOUND);
    assert_int_equal(store.get(&found, store.context, session.key), ST_E_NOTFOUND);
}

static void session_ends_by_silence_and_by_age(void **state)
{
    struct st_session session = {.roles = ""};
    struct st_request req = request_with("x", "", T0);
    char token[ST_TOKEN_TEXT];
    struct st_instant t = T0;

    (void)state;
    assert_int_equal(begin_session(token, &session, &req, NULL), ST_OK);
    for (; t.us < T0.us + ST_SESSION_ABSOLUTE * ST_SECOND; t.us += (ST_SESSION_IDLE - 1) * ST_SECOND) {
        req = request_with("session", token, t);
        assert_non_null(st_session_find(&store, &req));
    }
    req = request_with("session", token, t);
    assert_null(st_session_find(&store, &req));

    req = request_with("x", "", T0);
    assert_int_equal(begin_session(token, &session, &req, NULL), ST_OK);
    req = request_with("session", token, (struct st_instant){T0.us + (ST_SESSION_IDLE + 1) * ST_SECOND});
    assert_null(st_session_find(&store, &req));
}

/* A screen that only listens keeps no session open. */
static void what_a_screen_asks_by_itself_is_no_sign_of_life(void **state)
{
    static const struct st_route listening = {.flags = ST_BY_ITSELF};
    struct st_session session = {.roles = ""};
    struct st_request req = request_with("x", "", T0);
    char token[ST_TOKEN_TEXT];

    (void)state;
    assert_int_equal(begin_session(token, &session, &req, NULL), ST_OK);
    for (int minutes = 5; minutes <= 30; minutes += 5) {
        req = request_with("session", token, (struct st_instant){T0.us + minutes * 60 * ST_SECOND});
        req.route = &listening;
        assert_non_null(st_session_find(&store, &req));
    }
    req = request_with("session", token, (struct st_instant){T0.us + (ST_SESSION_IDLE + 1) * ST_SECOND});
    assert_null(st_session_find(&store, &req));
}

static void csrf_belongs_to_session_and_form(void **state)
{
    struct st_session session = {.roles = ""}, other = {.roles = ""};
    struct st_request req = request_with("x", "", T0);
    struct st_response res = {.arena = arena};
    char token[ST_TOKEN_TEXT];
    struct st_pair field = {ST_S("csrf"), {NULL, 0}};

    (void)state;
    assert_int_equal(begin_session(token, &session, &req, NULL), ST_OK);
    assert_int_equal(begin_session(token, &other, &req, NULL), ST_OK);
    req.session = &session;
    field.value = st_csrf_token(&req, &res, "/form");
    req.form = (struct st_pairs){&field, 1};
    assert_true(st_csrf_valid(&req));
    req.path = ST_S("/other");
    assert_false(st_csrf_valid(&req));
    req.path = ST_S("/form");
    req.session = &other;
    assert_false(st_csrf_valid(&req));
    req.session = NULL;
    assert_false(st_csrf_valid(&req));
}

static void passwords(void **state)
{
    char hash[ST_PASSWORD_TEXT];

    (void)state;
    assert_int_equal(st_password_hash(hash, ST_S("")), ST_E_INVALID);
    assert_int_equal(st_password_hash(hash, ST_S("lösenord")), ST_OK);
    assert_int_equal(st_password_check(hash, ST_S("lösenord")), ST_OK);
    assert_int_equal(st_password_check(hash, ST_S("losenord")), ST_E_FORBIDDEN);
    assert_int_equal(st_password_check(NULL, ST_S("lösenord")), ST_E_FORBIDDEN);
}

static const struct st_str ELENA = {"elena", 5}, HOTSPOT = {"192.0.2.1", 9}, ELSEWHERE = {"198.51.100.7", 12};

static int64_t tried(struct st_throttle *t, struct st_str name, const char *address, struct st_instant now)
{
    return st_throttle_try(t, name, st_str_of(address), now);
}

static void throttle_waits_longer_and_longer(void **state)
{
    struct st_throttle *t = st_throttle_new();
    struct st_instant now = T0;

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 2);
    assert_int_equal(st_throttle_try(t, ST_S("marco"), HOTSPOT, now), 0);
    now.us += 2 * ST_SECOND;
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0); /* the sixth failure */
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 4);
    for (int i = 0; i < 20; i++) {
        now.us += 15 * 60 * ST_SECOND;
        assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    }
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 15 * 60);
    now.us += 61 * 60 * ST_SECOND; /* after an hour of silence it begins anew */
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    st_throttle_free(t);
}

/* A hundred addresses guess at one account: the account waits, a strange address of the officer for two minutes at most,
 * the station's where somebody signed in not at all. */
static void throttle_many_addresses_at_one_name(void **state)
{
    struct st_throttle *t = st_throttle_new();
    struct st_instant now = T0;
    int refused = 0;

    (void)state;
    assert_int_equal(st_throttle_try(t, ST_S("marco"), HOTSPOT, now), 0);
    st_throttle_passed(t, ST_S("marco"), HOTSPOT, now);
    for (int i = 0; i < 100; i++)
        refused += tried(t, ELENA, st_strf(arena, "203.0.113.%d", i).p, now) > 0;
    assert_int_equal(refused, 90);
    for (int i = 0; i < 100; i++) {
        now.us += 2 * 60 * ST_SECOND;
        (void)tried(t, ELENA, st_strf(arena, "203.0.113.%d", i).p, now);
    }
    assert_in_range(st_throttle_try(t, ELENA, ELSEWHERE, now), 1, 2 * 60);
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    st_throttle_passed(t, ELENA, HOTSPOT, now);
    assert_int_equal(st_throttle_try(t, ST_S("sofia"), ELSEWHERE, now), 0); /* other names are untouched */
    st_throttle_free(t);
}

/* One address tries many names: it waits, but an officer who has signed in from it does not. */
static void throttle_one_address_many_names(void **state)
{
    struct st_throttle *t = st_throttle_new();
    struct st_instant now = T0;
    int refused = 0;

    (void)state;
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    st_throttle_passed(t, ELENA, HOTSPOT, now);
    for (int i = 0; i < 100; i++)
        refused += st_throttle_try(t, st_strf(arena, "name%d", i), HOTSPOT, now) > 0;
    assert_int_equal(refused, 70);
    assert_in_range(st_throttle_try(t, ST_S("marco"), HOTSPOT, now), 1, 2 * 60);
    assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, now), 0);
    now.us += 31LL * 24 * 3600 * ST_SECOND;
    for (int i = 0; i < 30; i++)
        (void)st_throttle_try(t, st_strf(arena, "name%d", i), HOTSPOT, now);
    assert_in_range(st_throttle_try(t, ELENA, HOTSPOT, now), 1, 2 * 60); /* at home no more after a month */
    st_throttle_free(t);
}

static void throttle_counts_no_try_that_came_to_nothing(void **state)
{
    struct st_throttle *t = st_throttle_new();

    (void)state;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(st_throttle_try(t, ELENA, HOTSPOT, T0), 0);
        st_throttle_undo(t, ELENA, HOTSPOT);
    }
    for (int i = 0; i < 5; i++) /* without an address the name counts as at one */
        assert_int_equal(st_throttle_try(t, ELENA, ST_S(""), T0), 0);
    assert_int_equal(st_throttle_try(t, ELENA, ST_S(""), T0), 2);
    st_throttle_free(t);
}

static struct st_request keyed(const char *key, const char *body)
{
    struct st_pair *v = ST_NEW_N(arena, struct st_pair, 1);
    v[0] = (struct st_pair){ST_S("idempotency-key"), st_str_of(key)};
    return (struct st_request){.arena = arena, .headers = {v, 1}, .method = ST_POST, .target = ST_S("/x"),
                               .body = st_str_of(body), .real_now = T0};
}

static void answers_are_given_again(void **state)
{
    struct st_answers_memory *kept = st_answers_memory_new();
    struct st_answer_store answers = st_answers_memory_store(kept);
    struct st_request req = keyed("k", "{}");
    struct st_response first = {.arena = arena, .status = 201, .content_type = "application/json"},
                       again = {.arena = arena};
    bool held;
    int rc;

    (void)state;
    st_buf_init(&first.body, 100);
    st_buf_init(&again.body, 100);
    st_buf_text(&first.body, "{\"n\":1}");
    assert_false(st_answers_begin(&rc, &held, &answers, &req, &first, NULL));
    assert_true(held);
    assert_true(st_answers_begin(&rc, &held, &answers, &req, &again, NULL));
    assert_int_equal(rc, ST_E_BUSY);
    st_answers_end(&answers, &req, &first);
    assert_true(st_answers_begin(&rc, &held, &answers, &req, &again, NULL));
    assert_int_equal(rc, ST_OK);
    assert_int_equal(again.status, 201);
    assert_str_is(st_buf_get(&again.body), "{\"n\":1}");
    req = keyed("k", "{\"other\":1}");
    assert_true(st_answers_begin(&rc, &held, &answers, &req, &again, NULL));
    assert_int_equal(rc, ST_E_EXISTS);
    req = keyed("failed", "{}");
    first.status = 422;
    assert_false(st_answers_begin(&rc, &held, &answers, &req, &first, NULL));
    st_answers_end(&answers, &req, &first);
    assert_false(st_answers_begin(&rc, &held, &answers, &req, &first, NULL));
    st_buf_deinit(&first.body);
    st_buf_deinit(&again.body);
    st_answers_memory_free(kept);
}

static void metrics_add_up(void **state)
{
    static struct st_metrics m;
    struct st_buf out = ST_BUF_INIT(10000);

    (void)state;
    st_metrics_count(&m, 200, 400);
    st_metrics_count(&m, 404, 1500000);
    st_metrics_print(&out, &m, NULL);
    st_buf_char(&out, '\0');
    assert_non_null(strstr(out.p, "statera_http_answers_total{class=\"4xx\"} 1\n"));
    assert_non_null(strstr(out.p, "statera_http_seconds_bucket{le=\"0.000500\"} 1\n"));
    assert_non_null(strstr(out.p, "statera_http_seconds_bucket{le=\"+Inf\"} 2\n"));
    assert_non_null(strstr(out.p, "statera_http_seconds_sum 1.500400\n"));
    st_buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(session_is_found_by_its_token_only, begin, end),
        cmocka_unit_test_setup_teardown(another_purpose_revives_nothing, begin, end),
        cmocka_unit_test_setup_teardown(session_ends_by_silence_and_by_age, begin, end),
        cmocka_unit_test_setup_teardown(what_a_screen_asks_by_itself_is_no_sign_of_life, begin, end),
        cmocka_unit_test_setup_teardown(csrf_belongs_to_session_and_form, begin, end),
        cmocka_unit_test(passwords),
        cmocka_unit_test(throttle_waits_longer_and_longer),
        cmocka_unit_test_setup_teardown(throttle_many_addresses_at_one_name, begin, end),
        cmocka_unit_test_setup_teardown(throttle_one_address_many_names, begin, end),
        cmocka_unit_test(throttle_counts_no_try_that_came_to_nothing),
        cmocka_unit_test_setup_teardown(answers_are_given_again, begin, end),
        cmocka_unit_test(metrics_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
