#include "store/state.h"

#include "store/internal.h"

int st_state_change(struct st_store *store, st_state_fn change, void *arg, struct st_error *err)
{
    return st_store__transact(store, change, arg, err);
}

int st_state_look(struct st_store *store, st_state_fn look, void *arg, struct st_error *err)
{
    return st_store__look(store, look, arg, err);
}
