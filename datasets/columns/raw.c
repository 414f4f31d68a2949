/* raw.c - the columns of a pool as the kernels read them. */
#include "datasets/datasets.h"

void eep_raw_at(const eep_columns *columns, uint64_t row, eep_raw *raw)
{
    *raw = (eep_raw){
        .birth_date = columns->birth_date + row,
        .language_test_date = columns->language_test_date + row,
        .assessment_date = columns->assessment_date + row,
        .accompanying_spouse = columns->accompanying_spouse + row,
        .education = columns->education + row,
        .spouse_education = columns->spouse_education + row,
        .first_official = columns->first_official + row,
        .english = {columns->english_listening + row, columns->english_reading + row,
                    columns->english_writing + row, columns->english_speaking + row},
        .french = {columns->french_listening + row, columns->french_reading + row,
                   columns->french_writing + row, columns->french_speaking + row},
        .spouse_language = {columns->spouse_listening + row, columns->spouse_reading + row,
                            columns->spouse_writing + row, columns->spouse_speaking + row},
        .canadian_work_months = columns->canadian_work_months + row,
        .foreign_work_months = columns->foreign_work_months + row,
        .spouse_canadian_work_months = columns->spouse_canadian_work_months + row,
        .noc_months = columns->noc_months + row,
        .noc_canadian_months = columns->noc_canadian_months + row,
        .continuous_work_months = columns->continuous_work_months + row,
        .trade_months = columns->trade_months + row,
        .certificate = columns->certificate_of_qualification + row,
        .sibling = columns->sibling_in_canada + row,
        .nomination = columns->provincial_nomination + row,
        .settlement_funds = columns->settlement_funds + row,
        .canadian_study = columns->canadian_study + row,
        .job_offer = columns->job_offer + row,
        .relative = columns->relative_in_canada + row,
        .spouse_canadian_study = columns->spouse_canadian_study + row,
        .forces_recruit = columns->canadian_forces_recruit + row,
        .noc = columns->noc + row,
    };
}
