#include "registers/staff.h"

ST_SHAPE_DEFINE(staff, STAFF, "Officer's account", "")
ST_SHAPE_DEFINE(staff_secret, STAFF_SECRET, "Secret of an account", "")

static const struct st_right rights[] = {
    {role_administrator, purpose_administration, ST_MAY_READ | ST_MAY_WRITE, "*", ""},
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ, "*", "GDPR Art 39(1)"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

static int may(const struct st_tx *tx, enum st_operation operation, struct st_error *err)
{
    return st_access_decide(NULL, tx->actor, rights, &staff_shape, operation, "Officers' accounts", err);
}

/* The roles stand in the journal, the name does not. */
static int journal(struct st_tx *tx, const char *action, struct st_id id, const struct staff *staff,
                   struct st_error *err)
{
    struct st_entry entry = {.kind = ST_ENTRY_CHANGE, .action = action, .register_name = "", .record = id,
                             .citation = ""};
    struct st_buf text = ST_BUF_INIT(4096);
    struct st_json w = ST_JSON_INIT(&text);
    int rc;

    if (staff != NULL) {
        st_shape_write(&w, &staff_shape, staff,
                       UINT64_C(1) << (st_shape_field(&staff_shape, ST_S("roles")) - staff_shape.fields()));
        entry.envelopes[0].json = st_buf_dup(tx->arena, &text);
        entry.n = 1;
    }
    rc = st_journal_add(tx, &entry, err);
    st_buf_deinit(&text);
    return rc;
}

/* ---- Checks ---- */
static struct st_str canonical(struct st_arena *arena, struct st_str name)
{
    struct st_str given = st_str_trim(name);
    char *to = st_alloc(arena, given.n + 1);

    for (size_t i = 0; i < given.n; i++)
        to[i] = st_ascii_lower(given.p[i]);
    return st_str_known(name) ? (struct st_str){to, given.n} : name;
}

static bool is_sign_in_name(struct st_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && strchr("._-@", s.p[i]) == NULL)
            return false;
    return s.n > 0;
}

static int find(struct st_tx *tx, struct st_id *id, struct staff *staff, struct st_str name, struct st_error *err)
{
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &staff_shape, "sign_in_name", st_cell_str(name), 1, err);

    if (rc == ST_OK && n == 0)
        rc = ST_E_NOTFOUND;
    if (rc != ST_OK)
        return rc;
    *id = ids[0];
    if (staff != NULL)
        *staff = *(const struct staff *)found;
    return ST_OK;
}

static int check_name_free(struct st_tx *tx, struct st_id id, const struct staff *staff, struct st_error *err)
{
    struct st_id other;
    int rc = find(tx, &other, NULL, staff->sign_in_name, err);

    if (rc == ST_OK && !st_id_eq(other, id))
        return st_fail(err, ST_E_EXISTS, "sign_in_name", ST_MSG("There is an account with this sign-in name."), "",
                       "Choose another one.");
    return rc == ST_E_NOTFOUND ? ST_OK : rc;
}

static int check(struct st_tx *tx, struct st_id id, struct staff *staff, struct st_error *err)
{
    struct st_local local;
    int rc;

    staff->sign_in_name = canonical(tx->arena, staff->sign_in_name);
    rc = st_shape_check(&staff_shape, staff, NULL, 0, tx->now, tx->arena, "", err);
    if (staff->sign_in_name.n > 0 && !is_sign_in_name(staff->sign_in_name))
        rc = st_fail(err, ST_E_INVALID, "sign_in_name",
                     ST_MSG("A sign-in name has only the letters a to z, digits, dots, dashes and @."), "",
                     "Write it without spaces and accents.");
    if (staff->time_zone.n > 0 && !st_zone_local(&local, tx->now, st_str_z(tx->arena, staff->time_zone)))
        rc = st_fail(err, ST_E_INVALID, "time_zone", ST_MSG("There is no such time zone."), "",
                     "Write it as in Europe/Rome.");
    if (rc == ST_OK && staff->usual_purpose == purpose_unknown && (staff->roles & ST_CODE_BIT(role_administrator)))
        staff->usual_purpose = purpose_administration;
    return rc == ST_OK ? check_name_free(tx, id, staff, err) : rc;
}

ST_STATEMENT(other_administrators, "staff.other_administrators",
             "SELECT COUNT(*) FROM staff WHERE authority = ?1 AND id <> ?2 AND active = 2 AND (roles & ?3) <> 0", NULL);
