/* The list of all rules, sorted by id. A new rule is one line here. */
#include "law/rule.h"

#define RULES(R)                                                                                                      \
    R(eurodac_advance_erasure)                                                                                        \
    R(eurodac_capture)                                                                                                \
    R(eurodac_change)                                                                                                 \
    R(eurodac_child)                                                                                                  \
    R(eurodac_comparison)                                                                                             \
    R(eurodac_hit)                                                                                                    \
    R(eurodac_information)                                                                                            \
    R(eurodac_law_enforcement)                                                                                        \
    R(eurodac_law_enforcement_data)                                                                                   \
    R(eurodac_logs)                                                                                                   \
    R(eurodac_quality)                                                                                                \
    R(eurodac_retention)                                                                                              \
    R(eurodac_security_flag)                                                                                          \
    R(eurodac_third_country)                                                                                          \
    R(eurodac_transmission)                                                                                           \
    R(keeping_limit)                                                                                                  \
    R(screening_access)                                                                                               \
    R(screening_allegation)                                                                                           \
    R(screening_biometrics)                                                                                           \
    R(screening_cooperation)                                                                                          \
    R(screening_deadline)                                                                                             \
    R(screening_designation)                                                                                          \
    R(screening_detention)                                                                                            \
    R(screening_elements)                                                                                             \
    R(screening_entry)                                                                                                \
    R(screening_form)                                                                                                 \
    R(screening_health)                                                                                               \
    R(screening_hit)                                                                                                  \
    R(screening_identity)                                                                                             \
    R(screening_information)                                                                                          \
    R(screening_minor)                                                                                                \
    R(screening_monitor)                                                                                              \
    R(screening_referral)                                                                                             \
    R(screening_relation)                                                                                             \
    R(screening_relocation_bar)                                                                                       \
    R(screening_retention)                                                                                            \
    R(screening_scope)                                                                                                \
    R(screening_security)                                                                                             \
    R(screening_security_flag)                                                                                        \
    R(screening_transmission)                                                                                         \
    R(screening_vulnerability)                                                                                        \
    R(screening_watchlist_opinion)

#define DECLARE(name) extern const struct st_rule name##_rule;
#define LIST(name) &name##_rule,
RULES(DECLARE)

const struct st_rule *const st_rules[] = {RULES(LIST) NULL};
const size_t st_rules_n = sizeof(st_rules) / sizeof(st_rules[0]) - 1;

const struct st_act_of_rules st_acts_of_rules[] = {
    {"screening", "Screening: Regulation (EU) 2024/1356"},
    {"eurodac", "Eurodac: Regulation (EU) 2024/1358"},
    {"keeping", "Data protection: Regulation (EU) 2016/679"},
    {NULL, NULL},
};

bool st_rule_of_act(const struct st_rule *rule, const struct st_act_of_rules *act)
{
    size_t n = strlen(act->prefix);
    return strncmp(rule->id, act->prefix, n) == 0 && rule->id[n] == '.';
}
