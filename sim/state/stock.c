/* stock.c - candidates by score and age: add, take, let time pass. */
#include "sim/state/stock.h"

#include <string.h>

int64_t eep_stock_at(const eep_stock *stock, int score)
{
    int64_t sum = 0;
    for (int i = 0; i < EEP_PERIODS; i++)
        sum += stock->at[i][score];
    return sum;
}

static int64_t at_most(int64_t cell)
{
    return cell < EEP_CELL_MAX ? cell : EEP_CELL_MAX;
}

void eep_stock_add(eep_stock *stock, eep_date day, int score, int64_t candidates, int64_t improved)
{
    const int now = eep_period_of(day) % EEP_PERIODS;
    const int64_t each = eep_scale(candidates, improved, 1000) / EEP_PERIODS;
    for (int i = 0; i < EEP_PERIODS; i++)
        stock->at[i][score] = at_most(stock->at[i][score] + each);
    stock->at[now][score] = at_most(stock->at[now][score] + candidates - each * EEP_PERIODS);
}

void eep_stock_multiply(eep_stock *stock, int score, int64_t numerator, int64_t denominator)
{
    for (int i = 0; i < EEP_PERIODS; i++)
        stock->at[i][score] = at_most(eep_scale(stock->at[i][score], numerator, denominator));
}

void eep_stock_pass(eep_stock *stock, eep_date from, eep_date to, int64_t stay)
{
    const int last = eep_period_of(to);
    int period = eep_period_of(from) + 1;
    if (period <= last - EEP_PERIODS) period = last - EEP_PERIODS + 1;
    for (; period <= last; period++)
        memset(stock->at[period % EEP_PERIODS], 0, sizeof stock->at[0]);
    for (int i = 0; i < EEP_PERIODS; i++) {
        for (int score = 0; score < EEP_STATE_SCORES; score++)
            stock->at[i][score] = eep_scale(stock->at[i][score], stay, EEP_FACTOR);
    }
}

void eep_stock_lower(eep_stock *stock, int points, int64_t numerator, int64_t denominator)
{
    for (int i = 0; i < EEP_PERIODS; i++) {
        int64_t *at = stock->at[i];
        for (int score = points; score < EEP_STATE_SCORES; score++) {
            const int64_t moved = eep_scale(at[score], numerator, denominator);
            at[score] -= moved;
            at[score - points] = at_most(at[score - points] + moved);
        }
    }
}
