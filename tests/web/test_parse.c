/* covers: S-142 UF-02
 * What strangers put into a request line and its headers. */
#include "test.h"

#include "web/html.h"
#include "web/multipart.h"
#include "web/route.h"

static struct st_arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = st_arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    st_arena_free(arena);
    return 0;
}

static void form_keeps_doubled_fields_in_order(void **state)
{
    struct st_pairs p;

    (void)state;
    assert_int_equal(st_parse_form(&p, ST_S("a=1&b=%C3%A5+x&a=2&c&&=z"), arena, NULL), ST_OK);
    assert_int_equal(p.n, 5);
    assert_str_is(p.v[0].value, "1");
    assert_str_is(p.v[1].value, "å x");
    assert_str_is(p.v[2].value, "2");
    assert_str_is(p.v[3].name, "c");
    assert_str_is(p.v[3].value, "");
    assert_str_is(st_pairs_get(&p, "a"), "1");
    assert_false(st_str_known(st_pairs_get(&p, "nobody")));
}

static void form_refuses_what_is_not_text(void **state)
{
    static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "a=%c3%28", "%ed%a0%80=1", "a=\xff"};
    struct st_pairs p;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(st_parse_form(&p, st_str_of(bad[i]), arena, NULL), ST_E_INVALID);
}

static void form_has_a_limit(void **state)
{
    struct st_buf text = ST_BUF_INIT(100000);
    struct st_pairs p;

    (void)state;
    for (int i = 0; i < ST_PAIRS_MAX; i++)
        st_buf_text(&text, i ? "&a" : "a");
    assert_int_equal(st_parse_form(&p, st_buf_get(&text), arena, NULL), ST_OK);
    st_buf_text(&text, "&a");
    assert_int_equal(st_parse_form(&p, st_buf_get(&text), arena, NULL), ST_E_LIMIT);
    st_buf_deinit(&text);
}

#define PART(head, body) "--b\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"
#define FILES "multipart/form-data; boundary=b"

static int parts(struct st_pairs *p, const char *body, size_t n)
{
    return st_parse_multipart(p, (struct st_str){body, n}, ST_S(FILES), arena, NULL);
}

static void files_come_as_base64_beside_the_fields(void **state)
{
    static const char body[] = PART("name=\"a; b\"", "\xc3\xa5\r\n--c") PART("name=\"f\"; filename=\"1.iso\"", "\0\xff-")
        PART("filename=\"\"; name=f", "") "--b\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION:form-data;name=c"
        "\r\n\r\n1\r\n--b--\r\n";
    struct st_pairs p;

    (void)state;
    assert_int_equal(parts(&p, body, sizeof(body) - 1), ST_OK);
    assert_int_equal(p.n, 4);
    assert_str_is(p.v[0].name, "a; b");
    assert_str_is(p.v[0].value, "å\r\n--c");
    assert_str_is(p.v[1].name, "f");
    assert_str_is(p.v[1].value, "AP8t");
    assert_str_is(p.v[2].value, "");
    assert_str_is(p.v[3].name, "c");
    assert_str_is(p.v[3].value, "1");
    for (size_t n = 0; n < sizeof(body) - 5; n++) /* cut short anywhere */
        assert_int_equal(parts(&p, body, n), ST_E_INVALID);
    assert_int_equal(parts(&p, "--b--", 5), ST_OK);
    assert_int_equal(p.n, 0);
}

static void a_form_with_files_is_strict(void **state)
{
    static const char *const bad[] = {"", "x", "--b", "--b\r\n", "--bc--", PART("name=a", "\xff") "--b--", PART("", "x") "--b--",
                                      PART("name=\"\"", "x") "--b--", PART("name=\xff", "x") "--b--",
                                      "--b\r\n\r\nx\r\n--b--", PART("name=a", "x") "--bc"};
    static const char *const types[] = {"multipart/form-data", "multipart/form-data; boundary=",
                                        ("multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012"
                                        "345678901234567890")};
    struct st_buf text = ST_BUF_INIT(400000);
    struct st_pairs p;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(parts(&p, bad[i], strlen(bad[i])), ST_E_INVALID);
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        assert_int_equal(st_parse_multipart(&p, ST_S("--b--"), st_str_of(types[i]), arena, NULL), ST_E_INVALID);
    for (int i = 0; i <= ST_PAIRS_MAX; i++)
        st_buf_text(&text, PART("name=a", "x"));
    st_buf_text(&text, "--b--");
    assert_int_equal(parts(&p, text.p, text.n), ST_E_LIMIT);
    st_buf_deinit(&text);
}

