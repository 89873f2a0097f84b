/* Records of made-up shapes that use every kind: unknowns, partial dates, shapes in shapes, lists in lists.
 * covers: UF-01 */
#include "store/database.h"

#include "store/table.h"

#define COLOUR(C) C(colour, red, "Red", "") C(colour, green, "Green", "") C(colour, blue, "Blue", "")
ST_CODES(colour, COLOUR)
ST_CODES_DEFINE(colour, COLOUR)

#define STAMP(F)                                                                                                      \
    F(text, order, 0, 50, "Word of SQL", "", "")                                                                      \
    F(date, day, 0, 0, "Day", "", "")
ST_SHAPE(stamp, STAMP)
ST_SHAPE_DEFINE(stamp, STAMP, "Stamp", "")

#define PAGE(F)                                                                                                       \
    F(number, leaf, 0, 0, "Leaf", "", "")                                                                             \
    F(many, stamps, 0, stamp, "Stamps", "", "")
ST_SHAPE(page, PAGE)
ST_SHAPE_DEFINE(page, PAGE, "Page", "")

#define COVER(F)                                                                                                      \
    F(code, colour, 0, colour, "Colour", "", "")                                                                      \
    F(one, seal, 0, stamp, "Seal", "", "")                                                                            \
    F(many, marks, 0, stamp, "Marks", "", "")
ST_SHAPE(cover, COVER)
ST_SHAPE_DEFINE(cover, COVER, "Cover", "")

#define TEST_BOOK(F)                                                                                                  \
    F(text, title, ST_INDEXED, 200, "Title", "", "")                                                                  \
    F(id, owner, ST_INDEXED, 0, "Owner", "", "")                                                                      \
    F(code, colour, ST_INDEXED, colour, "Colour", "", "")                                                             \
    F(codes, colours, 0, colour, "Colours", "", "")                                                                   \
    F(number, price, 0, 0, "Price", "", "")                                                                           \
    F(tri, bound, 0, 0, "Bound", "", "")                                                                              \
    F(date, printed, 0, 0, "Printed", "", "")                                                                         \
    F(instant, lent, 0, 0, "Lent", "", "")                                                                            \
    F(blob, scan, 0, 100000, "Scan", "", "")                                                                          \
    F(one, cover, 0, cover, "Cover", "", "")                                                                          \
    F(many, pages, 0, page, "Pages", "", "")                                                                          \
    F(many, stamps, 0, stamp, "Stamps", "", "")
ST_SHAPE(test_book, TEST_BOOK)
ST_SHAPE_DEFINE(test_book, TEST_BOOK, "Book", "")

static const struct st_shape *const shapes[] = {&test_book_shape, NULL};

static struct {
    const char *postgres;
    struct place place;
    struct st_db *db;
    struct st_arena *arena;
    struct st_tx tx;
} at;

static const struct st_actor here = {.authority = {"IT-LMP", 6}}, elsewhere = {.authority = {"EL-LES", 6}};

static int set_up(void **state)
{
    (void)state;
    st_records_register(shapes);
    place_make(&at.place, at.postgres);
    at.arena = st_arena_new();
    assert_int_equal(st_db_open(&at.db, at.place.url, true, false, NULL), ST_OK);
    assert_int_equal(st_schema__create(at.db, NULL), ST_OK);
    at.tx = (struct st_tx){.db = at.db, .arena = at.arena, .actor = &here, .write = true};
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    st_db_close(at.db);
    st_arena_free(at.arena);
    place_remove(&at.place);
    return 0;
}

static struct stamp red_stamps[] = {{{"first", 5}, {2026, 9, 1}}, {{NULL, 0}, {1990, 0, 0}}, {{"", 0}, {0, 0, 0}}};

