/* A form as a browser sends it, or what pretends to be one. The first byte says which shape, the rest is the body. What
 * is read can be shown again with its faults as a page that is well formed, and what was shown is read as the same. */
#include "target.h"

#include "law/eurodac_dataset.h"
#include "law/screening.h"
#include "web/form.h"
#include "web/request.h"

static const struct st_shape *const shapes[] = {&eurodac_dataset_shape, &person_document_shape, &person_name_shape,
                                                &screening_facts_shape};

/* No tag is open inside another, and none is left open. */
static void well_formed(const struct st_buf *out)
{
    bool inside = false;
    size_t opened = 0;

    for (size_t i = 0; i < out->n; i++) {
        ST_ASSERT(out->p[i] != '<' || !inside);
        opened += out->p[i] == '<';
        inside = out->p[i] == '<' || (inside && out->p[i] != '>');
    }
    ST_ASSERT(!inside && opened > 0);
}

static void shown(const struct st_shape *shape, const void *record, struct st_request *req,
                  const struct st_error *faults)
{
    struct st_buf out = ST_BUF_INIT(1 << 24);
    struct st_html page = ST_HTML_INIT(&out, ((struct st_reader){"sv", "Europe/Rome"}));
    struct st_form_options options = {.faults = faults, .typed = &req->form, .sensitive = true};

    page.req = req;
    st_html_open(&page, "div", NULL);
    st_form_fields(&page, shape, record, &options);
    st_html_close(&page);
    if (!out.failed)
        well_formed(&out);
    st_buf_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct st_request req = {.time_zone = "Europe/Rome", .language = "sv", .now = {INT64_C(1790000000000000)}};
    const struct st_shape *shape = shapes[size > 0 ? data[0] % 4 : 0];
    struct st_error err = {0}, ignored = {0};
    struct st_str text;
    void *record;

    if (size == 0)
        return 0;
    req.arena = st_arena_new();
    text = (struct st_str){(const char *)data + 1, size - 1};
    record = st_alloc(req.arena, shape->size);
    if (st_parse_form(&req.form, text, req.arena, &err) == ST_OK) {
        st_form_read(record, shape, &req, &err);
        if (err.n == 0)
            (void)st_shape_check(shape, record, NULL, 0, req.now, req.arena, "", &err);
        shown(shape, record, &req, &err);
        st_form_read_part(st_alloc(req.arena, shape->size), shape, &req, "act.", NULL, &ignored);
        st_form_read_part(st_alloc(req.arena, shape->size), shape, &req, NULL, "act.", &ignored);
    }
    for (size_t i = 0; i < err.n; i++)
        ST_ASSERT(err.faults[i].what.text != NULL && err.faults[i].field != NULL);
    st_arena_free(req.arena);
    return 0;
}
