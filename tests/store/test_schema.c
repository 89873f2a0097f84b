/* The schema: portable SQL in two dialects, and a made-up older version carried over with its data.
 * covers: UF-01 */
#include "store/database.h"

#include "store/care.h"
#include "store/table.h"

/* Version 1 of a made-up thing, and version 2: a field more, a field gone, a list that was one field. */
#define OLD_PART(F)                                                                                                   \
    F(text, name, 0, 50, "Name", "", "")
ST_SHAPE(old_part, OLD_PART)
ST_SHAPE_DEFINE(old_part, OLD_PART, "Part", "")
#define OLD_THING(F)                                                                                                  \
    F(text, title, ST_INDEXED, 50, "Title", "", "")                                                                   \
    F(text, colour, 0, 50, "Colour", "", "")                                                                          \
    F(text, gone, 0, 50, "Gone", "", "")                                                                              \
    F(many, parts, 0, old_part, "Parts", "", "")
ST_SHAPE(old_thing, OLD_THING)
ST_SHAPE_DEFINE(old_thing, OLD_THING, "Thing", "")

#define NEW_PART(F)                                                                                                   \
    F(text, name, 0, 50, "Name", "", "")                                                                              \
    F(number, size, 0, 0, "Size", "", "")
ST_SHAPE(new_part, NEW_PART)
ST_SHAPE_DEFINE(new_part, NEW_PART, "Part", "")
#define NEW_COLOUR(F)                                                                                                 \
    F(text, name, 0, 50, "Name", "", "")
ST_SHAPE(new_colour, NEW_COLOUR)
ST_SHAPE_DEFINE(new_colour, NEW_COLOUR, "Colour", "")
#define NEW_THING(F)                                                                                                  \
    F(text, title, ST_INDEXED, 50, "Title", "", "")                                                                   \
    F(id, maker, ST_INDEXED, 0, "Maker", "", "")                                                                      \
    F(many, parts, 0, new_part, "Parts", "", "")                                                                      \
    F(many, colours, 0, new_colour, "Colours", "", "")
ST_SHAPE(new_thing, NEW_THING)
ST_SHAPE_DEFINE(new_thing, NEW_THING, "Thing", "")

/* Both go by the same name. */
static struct st_shape old_shape, new_shape;
static const struct st_shape *const old_shapes[] = {&old_shape, NULL}, *const new_shapes[] = {&new_shape, NULL};

#define NEW_TABLE                                                                                                     \
    "CREATE TABLE \"thing_next\" (\"authority\" TEXT NOT NULL, \"id\" BLOB NOT NULL, \"version\" BIGINT NOT NULL, "    \
    "\"title\" TEXT, \"maker\" BLOB, PRIMARY KEY (\"authority\", \"id\"));\n"                                          \
    "INSERT INTO \"thing_next\" SELECT \"authority\", \"id\", \"version\", \"title\", NULL FROM \"thing\";\n"
#define NEW_COLOURS                                                                                                   \
    "CREATE TABLE \"thing__colours\" (\"authority\" TEXT NOT NULL, \"id\" BLOB NOT NULL, \"position\" BIGINT NOT NULL, " \
    "\"name\" TEXT, PRIMARY KEY (\"authority\", \"id\", \"position\"), "                                               \
    "FOREIGN KEY (\"authority\", \"id\") REFERENCES \"thing\" ON DELETE CASCADE);\n"                                   \
    "INSERT INTO \"thing__colours\" SELECT \"authority\", \"id\", 0, \"colour\" FROM \"thing\" WHERE \"colour\" IS NOT NULL;\n"
#define NEW_FIELDS                                                                                                    \
    "ALTER TABLE \"thing__parts\" ADD COLUMN \"size\" BIGINT;\n"

