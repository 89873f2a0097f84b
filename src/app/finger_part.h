/* Prints of two sides, finger by finger: what the pages of hits and of the search show of them. */
#ifndef ST_APP_FINGER_PART_H
#define ST_APP_FINGER_PART_H

#include "identity/print_record.h"
#include "law/eurodac_dataset.h"
#include "registers/search.h"
#include "web/html.h"

/* Fingers that both sides have, best agreement first; none where there is nothing to compare. */
struct st_fingers {
    size_t n;
    const struct st_print_finger *v;
};

void st_fingers_compare(struct st_fingers *out, const struct st_print_record *own, const struct st_print_record *found,
                        struct st_arena *arena);
/* The prints as a record, each under the finger that it was sent as; what cannot be read is left out. */
void st_fingers_record(struct st_print_record *out, const struct eurodac_print *prints, size_t n,
                       struct st_arena *arena);

/* Files as prints that are sent, one finger in each. Errors: ST_E_INVALID (field "prints": no record, or one that does
 * not say which one finger it shows). */
int st_fingers_of_files(struct eurodac_print **out, const struct search_print *files, size_t n, struct st_arena *arena,
                        struct st_error *err);

struct eurodac_hit;
/* The cells of a hit in a list of hits: category, State of origin and day of the event. */
void st_part_hit_cells(struct st_html *page, const struct eurodac_hit *hit);
/* A table: score and minutiae of each finger; a notice where there is none. */
void st_part_fingers(struct st_html *page, const struct st_fingers *fingers);
/* Both prints of each finger, the best ones large with the reasons, the others folded away. `own` and `found` are
 * catalogue keys that name the sides. Nothing where there is none. */
void st_part_finger_drawings(struct st_html *page, const struct st_fingers *fingers, const char *own,
                             const char *found);

#endif
