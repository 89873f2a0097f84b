/* The journal: entries whose payloads can be forgotten and whose proof cannot; sealing, export, and a verifier that
 * needs nothing else and misses nothing. On SQLite, and on PostgreSQL where STATERA_TEST_PG says.
 * covers: S-012 UF-08 */
#include "place.h"

#include "store/internal.h"
#include "store/journal_check.h"

/* ---- The tree alone: the vectors of certificate transparency (RFC 9162 has the same tree) ---- */
static const char *const leaves[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f"};
static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

static struct st_hash test_leaf(size_t i)
{
    uint8_t data[32] = {0};
    size_t n = strlen(leaves[i]) / 2;

    assert_true(st_hex_decode(data, n, st_str_of(leaves[i])));
    return st_merkle_leaf((struct st_str){(const char *)data, n});
}

static void test_the_tree_has_the_roots_of_its_vectors(void **state)
{
    struct st_merkle tree = {0};
    struct st_arena *arena = st_arena_new();

    (void)state;
    for (size_t i = 0; i <= 8; i++) {
        struct st_hash root = st_merkle_root(&tree);
        assert_str_is(st_hex(arena, root.b, ST_HASH), roots[i]);
        if (i < 8)
            st_merkle_append(&tree, test_leaf(i));
    }
    st_arena_free(arena);
}

/* Inner hashes worked out from the leaves alone. */
static int fetch_naive(struct st_hash *out, void *context, unsigned level, uint64_t index, struct st_error *err)
{
    struct st_merkle tree = {0};
    const struct st_hash *all = context;

    (void)err;
    for (uint64_t i = index << level; i < (index + 1) << level; i++)
        st_merkle_append(&tree, all[i]);
    *out = tree.subtree[level];
    return ST_OK;
}

static void test_every_leaf_of_every_small_tree_is_proved_and_nothing_else(void **state)
{
    struct st_hash all[70], path[ST_MERKLE_LEVELS];
    struct st_merkle tree = {0}, resumed;
    size_t n;

    (void)state;
    for (uint64_t i = 0; i < 70; i++)
        all[i] = st_merkle_leaf((struct st_str){(const char *)&i, sizeof(i)});
    for (uint64_t size = 1; size <= 70; size++) {
        st_merkle_append(&tree, all[size - 1]);
        assert_int_equal(st_merkle_resume(&resumed, size, fetch_naive, all, NULL), ST_OK);
        assert_true(st_hash_eq(st_merkle_root(&resumed), st_merkle_root(&tree)));
        for (uint64_t leaf = 0; leaf < size; leaf++) {
            assert_int_equal(st_merkle_path(path, &n, leaf, size, fetch_naive, all, NULL), ST_OK);
            assert_true(st_merkle_included(all[leaf], leaf, size, path, n, st_merkle_root(&tree)));
            assert_false(st_merkle_included(all[(leaf + 1) % 70], leaf, size, path, n, st_merkle_root(&tree)));
            assert_false(st_merkle_included(all[leaf], leaf + 1, size, path, n, st_merkle_root(&tree)));
            if (n > 0) {
                assert_false(st_merkle_included(all[leaf], leaf, size, path, n - 1, st_merkle_root(&tree)));
                path[n - 1].b[0] ^= 1;
                assert_false(st_merkle_included(all[leaf], leaf, size, path, n, st_merkle_root(&tree)));
            }
        }
    }
}

/* ---- Entries ---- */
struct writing {
    struct st_id person;
    const char *action, *json;
    size_t n;
    int fail;
    enum st_entry_kind kind;
};

static int write_some(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct writing *w = arg;
    int rc = ST_OK;

    for (size_t i = 0; rc == ST_OK && i < w->n; i++) {
        struct st_entry entry = {.kind = w->kind ? w->kind : ST_ENTRY_CHANGE, .action = w->action,
                                 .register_name = "eurodac", .person = w->person, .citation = "Test Act Art 1",
                                 .n = w->json ? 2 : 0};
        entry.envelopes[0] = (struct st_envelope){w->person, st_str_of(w->json)};
        entry.envelopes[1] = (struct st_envelope){{{0}}, ST_S("{\"about\":\"nobody\"}")};
        rc = st_journal_add(tx, &entry, err);
    }
    return rc == ST_OK ? w->fail : rc;
}

static void write_entries(struct st_id person, const char *action, const char *json, size_t n)
{
    struct writing w = {.person = person, .action = action, .json = json, .n = n};
    assert_int_equal(place_write(write_some, &w), ST_OK);
}

struct listing {
    struct st_journal_filter filter;
    struct st_journal_row *rows;
    size_t n;
};

static int list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct listing *l = arg;
    return st_journal_list(&l->rows, &l->n, tx, &l->filter, err);
}

