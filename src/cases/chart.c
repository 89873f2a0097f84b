/* The chart of a procedure as a page: a drawing of its states and steps, and tables with their articles. */
#include "cases/procedure.h"

static const struct st_state *state_of(const struct st_procedure *p, const char *name)
{
    for (const struct st_state *s = p->states; s->name != NULL; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

static bool leaves(const struct st_step *s, const char *state)
{
    return s->from == NULL ? state == NULL
                           : state != NULL && (strcmp(s->from, state) == 0 || strcmp(s->from, "*") == 0);
}

static void arrow(struct st_buf *out, const struct st_procedure *p, const struct st_step *s,
                  const char *language)
{
    bool law = s->who == ST_THE_LAW;

    st_buf_printf(out, "   %s %s", law ? "┊" : "│", st_translate(s->label, language));
    if (law)
        st_buf_printf(out, " (%s)", st_translate("by operation of law", language));
    if (s->to != NULL && (s->from == NULL || strcmp(s->from, s->to) != 0))
        st_buf_printf(out, " ──► %s", st_translate(state_of(p, s->to)->label, language));
    st_buf_char(out, '\n');
}

static void drawing(struct st_buf *out, const struct st_procedure *p, const char *language)
{
    bool heading = false;

    st_buf_text(out, "```\n");
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (leaves(s, NULL))
            arrow(out, p, s, language);
    for (const struct st_state *state = p->states; state->name != NULL; state++) {
        st_buf_printf(out, "\n[%s]\n", st_translate(state->label, language));
        for (const struct st_step *s = p->steps; s->action != NULL; s++)
            if (s->from != NULL && strcmp(s->from, "*") != 0 && leaves(s, state->name))
                arrow(out, p, s, language);
    }
    for (const struct st_step *s = p->steps; s->action != NULL; s++) {
        if (s->from == NULL || strcmp(s->from, "*") != 0)
            continue;
        if (!heading)
            st_buf_printf(out, "\n[%s]\n", st_translate("in every open state", language));
        heading = true;
        arrow(out, p, s, language);
    }
    st_buf_text(out, "```\n\n");
}

static void roles(struct st_buf *out, unsigned who, const char *language)
{
    const char *comma = "";

    if (who == ST_THE_LAW)
        st_buf_text(out, st_translate("The law itself", language));
    for (unsigned role = 1; who != ST_THE_LAW && role < role_count; role++)
        if (who & ST_WHO(role)) {
            st_buf_printf(out, "%s%s", comma, st_translate(st_code_label(&role_codes, role), language));
            comma = ", ";
        }
}

static void effects(struct st_buf *out, const struct st_procedure *p, const struct st_step *s,
                    const char *language)
{
    static const char *const verbs[] = {[ST_CLOCK_START] = "starts", [ST_CLOCK_STOP] = "stops",
                                        [ST_CLOCK_SUSPEND] = "suspends", [ST_CLOCK_RESUME] = "resumes",
                                        [ST_CLOCK_EXTEND] = "extends"};

    for (size_t i = 0; i < ST_STEP_CLOCKS && s->clocks[i].kind != ST_CLOCK_NONE; i++)
        st_buf_printf(out, "%s%s: %s", i ? "; " : "", st_translate(verbs[s->clocks[i].kind], language),
                      st_translate(st_clock_find(p, st_str_of(s->clocks[i].clock))->label, language));
}

/* sentences */
static const char *const step_heads[] = {"Step", "Form", "Who", "Purpose", "Clocks", "Article", NULL};
static const char *const element_heads[] = {"Part, side by side with the others", "Done by", "Article", NULL};
static const char *const clock_heads[] = {"Clock", "When it runs out", "Step of the law", NULL};
/* end of sentences */

static void heads(struct st_buf *out, const char *const *keys, const char *language)
{
    for (size_t i = 0; keys[i] != NULL; i++)
        st_buf_printf(out, "| %s ", st_translate(keys[i], language));
    st_buf_text(out, "|\n");
    for (size_t i = 0; keys[i] != NULL; i++)
        st_buf_text(out, "|---");
    st_buf_text(out, "|\n");
}

static void steps(struct st_buf *out, const struct st_procedure *p, const char *language)
{
    heads(out, step_heads, language);
    for (const struct st_step *s = p->steps; s->action != NULL; s++) {
        const char *purpose = s->purpose ? st_code_label(&purpose_codes, s->purpose) : "";
        st_buf_printf(out, "| %s (`%s`) | %s | ", st_translate(s->label, language), s->action,
                      s->form ? st_translate(s->form->title, language) : "");
        roles(out, s->who, language);
        st_buf_printf(out, " | %s | ", st_translate(purpose, language));
        effects(out, p, s, language);
        st_buf_printf(out, " | %s |\n", s->citation);
    }
    st_buf_char(out, '\n');
}

static void elements(struct st_buf *out, const struct st_procedure *p, const char *language)
{
    heads(out, element_heads, language);
    for (const struct st_element *e = p->elements; e->name != NULL; e++)
        st_buf_printf(out, "| %s | `%s` | %s |\n", st_translate(e->label, language), e->actions, e->citation);
    st_buf_char(out, '\n');
}

static void clocks(struct st_buf *out, const struct st_procedure *p, const char *language)
{
    heads(out, clock_heads, language);
    for (const struct st_clock *k = p->clocks; k->name != NULL; k++)
        st_buf_printf(out, "| %s | %s | %s |\n", st_translate(k->label, language),
                      st_translate(k->consequence, language), k->expiry ? k->expiry : "");
}

void st_procedure_chart(struct st_buf *out, const struct st_procedure *p, const struct st_reader *reader)
{
    const char *language = reader ? reader->language : NULL;

    st_buf_printf(out, "# %s\n\n%s. ", st_translate(p->title, language), p->act);
    st_buf_printf(out, "%s %d.\n\n", st_translate("Chart version", language), p->version);
    drawing(out, p, language);
    steps(out, p, language);
    if (p->elements != NULL)
        elements(out, p, language);
    if (p->clocks != NULL)
        clocks(out, p, language);
}
