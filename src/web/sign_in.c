/* Signing in and out: the page for people, the token for programs. */
#include "web/floor.h"

#include "web/form.h"
#include "web/page.h"
#include "web/web.h"

#define CREDENTIALS(F)                                                                                                \
    F(text, name, ST_REQUIRED, 120, "Name", "The name you were given", "")                                            \
    F(text, password, ST_REQUIRED, ST_PASSWORD_MAX, "Password", "", "")                                               \
    F(text, next, ST_HIDDEN, 1000, "Next page", "", "")
#define TOKEN(F)                                                                                                      \
    F(text, token, ST_COMPUTED, 64, "Token", "Send it as Authorization: Bearer", "")                                  \
    F(number, idle_seconds, ST_COMPUTED, 0, "Idle seconds", "The session ends after so many seconds of silence", "")
ST_SHAPE(credentials, CREDENTIALS)
ST_SHAPE_DEFINE(credentials, CREDENTIALS, "Name and password", "")
ST_SHAPE(session_token, TOKEN)
ST_SHAPE_DEFINE(session_token, TOKEN, "A session for a program", "")

struct st_str st_floor_next(const struct st_request *req, struct st_str asked)
{
    bool own = asked.n > 0 && asked.p[0] == '/' && (asked.n == 1 || (asked.p[1] != '/' && asked.p[1] != '\\'));

    for (size_t i = 0; i < asked.n; i++)
        own = own && (unsigned char)asked.p[i] > 0x20 && asked.p[i] != 0x7f;
    return own ? asked : st_str_of(st_web_options(req->web)->home);
}

struct st_str st_floor_sign_in_address(const struct st_request *req)
{
    struct st_buf out = ST_BUF_INIT(8192);
    struct st_str result, wanted = req->method == ST_GET ? req->target : ST_S("/");

    /* A session cookie that opens nothing any more: the page says that the session has ended. */
    st_buf_text(&out, st_str_known(st_request_cookie(req, st_response_cookie_name(req, "session")))
                          ? "/sign-in?ended=1&next=" : "/sign-in?next=");
    for (size_t i = 0; i < wanted.n; i++) {
        unsigned char c = (unsigned char)wanted.p[i];
        if (strchr("/-._~", c) != NULL || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
            st_buf_char(&out, (char)c);
        else
            st_buf_printf(&out, "%%%02X", c);
    }
    result = out.failed ? ST_S("/sign-in") : st_buf_dup(req->arena, &out);
    st_buf_deinit(&out);
    return result;
}

/* A name as the throttle counts it: capitals and spaces around it make no other account. */
static struct st_str counted(struct st_arena *arena, struct st_str name)
{
    struct st_str given = st_str_trim(name);
    char *lower = st_alloc(arena, given.n + 1);

