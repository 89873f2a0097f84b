/* Accounts as their pages and their interface work on them: what runs inside the store, the same for both. */
#ifndef ST_APP_STAFF_WORK_H
#define ST_APP_STAFF_WORK_H

#include "app/people.h"

struct st_staff_work {
    struct st_id id;
    struct staff s;    /* one account: read, or to be stored */
    int64_t version;
    char hash[ST_PASSWORD_TEXT];
    bool active;
    struct staff *all; /* the list */
    struct st_id *ids;
    size_t n;
};

/* For st_app_read and st_app_write; `arg` is a struct st_staff_work. */
int st_staff_work_list(struct st_tx *tx, void *arg, struct st_error *err);
int st_staff_work_load(struct st_tx *tx, void *arg, struct st_error *err);
int st_staff_work_add(struct st_tx *tx, void *arg, struct st_error *err);
int st_staff_work_update(struct st_tx *tx, void *arg, struct st_error *err);
int st_staff_work_activate(struct st_tx *tx, void *arg, struct st_error *err);
int st_staff_work_password(struct st_tx *tx, void *arg, struct st_error *err);

#endif