static struct listing listed(struct st_journal_filter filter)
{
    struct listing l = {.filter = filter};
    assert_int_equal(place_read(list, &l), ST_OK);
    return l;
}

struct payloads {
    struct st_id entry;
    struct st_str json[ST_ENVELOPES_MAX];
    size_t n;
};

static int open_payloads(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct payloads *p = arg;
    return st_journal_open_payloads(p->json, &p->n, tx, p->entry, err);
}

static struct payloads payloads_of(struct st_id entry)
{
    struct payloads p = {.entry = entry};
    assert_int_equal(place_read(open_payloads, &p), ST_OK);
    return p;
}

static void test_an_entry_says_who_for_what_and_when_and_opens(void **state)
{
    struct listing l;
    struct payloads p;

    (void)state;
    write_entries(anna, "test.first", "{\"name\":\"Anna\"}", 1);
    write_entries(boris, "test.second", NULL, 2);
    l = listed((struct st_journal_filter){.limit = 10});
    assert_int_equal(l.n, 3);
    assert_str_is(l.rows[0].action, "test.second");
    assert_str_is(l.rows[2].action, "test.first");
    assert_true(st_id_eq(l.rows[2].officer, station.officer) && st_id_eq(l.rows[2].person, anna));
    assert_str_is(l.rows[2].purpose, "screening");
    assert_str_is(l.rows[2].unit, "Hotspot Lampedusa");
    assert_true(l.rows[2].at.us < l.rows[2].real_at.us); /* the test's clock stands in September 2026 */
    assert_int_equal(l.rows[2].leaf, -1);
    p = payloads_of(l.rows[2].id);
    assert_int_equal(p.n, 2);
    assert_str_is(p.json[0], "{\"name\":\"Anna\"}");
    assert_str_is(p.json[1], "{\"about\":\"nobody\"}");
}

static void test_lists_are_filtered_and_turned_page_by_page(void **state)
{
    struct st_journal_filter filter = {.person = anna, .limit = 4};
    struct st_id last = {{0}};
    size_t seen = 0;

    (void)state;
    for (int i = 0; i < 5; i++) {
        write_entries(anna, "test.anna", NULL, 2);
        write_entries(boris, "test.boris", NULL, 2);
    }
    for (;;) {
        struct listing l = listed(filter);
        for (size_t i = 0; i < l.n; i++) {
            assert_str_is(l.rows[i].action, "test.anna");
            assert_true(!st_id_known(last) || st_id_cmp(l.rows[i].id, last) < 0);
            last = l.rows[i].id;
        }
        seen += l.n;
        filter.before = last;
        if (l.n < filter.limit)
            break;
    }
    assert_int_equal(seen, 10);
    assert_int_equal(listed((struct st_journal_filter){.officer = station.officer, .person = boris}).n, 10);
    assert_int_equal(listed((struct st_journal_filter){.officer = anna}).n, 0);
    assert_int_equal(listed((struct st_journal_filter){.kind = ST_ENTRY_READ}).n, 0);
}

static void test_a_command_that_fails_leaves_nothing_but_its_refusal(void **state)
{
    struct writing change = {.person = anna, .action = "test.change", .n = 1, .fail = ST_E_STATE},
                   refusal = {.person = anna, .action = "test.refused", .n = 1, .fail = ST_E_FORBIDDEN,
                              .kind = ST_ENTRY_REFUSAL};

    (void)state;
    assert_int_equal(place_write(write_some, &change), ST_E_STATE);
    assert_int_equal(listed((struct st_journal_filter){.limit = 10}).n, 0);
    assert_int_equal(place_write(write_some, &refusal), ST_E_FORBIDDEN);
    assert_str_is(listed((struct st_journal_filter){.limit = 10}).rows[0].action, "test.refused");
}

