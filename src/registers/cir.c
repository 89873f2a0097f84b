#include "registers/cir.h"

ST_SHAPE_DEFINE(cir_file, CIR_FILE, "File of the common identity repository", "IO Art 18(1)")

/* The fields have the same names and kinds in both shapes, so a file is made by copying them. */
static void copy(struct cir_file *out, const struct eurodac_dataset *d)
{
    const struct st_field *from = eurodac_dataset_shape.fields();
    uint64_t bits = st_eurodac_cir_fields();

    for (size_t i = 0; i < eurodac_dataset_shape.n; i++) {
        const struct st_field *to;

        if (!(bits >> i & 1))
            continue;
        to = st_shape_field(&cir_file_shape, st_str_of(from[i].name));
        ST_ASSERT(to != NULL && to->kind == from[i].kind && to->size == from[i].size);
        memcpy(st_field_at(to, out), st_field_get(&from[i], d),
               to->kind == ST_KIND_MANY ? sizeof(struct st_list) : to->size);
    }
}

int st_cir_follow(struct st_tx *tx, struct st_id id, const struct eurodac_dataset *before,
                  const struct eurodac_dataset *record, struct st_error *err)
{
    struct cir_file file = {0};

    if (record == NULL)
        return st_record_delete(tx, &cir_file_shape, id, err);
    copy(&file, record);
    return before == NULL ? st_record_insert(tx, &cir_file_shape, id, &file, err)
                          : st_record_update(tx, &cir_file_shape, id, 0, &file, NULL, err);
}
