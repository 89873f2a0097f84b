#include "identity/answer.h"

static void digit(struct st_json *w, const char *key, char c)
{
    st_json_key_str(w, key, (struct st_str){c ? &c : NULL, c ? 1 : 0});
}

static void mrz_fields(struct st_json *w, const struct st_mrz *m)
{
    st_json_object(w);
    st_json_key_str(w, "format", st_str_of(st_mrz_format_name(m->format)));
    st_json_key_str(w, "doc_code", m->doc_code);
    st_json_key_str(w, "issuer", m->issuer);
    st_json_key_str(w, "doc_no", m->doc_no);
    digit(w, "doc_no_cd", m->doc_no_cd);
    st_json_key_str(w, "nationality", m->nationality);
    st_json_key_str(w, "birth_yymmdd", m->birth_yymmdd);
    digit(w, "birth_cd", m->birth_cd);
    st_json_key(w, "birth");
    st_json_date(w, m->birth);
    digit(w, "sex", m->sex);
    st_json_key_str(w, "expiry_yymmdd", m->expiry_yymmdd);
    digit(w, "expiry_cd", m->expiry_cd);
    st_json_key(w, "expiry");
    st_json_date(w, m->expiry);
    st_json_key_str(w, "optional1", m->optional1);
    st_json_key_str(w, "optional2", m->optional2);
    digit(w, "composite_cd", m->composite_cd);
    st_json_key_str(w, "surname", m->surname);
    st_json_key_str(w, "given_names", m->given_names);
    st_json_key(w, "name_cut");
    st_json_bool(w, m->name_cut);
    st_json_object_end(w);
}

void st_mrz_write_json(struct st_json *w, const struct st_mrz *m)
{
    st_json_object(w);
    st_json_key(w, "valid");
    st_json_bool(w, m->errors == 0);
    st_json_key(w, "errors");
    st_json_array(w);
    for (int bit = 0; bit < ST_MRZ_ERRORS; bit++)
        if (m->errors & 1u << bit)
            st_json_text(w, st_mrz_error_name(bit));
    st_json_array_end(w);
    st_json_key(w, "fields");
    mrz_fields(w, m);
    st_json_object_end(w);
}

void st_name_write_json(struct st_json *w, const struct st_name_comparison *c, const struct st_reader *reader)
{
    st_json_object(w);
    st_json_key(w, "score");
    st_json_decimal(w, c->score, 3);
    st_json_key(w, "decision");
    st_json_text(w, st_name_decision_name(c->decision));
    st_json_key_messages(w, "reasons", c->reasons, c->n, reader);
    st_json_object_end(w);
}

/* ---- Prints ---- */
static void match_json(struct st_json *w, const struct st_print_finger *f, const struct st_reader *reader)
{
    struct st_message reasons[ST_PRINT_REASONS_MAX];
    size_t n = st_print_reasons(reasons, &f->match);
    st_json_object(w);
    st_json_key_int(w, "finger_a", f->a->finger);
    st_json_key_int(w, "finger_b", f->b->finger);
    st_json_key_int(w, "score", f->match.score);
    st_json_key_int(w, "minutiae_a", f->match.count_a);
    st_json_key_int(w, "minutiae_b", f->match.count_b);
    st_json_key_int(w, "common_a", f->match.common_a);
    st_json_key_int(w, "common_b", f->match.common_b);
    st_json_key(w, "pairs");
    st_json_array(w);
    for (size_t i = 0; i < f->match.n; i++) {
        st_json_array(w);
        st_json_int(w, f->match.pairs[i].a);
        st_json_int(w, f->match.pairs[i].b);
        st_json_array_end(w);
    }
    st_json_array_end(w);
    st_json_key_messages(w, "reasons", reasons, n, reader);
    st_json_object_end(w);
}

void st_print_write_json(struct st_json *w, const struct st_print_comparison *c, const struct st_reader *reader)
{
    st_json_object(w);
    st_json_key_int(w, "score", c->score);
    st_json_key(w, "decision");
    st_json_text(w, st_print_decision_name(c->decision));
    st_json_key_int(w, "candidate_from", ST_PRINT_CANDIDATE_FROM);
    st_json_key_int(w, "same_from", ST_PRINT_SAME_FROM);
    st_json_key(w, "fingers");
    st_json_array(w);
    for (size_t i = 0; i < c->n; i++)
        match_json(w, &c->fingers[i], reader);
    st_json_array_end(w);
    st_json_object_end(w);
}

static void view_json(struct st_json *w, const struct st_minutiae *v)
{
    static const char *const kinds[] = {"other", "ending", "bifurcation"};
    st_json_object(w);
    st_json_key_int(w, "finger", v->finger);
    st_json_key_int(w, "view", v->view);
    st_json_key_int(w, "impression", v->impression);
    st_json_key_int(w, "quality", v->quality);
    st_json_key_int(w, "width", v->width);
    st_json_key_int(w, "height", v->height);
    st_json_key_int(w, "x_per_cm", v->x_per_cm);
    st_json_key_int(w, "y_per_cm", v->y_per_cm);
    st_json_key(w, "minutiae");
    st_json_array(w);
    for (size_t i = 0; i < v->n; i++) {
        st_json_object(w);
        st_json_key_int(w, "x", v->rows[i].x);
        st_json_key_int(w, "y", v->rows[i].y);
        st_json_key(w, "degrees");
        st_json_decimal(w, v->rows[i].angle * 140625, 5);
        st_json_key(w, "kind");
        st_json_text(w, kinds[v->rows[i].kind]);
        st_json_key_int(w, "quality", v->rows[i].quality);
        st_json_object_end(w);
    }
    st_json_array_end(w);
    st_json_object_end(w);
}

void st_print_record_write_json(struct st_json *w, const struct st_print_record *r)
{
    st_json_object(w);
    st_json_key(w, "views");
    st_json_array(w);
    for (size_t i = 0; i < r->n; i++)
        view_json(w, &r->views[i]);
    st_json_array_end(w);
    st_json_object_end(w);
}