static struct test_book full(void)
{
    static struct page pages[3];
    struct test_book b = {.title = {"On scales", 9}, .owner = {{7, 7}}, .colour = colour_green,
                          .colours = ST_CODE_BIT(colour_red) | ST_CODE_BIT(colour_blue), .price = {0, true},
                          .bound = ST_NO, .printed = {1990, 5, 0}, .lent = {INT64_C(1756720800123456)},
                          .scan = {"a\0b", 3},
                          .cover = {.colour = colour_blue, .seal = {{"seal", 4}, {2020, 2, 29}}}};

    pages[0] = (struct page){.leaf = {1, true}};
    pages[1] = (struct page){.leaf = {-2, true}, .stamps = {red_stamps, 3}};
    pages[2] = (struct page){.stamps = {red_stamps + 1, 1}};
    b.pages.v = pages;
    b.pages.n = 3;
    b.stamps.v = red_stamps;
    b.stamps.n = 2;
    b.cover.marks.v = red_stamps;
    b.cover.marks.n = 1;
    return b;
}

static struct st_id put(const struct test_book *book)
{
    static uint8_t next = 1;
    struct st_id id = {{1, next++}};

    assert_int_equal(st_record_insert(&at.tx, &test_book_shape, id, book, NULL), ST_OK);
    return id;
}

static struct test_book read_back(struct st_id id, int64_t *version)
{
    struct test_book b = {0};

    assert_int_equal(st_record_get(&b, version, &at.tx, &test_book_shape, id, NULL), ST_OK);
    return b;
}

static void a_full_record_comes_back(void **state)
{
    struct test_book b = full(), c;
    int64_t version = 0;

    (void)state;
    c = read_back(put(&b), &version);
    assert_int_equal(version, 1);
    assert_true(st_shape_equal(&test_book_shape, &b, &c));
    assert_int_equal(c.pages.v[1].stamps.n, 3);
    assert_true(c.price.known); /* nought is a price */
    assert_str_is(c.pages.v[1].stamps.v[0].order, "first");
    assert_true(st_str_known(c.pages.v[1].stamps.v[2].order)); /* empty is not unknown */
    assert_false(st_str_known(c.pages.v[1].stamps.v[1].order));
    assert_int_equal(c.cover.marks.n, 1);
}

static void an_unknown_record_comes_back_unknown(void **state)
{
    struct test_book none = {0}, c;

    (void)state;
    c = read_back(put(&none), NULL);
    assert_true(st_shape_blank(&test_book_shape, &c));
    assert_false(c.price.known);
    assert_int_equal(c.bound, ST_UNKNOWN);
}

static void a_key_is_taken_once_and_nothing_breaks(void **state)
{
    struct test_book b = full();
    struct st_id id = put(&b);

    (void)state;
    assert_int_equal(st_record_insert(&at.tx, &test_book_shape, id, &b, NULL), ST_E_EXISTS);
    (void)put(&b); /* the transaction goes on */
    assert_int_equal(st_db_commit(at.db, NULL), ST_OK);
}

static void an_update_replaces_record_and_lists(void **state)
{
    struct test_book b = full(), c;
    struct st_id id = put(&b), none = {{9}};
    int64_t version = 0;

    (void)state;
    b.title = ST_S("Off scales");
    b.price.known = false;
    b.pages.n = 1;
    b.stamps.n = 0;
    assert_int_equal(st_record_update(&at.tx, &test_book_shape, id, 1, &b, &version, NULL), ST_OK);
    assert_int_equal(version, 2);
    c = read_back(id, &version);
    assert_int_equal(version, 2);
    assert_true(st_shape_equal(&test_book_shape, &b, &c));
    assert_int_equal(st_record_update(&at.tx, &test_book_shape, id, 1, &b, NULL, NULL), ST_E_CONFLICT);
    assert_int_equal(st_record_update(&at.tx, &test_book_shape, id, 0, &b, &version, NULL), ST_OK);
    assert_int_equal(version, 3);
    assert_int_equal(st_record_update(&at.tx, &test_book_shape, none, 0, &b, NULL, NULL), ST_E_NOTFOUND);
}