    for (size_t i = 0; i < given.n; i++)
        lower[i] = st_ascii_lower(given.p[i]);
    return (struct st_str){lower, given.n};
}

/* Asks the app, behind the throttle; too many failures answer 429. */
static int check(struct st_session *out, struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct credentials *given = req->input;
    const struct st_web_options *o = st_web_options(req->web);
    struct st_throttle *throttle = st_web_throttle(req->web);
    struct st_str name = counted(req->arena, given->name), address = st_str_of(req->peer);
    int64_t wait = st_throttle_try(throttle, name, address, req->real_now);
    int rc;

    if (wait > 0) {
        res->status = 429;
        st_response_header(res, "Retry-After", st_strf(req->arena, "%lld", (long long)wait));
        return st_fail(err, ST_E_BUSY, "", ST_MSG("Too many failed tries. Wait {0} seconds.", ST_V((long)wait)), "",
                       "Ask your administrator if you have forgotten your password.");
    }
    rc = o->authenticate(out, o->app, given->name, given->password, req->arena, err);
    if (rc == ST_OK)
        st_throttle_passed(throttle, name, address, req->real_now);
    else if (rc != ST_E_FORBIDDEN)
        st_throttle_undo(throttle, name, address);
    if (rc != ST_E_FORBIDDEN)
        return rc;
    *err = (struct st_error){0};
    return st_fail(err, ST_E_FORBIDDEN, "name", ST_MSG("Name or password is wrong."), "", "Check both and try again.");
}

static int page_of(struct st_request *req, struct st_response *res, struct st_str name, struct st_str next,
                   const struct st_error *faults)
{
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Sign in"));
    if (st_str_known(st_request_query(req, "ended")))
        st_page_notice(&page, ST_INFO, &ST_MSG("Your session has ended: {0} minutes passed without a request, or the shift "
                                               "was over. Sign in again; you come back to where you were.",
                                               ST_V(ST_SESSION_IDLE / 60)));
    st_page_faults(&page, faults);
    st_form_begin(&page, "/sign-in");
    st_html_attr_text(&page, "class", "st-narrow");
    st_form_text(&page, "text", "name", "Name", "username", name);
    st_form_text(&page, "password", "password", "Password", "current-password", (struct st_str){NULL, 0});
    st_form_hidden(&page, "next", next);
    st_page_button(&page, ST_PRIMARY, "Sign in");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    return page_of(req, res, (struct st_str){NULL, 0}, st_floor_next(req, st_request_query(req, "next")), NULL);
}

static int sign_in(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct credentials *given = req->input;
    struct st_session session;
    char token[ST_TOKEN_TEXT];
    int rc;

    st_session_new(token, &session, req);
    if (req->faults.n > 0 || (rc = check(&session, req, res, &req->faults)) == ST_E_FORBIDDEN || rc == ST_E_BUSY) {
        res->status = res->status >= 400 ? res->status : st_err_http_status(req->faults.code);
        return page_of(req, res, given->name, given->next, &req->faults);
    }
    if (rc != ST_OK) {
        *err = req->faults;
        return rc;
    }
    if ((rc = st_session_begin(token, &session, &st_web_options(req->web)->sessions, req, res)) != ST_OK)
        return st_fail(err, (enum st_err)rc, "", ST_MSG("The session could not be opened."), "", "Try again.");
    st_response_redirect(res, st_floor_next(req, given->next));
    return ST_OK;
}

static int sign_out(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    st_session_end(&st_web_options(req->web)->sessions, req, res);
    st_response_redirect(res, ST_S("/sign-in"));
    return ST_OK;
}

static int token_begin(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct session_token made = {.idle_seconds = {ST_SESSION_IDLE, true}};
    struct st_session session;
    char token[ST_TOKEN_TEXT];
    int rc;

    st_session_new(token, &session, req);
    if ((rc = check(&session, req, res, err)) != ST_OK)
        return rc;
    if ((rc = st_session_begin(token, &session, &st_web_options(req->web)->sessions, req, NULL)) != ST_OK)
        return st_fail(err, (enum st_err)rc, "", ST_MSG("The session could not be opened."), "", "Try again.");
    made.token = st_str_of(token);
    res->status = 201;
    st_response_record(res, &session_token_shape, &made, -1);
    return ST_OK;
}

static int token_end(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    st_session_end(&st_web_options(req->web)->sessions, req, res);
    res->status = 204;
    return ST_OK;
}

const struct st_route st_sign_in_routes[] = {
    {ST_GET, "/sign-in", show, .help = "The page for signing in", .flags = ST_PUBLIC | ST_PAGE},
    {ST_POST, "/sign-in", sign_in, .body = &credentials_shape, .audit = "session.begin", .help = "Signs in",
     .flags = ST_PUBLIC | ST_PAGE, .body_max = 16 * 1024},
    {ST_POST, "/sign-out", sign_out, .audit = "session.end", .help = "Signs out", .flags = ST_PUBLIC | ST_PAGE},
    {ST_POST, "/api/v1/sessions", token_begin, .body = &credentials_shape, .answer = &session_token_shape,
     .audit = "session.begin", .help = "Opens a session for a program and gives its token", .flags = ST_PUBLIC,
     .body_max = 16 * 1024},
    {ST_DELETE, "/api/v1/sessions/current", token_end, .audit = "session.end", .help = "Ends the session"},
    {0}};
