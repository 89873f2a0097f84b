/* Settings of the place, dated (registers/settings.h): what holds, what is to come, who said so; and changing one. */
#include "app/people.h"
#include "registers/settings.h"

struct view {
    enum setting setting; /* 0: all */
    struct st_settings all;
    struct st_str *officers; /* who entered each change */
    struct st_instant now;
    struct setting_change change;
};

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct view *v = arg;
    int rc = st_settings_load(&v->all, tx, err);

    v->now = tx->now;
    v->officers = ST_NEW_N(tx->arena, struct st_str, v->all.n + 1);
    for (size_t i = 0; rc == ST_OK && i < v->all.n; i++)
        v->officers[i] = st_staff_name(tx, v->all.v[i].set_by);
    return rc;
}

static int command_set(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct view *v = arg;
    return st_setting_set(tx, NULL, &v->change, err);
}

static bool is_day(enum setting s) { return st_setting_of(s)->kind == ST_SETTING_DAY; }

/* ---- Parts ---- */
static void value_at(struct st_html *page, const struct view *v, enum setting s, struct st_instant at)
{
    bool on;

    if (is_day(s)) {
        struct st_date day = st_setting_day(&v->all, s, at);
        if (!st_date_known(day)) {
            st_page_badge(page, ST_NEUTRAL, "No day is set");
            return;
        }
        st_html_date(page, day);
        if (st_setting_begun(&v->all, s, at))
            return;
        st_html_str(page, ST_S(" "));
        st_page_badge(page, ST_INFO, "Still to come");
        return;
    }
    on = st_setting_on(&v->all, s, at);
    st_page_badge(page, on ? ST_WARNING : ST_NEUTRAL, on ? "Yes" : "No");
}

static void said_of(struct st_html *page, const struct view *v, const struct setting_change *c)
{
    if (c == NULL) {
        st_html_t(page, "Unchanged since the program was made");
        return;
    }
    st_html_message(page, st_instant_known(c->valid_until)
                              ? &ST_MSG("Since {0}, until {1}.", ST_V(c->valid_from), ST_V(c->valid_until))
                              : &ST_MSG("Since {0}.", ST_V(c->valid_from)));
    st_html_str(page, ST_S(" "));
    st_html_name(page, c->why);
    st_html_open(page, "div", "class", "st-sub", NULL);
    st_html_name(page, v->officers[c - v->all.v]);
    st_html_close(page);
}

static void coming_of(struct st_html *page, const struct view *v, enum setting s)
{
    bool any = false;

    for (size_t i = 0; i < v->all.n; i++) {
        const struct setting_change *c = &v->all.v[i];
        if (c->setting != s || !st_setting_coming(&v->all, i, v->now))
            continue;
        st_html_open(page, "div", NULL);
        st_html_message(page, &ST_MSG("From {0}:", ST_V(c->valid_from)));
        st_html_str(page, ST_S(" "));
        value_at(page, v, s, c->valid_from);
        st_html_close(page);
        any = true;
    }
    if (!any)
        st_html_t(page, "Nothing");
}