ST_STATEMENT(list_all, "staff.list", "SELECT id FROM staff WHERE authority = ?1 ORDER BY sign_in_name LIMIT ?2", NULL);

/* An authority without an administrator could never be mended from within. */
static int check_one_is_left(struct st_tx *tx, struct st_id id, struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &other_administrators,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_id(tx->arena, id),
                                 st_cell_int((int64_t)ST_CODE_BIT(role_administrator))), err);

    if (rc == ST_OK && st_rows_int(&rows, 0, 0) == 0)
        rc = st_fail(err, ST_E_STATE, "roles", ST_MSG("This is the last active administrator."), "",
                     "Make another administrator first.");
    return rc;
}

/* ---- Changing ---- */
ST_STATEMENT(sessions_end, "staff.sessions.end", "DELETE FROM web_session WHERE officer = ?1 AND id <> ?2", NULL);

/* Whoever is signed in with the old rights or password signs in again; in the transaction that changes them, so that
 * no way of changing an account and no crash leaves a session behind. `spared` may be nobody's. */
static int end_sessions(struct st_tx *tx, struct st_id officer, struct st_id spared, struct st_error *err)
{
    struct st_str id = {(const char *)spared.b, sizeof(spared.b)};
    return st_db_exec(tx->db, NULL, &sessions_end, ST_BIND(st_cell_id(tx->arena, officer), st_cell_blob(id)), err);
}

static int insert(struct st_tx *tx, struct st_id *id, struct staff *staff, const char *password_hash,
                  const char *action, struct st_error *err)
{
    struct staff_secret secret = {.password_hash = st_str_of(password_hash)};
    struct st_id fresh = st_id_new(tx->now);
    int rc = check(tx, fresh, staff, err);
    if (rc != ST_OK)
        return rc;
    *id = fresh;
    staff->active = ST_YES;
    staff->created_at = staff->password_changed_at = tx->now;
    rc = st_record_insert(tx, &staff_shape, fresh, staff, err);
    if (rc == ST_OK)
        rc = st_record_insert(tx, &staff_secret_shape, fresh, &secret, err);
    return rc == ST_OK ? journal(tx, action, fresh, staff, err) : rc;
}

int st_staff_add(struct st_tx *tx, struct st_id *id, struct staff *staff, const char *password_hash,
                 struct st_error *err)
{
    int rc = may(tx, ST_MAY_WRITE, err);
    return rc == ST_OK ? insert(tx, id, staff, password_hash, "staff.add", err) : rc;
}

int st_staff_first(struct st_tx *tx, struct st_id *id, struct staff *staff, const char *password_hash,
                   struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = st_db_query(&rows, tx->db, tx->arena, &list_all,
                         ST_BIND(st_cell_str(tx->actor->authority), st_cell_int(1)), err);

    if (rc == ST_OK && rows.n > 0)
        rc = st_fail(err, ST_E_EXISTS, "", ST_MSG("There are accounts already."), "",
                     "Ask an administrator for an account.");
    if (rc != ST_OK)
        return rc;
    staff->roles |= ST_CODE_BIT(role_administrator);
    return insert(tx, id, staff, password_hash, "staff.first", err);
}

int st_staff_update(struct st_tx *tx, struct st_id id, int64_t version, struct staff *staff, struct st_error *err)
{
    struct staff before = {0};
    int rc = may(tx, ST_MAY_WRITE, err);

    if (rc == ST_OK)
        rc = st_record_get(&before, NULL, tx, &staff_shape, id, err);
    if (rc == ST_OK)
        rc = check(tx, id, staff, err);
    if (rc == ST_OK && (before.roles & ~staff->roles & ST_CODE_BIT(role_administrator)))
        rc = check_one_is_left(tx, id, err);
    if (rc != ST_OK)
        return rc;
    staff->active = before.active;
    staff->created_at = before.created_at;
    staff->password_changed_at = before.password_changed_at;
    rc = st_record_update(tx, &staff_shape, id, version, staff, NULL, err);
    if (rc == ST_OK)
        rc = end_sessions(tx, id, (struct st_id){{0}}, err);
    return rc == ST_OK ? journal(tx, "staff.update", id, staff, err) : rc;
}

