/* Links between records of one person, and the sequences that they hold together (Eurodac Art 3(6)). The edges are
 * the truth; the sequence in each entry follows from them, so that taking one edge away parts exactly what it
 * joined. */
#include "registers/by_law.h"

enum { SEQUENCE_MAX = 1000 };

ST_SHAPE_DEFINE(register_link, REGISTER_LINK, "Link between records", "Eurodac Art 3(6)")

struct edges {
    size_t n;
    struct register_link *rows;
    struct st_id *ids;
};

/* The edges of a record whose one end, or other end, it is. */
static int edges_by(struct edges *out, struct st_tx *tx, const struct st_register *reg, const char *end,
                    struct st_id id, struct st_error *err)
{
    struct register_link *rows;
    struct st_id *ids = NULL;
    void *found = NULL;
    size_t n = 0;
    int rc = st_record_find(&found, &ids, &n, tx, &register_link_shape, end, st_cell_id(tx->arena, id), SEQUENCE_MAX,
                            err);

    rows = found;
    for (size_t i = 0; rc == ST_OK && i < n && out->n < SEQUENCE_MAX; i++)
        if (st_str_is(rows[i].register_name, reg->name)) {
            out->rows[out->n] = rows[i];
            out->ids[out->n++] = ids[i];
        }
    return rc;
}

static int edges_of(struct edges *out, struct st_tx *tx, const struct st_register *reg, struct st_id id,
                    struct st_error *err)
{
    int rc;

    *out = (struct edges){0, ST_NEW_N(tx->arena, struct register_link, SEQUENCE_MAX),
                          ST_NEW_N(tx->arena, struct st_id, SEQUENCE_MAX)};
    rc = edges_by(out, tx, reg, "a", id, err);
    return rc == ST_OK ? edges_by(out, tx, reg, "b", id, err) : rc;
}

static struct st_id other_end(const struct register_link *link, struct st_id id)
{
    return st_id_eq(link->a, id) ? link->b : link->a;
}

static int find_edge(struct st_id *out, struct register_link *link, struct st_tx *tx, const struct st_register *reg,
                     struct st_id a, struct st_id b, struct st_error *err)
{
    struct edges edges;
    int rc = edges_of(&edges, tx, reg, a, err);

    *out = (struct st_id){{0}};
    for (size_t i = 0; rc == ST_OK && i < edges.n; i++)
        if (st_id_eq(other_end(&edges.rows[i], a), b)) {
            *out = edges.ids[i];
            *link = edges.rows[i];
        }
    return rc;
}

static int draw(struct st_tx *tx, const struct st_register *reg, struct st_id a, struct st_id b, bool confirmed,
                struct st_error *err)
{
    struct register_link link = {0};
    struct st_id edge;
    int rc = find_edge(&edge, &link, tx, reg, a, b, err);

    if (rc != ST_OK || (st_id_known(edge) && (!confirmed || st_yes(link.confirmed))))
        return rc;
    if (st_id_known(edge)) {
        link.confirmed = ST_YES;
        return st_record_update(tx, &register_link_shape, edge, 0, &link, NULL, err);
    }
    link = (struct register_link){.register_name = st_str_of(reg->name), .since = tx->now,
                                  .a = st_id_cmp(a, b) < 0 ? a : b, .b = st_id_cmp(a, b) < 0 ? b : a,
                                  .confirmed = st_tri_of(confirmed)};
    return st_record_insert(tx, &register_link_shape, st_id_new(tx->now), &link, err);
}

/* ---- Sequences ---- */
static int members(struct register_entry **entries, struct st_id **ids, size_t *n, struct st_tx *tx,
                   struct st_id sequence, struct st_error *err)
{
    void *found = NULL;
    int rc;

    *n = 0;
    *entries = NULL;
    if (!st_id_known(sequence))
        return ST_OK;
    rc = st_record_find(&found, ids, n, tx, &register_entry_shape, "sequence", st_cell_id(tx->arena, sequence),
                        SEQUENCE_MAX, err);
    *entries = rc == ST_OK ? found : NULL;
    return rc;
}

int st_register_sequence(struct st_tx *tx, struct register_entry **entries, struct st_id **ids, size_t *n,
                         struct st_id id, struct st_error *err)
{
    struct register_entry *own = ST_NEW(tx->arena, struct register_entry);
    int rc = st_record_get(own, NULL, tx, &register_entry_shape, id, err);

    if (rc != ST_OK || st_id_known(own->sequence))
        return rc == ST_OK ? members(entries, ids, n, tx, own->sequence, err) : rc;
    *entries = own;
    *ids = st_alloc_copy(tx->arena, &id, sizeof(id));
    *n = 1;
    return ST_OK;
}

static int set_sequence(struct st_tx *tx, struct st_id id, struct st_id sequence, struct st_error *err)
{
    struct register_entry entry = {0};
    int rc = st_record_get(&entry, NULL, tx, &register_entry_shape, id, err);

    if (rc != ST_OK || st_id_eq(entry.sequence, sequence))
        return rc;
    entry.sequence = sequence;
    return st_record_update(tx, &register_entry_shape, id, 0, &entry, NULL, err);
}