/* ---- The list ---- */
static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {
        /* sentences */
        "Setting", "Holds now", "Since when, and why", "To come",
        /* end of sentences */
        NULL};
    struct view v = {.setting = setting_unknown};
    struct st_html page;
    int rc = st_app_read(req, load, &v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Settings"));
    st_html_element(&page, "p", "Each holds from a moment on. What was done before is judged by what held then.", "class",
                    "st-soft", NULL);
    st_page_table(&page, "Settings of this place", columns);
    for (unsigned s = 1; s < setting_count; s++) {
        const struct st_code *row = st_code_row(&setting_codes, s);
        st_page_row(&page);
        st_html_open(&page, "th", "scope", "row", NULL);
        st_html_link(&page, st_strf(req->arena, "/settings/%s", row->name), row->label);
        st_html_open(&page, "cite", "class", "st-cite", NULL);
        st_html_str(&page, st_str_of(row->citation));
        st_html_close(&page);
        st_page_cell(&page);
        value_at(&page, &v, (enum setting)s, v.now);
        st_page_cell(&page);
        said_of(&page, &v, st_setting_at(&v.all, (enum setting)s, v.now));
        st_page_cell(&page);
        coming_of(&page, &v, (enum setting)s);
    }
    st_page_table_end(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- One of them ---- */
static uint64_t bit_of(const char *field)
{
    const struct st_field *f = st_shape_field(&setting_change_shape, st_str_of(field));
    return UINT64_C(1) << (f - setting_change_shape.fields());
}

/* The fields that this kind has. */
static void change_form(struct st_html *page, const struct view *v, const struct st_error *faults)
{
    struct st_form_options o = {.faults = faults, .typed = &page->req->form};

    o.fields = bit_of("valid_from") | bit_of("why") | bit_of("citation") | bit_of("backdated") |
               (is_day(v->setting) ? bit_of("day") : bit_of("on") | bit_of("valid_until"));
    st_html_element(page, "h2", "Change it", NULL);
    st_form_begin(page, st_strf(page->req->arena, "/settings/%s", st_code_name(&setting_codes, v->setting)).p);
    st_html_attr_text(page, "class", "st-compact");
    st_form_fields(page, &setting_change_shape, &v->change, &o);
    st_page_button(page, ST_PRIMARY, "Enter the change");
    st_form_end(page);
}

static void history_row(struct st_html *page, const struct view *v, size_t i)
{
    const struct setting_change *c = &v->all.v[i];

    st_page_row(page);
    st_html_open(page, "th", "scope", "row", NULL);
    st_html_instant(page, c->set_at);
    st_html_open(page, "div", "class", "st-sub", NULL);
    st_html_name(page, v->officers[i]);
    st_page_cell(page);
    if (!is_day(v->setting))
        st_html_t(page, st_yes(c->on) ? "Yes" : "No");
    else if (st_date_known(c->day))
        st_html_date(page, c->day);
    else
        st_html_t(page, "No day is set");
    st_page_cell(page);
    st_html_instant(page, c->valid_from);
    if (st_yes(c->backdated)) {
        st_html_str(page, ST_S(" "));
        st_page_badge(page, ST_WARNING, "Backdated");
    }
    st_page_cell(page);
    st_html_instant(page, c->valid_until);
    st_page_cell(page);
    st_html_name(page, c->why);
    if (c->citation.n > 0) {
        st_html_open(page, "div", "class", "st-sub", NULL);
        st_html_name(page, c->citation);
        st_html_close(page);
    }
}

static void history(struct st_html *page, const struct view *v)
{
    static const char *const columns[] = {
        /* sentences */
        "Entered", "Value", "Holds from", "Holds until", "Why",
        /* end of sentences */
        NULL};
    bool any = false;

    for (size_t i = 0; i < v->all.n; i++)
        any |= v->all.v[i].setting == v->setting;
    st_html_element(page, "h2", "Changes so far", NULL);
    if (!any) {
        st_html_element(page, "p", "Nobody has changed it.", NULL);
        return;
    }
    st_page_table(page, "Changes, newest first", columns);
    for (size_t i = v->all.n; i-- > 0;)
        if (v->all.v[i].setting == v->setting)
            history_row(page, v, i);
    st_page_table_end(page);
}

static int setting_page(struct st_request *req, struct st_response *res, struct view *v, const struct st_error *faults,
                        struct st_error *err)
{
    const struct st_code *row = st_code_row(&setting_codes, v->setting);
    struct st_html page;
    int rc = st_app_read(req, load, v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &(struct st_message){.text = row->label});
    st_part_crumb(&page, ST_S("/settings"), "Settings");
    if (st_str_known(st_request_query(req, "done")))
        st_page_notice(&page, ST_SUCCESS, &ST_MSG("Done."));
    st_page_faults(&page, faults);
    st_html_open(&page, "p", NULL);
    st_html_t(&page, st_setting_of(v->setting)->help);
    st_html_open(&page, "cite", "class", "st-cite", NULL);
    st_html_str(&page, st_str_of(row->citation));
    st_html_close(&page);
    st_html_close(&page);
    st_page_description(&page);
    st_page_fact_open(&page, "Holds now");
    value_at(&page, v, v->setting, v->now);
    st_page_fact_open(&page, "Since when, and why");
    said_of(&page, v, st_setting_at(&v->all, v->setting, v->now));
    st_page_fact_open(&page, "To come");
    coming_of(&page, v, v->setting);
    st_page_description_end(&page);
    if (req->roles & ST_ROLE(administrator))
        change_form(&page, v, faults);
    history(&page, v);
    st_page_end(&page);
    return ST_OK;
}

static int named(struct view *v, const struct st_request *req, struct st_error *err)
{
    v->setting = (enum setting)st_code_of(&setting_codes, st_request_param(req, "name"));
    return v->setting != setting_unknown ? ST_OK
                                         : st_fail(err, ST_E_NOTFOUND, "", ST_MSG("There is no such setting."), "",
                                                   "See the list of settings.");
}

static int show_one(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.setting = setting_unknown};
    int rc = named(&v, req, err);

    return rc == ST_OK ? setting_page(req, res, &v, NULL, err) : rc;
}

static int change(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct view v = {.setting = setting_unknown};
    int rc = named(&v, req, err);

    if (rc != ST_OK)
        return rc;
    st_form_read(&v.change, &setting_change_shape, req, &req->faults);
    v.change.setting = (uint16_t)v.setting;
    rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, command_set, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, st_strf(req->arena, "/settings/%s?done=1", st_code_name(&setting_codes, v.setting)));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? setting_page(req, res, &v, &req->faults, err) : rc;
}

const struct st_route st_setting_routes[] = {
    {ST_GET, "/settings", show_list, .roles = ST_SETTING_READERS, .help = "What is set in this place, and what is to come",
     .flags = ST_PAGE},
    {ST_GET, "/settings/{name}", show_one, .roles = ST_SETTING_READERS, .help = "A setting and its changes",
     .flags = ST_PAGE},
    {ST_POST, "/settings/{name}", change, .roles = ST_ROLE(administrator), .purposes = ST_PURPOSE(administration),
     .audit = "setting.set", .help = "Changes a setting from a moment on", .flags = ST_PAGE},
    {0}};