static const struct st_sql_file migrations[] = {
    {2, "a list of colours",
     /* SQLite: the table is made anew; its lists must not go with the old one */
     NEW_COLOURS NEW_FIELDS NEW_TABLE "DROP TABLE \"thing\";\nALTER TABLE \"thing_next\" RENAME TO \"thing\";\n",
     NEW_COLOURS NEW_FIELDS
     "ALTER TABLE \"thing\" DROP COLUMN \"colour\", DROP COLUMN \"gone\", ADD COLUMN \"maker\" BLOB;\n"
     "DROP INDEX \"thing__by_title\";\n"},
    {3, "the index",
     "CREATE INDEX \"thing__by_title\" ON \"thing\" (\"authority\", \"title\", \"id\");\n"
     "CREATE INDEX \"thing__by_maker\" ON \"thing\" (\"authority\", \"maker\", \"id\");\n",
     "CREATE INDEX \"thing__by_title\" ON \"thing\" (\"authority\", \"title\", \"id\");\n"
     "CREATE INDEX \"thing__by_maker\" ON \"thing\" (\"authority\", \"maker\", \"id\");\n"},
    {4, "a step that breaks half-way",
     "UPDATE \"thing\" SET \"title\" = 'broken'; INSERT INTO no_such_table VALUES (1);\n",
     "UPDATE \"thing\" SET \"title\" = 'broken'; INSERT INTO no_such_table VALUES (1);\n"},
    {5, "never reached", "", ""},
};

static struct {
    const char *postgres;
    struct place place;
    struct st_db *db;
    struct st_arena *arena;
} at;

static const struct st_actor here = {.authority = {"IT-LMP", 6}};
static struct old_part parts[] = {{{"wheel", 5}}, {{NULL, 0}}};

