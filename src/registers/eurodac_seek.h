/* What the centre found in its indexes before the transaction in which a comparison or a search is answered. Shared by
 * the files of Eurodac only. */
#ifndef ST_REGISTERS_EURODAC_SEEK_H
#define ST_REGISTERS_EURODAC_SEEK_H

#include "identity/gallery.h"
#include "registers/eurodac_message.h"

enum { EURODAC_CANDIDATES_MAX = 100, EURODAC_ALPHANUMERIC_MAX = 50 };

/* In message->prepared; NULL: the dataset was gone. Candidates only: the transaction asks of each whether it is still
 * there and whether the law lets it be compared. Whatever stood before a stored dataset was in the gallery when it was
 * searched: its message was put after the dataset had its number of arrival (register.h), and those with smaller
 * numbers were durable by then. */
struct st_eurodac__sought {
    int64_t version; /* of the stored dataset whose prints were searched with */
    struct st_gallery_hit *hits;
    size_t hits_n;
    struct st_id *named; /* by name */
    size_t named_n;
};

#endif
