/* workshop.h - all that one recipe needs: the model read, the cells counted, the past known. Private to
 * sim/make and bench. */
#ifndef EEP_SIM_MAKE_WORKSHOP_H
#define EEP_SIM_MAKE_WORKSHOP_H

#include "sim/make/quota.h"

typedef struct eep_workshop {
    eep_model model;
    eep_history *history;
    eep_source source;
    eep_cells cells; /* empty until people are kept */
    eep_quotas quotas;
    eep_people_plan people;
    eep_past past;
    eep_making making; /* points into the others */
} eep_workshop;

/* Fails as eep_pool_make. The caller closes it. */
eep_status eep_workshop_open(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe,
                             eep_workshop **shop, eep_error *error);
/* The moment from which on no round has been held. */
eep_time eep_workshop_before(const eep_workshop *shop, const eep_recipe *recipe);
void eep_workshop_close(eep_engine *engine, eep_workshop *shop); /* NULL is fine */

#endif
