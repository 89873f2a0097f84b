#include "registers/cir.h"
#include "registers/eurodac_hit.h"
#include "registers/eurodac_message.h"
#include "registers/eurodac_notice.h"
#include "registers/eurodac_request.h"
#include "registers/eurodac_statistics.h"
#include "registers/eurodac_transmit.h"
#include "registers/log_end.h"
#include "registers/representation.h"
#include "registers/search.h"
#include "registers/settings.h"
#include "registers/staff.h"
#include "registers/subject.h"

ST_CODES_DEFINE(register_mark, REGISTER_MARKS)
ST_SHAPE_DEFINE(register_entry, REGISTER_ENTRY, "Entry of a register", "")

const char *const st_register_authorities[] = {EURODAC_CENTRE, NULL};

const struct st_receiver st_register_receivers[] = {
    {"eurodac.record", EURODAC_CENTRE, NULL, st_eurodac__record, st_eurodac__recorded},
    {"eurodac.change", EURODAC_CENTRE, NULL, st_eurodac__change, NULL},
    {"eurodac.erase", EURODAC_CENTRE, NULL, st_eurodac__erase, NULL},
    {"eurodac.decision", EURODAC_CENTRE, NULL, st_eurodac__decision, st_eurodac__told},
    {"eurodac.search", EURODAC_CENTRE, st_eurodac__seek, st_eurodac__search, st_eurodac__searched},
    {"eurodac.compare", EURODAC_CENTRE, st_eurodac__seek_stored, st_eurodac__compare, NULL},
    {"eurodac.result", NULL, NULL, st_eurodac__result, NULL},
    {"eurodac.notice", NULL, NULL, st_eurodac__notice, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct st_register *const all_registers[] = {&st_persons, &st_eurodac, &st_representations, NULL};
const struct st_register *const *st_registers = all_registers;

const struct st_register *st_register_find(struct st_str name)
{
    for (size_t i = 0; st_registers[i] != NULL; i++)
        if (st_str_is(name, st_registers[i]->name))
            return st_registers[i];
    return NULL;
}

const struct st_shape *const st_register_shapes[] = {&register_entry_shape, &register_link_shape, &log_end_shape,
                                                     &eurodac_dataset_shape, &eurodac_hit_shape,
                                                     &eurodac_dataset_found_shape, &eurodac_notice_shape,
                                                     &eurodac_count_shape,
                                                     &eurodac_request_shape, &eurodac_transmission_shape,
                                                     &cir_file_shape, &person_shape, &identity_decision_shape,
                                                     &setting_change_shape, &staff_shape, &staff_secret_shape,
                                                     &subject_request_shape, &representation_shape, NULL};
