#include "web/page.h"

#include <stdio.h>

#include "base/catalogue.h"
#include "web/assets.h"
#include "web/floor.h"
#include "web/form.h"
#include "web/problem.h"
#include "web/web.h"

/* ---- Head and foot ---- */

/* The reader wants light letters on black: asked for with ?contrast=more, kept in a cookie. */
static bool dark(const struct st_request *req)
{
    struct st_str asked = st_request_query(req, "contrast");
    return st_str_is(st_str_known(asked) ? asked : st_request_cookie(req, "contrast"), "more");
}

static void head(struct st_html *page, const struct st_message *title, const char *look)
{
    struct st_arena *arena = page->req->arena;
    const char *language = page->reader.language;

    st_buf_text(page->out, "<!doctype html>\n");
    st_html_open(page, "html", "lang", language, "dir", st_html_direction(language), "data-color-scheme", "light",
                 "class", look, NULL);
    if (dark(page->req))
        st_html_attr_text(page, "data-contrast", "more");
    st_html_open(page, "head", NULL);
    st_html_open(page, "meta", "charset", "utf-8", NULL);
    st_html_close(page);
    st_html_open(page, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1", NULL);
    st_html_close(page);
    st_html_open(page, "title", NULL);
    st_html_message(page, title);
    st_html_str(page, ST_S(" – Statera"));
    st_html_close(page);
    st_html_open(page, "link", "rel", "stylesheet", NULL);
    st_html_attr(page, "href", st_asset_address("app.css", arena));
    st_html_close(page);
    st_html_open(page, "link", "rel", "icon", "type", "image/svg+xml", NULL);
    st_html_attr(page, "href", st_asset_address("icon.svg", arena));
    st_html_close(page);
    st_html_open(page, "script", "type", "module", NULL);
    st_html_attr(page, "src", st_asset_address("app.js", arena));
    st_html_close(page);
    st_html_close(page);
}

static void navigation(struct st_html *page)
{
    const struct st_request *req = page->req;
    const struct st_nav *nav = st_web_options(req->web)->nav;

    if (nav == NULL || req->session == NULL)
        return;
    st_html_open(page, "nav", "class", "st-nav", NULL);
    st_html_attr_t(page, "aria-label", "Main navigation");
    st_html_open(page, "ul", NULL);
    for (; nav->path != NULL; nav++) {
        bool here = st_str_is(req->path, nav->path);
        if (!st_request_may(req, nav->roles))
            continue;
        st_html_open(page, "li", NULL);
        st_html_open(page, "a", "href", nav->path, NULL);
        if (here)
            st_html_attr_text(page, "aria-current", "page");
        st_html_t(page, nav->key);
        st_html_close(page);
        st_html_close(page);
    }
    st_html_close(page);
    st_html_close(page);
}

/* The same page with another value of a question in its address, which keeps its other questions. */
static struct st_str with(const struct st_request *req, const char *name, const char *value)
{
    struct st_buf out = ST_BUF_INIT(4096);
    struct st_str rest = req->target, result;

    st_buf_str(&out, req->method == ST_GET ? st_str_cut(&rest, '?') : req->path);
    st_buf_printf(&out, "?%s=%s", name, value);
    while (req->method == ST_GET && rest.n > 0) {
        struct st_str one = st_str_cut(&rest, '&');
        if (one.n > 0 && !st_str_starts(one, st_strf(req->arena, "%s=", name).p)) {
            st_buf_char(&out, '&');
            st_buf_str(&out, one);
        }
    }
    result = out.failed ? st_strf(req->arena, "/?%s=%s", name, value) : st_buf_dup(req->arena, &out);
    st_buf_deinit(&out);
    return result;
}

static void language_link(struct st_html *page, const char *language, const char *name)
{
    st_html_open(page, "li", NULL);
    st_html_open(page, "a", "hreflang", language, "lang", language, NULL);
    st_html_attr(page, "href", with(page->req, "lang", language));
    if (strcmp(language, page->reader.language) == 0)
        st_html_attr_text(page, "aria-current", "true");
    st_html_str(page, st_str_of(name));
    st_html_close(page);
    st_html_close(page);
}

static void languages(struct st_html *page)
{
    st_html_open(page, "nav", "class", "st-languages", NULL);
    st_html_attr_t(page, "aria-label", "Language and contrast");
    st_html_open(page, "ul", NULL);
    language_link(page, "en", "English");
    for (size_t i = 0; i < st_catalogues_n; i++)
        language_link(page, st_catalogues[i].language, st_catalogues[i].name);
    st_html_open(page, "li", NULL);
    st_html_link(page, with(page->req, "contrast", dark(page->req) ? "normal" : "more"),
                 dark(page->req) ? "Dark letters on white" : "Light letters on black");
    st_html_close(page);
    st_html_close(page);
    st_html_close(page);
}

static void officer(struct st_html *page)
{
    const struct st_session *session = page->req->session;

    if (session == NULL || st_web_options(page->req->web)->authenticate == NULL)
        return;
    st_form_begin(page, "/sign-out");
    st_html_attr_text(page, "class", "st-officer");
    st_html_name(page, st_str_of(session->name));
    st_page_button(page, ST_SECONDARY, "Sign out");
    st_form_end(page);
}

/* The purpose that pages work under, and the others at one key. */
static void purpose(struct st_html *page)
{
    const struct st_request *req = page->req;
    const struct st_codes *codes = st_web_options(req->web)->purposes;
    unsigned chosen;

    if (req->session == NULL || codes == NULL || st_web_options(req->web)->authenticate == NULL)
        return;
    chosen = st_code_of(codes, st_str_of(req->session->purpose));
    st_html_open(page, "details", "class", "st-purpose", NULL);
    st_html_open(page, "summary", NULL);
    st_html_open(page, "span", "class", "st-soft", NULL);
    st_html_t(page, "Purpose");
    st_html_str(page, ST_S(": "));
    st_html_close(page);
    st_html_t(page, chosen ? st_code_label(codes, chosen) : "none chosen");
    st_html_close(page);
    st_floor_purpose_buttons(page, UINT64_MAX, req->method == ST_GET ? req->target : ST_S("/"));
    st_html_close(page);
}

static void header(struct st_html *page)
{
    st_html_open(page, "header", "class", "st-header", NULL);
    st_html_open(page, "div", "class", "st-wide", NULL);
    st_html_open(page, "a", "class", "st-brand", "href", st_web_options(page->req->web)->home, NULL);
    st_html_str(page, ST_S("Statera"));
    st_html_close(page);
    navigation(page);
    purpose(page);
    officer(page);
    st_html_close(page);
    if (st_web_options(page->req->web)->training && page->req->session == NULL)
        st_html_element(page, "p", "Training: synthetic people, a clock that can be moved.", "class", "st-training",
                        NULL);
    if (page->req->session != NULL && st_web_options(page->req->web)->bar != NULL)
        st_web_options(page->req->web)->bar(page);
    st_html_close(page);
}

static void prepare(struct st_html *page, struct st_request *req, struct st_response *res)
{
    struct st_str chosen = st_request_query(req, "lang"), contrast = st_request_query(req, "contrast");

    *page = (struct st_html)ST_HTML_INIT(&res->body, st_request_reader(req));
    page->req = req;
    page->res = res;
    res->content_type = "text/html; charset=utf-8";
    st_buf_clear(&res->body);
    if (st_str_known(chosen) && st_parse_language(chosen) != NULL)
        st_response_cookie(res, req, "lang", st_str_of(req->language), 365 * 86400);
    if (st_str_is(contrast, "more") || st_str_is(contrast, "normal"))
        st_response_cookie(res, req, "contrast", contrast, 365 * 86400);
}

static void heading(struct st_html *page, const struct st_message *title)
{
    st_html_open(page, "h1", "class", "ds-heading", "data-size", "md", NULL);
    st_html_message(page, title);
    st_html_close(page);
}

void st_page_begin(struct st_html *page, struct st_request *req, struct st_response *res,
                   const struct st_message *title)
{
    prepare(page, req, res);
    head(page, title, st_web_options(req->web)->training ? "st-page st-in-training" : "st-page");
    st_html_open(page, "body", NULL);
    st_html_element(page, "a", "Go to the content", "class", "ds-skip-link", "href", "#main", NULL);
    header(page);
    st_html_open(page, "main", "id", "main", "tabindex", "-1", "class", "st-main st-wide", NULL);
    heading(page, title);
}

void st_page_begin_print(struct st_html *page, struct st_request *req, struct st_response *res,
                         const struct st_message *title)
{
    prepare(page, req, res);
    head(page, title, "st-page st-paper");
    st_html_open(page, "body", NULL);
    st_html_open(page, "main", "id", "main", "class", "st-main st-wide", NULL);
    heading(page, title);
}

/* Said before the session ends by itself (WCAG 2.2.1): shown by script when the time comes; a press of the button is a
 * request, and with it the session goes on. */
static void idle_warning(struct st_html *page)
{
    if (page->req->session == NULL)
        return;
    st_html_open(page, "div", "id", "idle", "class", "st-idle", "role", "alertdialog", "aria-labelledby", "idle-text",
                 NULL);
    st_html_attr_int(page, "data-seconds", ST_SESSION_IDLE);
    st_html_flag(page, "hidden", true);
    st_html_element(page, "p", "You will soon be signed out, since nothing was done for a while.", "id", "idle-text", NULL);
    st_html_element(page, "button", "Stay signed in", "type", "button", "class", "ds-button", NULL);
    st_html_close(page);
}

void st_page_end(struct st_html *page)
{
    st_html_close_to(page, 2); /* html, body */
    idle_warning(page);
    st_html_open(page, "div", "id", "live", "role", "status", "aria-live", "polite", "class", "ds-sr-only", NULL);
    st_html_attr_t(page, "data-said", "What stands on this page has changed.");
    st_html_close(page);
    st_html_open(page, "footer", "class", "st-footer", NULL);
    st_html_open(page, "div", "class", "st-wide", NULL);
    languages(page);
    st_html_element(page, "p", "The machine computes and explains; a named officer decides.", NULL);
    st_html_close_to(page, 0);
}

/* A refusal may be one of this purpose only: the others are one key away. */
static void other_purposes(struct st_html *page, const struct st_request *req)
{
    uint64_t offered = req->route->purposes ? req->route->purposes : ~ST_CODE_BIT(req->purpose);

    if ((offered & st_request_purposes(req)) == 0)
        return;
    st_html_element(page, "p", "You can work for another purpose:", NULL);
    st_floor_purpose_buttons(page, offered, req->method == ST_GET ? req->target : ST_S("/"));
}

/* Nothing is refused but the purpose, and the one that is asked for can be chosen: no reproach, one key. */
static bool only_the_purpose(const struct st_request *req, const struct st_error *err)
{
    return req->route != NULL && err->code == ST_E_FORBIDDEN && err->n == 1 &&
           strcmp(err->faults[0].field, "Purpose") == 0 && (req->route->purposes & st_request_purposes(req)) != 0;
}

static void said_of_error(struct st_html *page, const struct st_request *req, const struct st_error *err)
{
    char id[ST_ID_TEXT];

    for (size_t i = 0; i < err->n && st_problem_speaks(err); i++) {
        st_html_open(page, "p", NULL);
        st_html_message(page, &err->faults[i].what);
        st_html_str(page, ST_S(" "));
        st_html_t(page, err->faults[i].cure);
        if (err->faults[i].citation[0])
            st_html_element(page, "cite", err->faults[i].citation, "class", "st-cite", NULL);
        st_html_close(page);
    }
    if (st_problem_speaks(err))
        return;
    st_html_element(page, "p", "What you sent was not lost on the way, but it was not done either. Try again; if it "
                               "stays so, tell your administrator the number below.", NULL);
    st_html_open(page, "p", NULL);
    st_html_name(page, st_str_of(st_id_print(id, req->id)));
    st_html_close(page);
}

void st_page_of_error(struct st_response *res, struct st_request *req, int status, const struct st_error *err)
{
    bool purpose = only_the_purpose(req, err);
    struct st_message title = {.text = purpose ? "For which purpose?" : st_err_title(err->code)};
    struct st_html page;

    res->status = status;
    st_page_begin(&page, req, res, &title);
    if (purpose) {
        st_html_element(&page, "p", "This page is not for the purpose that you work under. Choose one; the journal notes it.",
                        NULL);
        st_floor_purpose_buttons(&page, req->route->purposes, req->method == ST_GET ? req->target : ST_S("/"));
    } else {
        said_of_error(&page, req, err);
        if (req->route != NULL && err->code == ST_E_FORBIDDEN)
            other_purposes(&page, req);
    }
    st_html_open(&page, "p", NULL);
    st_page_action(&page, ST_SECONDARY, st_str_of(st_web_options(req->web)->home), "To the first page");
    st_page_end(&page);
}

/* ---- Parts ---- */

static const char *tone_name(enum st_tone tone)
{
    static const char *const names[] = {"neutral", "info", "success", "warning", "danger"};
    return names[tone];
}

void st_page_faults(struct st_html *page, const struct st_error *err)
{
    unsigned depth = page->depth;

    if (err == NULL || err->n == 0)
        return;
    st_html_open(page, "div", "class", "ds-error-summary", "role", "alert", "tabindex", "-1", "id", "faults",
                 "aria-labelledby", "faults-title", NULL);
    st_html_element(page, "h2", "Something has to be put right", "id", "faults-title", NULL);
    st_html_open(page, "ul", "class", "ds-list", NULL);
    for (size_t i = 0; i < err->n; i++) {
        const struct st_fault *fault = &err->faults[i];
        st_html_open(page, "li", NULL);
        if (fault->field[0]) {
            st_html_open(page, "a", "class", "ds-link", NULL);
            st_html_attr(page, "href", st_strf(page->req->arena, "#f-%s", fault->field));
        }
        st_html_message(page, &fault->what);
        if (fault->field[0])
            st_html_close(page);
        st_html_str(page, ST_S(" "));
        st_html_t(page, fault->cure);
        if (fault->citation[0])
            st_html_element(page, "cite", fault->citation, "class", "st-cite", NULL);
        st_html_close(page);
    }
    st_html_close_to(page, depth);
}

void st_page_notice(struct st_html *page, enum st_tone tone, const struct st_message *text)
{
    st_html_open(page, "div", "class", "ds-alert", "data-color", tone_name(tone), NULL);
    st_html_open(page, "p", "class", "ds-paragraph", NULL);
    st_html_message(page, text);
    st_html_close(page);
    st_html_close(page);
}

void st_page_badge(struct st_html *page, enum st_tone tone, const char *key)
{
    st_html_element(page, "span", key, "class", "ds-tag st-badge", "data-color", tone_name(tone), NULL);
}

void st_page_description(struct st_html *page) { st_html_open(page, "dl", "class", "st-facts", NULL); }

void st_page_fact_open(struct st_html *page, const char *key)
{
    if (strcmp(page->stack[page->depth - 1], "dd") == 0)
        st_html_close_to(page, page->depth - 2); /* dd and its div */
    st_html_open(page, "div", NULL);
    st_html_element(page, "dt", key, NULL);
    st_html_open(page, "dd", NULL);
}

void st_page_fact(struct st_html *page, const char *key, struct st_str value)
{
    st_page_fact_open(page, key);
    if (st_str_known(value))
        st_html_name(page, value);
    else
        st_html_element(page, "span", "not known", "class", "st-unknown", NULL);
}

void st_page_fact_message(struct st_html *page, const char *key, const struct st_message *value)
{
    st_page_fact_open(page, key);
    st_html_message(page, value);
}

void st_page_description_end(struct st_html *page)
{
    while (strcmp(page->stack[page->depth - 1], "dl") != 0)
        st_html_close(page);
    st_html_close(page);
}

/* Where there is no room for many columns each row stands alone, and its cells say what they are. */
void st_page_table(struct st_html *page, const char *caption, const char *const *columns)
{
    size_t n = 0;

    st_html_open(page, "div", "class", "st-scroll", "tabindex", "0", "role", "group", NULL);
    st_html_attr_t(page, "aria-label", caption);
    while (columns[n] != NULL)
        n++;
    st_html_open(page, "table", "class", n > 3 ? "ds-table st-rows-alone" : "ds-table", NULL);
    st_html_element(page, "caption", caption, NULL);
    st_html_open(page, "thead", NULL);
    st_html_open(page, "tr", NULL);
    for (size_t i = 0; i < n; i++)
        st_html_element(page, "th", columns[i], "scope", "col", NULL);
    st_html_close(page);
    st_html_close(page);
    st_html_open(page, "tbody", NULL);
    page->columns = n > 3 ? columns : NULL;
}

static bool inside(const struct st_html *page, const char *element)
{
    return page->depth > 0 && strcmp(page->stack[page->depth - 1], element) == 0;
}

void st_page_row(struct st_html *page)
{
    while (!inside(page, "tbody"))
        st_html_close(page);
    st_html_open(page, "tr", NULL);
}

void st_page_cell(struct st_html *page)
{
    while (!inside(page, "tr"))
        st_html_close(page);
    st_html_open(page, "td", NULL);
    for (unsigned i = 0; page->columns != NULL && page->columns[i] != NULL; i++)
        if (i + 1 == page->column)
            st_html_attr_t(page, "data-label", page->columns[i]);
}

void st_page_cell_name(struct st_html *page, struct st_str name)
{
    while (!inside(page, "tr"))
        st_html_close(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_name(page, name);
}

void st_page_table_end(struct st_html *page)
{
    while (!inside(page, "table"))
        st_html_close(page);
    st_html_close(page);
    st_html_close(page);
    page->columns = NULL;
}

static void button_look(struct st_html *page, enum st_button kind)
{
    st_html_attr_text(page, "class", "ds-button");
    if (kind == ST_SECONDARY)
        st_html_attr_text(page, "data-variant", "secondary");
    if (kind == ST_GRAVE)
        st_html_attr_text(page, "data-color", "danger");
}

void st_page_button_action(struct st_html *page, enum st_button kind, const char *key, const char *value)
{
    st_html_open(page, "button", "type", "submit", NULL);
    if (value != NULL) {
        st_html_attr_text(page, "name", "action");
        st_html_attr_text(page, "value", value);
    }
    button_look(page, kind);
    st_html_t(page, key);
    st_html_close(page);
}

void st_page_button(struct st_html *page, enum st_button kind, const char *key)
{
    st_page_button_action(page, kind, key, NULL);
}

void st_page_action(struct st_html *page, enum st_button kind, struct st_str address, const char *key)
{
    if (!st_request_may_open(page->req, address))
        return;
    st_html_open(page, "a", NULL);
    st_html_attr(page, "href", address);
    button_look(page, kind);
    st_html_t(page, key);
    st_html_close(page);
}

void st_page_live(struct st_html *page, const char *id, const char *topic)
{
    st_html_open(page, "div", "id", id, "data-live", topic, NULL);
}

/* ---- Clocks ---- */

static bool stands_still(const struct st_clock_view *clock)
{
    return clock->paused || st_instant_known(clock->paused_since);
}

enum st_tone st_clock_tone(const struct st_clock_view *clock, struct st_instant now)
{
    int64_t left = clock->ends_at.us - now.us;

    if (stands_still(clock) || !st_instant_known(clock->ends_at))
        return ST_NEUTRAL;
    return left <= ST_DAY ? ST_DANGER : left <= 3 * ST_DAY ? ST_WARNING : ST_SUCCESS;
}

static const char *clock_word(const struct st_clock_view *clock, struct st_instant now)
{
    int64_t left = clock->ends_at.us - now.us;

    if (stands_still(clock))
        return "Standing still";
    if (!st_instant_known(clock->ends_at))
        return "No end";
    return left <= 0 ? "Overdue" : left <= ST_DAY ? "Within a day" : left <= 3 * ST_DAY ? "Soon" : "In time";
}

/* "Thu 17 Sep 2026, 24:00": a period that ends with the last hour of a day ends on that day, not on the next one at
 * 00:00 (Reg. 1182/71 Art 3(2)). */
static void end_of_period(struct st_html *page, struct st_instant end)
{
    const char *zone = page->reader.time_zone ? page->reader.time_zone : "UTC";
    struct st_local local;
    char text[ST_INSTANT_TEXT];

    if (!st_instant_known(end) || !st_zone_local(&local, end, zone) || local.hour || local.minute || local.second) {
        st_html_instant(page, end);
        return;
    }
    st_html_open(page, "time", "datetime", st_instant_print(text, end), NULL);
    st_html_message(page, &ST_MSG("{0}, 24:00", ST_V(st_date_add_days(local.date, -1))));
    st_html_close(page);
}

static void time_left(struct st_html *page, int64_t left)
{
    bool over = left < 0;
    int64_t minutes = (over ? -left : left) / (60 * ST_SECOND), hours = minutes / 60, days = hours / 24;
    struct st_message text =
        days > 0 ? (over ? ST_MSG("{0} d {1} h ago", ST_V((long)days), ST_V((long)(hours % 24)))
                         : ST_MSG("{0} d {1} h left", ST_V((long)days), ST_V((long)(hours % 24))))
                 : (over ? ST_MSG("{0} h {1} min ago", ST_V((long)hours), ST_V((long)(minutes % 60)))
                         : ST_MSG("{0} h {1} min left", ST_V((long)hours), ST_V((long)(minutes % 60))));

    st_html_open(page, "span", "class", "st-left", NULL);
    st_html_str(page, ST_S("("));
    st_html_message(page, &text);
    st_html_str(page, ST_S(")"));
    st_html_close(page);
}

/* What ends, when, how long still, by which article. */
static void clock_sentence(struct st_html *page, const struct st_clock_view *clock, struct st_instant now)
{
    st_html_message(page, &clock->what);
    st_html_str(page, ST_S(" "));
    end_of_period(page, clock->ends_at);
    if (st_instant_known(clock->ends_at) && !stands_still(clock)) {
        st_html_str(page, ST_S(" "));
        time_left(page, clock->ends_at.us - now.us);
    }
    if (clock->citation != NULL && clock->citation[0]) {
        st_html_str(page, ST_S(" "));
        st_html_element(page, "cite", clock->citation, "class", "st-cite", NULL);
    }
}

void st_page_clock_frame(struct st_html *page, const struct st_clock_view *clock, struct st_instant now)
{
    st_html_open(page, "div", "class", "st-clock", "data-color", tone_name(st_clock_tone(clock, now)), NULL);
}

void st_page_clock_said(struct st_html *page, const struct st_clock_view *clock, struct st_instant now)
{
    st_html_open(page, "p", "class", "st-clock-what", NULL);
    st_page_badge(page, st_clock_tone(clock, now), clock_word(clock, now));
    st_html_str(page, ST_S(" "));
    clock_sentence(page, clock, now);
    st_html_close(page);
    if (st_instant_known(clock->paused_since)) {
        st_html_open(page, "p", NULL);
        st_html_t(page, "Since");
        st_html_str(page, ST_S(" "));
        st_html_instant(page, clock->paused_since);
        if (clock->paused_why.text != NULL) {
            st_html_str(page, ST_S(": "));
            st_html_message(page, &clock->paused_why);
        }
        st_html_close(page);
    }
    if (clock->if_missed.text != NULL) {
        st_html_open(page, "p", "class", "st-missed", NULL);
        st_html_t(page, "If missed:");
        st_html_str(page, ST_S(" "));
        st_html_message(page, &clock->if_missed);
        st_html_close(page);
    }
}

void st_page_clock_line(struct st_html *page, const struct st_clock_view *clock, struct st_instant now)
{
    st_html_open(page, "p", "class", "st-clock-line", NULL);
    st_html_t(page, clock_word(clock, now));
    st_html_str(page, ST_S(": "));
    clock_sentence(page, clock, now);
    st_html_close(page);
}

void st_page_clock(struct st_html *page, const struct st_clock_view *clock, struct st_instant now)
{
    st_page_clock_frame(page, clock, now);
    st_page_clock_said(page, clock, now);
    st_html_close(page);
}
