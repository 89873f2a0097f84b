#include "card.h"

ST_CODES_DEFINE(card_kind, CARD_KIND)
ST_SHAPE_DEFINE(reader_card, READER_CARD, "Reader's card", "Library Act Art 10")

/* Who may do what, and by which article; everything else is refused. */
static const struct st_right rights[] = {
    {role_screening_officer, purpose_screening, ST_MAY_READ | ST_MAY_WRITE, "*", "Library Act Art 11"},
    {role_monitor, purpose_rights_monitoring, ST_MAY_READ, "kind", "Library Act Art 12"},
    {role_data_protection_officer, purpose_data_protection, ST_MAY_READ | ST_MAY_ERASE, "*", "Library Act Art 13"},
    {role_unknown, purpose_unknown, 0, NULL, NULL},
};

/* Kept for a year from the day it was issued. */
static int storage(struct st_storage *out, const void *record, struct st_date start, struct st_date as_of,
                   struct st_arena *arena, struct st_error *err)
{
    (void)record, (void)as_of, (void)arena, (void)err;
    *out = (struct st_storage){true, st_date_add_months(start, 12), "Library Act Art 14"};
    return ST_OK;
}

/* What must be known is known; and what is its own: the age decides the kind of card. */
static int check(struct st_tx *tx, const struct st_register *reg, struct st_id id, const void *before, void *record,
                 struct st_error *err)
{
    struct reader_card *card = record;
    struct st_local today = {0};
    int rc = st_shape_check(reg->record, card, NULL, 0, tx->now, tx->arena, "", err);

    (void)id, (void)before;
    (void)st_zone_local(&today, tx->now, "UTC");
    card->kind = st_date_cmp(st_date_add_months(card->born_on, 18 * 12), today.date) <= 0 ? card_kind_adult
                                                                                          : card_kind_child;
    return rc;
}

const struct st_register reader_cards = {
    .name = "reader_cards", .title = "Readers' cards", .act = "Library Act", .record = &reader_card_shape,
    .rights = rights, .storage = storage, .check = check,
};
