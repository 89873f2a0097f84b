/* Exports of a journal from strangers: the checker reads any bytes, and says yes to nothing that it would not say yes
 * to again. */
#include "target.h"

#include "store/journal_check.h"

static bool check(const uint8_t *data, size_t size, struct st_check *c)
{
    struct st_str rest = {(const char *)data, size};

    ST_ASSERT(st_check_init(c, NULL, (struct st_str){NULL, 0}, NULL) == ST_OK);
    while (rest.n > 0)
        st_check_line(c, st_str_cut(&rest, '\n'));
    return st_check_end(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct st_check first, second; /* large; both are made anew */
    struct st_checkpoint note;
    struct st_str text = {(const char *)data, size};

    if (check(data, size, &first)) {
        ST_ASSERT(first.problem.text == NULL && first.begun && first.ended);
        ST_ASSERT(check(data, size, &second) && first.tree.size == second.tree.size);
    } else {
        ST_ASSERT(first.problem.text != NULL);
    }
    if (st_checkpoint_read(&note, text, NULL) == ST_OK)
        ST_ASSERT(note.size > 0 && note.signed_n < size);
    return 0;
}
