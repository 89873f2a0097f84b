/* The chart of a procedure as a page: a drawing of its states and steps, and tables with their articles. */
#include "cases/procedure.h"

static const char *word(const char *key, const struct st_reader *reader)
{
    return key ? st_translate(key, reader ? reader->language : NULL) : "";
}

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
                  const struct st_reader *reader)
{
    bool law = s->who == ST_THE_LAW;

    st_buf_printf(out, "   %s %s", law ? "┊" : "│", word(s->label, reader));
    if (law)
        st_buf_printf(out, " (%s)", word("by operation of law", reader));
    if (s->to != NULL && (s->from == NULL || strcmp(s->from, s->to) != 0))
        st_buf_printf(out, " ──► %s", word(state_of(p, s->to)->label, reader));
    st_buf_char(out, '\n');
}

static void drawing(struct st_buf *out, const struct st_procedure *p, const struct st_reader *reader)
{
    st_buf_text(out, "```\n");
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (leaves(s, NULL))
            arrow(out, p, s, reader);
    for (const struct st_state *state = p->states; state->name != NULL; state++) {
        st_buf_printf(out, "\n[%s]\n", word(state->label, reader));
        for (const struct st_step *s = p->steps; s->action != NULL; s++)
            if (s->from != NULL && strcmp(s->from, "*") != 0 && leaves(s, state->name))
                arrow(out, p, s, reader);
    }
    st_buf_printf(out, "\n[%s]\n", word("in every open state", reader));
    for (const struct st_step *s = p->steps; s->action != NULL; s++)
        if (s->from != NULL && strcmp(s->from, "*") == 0)
            arrow(out, p, s, reader);
    st_buf_text(out, "```\n\n");
}

static void roles(struct st_buf *out, unsigned who, const struct st_reader *reader)
{
    const char *comma = "";

    if (who == ST_THE_LAW)
        st_buf_text(out, word("The law itself", reader));
    for (unsigned role = 1; who != ST_THE_LAW && role < role_count; role++)
        if (who & ST_WHO(role)) {
            st_buf_printf(out, "%s%s", comma, word(st_code_label(&role_codes, role), reader));
            comma = ", ";
        }
}

static void effects(struct st_buf *out, const struct st_procedure *p, const struct st_step *s,
                    const struct st_reader *reader)
{
    static const char *const verbs[] = {[ST_CLOCK_START] = "starts", [ST_CLOCK_STOP] = "stops",
                                        [ST_CLOCK_SUSPEND] = "suspends", [ST_CLOCK_RESUME] = "resumes",
                                        [ST_CLOCK_EXTEND] = "extends"};

    for (size_t i = 0; i < ST_STEP_CLOCKS && s->clocks[i].kind != ST_CLOCK_NONE; i++)
        st_buf_printf(out, "%s%s: %s", i ? "; " : "", word(verbs[s->clocks[i].kind], reader),
                      word(st_clock_find(p, st_str_of(s->clocks[i].clock))->label, reader));
}

static void steps(struct st_buf *out, const struct st_procedure *p, const struct st_reader *reader)
{
    st_buf_printf(out, "| %s | %s | %s | %s | %s | %s |\n|---|---|---|---|---|---|\n", word("Step", reader),
                  word("Form", reader), word("Who", reader), word("Purpose", reader), word("Clocks", reader),
                  word("Article", reader));
    for (const struct st_step *s = p->steps; s->action != NULL; s++) {
        st_buf_printf(out, "| %s (`%s`) | %s | ", word(s->label, reader), s->action,
                      s->form ? word(s->form->title, reader) : "");
        roles(out, s->who, reader);
        st_buf_printf(out, " | %s | ", s->purpose ? word(st_code_label(&purpose_codes, s->purpose), reader) : "");
        effects(out, p, s, reader);
        st_buf_printf(out, " | %s |\n", s->citation);
    }
    st_buf_char(out, '\n');
}

void st_procedure_chart(struct st_buf *out, const struct st_procedure *p, const struct st_reader *reader)
{
    st_buf_printf(out, "# %s\n\n%s. %s %d.\n\n", word(p->title, reader), p->act, word("Chart version", reader),
                  p->version);
    drawing(out, p, reader);
    steps(out, p, reader);
    if (p->elements != NULL) {
        st_buf_printf(out, "| %s | %s | %s |\n|---|---|---|\n", word("Part, side by side with the others", reader),
                      word("Done by", reader), word("Article", reader));
        for (const struct st_element *e = p->elements; e->name != NULL; e++)
            st_buf_printf(out, "| %s | `%s` | %s |\n", word(e->label, reader), e->actions, e->citation);
        st_buf_char(out, '\n');
    }
    if (p->clocks == NULL)
        return;
    st_buf_printf(out, "| %s | %s | %s |\n|---|---|---|\n", word("Clock", reader), word("When it runs out", reader),
                  word("Step of the law", reader));
    for (const struct st_clock *k = p->clocks; k->name != NULL; k++)
        st_buf_printf(out, "| %s | %s | %s |\n", word(k->label, reader), word(k->consequence, reader),
                      k->expiry ? k->expiry : "");
}