/* ---- Sealing, exporting, verifying ---- */
static struct st_verification verified(int status, const char *key, const char *earlier)
{
    struct st_verification v;
    struct st_error err = {0};

    assert_int_equal(st_journal_verify(&v, at.arena, place_file("out"), key, earlier, &err), status);
    return v;
}

static struct st_verification export(void)
{
    size_t sealed;

    assert_int_equal(st_journal_seal(at.store, &sealed, NULL), ST_OK);
    assert_int_equal(st_journal_export(at.store, place_file("out"), NULL, NULL), ST_OK);
    return verified(ST_OK, NULL, NULL);
}

static void test_what_is_sealed_is_exported_and_verifies_from_the_file_alone(void **state)
{
    struct st_verification v;

    (void)state;
    v = export();
    assert_int_equal(v.entries, 0);
    write_entries(anna, "test.first", "{\"name\":\"Anna\"}", 3);
    v = export();
    assert_true(v.valid && v.entries == 3 && v.checkpoints == 1 && v.keys == 1);
    for (int i = 0; i < 4; i++)
        write_entries(boris, "test.more", NULL, 200); /* past a tile */
    v = export();
    assert_true(v.entries == 803 && v.checkpoints == 2 && v.keys == 1);
    place_close();
    place_open();
    write_entries(boris, "test.more", NULL, 1);
    v = export();
    assert_true(v.entries == 804 && v.checkpoints == 3 && v.keys == 1);
    verified(ST_OK, v.public_key.p, NULL);
    verified(ST_E_VERIFY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL);
    verified(ST_E_INVALID, "no key", NULL);
}

struct proving {
    struct st_id entry;
    struct st_buf out;
    int rc;
};

static int prove(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct proving *p = arg;
    struct st_json w = ST_JSON_INIT(&p->out);

    (void)err;
    st_buf_clear(&p->out);
    p->rc = st_journal_prove(&w, tx, p->entry, NULL);
    return ST_OK;
}

static void write_file(const char *path, struct st_str text)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
    assert_int_equal(fclose(f), 0);
}

/* Another process holds the lease; it dies, or hands it back. */
static int take_lease(struct st_db *db, void *arg, struct st_error *err)
{
    static const struct st_statement take = {"test.lease", "INSERT INTO journal_lease (name, holder, until) "
                                             "VALUES ('sealer', ?1, ?2)", NULL};
    const int64_t *until = arg;

    return st_db_exec(db, NULL, &take, ST_BIND(st_cell_id(at.arena, anna), st_cell_int(*until)), err);
}

static void test_one_seals_at_a_time_and_a_dead_sealer_holds_nobody_up_for_long(void **state)
{
    int64_t until = st_instant_now().us + ST_SECOND / 2;
    struct st_store *first = at.store, *second;

    (void)state;
    write_entries(anna, "test.first", NULL, 3);
    assert_int_equal(st_store__transact(at.store, take_lease, &until, NULL), ST_OK);
    assert_int_equal(st_journal_seal(at.store, NULL, NULL), ST_OK);
    assert_true(st_instant_now().us >= until); /* it waited for the other's lease to run out */
    place_open();
    second = at.store;
    for (int i = 0; i < 6; i++) { /* two processes take turns without waiting */
        at.store = i % 2 ? first : second;
        write_entries(boris, "test.more", NULL, 5);
        assert_int_equal(st_journal_seal(at.store, NULL, NULL), ST_OK);
    }
    at.store = second;
    place_close();
    at.store = first;
    assert_int_equal(export().entries, 33);
    assert_true(st_instant_now().us < until + 20 * ST_SECOND);
}

