/* A made-up register: the cards of a library's readers. It shows what a register costs (CONTRIBUTING.md). */
#ifndef ST_TESTS_REGISTERS_CARD_H
#define ST_TESTS_REGISTERS_CARD_H

#include "registers/register.h"

#define CARD_KIND(C) C(card_kind, adult, "Adult", "") C(card_kind, child, "Child", "Library Act Art 10")
ST_CODES(card_kind, CARD_KIND)

#define READER_CARD(F)                                                                                                \
    F(text, name, ST_REQUIRED, 200, "Name", "", "Library Act Art 10")                                                 \
    F(date, born_on, ST_REQUIRED | ST_IN_PAST, 0, "Date of birth", "", "Library Act Art 10")                          \
    F(code, kind, ST_COMPUTED, card_kind, "Kind of card", "", "Library Act Art 10")
ST_SHAPE(reader_card, READER_CARD)

extern const struct st_register reader_cards;

#endif