static void path_is_strict(void **state)
{
    static const char *const bad[] = {"", "a", "//", "/a//b", "/a/", "/./a", "/a/..", "/%2e%2e/a", "/a%2fb", "/a%5cb",
                                      "/a%00", "/%ff", "/%", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};
    struct st_str s[ST_SEGMENTS_MAX];
    size_t n;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(st_parse_path(s, &n, st_str_of(bad[i]), arena));
    assert_true(st_parse_path(s, &n, ST_S("/"), arena));
    assert_int_equal(n, 0);
    assert_true(st_parse_path(s, &n, ST_S("/a+b/%C3%A5%20"), arena));
    assert_int_equal(n, 2);
    assert_str_is(s[0], "a+b");
    assert_str_is(s[1], "å ");
}

static void cookies_pass_over_nonsense(void **state)
{
    struct st_pairs p;

    (void)state;
    st_parse_cookies(&p, ST_S("a=1; nonsense; b=\"2\";=x; c=d=e;"), arena);
    assert_int_equal(p.n, 3);
    assert_str_is(st_pairs_get(&p, "a"), "1");
    assert_str_is(st_pairs_get(&p, "b"), "2");
    assert_str_is(st_pairs_get(&p, "c"), "d=e");
}

static void language_by_weight(void **state)
{
    (void)state;
    assert_string_equal(st_parse_accept_language(ST_S("de, sv-FI;q=0.8, en;q=0.5")), "sv");
    assert_string_equal(st_parse_accept_language(ST_S("sv;q=0.2, EN-gb;q=0.9")), "en");
    assert_null(st_parse_accept_language(ST_S("xx, sv;q=0")));
    assert_null(st_parse_accept_language(ST_S("sv;q=nonsense")));
    assert_null(st_parse_accept_language(ST_S("")));
    assert_null(st_parse_language(ST_S("../../etc")));
}

static void html_or_json(void **state)
{
    (void)state;
    assert_true(st_parse_accepts_html(ST_S("text/html,application/xhtml+xml,*/*;q=0.8")));
    assert_false(st_parse_accepts_html(ST_S("application/json, text/html;q=0.5")));
    assert_false(st_parse_accepts_html(ST_S("*/*")));
    assert_false(st_parse_accepts_html(ST_S("text/html;q=0")));
}

static void version_tags(void **state)
{
    int64_t v;

    (void)state;
    assert_true(st_parse_version_tag(&v, ST_S(" \"v12\" ")) && v == 12);
    assert_false(st_parse_version_tag(&v, ST_S("W/\"v12\"")));
    assert_false(st_parse_version_tag(&v, ST_S("\"v-1\"")));
    assert_false(st_parse_version_tag(&v, ST_S("\"v\"")));
    assert_false(st_parse_version_tag(&v, ST_S("*")));
    assert_false(st_parse_version_tag(&v, ST_S("v12")));
}

/* ---- Routes ---- */

static int nothing(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)req;
    (void)res;
    (void)err;
    return ST_OK;
}

static const struct st_route routes[] = {{ST_GET, "/a/{id}", nothing, .help = ""}, {ST_POST, "/a/{id}", nothing, .help = ""},
                                         {ST_GET, "/a/new", nothing, .help = ""},  {ST_GET, "/a/new/{x}/{y}", nothing, .help = ""},
                                         {ST_GET, "/", nothing, .help = ""},       {0}};

static struct st_request find(const struct st_router *router, enum st_method method, const char *path)
{
    struct st_request req = {.arena = arena, .method = method, .target = st_str_of(path)};
    st_request_take_apart(&req);
    st_router_find(router, &req);
    return req;
}