static void test_a_batch_that_fills_several_tiles_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < 22; i++)
        write_entries(boris, "test.many", NULL, 200);
    assert_int_equal(export().entries, 4400); /* more than one batch of sealing, seventeen tiles */
    write_entries(boris, "test.many", NULL, 1);
    assert_int_equal(export().entries, 4401);
}

static void test_every_entry_can_be_proved(void **state)
{
    struct proving p = {.out = ST_BUF_INIT(1 << 20)};
    struct listing l;

    (void)state;
    for (int i = 0; i < 3; i++)
        write_entries(i == 1 ? anna : boris, "test.entry", "{}", 100);
    l = listed((struct st_journal_filter){.limit = 300});
    p.entry = l.rows[0].id;
    assert_int_equal(place_read(prove, &p), ST_OK);
    assert_int_equal(p.rc, ST_E_STATE); /* not sealed */
    assert_int_equal(st_journal_seal(at.store, NULL, NULL), ST_OK);
    for (size_t i = 0; i < l.n; i += 13) {
        struct st_str text;
        p.entry = l.rows[i].id;
        assert_int_equal(place_read(prove, &p), ST_OK);
        assert_int_equal(p.rc, ST_OK);
        text = st_buf_get(&p.out);
        write_file(place_file("out"), text);
        verified(ST_OK, NULL, NULL);
        *(char *)(uintptr_t)((const char *)memmem(text.p, text.n, "test.entry", 10) + 9) = 'Y';
        write_file(place_file("out"), text);
        verified(ST_E_VERIFY, NULL, NULL);
    }
    p.entry = anna;
    assert_int_equal(place_read(prove, &p), ST_OK);
    assert_int_equal(p.rc, ST_E_NOTFOUND);
    st_buf_deinit(&p.out);
}

/* ---- Nothing can be changed unseen ---- */
enum { LINES_MAX = 64 };

struct lines {
    struct st_str line[LINES_MAX];
    size_t n;
};

static struct lines read_lines(void)
{
    struct lines l = {.n = 0};
    FILE *f = fopen(place_file("out"), "rb");
    struct st_str text = {st_alloc(at.arena, 1 << 20), 0};

    assert_non_null(f);
    text.n = fread((char *)(uintptr_t)text.p, 1, 1 << 20, f);
    (void)fclose(f);
    while (text.n > 0 && l.n < LINES_MAX)
        l.line[l.n++] = st_str_dup(at.arena, st_str_cut(&text, '\n'));
    return l;
}

/* Writes the lines and has them verified; true when the problem was seen in the line it is in (0: at the end). */
static void refused(const struct lines *l, int64_t line)
{
    struct st_buf text = ST_BUF_INIT(1 << 20);
    struct st_verification v;

    for (size_t i = 0; i < l->n; i++) {
        st_buf_str(&text, l->line[i]);
        st_buf_char(&text, '\n');
    }
    write_file(place_file("out"), st_buf_get(&text));
    st_buf_deinit(&text);
    v = verified(ST_E_VERIFY, NULL, NULL);
    assert_false(v.valid);
    assert_non_null(v.problem.text);
    if (line > 0)
        assert_int_equal(v.problem_line, line);
}

static struct lines with(struct lines l, size_t i, const char *from, const char *to)
{
    const char *found = memmem(l.line[i].p, l.line[i].n, from, strlen(from));

    assert_non_null(found);
    l.line[i] = st_strf(at.arena, "%.*s%s%s", (int)(found - l.line[i].p), l.line[i].p, to, found + strlen(from));
    return l;
}

static struct lines without(struct lines l, size_t i)
{
    memmove(&l.line[i], &l.line[i + 1], (l.n - i - 1) * sizeof(l.line[0]));
    l.n--;
    return l;
}

static struct lines swapped(struct lines l, size_t a, size_t b)
{
    struct st_str kept = l.line[a];

    l.line[a] = l.line[b];
    l.line[b] = kept;
    return l;
}

/* head, 4 entries, checkpoint, 2 entries, checkpoint, end */
static struct lines two_batches(void)
{
    struct lines l;

