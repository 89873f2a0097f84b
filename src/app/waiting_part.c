#include "app/waiting_part.h"

#include "registers/eurodac_hit.h"
#include "registers/eurodac_notice.h"
#include "registers/eurodac_request.h"
#include "registers/subject.h"
#include "app/people.h"

/* A kind of what waits: who does it (others may open the list, too), and where. */
struct kind {
    uint64_t roles;
    int (*count)(struct st_tx *tx, int64_t *n, struct st_error *err);
    const char *path;
    const char *some; /* {0}: how many */
    const char *none;
    const char *list;
};

static const struct kind kinds[] = {
    /* sentences */
    {ST_ROLE(fingerprint_expert) | ST_ROLE(supervisor), st_eurodac_hits_waiting, "/hits", "Hits to decide: {0}",
     "No hit waits for a decision.", "Hits of Eurodac"},
    {ST_ROLE(registration_officer) | ST_ROLE(supervisor), st_eurodac_notices_waiting, "/notices", "Notices to do: {0}",
     "No notice waits to be done.", "Notices of Eurodac"},
    {ST_ROLE(data_protection_officer), st_subject_waiting, "/requests", "Requests of persons to answer: {0}",
     "No request of a person waits for an answer.", "Requests of persons"},
    {ST_ROLE(verifying_officer), st_eurodac_requests_waiting, "/police", "Law-enforcement requests to verify: {0}",
     "No request of another unit waits for a verdict.", "Law-enforcement requests"},
    /* end of sentences */
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };
_Static_assert((int)KINDS <= (int)ST_WAITING_MAX, "a number for each kind");

int st_waiting_load(struct st_waiting *out, struct st_tx *tx, uint64_t roles, struct st_error *err)
{
    int rc = ST_OK;

    *out = (struct st_waiting){{0}, 0};
    for (size_t i = 0; rc == ST_OK && i < KINDS; i++) {
        if (kinds[i].roles & roles)
            rc = kinds[i].count(tx, &out->n[i], err);
        out->all += out->n[i];
    }
    return rc;
}

void st_part_waiting(struct st_html *page, const struct st_waiting *waiting)
{
    if (waiting->all == 0)
        return;
    st_html_open(page, "ul", "class", "st-plain st-waiting", NULL);
    st_html_attr_t(page, "aria-label", "Waiting outside cases");
    for (size_t i = 0; i < KINDS; i++) {
        if (waiting->n[i] == 0)
            continue;
        st_html_open(page, "li", NULL);
        st_html_open(page, "a", "href", kinds[i].path, NULL);
        st_html_message(page, &(struct st_message){kinds[i].some, {ST_V((long)waiting->n[i])}});
        st_html_close(page);
        st_html_close(page);
    }
    st_html_close(page);
}

void st_part_waiting_none(struct st_html *page)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (!st_request_may(page->req, kinds[i].roles))
            continue;
        st_html_open(page, "p", NULL);
        st_html_t(page, kinds[i].none);
        st_html_str(page, ST_S(" "));
        st_html_link(page, st_str_of(kinds[i].path), kinds[i].list);
        st_html_close(page);
    }
}
