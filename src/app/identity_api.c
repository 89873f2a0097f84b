/* Identity for programs: a zone read, prints compared, names compared, each with its reasons. What is sent is answered
 * and forgotten; nothing of any person is looked up. */
#include "identity/answer.h"
#include "app/people.h"

enum { ZONE_MAX = 400, NAME_MAX = 400, PRINTS_MAX = 65535, PRINTS_BODY_MAX = 256 << 10 };

#define MRZ_ASKED(F)                                                                                                  \
    F(text, mrz, ST_REQUIRED | ST_LONG, ZONE_MAX, "Machine readable zone", "As scanned or typed; two or three lines", \
      "SR Art 14(1)(a)")
ST_SHAPE(mrz_asked, MRZ_ASKED)
ST_SHAPE_DEFINE(mrz_asked, MRZ_ASKED, "Machine readable zone", "SR Art 14(1)(a)")

#define PRINTS_COMPARED(F)                                                                                            \
    F(blob, a, ST_REQUIRED, PRINTS_MAX, "The one record", "ISO/IEC 19794-2:2005 record", "SR Art 14(1)(c)")             \
    F(blob, b, ST_REQUIRED, PRINTS_MAX, "The other record", "ISO/IEC 19794-2:2005 record", "SR Art 14(1)(c)")
ST_SHAPE(prints_compared, PRINTS_COMPARED)
ST_SHAPE_DEFINE(prints_compared, PRINTS_COMPARED, "Fingerprints compared", "SR Art 14(1)(c)")

#define NAMES_COMPARED(F)                                                                                             \
    F(text, a, ST_REQUIRED, NAME_MAX, "The one name", "In any script, spelling and order", "SR Art 14(1)(b)")           \
    F(text, b, ST_REQUIRED, NAME_MAX, "The other name", "In any script, spelling and order", "SR Art 14(1)(b)")
ST_SHAPE(names_compared, NAMES_COMPARED)
ST_SHAPE_DEFINE(names_compared, NAMES_COMPARED, "Names compared", "SR Art 14(1)(b)")

static int read_zone(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct mrz_asked *asked = req->input;
    struct st_mrz zone;
    struct st_json w;

    (void)err;
    st_mrz_parse(&zone, req->arena, asked->mrz, st_request_today(req));
    w = st_response_json(res, 200);
    st_mrz_write_json(&w, &zone);
    return ST_OK;
}

static int read_record(struct st_print_record *out, struct st_request *req, struct st_str bytes, const char *before,
                       struct st_error *err)
{
    struct st_error faults = {0};
    int rc = st_minutiae_read(out, req->arena, bytes, &faults);

    return rc == ST_OK ? ST_OK : st_fail_part(err, &faults, before, req->arena);
}

static int compare_prints(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct prints_compared *asked = req->input;
    struct st_reader reader = st_request_reader(req);
    struct st_print_comparison compared;
    struct st_print_record a = {0}, b = {0};
    int rc = read_record(&a, req, asked->a, "a.", err), other = read_record(&b, req, asked->b, "b.", err);
    struct st_json w;

    if (rc == ST_OK && (rc = other) == ST_OK)
        rc = st_print_compare_records(&compared, &a, &b, req->arena, err);
    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_print_write_json(&w, &compared, &reader);
    return ST_OK;
}

static int compare_names(struct st_request *req, struct st_response *res, struct st_error *err)
{
    const struct names_compared *asked = req->input;
    struct st_reader reader = st_request_reader(req);
    struct st_name_comparison compared;
    struct st_json w;
    int rc = st_name_compare(&compared, asked->a, asked->b, req->arena, err);

    if (rc != ST_OK)
        return rc;
    w = st_response_json(res, 200);
    st_name_write_json(&w, &compared, &reader);
    return ST_OK;
}

const struct st_route st_identity_api_routes[] = {
    {ST_POST, "/api/v1/mrz", read_zone, .body = &mrz_asked_shape,
     .help = "What a machine readable zone says, and which of its check digits do not fit"},
    {ST_POST, "/api/v1/prints/compare", compare_prints, .body = &prints_compared_shape,
     .help = "How two records of fingerprints compare, finger by finger, and why", .body_max = PRINTS_BODY_MAX},
    {ST_POST, "/api/v1/names/compare", compare_names, .body = &names_compared_shape,
     .help = "How two names compare, in any scripts, and why"},
    {0}};