static void routes_are_found(void **state)
{
    static const struct st_route *const tables[] = {routes, NULL};
    struct st_router *router;
    struct st_request r;

    (void)state;
    assert_int_equal(st_router_new(&router, tables, NULL), ST_OK);
    r = find(router, ST_GET, "/a/new");
    assert_ptr_equal(r.route, &routes[2]);
    r = find(router, ST_POST, "/a/new"); /* the literal knows no POST; the address is not tried as a parameter */
    assert_null(r.route);
    assert_str_is(st_router_allow(r.allowed, arena), "GET, HEAD, OPTIONS");
    r = find(router, ST_HEAD, "/a/%C3%A5?q=1");
    assert_ptr_equal(r.route, &routes[0]);
    assert_str_is(st_request_param(&r, "id"), "å");
    assert_str_is(st_request_query(&r, "q"), "1");
    r = find(router, ST_GET, "/a/new/1/2");
    assert_str_is(st_request_param(&r, "y"), "2");
    r = find(router, ST_GET, "/");
    assert_ptr_equal(r.route, &routes[4]);
    r = find(router, ST_GET, "/a");
    assert_true(r.route == NULL && r.allowed == 0);
    r = find(router, ST_GET, "/a/../a/new");
    assert_true(r.route == NULL && r.allowed == 0);
    st_router_free(router);
}

static void two_rows_alike_are_refused(void **state)
{
    static const struct st_route again[] = {{ST_GET, "/a/{name}", nothing, .help = ""}, {0}};
    static const struct st_route *const tables[] = {routes, again, NULL};
    struct st_router *router;

    (void)state;
    assert_int_equal(st_router_new(&router, tables, NULL), ST_E_BUG);
}

/* ---- HTML ---- */

static void html_escapes_by_context(void **state)
{
    struct st_buf out = ST_BUF_INIT(4096);
    struct st_html page = ST_HTML_INIT(&out, ((struct st_reader){"en", "UTC"}));

    (void)state;
    st_html_open(&page, "a", "title", "\"><b>'&", "href", "java\nscript:x", NULL);
    st_html_str(&page, ST_S("</a><script>"));
    st_html_open(&page, "br", NULL);
    st_html_close(&page);
    st_html_close(&page);
    st_html_open(&page, "a", "href", "//elsewhere", NULL);
    st_html_close(&page);
    st_html_open(&page, "a", "href", "/p?a=1&b=\"2 3", NULL);
    st_html_close(&page);
    assert_str_is(st_buf_get(&out), "<a title=\"&quot;&gt;&lt;b&gt;&#39;&amp;\" href=\"#\">&lt;/a&gt;&lt;script&gt;<br>"
                                    "</a><a href=\"#\"></a><a href=\"/p?a=1&amp;b=&quot;2%203\"></a>");
    assert_string_equal(st_html_direction("ar"), "rtl");
    assert_string_equal(st_html_direction("fa-AF"), "rtl");
    assert_string_equal(st_html_direction("sv"), "ltr");
    st_buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(form_keeps_doubled_fields_in_order, begin, end),
        cmocka_unit_test_setup_teardown(form_refuses_what_is_not_text, begin, end),
        cmocka_unit_test_setup_teardown(form_has_a_limit, begin, end),
        cmocka_unit_test_setup_teardown(files_come_as_base64_beside_the_fields, begin, end),
        cmocka_unit_test_setup_teardown(a_form_with_files_is_strict, begin, end),
        cmocka_unit_test_setup_teardown(path_is_strict, begin, end),
        cmocka_unit_test_setup_teardown(cookies_pass_over_nonsense, begin, end),
        cmocka_unit_test_setup_teardown(language_by_weight, begin, end),
        cmocka_unit_test_setup_teardown(html_or_json, begin, end),
        cmocka_unit_test_setup_teardown(version_tags, begin, end),
        cmocka_unit_test_setup_teardown(routes_are_found, begin, end),
        cmocka_unit_test_setup_teardown(two_rows_alike_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(html_escapes_by_context, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