static int set_up(void **state)
{
    (void)state;
    old_shape = old_thing_shape;
    new_shape = new_thing_shape;
    old_shape.name = new_shape.name = "thing";
    place_make(&at.place, at.postgres);
    at.arena = st_arena_new();
    st_records_register(old_shapes);
    assert_int_equal(st_db_open(&at.db, at.place.url, true, false, NULL), ST_OK);
    assert_int_equal(st_schema__create(at.db, NULL), ST_OK);
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

static void store_old_things(void)
{
    struct old_thing thing = {.title = {"cart", 4}, .colour = {"red", 3}, .gone = {"x", 1}};
    struct st_tx tx = {.db = at.db, .arena = at.arena, .actor = &here, .write = true};

    thing.parts.v = parts;
    thing.parts.n = 2;
    assert_int_equal(st_db_begin(at.db, true, NULL), ST_OK);
    assert_int_equal(st_record_insert(&tx, &old_shape, (struct st_id){{1}}, &thing, NULL), ST_OK);
    thing.colour.p = NULL;
    assert_int_equal(st_record_insert(&tx, &old_shape, (struct st_id){{2}}, &thing, NULL), ST_OK);
    assert_int_equal(st_db_commit(at.db, NULL), ST_OK);
}

static struct new_thing new_thing_of(uint8_t id)
{
    struct st_tx tx = {.db = at.db, .arena = at.arena, .actor = &here};
    struct new_thing thing = {0};

    assert_int_equal(st_record_get(&thing, NULL, &tx, &new_shape, (struct st_id){{id}}, NULL), ST_OK);
    return thing;
}

ST_STATEMENT(describe, "test.describe",
             "SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || (c.pk > 0) FROM sqlite_master m, "
             "pragma_table_info(m.name) c WHERE m.name LIKE 'thing%' UNION SELECT m.tbl_name || ' index ' || m.name || ' ' || "
             "i.seqno || i.name FROM sqlite_master m, pragma_index_info(m.name) i WHERE m.tbl_name LIKE 'thing%' AND m.sql IS "
             "NOT NULL ORDER BY 1",
             "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns "
             "WHERE table_name LIKE 'thing%' UNION SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'thing%' "
             "AND indexname NOT LIKE '%pkey' ORDER BY 1");

/* The tables as the database sees them, one line each. */
static struct st_str tables(void)
{
    struct st_buf text = ST_BUF_INIT(100000);
    struct st_str out;
    struct st_rows rows;

    assert_int_equal(st_db_query(&rows, at.db, at.arena, &describe, NULL, 0, NULL), ST_OK);
    assert_true(rows.n > 10);
    for (size_t i = 0; i < rows.n; i++) {
        st_buf_str(&text, st_rows_str(&rows, i, 0));
        st_buf_char(&text, '\n');
    }
    out = st_buf_dup(at.arena, &text);
    st_buf_deinit(&text);
    return out;
}

static struct st_schema_state state_now(void)
{
    struct st_schema_state s;

    assert_int_equal(st_schema__state(&s, at.db, at.arena, NULL), ST_OK);
    return s;
}

static void an_old_database_is_carried_over(void **state)
{
    struct st_str carried;

    (void)state;
    store_old_things();
    assert_int_equal(state_now().version, 1);
    st_records_register(new_shapes);
    assert_int_equal(st_schema__migrate(at.db, migrations, 2, NULL), ST_OK);
    assert_int_equal(state_now().version, 3);
    assert_true(st_str_eq(state_now().fingerprint, st_schema__fingerprint(at.arena, st_db_dialect(at.db))));
    assert_str_is(new_thing_of(1).title, "cart");
    assert_int_equal(new_thing_of(1).parts.n, 2);
    assert_str_is(new_thing_of(1).parts.v[0].name, "wheel");
    assert_false(new_thing_of(1).parts.v[0].size.known);
    assert_int_equal(new_thing_of(1).colours.n, 1);
    assert_str_is(new_thing_of(1).colours.v[0].name, "red");
    assert_int_equal(new_thing_of(2).colours.n, 0);
    assert_int_equal(st_schema__migrate(at.db, migrations, 2, NULL), ST_OK); /* again changes nothing */
    /* the same tables as those of a database made new */
    carried = tables();
    st_db_close(at.db);
    place_remove(&at.place);
    place_make(&at.place, at.postgres);
    assert_int_equal(st_db_open(&at.db, at.place.url, true, false, NULL), ST_OK);
    assert_int_equal(st_schema__create(at.db, NULL), ST_OK);
    assert_string_equal(carried.p, tables().p);
}

static void a_step_that_breaks_changes_nothing(void **state)
{
    struct st_error err = {0};

    (void)state;
    store_old_things();
    st_records_register(new_shapes);
    assert_true(st_schema__migrate(at.db, migrations, 4, &err) != ST_OK);
    assert_true(err.n > 0);
    assert_int_equal(state_now().version, 3);
    assert_str_is(new_thing_of(1).title, "cart");
}

/* A step that drops a record's row and leaves its lists is found out. */
static void a_step_that_tears_lists_off_is_refused(void **state)
{
    static const struct st_sql_file careless[] = {{2, "careless", "DELETE FROM \"thing\";\n", "DELETE FROM \"thing\";\n"}};

    (void)state;
    store_old_things();
    if (at.postgres != NULL)
        return; /* foreign keys are watched there, so the lists go too */
    assert_int_equal(st_schema__migrate(at.db, careless, 1, NULL), ST_E_BUG);
    assert_int_equal(state_now().version, 1);
}

static void what_is_no_database_is_not_carried_over(void **state)
{
    int64_t from, to;
    char path[160];

    (void)state;
    (void)snprintf(path, sizeof(path), "%s/old.db", at.place.directory);
    assert_int_equal(st_care_migrate(path, &from, &to, NULL), ST_E_NOTFOUND);
    assert_int_equal(st_db_script(at.db, "UPDATE meta SET number = 99 WHERE name = 'schema'", NULL), ST_OK);
    assert_int_equal(st_care_migrate(at.place.url, &from, &to, NULL), ST_E_STATE);
    assert_int_equal(st_db_script(at.db, "UPDATE meta SET number = 1 WHERE name = 'schema'", NULL), ST_OK);
    assert_int_equal(st_care_migrate(at.place.url, &from, &to, NULL), ST_OK);
}

static void portable_sql_in_two_dialects(void **state)
{
    static const char sql[] = "CREATE TABLE a (b BLOB, c BIGINT, BLOB_d TEXT);\nCREATE INDEX e ON a (b);\n";
    struct st_buf sqlite = ST_BUF_INIT(1000), postgres = ST_BUF_INIT(1000);

    (void)state;
    st_schema__translate(&sqlite, sql, ST_SQLITE);
    st_schema__translate(&postgres, sql, ST_POSTGRES);
    assert_str_is(st_buf_get(&sqlite), "CREATE TABLE a (b BLOB, c INTEGER, BLOB_d TEXT) STRICT;\nCREATE INDEX e ON a (b);\n");
    assert_str_is(st_buf_get(&postgres), "CREATE TABLE a (b BYTEA, c BIGINT, BLOB_d TEXT);\nCREATE INDEX e ON a (b);\n");
    st_buf_deinit(&sqlite);
    st_buf_deinit(&postgres);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(an_old_database_is_carried_over),
        ON(a_step_that_breaks_changes_nothing),
        ON(a_step_that_tears_lists_off_is_refused),
        ON(what_is_no_database_is_not_carried_over),
        ON(portable_sql_in_two_dialects),
    };

    PLACE_RUN_BOTH(tests, at.postgres);
}