static int64_t rows_in(const char *sql)
{
    struct st_statement s = {"count", sql, NULL};
    struct st_rows rows;
    struct st_db *db;
    int64_t n;

    assert_int_equal(st_db_open(&db, at.place.url, false, true, NULL), ST_OK);
    assert_int_equal(st_db_query(&rows, db, at.arena, &s, NULL, 0, NULL), ST_OK);
    n = st_rows_int(&rows, 0, 0);
    st_db_close(db);
    return n;
}

static void a_deletion_takes_the_lists_along(void **state)
{
    struct test_book b = full();
    struct st_id id = put(&b), kept = put(&b);

    (void)state;
    assert_int_equal(st_record_delete(&at.tx, &test_book_shape, id, NULL), ST_OK);
    assert_int_equal(st_record_delete(&at.tx, &test_book_shape, id, NULL), ST_OK); /* absent is fine */
    assert_int_equal(st_record_get(&b, NULL, &at.tx, &test_book_shape, id, NULL), ST_E_NOTFOUND);
    b = read_back(kept, NULL);
    assert_int_equal(b.pages.n, 3);
    assert_int_equal(st_db_commit(at.db, NULL), ST_OK);
    assert_int_equal(rows_in("SELECT count(*) FROM test_book__pages"), 3);
    assert_int_equal(rows_in("SELECT count(*) FROM test_book__pages__stamps"), 4);
    assert_int_equal(rows_in("SELECT count(*) FROM test_book__cover_marks"), 1);
}

static size_t find(struct test_book **out, struct st_id **ids, const char *field, struct st_cell value, size_t limit)
{
    void *found;
    size_t n;

    assert_int_equal(st_record_find(&found, ids, &n, &at.tx, &test_book_shape, field, value, limit, NULL), ST_OK);
    *out = found;
    return n;
}

/* Each found record has its own lists, whether its neighbours have some or none. */
static void finding_by_an_indexed_field(void **state)
{
    struct test_book b = full(), none = {.title = {"On scales", 9}}, *found;
    struct st_id first = put(&b), second = put(&none), third, *ids;

    (void)state;
    b.pages.n = 2;
    b.colour = colour_red;
    third = put(&b);
    assert_int_equal(find(&found, &ids, "title", st_cell_text("On scales"), 10), 3);
    assert_true(st_id_eq(ids[0], first) && st_id_eq(ids[1], second) && st_id_eq(ids[2], third));
    assert_int_equal(found[0].pages.n, 3);
    assert_int_equal(found[0].pages.v[2].stamps.n, 1);
    assert_int_equal(found[1].pages.n, 0);
    assert_int_equal(found[2].pages.n, 2);
    assert_int_equal(found[2].pages.v[1].stamps.n, 3);
    assert_true(st_shape_equal(&test_book_shape, &b, &found[2]));
    assert_int_equal(find(&found, NULL, "title", st_cell_text("On scales"), 2), 2);
    assert_int_equal(find(&found, &ids, "colour", st_cell_text("red"), 10), 1);
    assert_true(st_id_eq(ids[0], third));
    assert_int_equal(find(&found, NULL, "owner", st_cell_id(at.arena, (struct st_id){{7, 7}}), 10), 2);
    assert_int_equal(find(&found, NULL, "title", st_cell_text("Nothing"), 10), 0);
    assert_int_equal(find(&found, NULL, "title", st_cell_null(), 10), 0);
}

static void reading_all_page_by_page(void **state)
{
    struct test_book b = full(), none = {.title = {"Bare", 4}}, *found;
    struct st_id ids[5], *page, after = {{0}};
    void *records;
    size_t n, seen = 0;

    (void)state;
    for (size_t i = 0; i < 5; i++)
        ids[i] = put(i % 2 ? &none : &b);
    at.tx.actor = &elsewhere;
    (void)put(&b);
    at.tx.actor = &here;
    do {
        assert_int_equal(st_record_page(&records, &page, &n, &at.tx, &test_book_shape, after, 2, NULL), ST_OK);
        found = records;
        for (size_t i = 0; i < n; i++, seen++) {
            assert_true(st_id_eq(page[i], ids[seen]));
            assert_true(st_shape_equal(&test_book_shape, seen % 2 ? &none : &b, &found[i]));
            after = page[i];
        }
    } while (n == 2);
    assert_int_equal(seen, 5);
}

