/* The list of all rules, sorted by id. A new rule is one line here. */
#include "law/rule.h"

#define RULES(R)                                                                                                      \
    R(screening_scope)

#define DECLARE(name) extern const struct st_rule name##_rule;
#define LIST(name) &name##_rule,
RULES(DECLARE)

const struct st_rule *const st_rules[] = {RULES(LIST) NULL};
const size_t st_rules_n = sizeof(st_rules) / sizeof(st_rules[0]) - 1;
