/* Officers' accounts: list, new, change, disable, passwords; and one's own password. */
#include "app/staff_work.h"

#include <sodium.h>

static const char STAFF_AT[] = "/staff/";

/* ---- The list ---- */
static void roles(struct st_html *page, uint64_t bits)
{
    bool first = true;

    for (unsigned i = 1; i < role_count; i++) {
        if (!(bits & ST_CODE_BIT(i)))
            continue;
        st_html_str(page, first ? ST_S("") : ST_S(", "));
        st_html_t(page, st_code_label(&role_codes, i));
        first = false;
    }
}

static int show_list(struct st_request *req, struct st_response *res, struct st_error *err)
{
    static const char *const columns[] = {"Name", "Unit", "Roles", "State", NULL};
    struct st_staff_work v = {0};
    struct st_html page;
    int rc = st_app_read(req, st_staff_work_list, &v, err);

    if (rc != ST_OK)
        return rc;
    st_page_begin(&page, req, res, &ST_MSG("Officers' accounts"));
    st_html_open(&page, "p", NULL);
    st_page_action(&page, ST_PRIMARY, ST_S("/staff/new"), "New account");
    st_html_close(&page);
    st_page_table(&page, "Officers' accounts", columns);
    for (size_t i = 0; i < v.n; i++) {
        st_page_row(&page);
        st_html_open(&page, "th", "scope", "row", NULL);
        st_html_open(&page, "a", "class", "ds-link", NULL);
        st_html_attr(&page, "href", st_path(req->arena, STAFF_AT, v.ids[i], ""));
        st_html_name(&page, v.all[i].name);
        st_html_close(&page);
        st_html_open(&page, "div", "class", "st-sub", NULL);
        st_html_name(&page, v.all[i].sign_in_name);
        st_page_cell(&page);
        st_html_name(&page, v.all[i].unit);
        st_page_cell(&page);
        roles(&page, v.all[i].roles);
        st_page_cell(&page);
        st_page_badge(&page, st_yes(v.all[i].active) ? ST_SUCCESS : ST_NEUTRAL,
                      st_yes(v.all[i].active) ? "Active" : "Disabled");
    }
    st_page_table_end(&page);
    st_page_end(&page);
    return ST_OK;
}

/* ---- A new account ---- */
static int new_form(struct st_request *req, struct st_response *res, const struct staff *given,
                    const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form};
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("New account"));
    st_part_crumb(&page, ST_S("/staff"), "Officers' accounts");
    st_page_faults(&page, faults);
    st_form_begin(&page, "/staff/new");
    st_html_attr_text(&page, "class", "st-compact");
    st_form_fields(&page, &staff_shape, given, &options);
    st_form_text(&page, "password", "password", "First password", "new-password", (struct st_str){NULL, 0});
    st_html_element(&page, "p", "At least 12 characters: a sentence that only the officer would say. It is told in person.",
                    "class", "st-soft", NULL);
    st_page_button(&page, ST_PRIMARY, "Make the account");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_new(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    return new_form(req, res, NULL, NULL);
}

/* The account's own fields; the password that came with them belongs to no record. */
static void read_account(struct staff *out, const struct st_request *req, struct st_error *err)
{
    struct st_pair *own = ST_NEW_N(req->arena, struct st_pair, req->form.n + 1);
    struct st_request rest = *req;
    size_t n = 0;

    for (size_t i = 0; i < req->form.n; i++)
        if (!st_str_is(req->form.v[i].name, "password"))
            own[n++] = req->form.v[i];
    rest.form = (struct st_pairs){own, n};
    st_form_read(out, &staff_shape, &rest, err);
}