static bool among(const struct st_id *ids, size_t n, struct st_id id)
{
    for (size_t i = 0; i < n; i++)
        if (st_id_eq(ids[i], id))
            return true;
    return false;
}

/* Everything that hangs together with a record, by its edges. */
static int reach(struct st_id **out, size_t *n, struct st_tx *tx, const struct st_register *reg, struct st_id from,
                 struct st_error *err)
{
    struct st_id *ids = ST_NEW_N(tx->arena, struct st_id, SEQUENCE_MAX);
    int rc = ST_OK;

    ids[0] = from;
    *n = 1;
    for (size_t at = 0; rc == ST_OK && at < *n; at++) {
        struct edges edges;
        rc = edges_of(&edges, tx, reg, ids[at], err);
        for (size_t i = 0; rc == ST_OK && i < edges.n && *n < SEQUENCE_MAX; i++) {
            struct st_id next = other_end(&edges.rows[i], ids[at]);
            if (!among(ids, *n, next))
                ids[(*n)++] = next;
        }
    }
    *out = ids;
    return rc;
}

/* A sequence of one is none. */
static int name_all(struct st_tx *tx, const struct st_id *ids, size_t n, struct st_id sequence, struct st_error *err)
{
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < n; i++)
        rc = set_sequence(tx, ids[i], n > 1 ? sequence : (struct st_id){{0}}, err);
    return rc;
}

/* ---- Linking and unlinking ---- */
int st_register__link(struct st_tx *tx, const struct st_register *reg, struct st_id a, struct st_id b, bool confirmed,
                      const char *citation, struct st_error *err)
{
    struct register_entry ea = {0}, eb = {0};
    struct st_id *ids, sequence;
    size_t n;
    int rc = st_register__entry(&ea, NULL, tx, reg, a, err);

    if (rc == ST_OK)
        rc = st_register__entry(&eb, NULL, tx, reg, b, err);
    if (rc == ST_OK)
        rc = draw(tx, reg, a, b, confirmed, err);
    if (rc != ST_OK)
        return rc;
    sequence = st_id_known(eb.sequence) ? eb.sequence : st_id_known(ea.sequence) ? ea.sequence : st_id_new(tx->now);
    rc = reach(&ids, &n, tx, reg, a, err);
    if (rc == ST_OK)
        rc = name_all(tx, ids, n, sequence, err);
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_CHANGE, "register.link", reg, a, ea.person, citation, err) : rc;
}

int st_register__unlink(struct st_tx *tx, const struct st_register *reg, struct st_id a, struct st_id b,
                        const char *citation, struct st_error *err)
{
    struct register_entry entry = {0};
    struct register_link link = {0};
    struct st_id edge, *ids, *rest;
    size_t n, rest_n;
    int rc = st_register__entry(&entry, NULL, tx, reg, a, err);

    if (rc == ST_OK)
        rc = find_edge(&edge, &link, tx, reg, a, b, err);
    if (rc == ST_OK && st_id_known(edge))
        rc = st_record_delete(tx, &register_link_shape, edge, err);
    if (rc == ST_OK)
        rc = reach(&ids, &n, tx, reg, a, err);
    if (rc == ST_OK && !among(ids, n, b)) { /* fallen apart: the part of b keeps the name */
        rc = name_all(tx, ids, n, st_id_new(tx->now), err);
        if (rc == ST_OK)
            rc = reach(&rest, &rest_n, tx, reg, b, err);
        if (rc == ST_OK)
            rc = name_all(tx, rest, rest_n, entry.sequence, err);
    }
    return rc == ST_OK ? st_register__note(tx, ST_ENTRY_CHANGE, "register.unlink", reg, a, entry.person, citation, err)
                       : rc;
}

/* The neighbours of a record that goes stay linked with each other: one person is one person (Art 29 ends each
 * dataset on its own day). */
int st_register__cut_links(struct st_tx *tx, const struct st_register *reg, struct st_id id,
                           const struct register_entry *entry, struct st_error *err)
{
    struct edges edges;
    struct st_id *ids, first;
    size_t n;
    int rc = edges_of(&edges, tx, reg, id, err);

    if (rc != ST_OK || edges.n == 0)
        return rc;
    first = other_end(&edges.rows[0], id);
    for (size_t i = 0; rc == ST_OK && i < edges.n; i++) {
        struct st_id next = other_end(&edges.rows[i], id);
        if (!st_id_eq(first, next))
            rc = draw(tx, reg, first, next, st_yes(edges.rows[0].confirmed) && st_yes(edges.rows[i].confirmed), err);
        if (rc == ST_OK)
            rc = st_record_delete(tx, &register_link_shape, edges.ids[i], err);
    }
    if (rc == ST_OK)
        rc = reach(&ids, &n, tx, reg, first, err);
    return rc == ST_OK ? name_all(tx, ids, n, entry->sequence, err) : rc;
}