int st_staff_activate(struct st_tx *tx, struct st_id id, bool active, struct st_error *err)
{
    struct staff staff = {0};
    int64_t version;
    int rc = may(tx, ST_MAY_WRITE, err);

    if (rc == ST_OK)
        rc = st_record_get(&staff, &version, tx, &staff_shape, id, err);
    if (rc == ST_OK && !active && st_id_eq(id, tx->actor->officer))
        rc = st_fail(err, ST_E_STATE, "", ST_MSG("Nobody disables their own account."), "", "Ask another administrator.");
    if (rc == ST_OK && !active && (staff.roles & ST_CODE_BIT(role_administrator)))
        rc = check_one_is_left(tx, id, err);
    if (rc != ST_OK)
        return rc;
    staff.active = st_tri_of(active);
    rc = st_record_update(tx, &staff_shape, id, version, &staff, NULL, err);
    if (rc == ST_OK)
        rc = end_sessions(tx, id, (struct st_id){{0}}, err);
    return rc == ST_OK ? journal(tx, active ? "staff.enable" : "staff.disable", id, &staff, err) : rc;
}

int st_staff_password(struct st_tx *tx, struct st_id id, const char *password_hash, struct st_error *err)
{
    struct staff_secret secret = {.password_hash = st_str_of(password_hash)};
    struct staff staff = {0};
    int rc = st_id_eq(id, tx->actor->officer) ? ST_OK : may(tx, ST_MAY_WRITE, err);

    if (rc == ST_OK)
        rc = st_record_get(&staff, NULL, tx, &staff_shape, id, err);
    staff.password_changed_at = tx->now;
    if (rc == ST_OK)
        rc = st_record_update(tx, &staff_shape, id, 0, &staff, NULL, err);
    if (rc == ST_OK)
        rc = st_record_update(tx, &staff_secret_shape, id, 0, &secret, NULL, err);
    if (rc == ST_OK)
        rc = end_sessions(tx, id, tx->actor->session, err);
    return rc == ST_OK ? journal(tx, "staff.password", id, NULL, err) : rc;
}

/* ---- Reading ---- */
int st_staff_get(struct st_tx *tx, struct staff *staff, int64_t *version, struct st_id id, struct st_error *err)
{
    int rc = st_id_eq(id, tx->actor->officer) ? ST_OK : may(tx, ST_MAY_READ, err);

    *staff = (struct staff){0};
    return rc == ST_OK ? st_record_get(staff, version, tx, &staff_shape, id, err) : rc;
}

int st_staff_list(struct st_tx *tx, struct staff **out, struct st_id **ids, size_t *n, size_t limit,
                  struct st_error *err)
{
    struct st_rows rows = {0};
    int rc = may(tx, ST_MAY_READ, err);

    if (rc == ST_OK)
        rc = st_db_query(&rows, tx->db, tx->arena, &list_all,
                         ST_BIND(st_cell_str(tx->actor->authority),
                                 st_cell_int(limit < ST_STAFF_MAX ? (int64_t)limit : ST_STAFF_MAX)), err);
    *n = rows.n;
    *out = ST_NEW_N(tx->arena, struct staff, rows.n + 1);
    *ids = ST_NEW_N(tx->arena, struct st_id, rows.n + 1);
    for (size_t i = 0; rc == ST_OK && i < rows.n; i++) {
        (*ids)[i] = st_rows_id(&rows, i, 0);
        rc = st_record_get(&(*out)[i], NULL, tx, &staff_shape, (*ids)[i], err);
    }
    return rc;
}

int st_staff_find(struct st_tx *tx, struct st_id *id, struct st_str sign_in_name, struct st_error *err)
{
    int rc = find(tx, id, NULL, canonical(tx->arena, sign_in_name), err);

    return rc != ST_E_NOTFOUND ? rc
                               : st_fail(err, rc, "sign_in_name", ST_MSG("There is no account with this sign-in name."),
                                         "", "Look at the list of accounts.");
}

struct st_str st_staff_name(struct st_tx *tx, struct st_id officer)
{
    struct staff staff = {0};

    if (!st_id_known(officer) || st_record_get(&staff, NULL, tx, &staff_shape, officer, NULL) != ST_OK)
        return ST_S("");
    if (staff.unit.n == 0)
        return staff.name;
    return st_strf(tx->arena, "%.*s, %.*s", (int)staff.name.n, staff.name.p, (int)staff.unit.n, staff.unit.p);
}

/* ---- Signing in ---- */
struct sign_in {
    struct st_str name;
    struct st_id id;
    struct staff staff;
    struct staff_secret secret;
    const struct st_staff_sign_in *asked;
};

