#include "identity/answer.h"

static void pair(struct st_json *w, const char *key, struct st_str value)
{
    st_json_key(w, key);
    st_json_str(w, value);
}

static void digit(struct st_json *w, const char *key, char c)
{
    pair(w, key, (struct st_str){c ? &c : NULL, c ? 1 : 0});
}

static void mrz_fields(struct st_json *w, const struct st_mrz *m)
{
    st_json_object(w);
    pair(w, "format", st_str_of(st_mrz_format_name(m->format)));
    pair(w, "doc_code", m->doc_code);
    pair(w, "issuer", m->issuer);
    pair(w, "doc_no", m->doc_no);
    digit(w, "doc_no_cd", m->doc_no_cd);
    pair(w, "nationality", m->nationality);
    pair(w, "birth_yymmdd", m->birth_yymmdd);
    digit(w, "birth_cd", m->birth_cd);
    st_json_key(w, "birth");
    st_json_date(w, m->birth);
    digit(w, "sex", m->sex);
    pair(w, "expiry_yymmdd", m->expiry_yymmdd);
    digit(w, "expiry_cd", m->expiry_cd);
    st_json_key(w, "expiry");
    st_json_date(w, m->expiry);
    pair(w, "optional1", m->optional1);
    pair(w, "optional2", m->optional2);
    digit(w, "composite_cd", m->composite_cd);
    pair(w, "surname", m->surname);
    pair(w, "given_names", m->given_names);
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
    st_json_key(w, "reasons");
    st_json_array(w);
    for (size_t i = 0; i < c->n; i++)
        st_json_message(w, &c->reasons[i], reader);
    st_json_array_end(w);
    st_json_object_end(w);
}
