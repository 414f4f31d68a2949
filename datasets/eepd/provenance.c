/* provenance.c - the text that says where a pool comes from: one JSON object. */

#include <jansson.h>

#include "datasets/eepd/eepd.h"

eep_status eep_eepd_provenance_check(const char *text, size_t length, eep_error *error)
{
    if (length > EEPD_PROVENANCE_MAX) {
        return eep_fail(error, EEP_ERROR_VALUE,
                        "keep long texts beside the pool and name them in it; append many files at once",
                        "a provenance of %zu bytes; at most %d are allowed", length, EEPD_PROVENANCE_MAX);
    }
    json_error_t problem;
    json_t *parsed = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
    const int is_object = json_is_object(parsed);
    json_decref(parsed);
    if (is_object) return EEP_OK;
    if (parsed == NULL && json_error_code(&problem) == json_error_out_of_memory) {
        return eep_fail_memory(error, length);
    }
    return eep_fail(error, EEP_ERROR_SYNTAX, "give one JSON object",
                    "the provenance is not a JSON object%s%s", parsed == NULL ? ": " : "",
                    parsed == NULL ? problem.text : "");
}
