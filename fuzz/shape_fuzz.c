/* Records as strangers send them. The first byte says which shape and which way: as JSON, or as lines `path=value` like
 * a form's. What is read can be written, and what was written is read back as the same. */
#include "target.h"

#include "law/eurodac_dataset.h"
#include "law/screening.h"

static const struct st_shape *const shapes[] = {&eurodac_dataset_shape, &person_document_shape, &person_name_shape,
                                                &screening_facts_shape};

/* Another record that says the same, by way of JSON. */
static void again(const struct st_shape *shape, const void *record, struct st_arena *arena)
{
    struct st_buf buf = ST_BUF_INIT(1 << 24);
    struct st_json w = ST_JSON_INIT(&buf);
    void *copy = st_alloc(arena, shape->size), *read = st_alloc(arena, shape->size);
    json_t *json = NULL;

    st_shape_write(&w, shape, record, ST_ALL_FIELDS);
    if (!buf.failed) {
        ST_ASSERT(st_json_parse(&json, st_buf_get(&buf), NULL) == ST_OK);
        ST_ASSERT(st_shape_read(read, shape, json, arena, "", NULL) == ST_OK);
        ST_ASSERT(st_shape_equal(shape, record, read));
        st_shape_dup(copy, shape, record, arena);
        ST_ASSERT(st_shape_equal(shape, copy, read));
        json_decref(json);
    }
    st_buf_deinit(&buf);
}

static void from_json(const struct st_shape *shape, struct st_str text, struct st_arena *arena)
{
    void *record = st_alloc(arena, shape->size);
    struct st_error err = {0};
    json_t *json = NULL;

    if (st_json_parse(&json, text, &err) == ST_OK) {
        if (st_shape_read(record, shape, json, arena, "sent", &err) == ST_OK) {
            (void)st_shape_check(shape, record, NULL, 0, (struct st_instant){1}, arena, "", &err);
            (void)st_shape_blank(shape, record);
            again(shape, record, arena);
        }
        json_decref(json);
    }
    for (size_t i = 0; i < err.n; i++)
        ST_ASSERT(err.faults[i].what.text != NULL && err.faults[i].field != NULL);
}

static void from_lines(const struct st_shape *shape, struct st_str text, struct st_arena *arena)
{
    void *record = st_alloc(arena, shape->size);

    if (!st_utf8_valid(text.p, text.n))
        return; /* forms refuse such text before they read it (web/parse.h) */
    for (int lines = 0; text.n && lines < 200; lines++) {
        struct st_str value = st_str_cut(&text, '\n'), path = st_str_cut(&value, '=');
        (void)st_shape_set(record, shape, st_str_z(arena, path), value, arena, NULL);
    }
    again(shape, record, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_arena *arena;
    struct st_str text;

    if (size == 0)
        return 0;
    arena = st_arena_new();
    text = (struct st_str){(const char *)data + 1, size - 1};
    if (data[0] & 0x80)
        from_lines(shapes[data[0] % 4], text, arena);
    else
        from_json(shapes[data[0] % 4], text, arena);
    st_arena_free(arena);
    return 0;
}
