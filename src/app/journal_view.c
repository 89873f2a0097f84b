#include "app/journal_view.h"

#include "registers/seen.h"
#include "registers/staff.h"

enum { ROWS = 100, KINDS = 6 };

static const char *const labels[KINDS + 1] = {
    /* sentences */
    "Anything", "Change", "Reading", "Refusal", "By operation of law", "Erasure", "System",
    /* end of sentences */
};

const char *st_journal_kind_label(int kind) { return labels[kind > 0 && kind <= KINDS ? kind : 0]; }

static int key_of(struct st_id *out, const struct st_request *req, const char *name, struct st_error *err)
{
    struct st_str text = st_request_query(req, name);

    if (text.n == 0 || st_id_parse(out, text))
        return ST_OK;
    return st_fail(err, ST_E_INVALID, name, ST_MSG("A question of the address is no key."), "",
                   "Use the key exactly as the system gave it.");
}

static int kind_of(int *out, const struct st_request *req, struct st_error *err)
{
    struct st_str text = st_request_query(req, "kind");

    for (int i = 0; i <= KINDS; i++)
        if (i == 0 ? text.n == 0 : st_str_is(text, st_journal_kind_name(i))) {
            *out = i;
            return ST_OK;
        }
    return st_fail(err, ST_E_INVALID, "kind", ST_MSG("There is no such kind of entry."), "",
                   "Use change, read, refusal, by_law, erasure or system.");
}

/* What the monitor sees points to nobody. */
static void mask(struct st_journal_row *row)
{
    row->officer = row->person = row->record = row->case_id = row->id = (struct st_id){{0}};
}

static int load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_journal_view *v = arg;
    struct st_entry look = {.kind = ST_ENTRY_READ, .action = "journal.read", .register_name = "",
                            .person = v->filter.person, .case_id = v->filter.case_id, .citation = "GDPR Art 39(1)(b)"};
    int rc;

    v->masked = !st_actor_is(tx->actor, role_data_protection_officer) ||
                st_actor_purpose(tx->actor) != purpose_data_protection;
    if (v->masked)
        look.citation = "SR Art 10(2)";
    rc = st_entries_seen(&v->rows, &v->n, tx, &v->filter, err);
    if (rc == ST_OK)
        rc = st_journal_add(tx, &look, err);
    if (rc != ST_OK)
        return rc;
    v->officers = ST_NEW_N(tx->arena, struct st_str, v->n + 1);
    for (size_t i = 0; i < v->n; i++) {
        bool named = !v->masked && st_id_known(v->rows[i].officer);
        v->officers[i] = named ? st_staff_name(tx, v->rows[i].officer) : ST_S("");
    }
    return ST_OK;
}

int st_journal_view_read(struct st_journal_view *out, struct st_request *req, struct st_error *err)
{
    int rc;

    *out = (struct st_journal_view){.filter = {.limit = (size_t)st_request_number(req, "limit", 1, 500, ROWS)}};
    if ((rc = key_of(&out->filter.person, req, "person", err)) != ST_OK ||
        (rc = key_of(&out->filter.case_id, req, "case", err)) != ST_OK ||
        (rc = key_of(&out->filter.officer, req, "officer", err)) != ST_OK ||
        (rc = key_of(&out->filter.before, req, "before", err)) != ST_OK ||
        (rc = kind_of(&out->filter.kind, req, err)) != ST_OK || (rc = st_app_read(req, load, out, err)) != ST_OK)
        return rc;
    if (out->n == out->filter.limit)
        out->filter.before = out->rows[out->n - 1].id; /* where the next page begins */
    else
        out->filter.before = (struct st_id){{0}};
    for (size_t i = 0; out->masked && i < out->n; i++)
        mask(&out->rows[i]);
    return ST_OK;
}

void st_journal_view_write(struct st_json *w, const struct st_journal_view *view)
{
    st_json_object(w);
    st_json_key(w, "masked"), st_json_bool(w, view->masked);
    st_json_key(w, "items");
    st_json_array(w);
    for (size_t i = 0; i < view->n; i++) {
        const struct st_journal_row *row = &view->rows[i];
        st_json_object(w);
        st_journal_row_write(w, row);
        st_json_key_str(w, "officer_name", view->officers[i]);
        st_json_object_end(w);
    }
    st_json_array_end(w);
    st_json_key(w, "next_before"), st_json_id(w, view->filter.before);
    st_json_object_end(w);
}