    write_entries(anna, "test.first", "{\"name\":\"Anna\"}", 4);
    (void)export();
    write_entries(boris, "test.second", "{\"name\":\"Boris\"}", 2);
    (void)export();
    l = read_lines();
    assert_int_equal(l.n, 10);
    return l;
}

static char other(char c) { return c == 'a' ? 'b' : 'a'; }

static void test_the_verifier_sees_what_was_changed_dropped_moved_or_forged(void **state)
{
    struct lines all = two_batches(), l;
    const char *commitment = (const char *)memmem(all.line[2].p, all.line[2].n, "\"commitments\":[\"", 16) + 16;
    const char *signature = (const char *)memmem(all.line[5].p, all.line[5].n, "\\n\\n", 4) + 60;
    char *bytes, kept;

    (void)state;
    l = with(all, 1, "test.first", "test.worst"), refused(&l, 6); /* a changed header: the root is another */
    l = with(all, 3, "IT-LMP", "IT-LMQ"), refused(&l, 6);
    l = with(all, 6, "\"kind\":\"change\"", "\"kind\":\"read\""), refused(&l, 9);
    bytes = (char *)(uintptr_t)commitment;
    kept = *bytes;
    *bytes = other(kept), refused(&all, 6), *bytes = kept; /* a changed commitment */
    l = without(all, 2), refused(&l, 3);               /* a dropped entry leaves a gap in the numbers */
    l = without(all, 9), refused(&l, 0);               /* no end */
    l = without(all, 8), refused(&l, 0);               /* no checkpoint over the last entries */
    l = without(all, 5), refused(&l, 0);               /* a checkpoint less than the end counts */
    l = swapped(all, 1, 2), refused(&l, 2);            /* moved */
    l = swapped(with(with(all, 1, "\"leaf\":0", "\"leaf\":1"), 2, "\"leaf\":1", "\"leaf\":0"), 1, 2), refused(&l, 6);
    bytes = (char *)(uintptr_t)signature;
    *bytes = other(*bytes), refused(&all, 6); /* a forged signature */
}

static void test_a_file_that_was_cut_anywhere_is_refused(void **state)
{
    struct lines all = two_batches();
    struct st_buf text = ST_BUF_INIT(1 << 20);
    struct st_check *check = ST_NEW(at.arena, struct st_check);

    (void)state;
    for (size_t i = 0; i < all.n; i++) {
        st_buf_str(&text, all.line[i]);
        st_buf_char(&text, '\n');
    }
    for (size_t n = 0; n + 1 < text.n; n += 7) { /* the last line end alone is no loss */
        struct st_str rest = {text.p, n};
        assert_int_equal(st_check_init(check, NULL, (struct st_str){NULL, 0}, NULL), ST_OK);
        while (rest.n > 0)
            st_check_line(check, st_str_cut(&rest, '\n'));
        assert_false(st_check_end(check));
    }
    st_buf_deinit(&text);
}

static int read_checkpoint(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_str *out = arg;
    return st_journal_checkpoint(&out[0], &out[1], tx, err);
}

static void test_a_checkpoint_kept_outside_shows_a_history_that_was_written_anew(void **state)
{
    struct st_str kept[2], later[2];
    struct st_verification v;
    char note[ST_CHECKPOINT_TEXT];

    (void)state;
    assert_int_equal(place_read(read_checkpoint, kept), ST_OK);
    assert_false(st_str_known(kept[0]));
    write_entries(anna, "test.first", NULL, 3);
    (void)export();
    assert_int_equal(place_read(read_checkpoint, kept), ST_OK);
    write_file(place_file("kept"), kept[0]);
    write_entries(anna, "test.second", NULL, 3);
    v = export();
    verified(ST_OK, v.public_key.p, place_file("kept"));
    assert_str_is(kept[1], st_str_z(at.arena, v.public_key));

    /* a history that ends before the checkpoint */
    assert_int_equal(place_read(read_checkpoint, later), ST_OK);
    write_file(place_file("kept"), later[0]);
    verified(ST_OK, NULL, place_file("kept"));
    assert_true(later[0].n < sizeof(note));
    memcpy(note, later[0].p, later[0].n);
    later[0].p = note; /* the arena goes with the place */
    place_drop(NULL);
    place_make(NULL);
    write_entries(anna, "test.first", NULL, 3);
    (void)export();
    write_file(place_file("kept"), later[0]);
    v = verified(ST_E_VERIFY, NULL, place_file("kept"));
    assert_non_null(v.problem.text);
    write_file(place_file("kept"), ST_S("nonsense"));
    verified(ST_E_INVALID, NULL, place_file("kept"));
}