static void another_authority_sees_nothing(void **state)
{
    struct test_book b = full(), *found;
    struct st_id id = put(&b);

    (void)state;
    at.tx.actor = &elsewhere;
    assert_int_equal(st_record_get(&b, NULL, &at.tx, &test_book_shape, id, NULL), ST_E_NOTFOUND);
    assert_int_equal(st_record_update(&at.tx, &test_book_shape, id, 0, &b, NULL, NULL), ST_E_NOTFOUND);
    assert_int_equal(st_record_delete(&at.tx, &test_book_shape, id, NULL), ST_OK);
    assert_int_equal(find(&found, NULL, "title", st_cell_text("On scales"), 10), 0);
    assert_int_equal(st_record_insert(&at.tx, &test_book_shape, id, &b, NULL), ST_OK); /* its own, under the same id */
    at.tx.actor = &here;
    assert_int_equal(read_back(id, NULL).pages.n, 3);
}

/* A newer program wrote a code that this one lacks: it is not read as unknown. */
static void what_is_not_understood_is_an_error(void **state)
{
    struct test_book b = full();
    struct st_id id = put(&b);
    struct st_error err = {0};

    (void)state;
    assert_int_equal(st_db_script(at.db, "UPDATE test_book SET colour = 'violet'", NULL), ST_OK);
    assert_int_equal(st_record_get(&b, NULL, &at.tx, &test_book_shape, id, &err), ST_E_IO);
    assert_string_equal(err.faults[0].field, "colour");
}

/* Cells that the tables allow and this program never writes, as in a copy that somebody else made. */
static void a_key_of_another_length_is_an_error(void **state)
{
    const char *bytes = at.postgres ? "'\\x010203'::bytea" : "X'010203'";
    struct test_book b = full();
    struct st_id id = put(&b), none = {{0}}, *ids;
    struct st_error err = {0};
    char sql[128];
    void *found;
    size_t n;

    (void)state;
    (void)snprintf(sql, sizeof(sql), "UPDATE test_book SET owner = %s", bytes);
    assert_int_equal(st_db_script(at.db, sql, NULL), ST_OK);
    assert_int_equal(st_record_get(&b, NULL, &at.tx, &test_book_shape, id, &err), ST_E_IO);
    assert_string_equal(err.faults[0].field, "owner");
    assert_int_equal(st_db_script(at.db, "UPDATE test_book SET owner = NULL", NULL), ST_OK);
    (void)snprintf(sql, sizeof(sql), "INSERT INTO test_book (authority, id, version) VALUES ('%.*s', %s, 1)",
                   (int)here.authority.n, here.authority.p, bytes);
    assert_int_equal(st_db_script(at.db, sql, NULL), ST_OK);
    assert_int_equal(st_record_page(&found, &ids, &n, &at.tx, &test_book_shape, none, 10, NULL), ST_E_IO);
}

static void every_statement_of_a_shape_prepares(void **state)
{
    size_t n = 0;

    (void)state;
    assert_int_equal(st_db_check_statements(at.db, &n, NULL), ST_OK);
    assert_true(n > 5 * 5);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(a_full_record_comes_back),
        ON(an_unknown_record_comes_back_unknown),
        ON(a_key_is_taken_once_and_nothing_breaks),
        ON(an_update_replaces_record_and_lists),
        ON(a_deletion_takes_the_lists_along),
        ON(finding_by_an_indexed_field),
        ON(reading_all_page_by_page),
        ON(another_authority_sees_nothing),
        ON(what_is_not_understood_is_an_error),
        ON(a_key_of_another_length_is_an_error),
        ON(every_statement_of_a_shape_prepares),
    };

    PLACE_RUN_BOTH(tests, at.postgres);
}