static int add(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work v = {0};
    int rc;

    read_account(&v.s, req, &req->faults);
    rc = st_staff_hash(v.hash, st_request_form(req, "password"), &req->faults);
    if (req->faults.n == 0)
        rc = st_app_write(req, st_staff_work_add, &v, &req->faults);
    sodium_memzero(v.hash, sizeof(v.hash));
    if (rc == ST_OK) {
        st_response_redirect(res, ST_S("/staff"));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? new_form(req, res, &v.s, &req->faults) : rc;
}

/* ---- One account ---- */
static void password_form(struct st_html *page, const char *action, bool own)
{
    st_html_element(page, "h2", own ? "Your password" : "New password", NULL);
    st_form_begin(page, action);
    st_html_attr_text(page, "class", "st-narrow");
    if (own)
        st_form_text(page, "password", "current", "Present password", "current-password", (struct st_str){NULL, 0});
    st_form_text(page, "password", "password", "New password", "new-password", (struct st_str){NULL, 0});
    st_page_button(page, own ? ST_PRIMARY : ST_SECONDARY, "Set the password");
    st_form_end(page);
}

static int account_page(struct st_request *req, struct st_response *res, const struct st_staff_work *v,
                        const struct st_error *faults)
{
    const struct st_form_options options = {.faults = faults, .typed = &req->form};
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Account {0}", ST_V(v->s.sign_in_name)));
    st_part_crumb(&page, ST_S("/staff"), "Officers' accounts");
    if (st_str_known(st_request_query(req, "done")))
        st_page_notice(&page, ST_SUCCESS, &ST_MSG("Done."));
    st_page_faults(&page, faults);
    st_form_begin(&page, st_path(req->arena, STAFF_AT, v->id, "").p);
    st_html_attr_text(&page, "class", "st-compact");
    st_form_version(&page, req->version >= 0 ? req->version : v->version);
    st_form_fields(&page, &staff_shape, &v->s, &options);
    st_page_button(&page, ST_PRIMARY, "Save");
    st_form_end(&page);
    password_form(&page, st_path(req->arena, STAFF_AT, v->id, "/password").p, false);
    st_html_element(&page, "h2", "State", NULL);
    st_form_begin(&page, st_path(req->arena, STAFF_AT, v->id, st_yes(v->s.active) ? "/disable" : "/enable").p);
    st_page_button(&page, st_yes(v->s.active) ? ST_GRAVE : ST_SECONDARY,
                   st_yes(v->s.active) ? "Disable the account" : "Enable the account");
    st_form_end(&page);
    st_page_end(&page);
    return ST_OK;
}

static int show_one(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work v = {0};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc == ST_OK)
        rc = st_app_read(req, st_staff_work_load, &v, err);
    return rc == ST_OK ? account_page(req, res, &v, NULL) : rc;
}

/* After an act: the account with a word, or again with what was wrong. */
static int outcome(int rc, struct st_request *req, struct st_response *res, struct st_staff_work *v,
                   struct st_error *err)
{
    struct st_error reading = {0};

    if (rc == ST_OK) {
        st_response_redirect(res, st_path(req->arena, STAFF_AT, v->id, "?done=1"));
        return ST_OK;
    }
    *err = req->faults;
    if (!st_app_again(res, err))
        return rc;
    rc = st_app_read(req, st_staff_work_load, v, &reading);
    if (rc == ST_OK)
        return account_page(req, res, v, &req->faults);
    *err = reading; /* there is no such account here, whatever was wrong with the input */
    return rc;
}

static int update(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work v = {.s = *(const struct staff *)req->input, .version = req->version};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    rc = req->faults.n > 0 ? ST_E_INVALID : st_app_write(req, st_staff_work_update, &v, &req->faults);
    return outcome(rc, req, res, &v, err);
}

static int set_active(struct st_request *req, struct st_response *res, bool active, struct st_error *err)
{
    struct st_staff_work v = {.active = active};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    rc = st_app_write(req, st_staff_work_activate, &v, &req->faults);
    return outcome(rc, req, res, &v, err);
}

static int disable(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return set_active(req, res, false, err);
}

static int enable(struct st_request *req, struct st_response *res, struct st_error *err)
{
    return set_active(req, res, true, err);
}

static int set_password(struct st_request *req, struct st_response *res, struct st_error *err)
{
    struct st_staff_work v = {0};
    int rc = st_request_id(&v.id, req, "id", err);

    if (rc != ST_OK)
        return rc;
    rc = st_staff_hash(v.hash, st_request_form(req, "password"), &req->faults);
    if (rc == ST_OK)
        rc = st_app_write(req, st_staff_work_password, &v, &req->faults);
    return outcome(rc, req, res, &v, err);
}