/* Somebody with the database, but without the signing key, changes a row. */
static int tamper(struct st_db *db, void *arg, struct st_error *err)
{
    (void)arg;
    (void)err;
    return st_db_script(db, "UPDATE journal_entry SET purpose = 'curiosity' WHERE leaf = 1", NULL);
}

static void test_a_row_changed_in_the_database_shows_in_the_export(void **state)
{
    (void)state;
    write_entries(anna, "test.first", NULL, 3);
    (void)export();
    assert_int_equal(st_store__transact(at.store, tamper, NULL, NULL), ST_OK);
    assert_int_equal(st_journal_export(at.store, place_file("out"), NULL, NULL), ST_OK);
    verified(ST_E_VERIFY, NULL, NULL);
}

/* ---- Forgetting ---- */
static int forget(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct writing erased = {.person = anna, .action = "test.erase", .n = 1, .kind = ST_ENTRY_ERASURE};
    int rc = st_key_destroy(tx, anna, ST_KEY_LOG, err);

    (void)arg;
    return rc == ST_OK ? write_some(tx, &erased, err) : rc;
}

static void test_erasure_takes_the_payload_and_leaves_the_proof(void **state)
{
    struct proving p = {.out = ST_BUF_INIT(1 << 20)};
    struct listing l;
    struct payloads opened;

    (void)state;
    write_entries(anna, "test.first", "{\"name\":\"Anna\"}", 1);
    write_entries(boris, "test.second", "{\"name\":\"Boris\"}", 1);
    (void)export();
    assert_int_equal(place_write(forget, NULL), ST_OK);
    l = listed((struct st_journal_filter){.limit = 10});
    opened = payloads_of(l.rows[2].id);
    assert_int_equal(opened.n, 1); /* what is nobody's stays */
    assert_str_is(opened.json[0], "{\"about\":\"nobody\"}");
    assert_int_equal(payloads_of(l.rows[1].id).n, 2);
    assert_int_equal(export().entries, 3);
    p.entry = l.rows[2].id;
    assert_int_equal(place_read(prove, &p), ST_OK);
    assert_int_equal(p.rc, ST_OK);
    write_file(place_file("out"), st_buf_get(&p.out));
    verified(ST_OK, NULL, NULL);
    st_buf_deinit(&p.out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)
    const struct CMUnitTest tree[] = {
        cmocka_unit_test(test_the_tree_has_the_roots_of_its_vectors),
        cmocka_unit_test(test_every_leaf_of_every_small_tree_is_proved_and_nothing_else),
    };
    const struct CMUnitTest journal[] = {
        TEST(test_an_entry_says_who_for_what_and_when_and_opens),
        TEST(test_lists_are_filtered_and_turned_page_by_page),
        TEST(test_a_command_that_fails_leaves_nothing_but_its_refusal),
        TEST(test_what_is_sealed_is_exported_and_verifies_from_the_file_alone),
        TEST(test_one_seals_at_a_time_and_a_dead_sealer_holds_nobody_up_for_long),
        TEST(test_a_batch_that_fills_several_tiles_is_whole),
        TEST(test_every_entry_can_be_proved),
        TEST(test_the_verifier_sees_what_was_changed_dropped_moved_or_forged),
        TEST(test_a_file_that_was_cut_anywhere_is_refused),
        TEST(test_a_checkpoint_kept_outside_shows_a_history_that_was_written_anew),
        TEST(test_a_row_changed_in_the_database_shows_in_the_export),
        TEST(test_erasure_takes_the_payload_and_leaves_the_proof),
    };
    return cmocka_run_group_tests(tree, NULL, NULL) + PLACE_RUN(journal);
}