static int look_up(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct sign_in *s = arg;
    int rc = find(tx, &s->id, &s->staff, canonical(tx->arena, s->name), err);

    return rc == ST_OK ? st_record_get(&s->secret, NULL, tx, &staff_secret_shape, s->id, err) : rc;
}

/* Hashing took its time: what was changed meanwhile counts. */
static int note_sign_in(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct sign_in *s = arg;
    struct sign_in now = {.name = s->name};
    int rc = look_up(tx, &now, err);

    if (rc == ST_OK && (!st_id_eq(now.id, s->id) || !st_yes(now.staff.active) || now.staff.roles != s->staff.roles ||
                        !st_str_eq(now.secret.password_hash, s->secret.password_hash)))
        rc = st_fail(err, ST_E_FORBIDDEN, "name", ST_MSG("Name or password is wrong."), "", "Check both and try again.");
    if (rc == ST_OK)
        rc = s->asked->begin(tx, &s->staff, s->id, s->asked->arg, err);
    return rc == ST_OK ? journal(tx, "session.begin", s->id, NULL, err) : rc;
}

/* Reads the account and compares the password, which takes its time and no transaction. */
static int confirm(struct sign_in *s, struct st_store *store, const struct st_actor *actor, struct st_str password,
                   struct st_arena *arena, struct st_error *err)
{
    int rc = st_store_read(store, actor, look_up, s, arena, NULL);
    bool known = rc == ST_OK && st_yes(s->staff.active);

    if (rc != ST_OK && rc != ST_E_NOTFOUND)
        return st_fail(err, (enum st_err)rc, "", ST_MSG("The accounts cannot be read."), "", "Try again.");
    rc = st_password_check(known ? st_str_z(arena, s->secret.password_hash) : NULL, password);
    if (rc == ST_E_BUSY)
        return st_fail(err, ST_E_BUSY, "", ST_MSG("Too many are signing in at this moment."), "", "Try again.");
    if (rc != ST_OK || !known)
        return st_fail(err, ST_E_FORBIDDEN, "name", ST_MSG("Name or password is wrong."), "", "Check both and try again.");
    return ST_OK;
}

int st_staff_confirm(struct staff *staff, struct st_id *id, struct st_store *store, struct st_str authority,
                     struct st_str name, struct st_str password, struct st_arena *arena, struct st_error *err)
{
    struct st_actor nobody = {.authority = authority};
    struct sign_in s = {.name = name};
    int rc = confirm(&s, store, &nobody, password, arena, err);

    *staff = s.staff;
    *id = s.id;
    return rc;
}

int st_staff_authenticate(const struct st_staff_sign_in *asked, struct st_store *store, struct st_str authority,
                          struct st_arena *arena, struct st_error *err)
{
    struct st_actor actor = {.authority = authority};
    struct sign_in s = {.name = asked->name, .asked = asked};
    int rc = confirm(&s, store, &actor, asked->password, arena, err);

    if (rc != ST_OK)
        return rc;
    actor.officer = s.id;
    actor.unit = s.staff.unit;
    actor.session = asked->session;
    return st_store_write(store, &actor, note_sign_in, &s, err);
}

int st_staff_hash(char out[ST_PASSWORD_TEXT], struct st_str password, struct st_error *err)
{
    static const char *const tried_first[] = {"password1234", "administrator", "123456789012", "qwertyuiop12"};
    int rc;

    if (!st_utf8_valid(password.p, password.n) || st_utf8_length(password) < ST_PASSWORD_LEAST ||
        password.n > ST_PASSWORD_MAX)
        return st_fail(err, ST_E_INVALID, "password", ST_MSG("A password has at least {0} characters.",
                                                             ST_V((int)ST_PASSWORD_LEAST)), "",
                       "Take a sentence that only you would say.");
    for (size_t i = 0; i < sizeof(tried_first) / sizeof(tried_first[0]); i++)
        if (st_str_is(password, tried_first[i]))
            return st_fail(err, ST_E_INVALID, "password", ST_MSG("This password is among the first that anybody tries."),
                           "", "Take a sentence that only you would say.");
    rc = st_password_hash(out, password);
    return rc == ST_OK ? ST_OK
                       : st_fail(err, (enum st_err)rc, "", ST_MSG("Too many are signing in at this moment."), "",
                                 "Try again.");
}