/* ---- One's own ---- */
static int own_page(struct st_request *req, struct st_response *res, const struct st_error *faults)
{
    struct st_html page;

    st_page_begin(&page, req, res, &ST_MSG("Your account"));
    if (st_str_known(st_request_query(req, "done")))
        st_page_notice(&page, ST_SUCCESS, &ST_MSG("Done."));
    st_page_faults(&page, faults);
    st_page_description(&page);
    st_page_fact(&page, "Name", st_str_of(req->session->name));
    st_page_fact(&page, "Unit", st_str_of(req->session->unit));
    st_page_fact_open(&page, "Roles");
    roles(&page, req->roles);
    st_page_description_end(&page);
    password_form(&page, "/account", true);
    st_page_end(&page);
    return ST_OK;
}

static int show_own(struct st_request *req, struct st_response *res, struct st_error *err)
{
    (void)err;
    return own_page(req, res, NULL);
}

static int set_own(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct st_app_options *o = st_app_options(req);
    struct st_staff_work v = {.id = req->session->officer};
    struct st_throttle *throttle = st_web_throttle(req->web);
    struct st_str who = st_strf(req->arena, "account@%s", req->session->name);
    int64_t wait = st_throttle_try(throttle, who, ST_S(""), req->real_now);
    struct st_id confirmed;
    struct staff own;
    int rc = st_app_read(req, st_staff_work_load, &v, &req->faults);

    /* A browser left open is no place to guess the password at. */
    if (rc == ST_OK && wait > 0)
        rc = st_fail(&req->faults, ST_E_LIMIT, "current", ST_MSG("Too many failed tries. Wait {0} seconds.",
                     ST_V((long)wait)), "", "Ask your administrator if you have forgotten your password.");
    if (rc == ST_OK)
        rc = st_staff_confirm(&own, &confirmed, o->store, o->authority, v.s.sign_in_name,
                              st_request_form(req, "current"), req->arena, &(struct st_error){0});
    if (rc == ST_OK)
        st_throttle_passed(throttle, who, ST_S(""), req->real_now);
    else if (wait == 0 && rc != ST_E_FORBIDDEN)
        st_throttle_undo(throttle, who, ST_S(""));
    if (rc == ST_E_FORBIDDEN)
        rc = st_fail(&req->faults, ST_E_INVALID, "current", ST_MSG("This is not your present password."), "",
                     "Try again.");
    if (rc == ST_OK)
        rc = st_staff_hash(v.hash, st_request_form(req, "password"), &req->faults);
    if (rc == ST_OK)
        rc = st_app_write(req, st_staff_work_password, &v, &req->faults);
    if (rc == ST_OK) {
        st_response_redirect(res, ST_S("/account?done=1"));
        return ST_OK;
    }
    *err = req->faults;
    return st_app_again(res, err) ? own_page(req, res, &req->faults) : rc;
}

#define ADMIN .roles = ST_ROLE(administrator), .purposes = ST_PURPOSE(administration)

const struct st_route st_staff_routes[] = {
    {ST_GET, "/staff", show_list, ADMIN, .help = "Officers' accounts", .flags = ST_PAGE},
    {ST_GET, "/staff/new", show_new, ADMIN, .help = "The form of a new account", .flags = ST_PAGE},
    {ST_POST, "/staff/new", add, ADMIN, .audit = "staff.add", .help = "Makes an account",
     .flags = ST_PAGE},
    {ST_GET, "/staff/{id}", show_one, ADMIN, .help = "An officer's account", .flags = ST_PAGE},
    {ST_POST, "/staff/{id}", update, ADMIN, .body = &staff_shape, .audit = "staff.update", .help = "Changes an account",
     .flags = ST_PAGE | ST_IF_MATCH},
    {ST_POST, "/staff/{id}/disable", disable, ADMIN, .audit = "staff.disable", .help = "Disables an account",
     .flags = ST_PAGE},
    {ST_POST, "/staff/{id}/enable", enable, ADMIN, .audit = "staff.enable", .help = "Enables an account", .flags = ST_PAGE},
    {ST_POST, "/staff/{id}/password", set_password, ADMIN, .audit = "staff.password", .help = "Sets a new password",
     .flags = ST_PAGE},
    {ST_GET, "/account", show_own, .help = "One's own account", .flags = ST_PAGE},
    {ST_POST, "/account", set_own, .audit = "staff.password", .help = "Sets one's own password", .flags = ST_PAGE},
    {0}};
