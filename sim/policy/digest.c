/* digest.c - what rules amount to, in 32 hexadecimal digits. */
#include "sim/policy/leaves.h"

#include <string.h>

#define XXH_STATIC_LINKING_ONLY /* a state on the stack */
#include <xxhash.h>

void eep_leaves_digest(const eep_policy_leaf *leaf, size_t count, char text[EEP_DIGEST_TEXT])
{
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    XXH3_128bits_reset(&state);
    for (size_t i = 0; i < count; i++) {
        XXH3_128bits_update(&state, leaf[i].path, strlen(leaf[i].path));
        XXH3_128bits_update(&state, "=", 1);
        XXH3_128bits_update(&state, leaf[i].value, strlen(leaf[i].value));
        XXH3_128bits_update(&state, "\n", 1);
    }
    const XXH128_hash_t hash = XXH3_128bits_digest(&state);
    snprintf(text, EEP_DIGEST_TEXT, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
}
