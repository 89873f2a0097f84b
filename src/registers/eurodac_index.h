/* The centre's gallery of prints and its index of names: derived data, filled from the tables at start and kept in
 * step after each commit. Shared by the files of Eurodac only. */
#ifndef ST_REGISTERS_EURODAC_INDEX_H
#define ST_REGISTERS_EURODAC_INDEX_H

#include "identity/gallery.h"
#include "identity/name_index.h"
#include "registers/eurodac.h"

/* The indexes themselves; made at the first call. */
struct st_gallery *st_eurodac__gallery(void);
struct st_name_index *st_eurodac__names(void);

/* The register's hooks (register.h). */
void st_eurodac__index(struct st_str authority, struct st_id id, const void *record);
void st_eurodac__forget(void);

/* The views of prints as the matcher takes them, each under the finger that it was sent as. Errors: ST_E_INVALID
 * when a record cannot be read, or when none has enough minutiae to be compared (Art 38(1)). */
int st_eurodac__views(struct st_minutiae **out, size_t *n, const struct eurodac_print *prints, size_t prints_n,
                      struct st_arena *arena, struct st_error *err);

#endif
