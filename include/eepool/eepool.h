/*
 * eepool/eepool.h - everything a user of libeepool may call.
 *
 * The parts, in the order in which a program meets them:
 *   base.h     statuses, errors, memory, dates
 *   engine.h   threads, instruction set, progress
 *   policy.h   dated points, programs and categories; the rules in force on a day
 *   pool.h     candidates in columns: make, inspect, change
 *   dataset.h  pools in files (.eepd, CSV); the published history of rounds
 *   score.h    CRS scores and eligibility
 *   explain.h  one candidate: every line of the score, what would change it, rank in a pool
 *   draw.h     one round of invitations and its notice
 *   packed.h   a pool held ready for many scores and rounds
 *   ranking.h  a packed pool in the order of invitation, for many rounds on one day
 *   stream.h   pools larger than memory: made, scored and drawn straight from and to files
 *   table.h    parts of pools, pools joined, counted, compared and described
 *   run.h      several rounds in a row; a baseline against a reform
 *   cases.h    cases with their answers, run in one pass a day
 *   conform.h  a third party's answers to the conformance suite, graded
 *   backtest.h the pool estimated from the published record, and how well that foretells cut-offs
 *   tools.h    "did you mean", and output files that appear whole or not at all
 */
#ifndef EEPOOL_EEPOOL_H
#define EEPOOL_EEPOOL_H

#include "eepool/backtest.h"
#include "eepool/base.h"
#include "eepool/cases.h"
#include "eepool/conform.h"
#include "eepool/dataset.h"
#include "eepool/draw.h"
#include "eepool/engine.h"
#include "eepool/explain.h"
#include "eepool/packed.h"
#include "eepool/policy.h"
#include "eepool/pool.h"
#include "eepool/ranking.h"
#include "eepool/run.h"
#include "eepool/score.h"
#include "eepool/stream.h"
#include "eepool/table.h"
#include "eepool/tools.h"

#endif
