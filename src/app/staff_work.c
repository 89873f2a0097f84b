#include "app/staff_work.h"

int st_staff_work_list(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_staff_work *w = arg;
    return st_staff_list(tx, &w->all, &w->ids, &w->n, ST_STAFF_MAX, err);
}

int st_staff_work_load(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_staff_work *w = arg;
    return st_staff_get(tx, &w->s, &w->version, w->id, err);
}

/* A command may run again: what the program completes is completed in a copy. */
int st_staff_work_add(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_staff_work *w = arg;
    struct staff s = w->s;
    return st_staff_add(tx, &w->id, &s, w->hash, err);
}

int st_staff_work_update(struct st_tx *tx, void *arg, struct st_error *err)
{
    struct st_staff_work *w = arg;
    struct staff s = w->s;
    return st_staff_update(tx, w->id, w->version, &s, err);
}

int st_staff_work_activate(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct st_staff_work *w = arg;
    return st_staff_activate(tx, w->id, w->active, err);
}

int st_staff_work_password(struct st_tx *tx, void *arg, struct st_error *err)
{
    const struct st_staff_work *w = arg;
    return st_staff_password(tx, w->id, w->hash, err);
}
