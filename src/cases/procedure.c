/* The tables of procedures and what can be read off them. */
#include "cases/arrival.h"
#include "cases/procedure.h"

ST_SHAPE_DEFINE(case_file, CASE_FILE, "Case", "")
ST_SHAPE_DEFINE(case_action, CASE_ACTION, "Action in a case", "")
ST_SHAPE_DEFINE(case_clock, CASE_CLOCK, "Clock of a case", "")
ST_SHAPE_DEFINE(case_draft, CASE_DRAFT, "Draft", "")
ST_CODES_DEFINE(clock_state, CLOCK_STATE)

const struct st_shape *const st_case_shapes[] = {&case_file_shape, &case_action_shape, &case_clock_shape,
                                                 &case_draft_shape, &arrival_shape, NULL};

static const struct st_procedure *const none[] = {NULL};
static const struct st_procedure *const *procedures = none;

void st_procedures_register(const struct st_procedure *const *list) { procedures = list; }
const struct st_procedure *const *st_procedures(void) { return procedures; }

const struct st_procedure *st_procedure_find(struct st_str name)
{
    const struct st_procedure *newest = NULL;
    for (size_t i = 0; procedures[i] != NULL; i++)
        if (st_str_is(name, procedures[i]->name) && (newest == NULL || procedures[i]->version > newest->version))
            newest = procedures[i];
    return newest;
}

const struct st_procedure *st_procedure_version(struct st_str name, int64_t version)
{
    for (size_t i = 0; procedures[i] != NULL; i++)
        if (st_str_is(name, procedures[i]->name) && procedures[i]->version == version)
            return procedures[i];
    return NULL;
}

static bool from_fits(const struct st_step *step, struct st_str from)
{
    if (step->from == NULL || from.n == 0)
        return step->from == NULL && from.n == 0;
    return strcmp(step->from, "*") == 0 || st_str_is(from, step->from);
}

const struct st_step *st_step_find(const struct st_procedure *p, struct st_str from, struct st_str action)
{
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (st_str_is(action, s->action) && from_fits(s, from))
            return s;
    return NULL;
}

const struct st_clock *st_clock_find(const struct st_procedure *p, struct st_str name)
{
    for (const struct st_clock *k = p->clocks; k != NULL && k->name != NULL; k++)
        if (st_str_is(name, k->name))
            return k;
    return NULL;
}

const char *st_state_label(const struct st_procedure *p, struct st_str state)
{
    for (const struct st_state *s = p->states; s->name != NULL; s++)
        if (st_str_is(state, s->name))
            return s->label;
    return "unknown";
}
