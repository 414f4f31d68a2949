/* stock.h - candidates by score and age: add, take, let time pass. Private to sim/state. */
#ifndef EEP_SIM_STATE_STOCK_H
#define EEP_SIM_STATE_STOCK_H

#include "sim/state/state.h"

/*
 * Adds candidates at a score. `improved` thousandths of them submitted earlier and only now have this score:
 * they are spread evenly over the periods; the others submitted in the period of `day`.
 */
void eep_stock_add(eep_stock *stock, eep_date day, int score, int64_t candidates, int64_t improved);

/* Keeps numerator/denominator of those at a score, rounded down in every period. */
void eep_stock_multiply(eep_stock *stock, int score, int64_t numerator, int64_t denominator);

/* Lets time pass: whoever is twelve months old goes, of the others the factor `stay` remains. */
void eep_stock_pass(eep_stock *stock, eep_date from, eep_date to, int64_t stay);

/* Moves numerator/denominator of everybody with at least `points` down by as many points. */
void eep_stock_lower(eep_stock *stock, int points, int64_t numerator, int64_t denominator);

#endif
