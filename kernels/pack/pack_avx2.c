/*
 * pack_avx2.c - raw columns to planes, thirty-two candidates at a time.
 *
 * Every column is brought to one byte a candidate, cut to its code, and moved to its place in its plane;
 * nothing goes through facts. What is less than thirty-two is left to the reference.
 *
 * Meaning: as pack_ref.c. Overflow: a sum of months saturates at 65,535, which is 15 years and more like
 * anything from 180 on; months / 12 is exact for all 16 bits; every code is cut to its bits before it is
 * moved. Reads 55 bytes a candidate in 36 streams and writes 13 in 13: bound by memory.
 */
#include "kernels/pack/birthdays_avx2.h"
#include "kernels/pack/pack.h"

/* ---- Codes -------------------------------------------------------------------------------------- */

/* 255 where a date is after `day`. */
static inline __m256i where_after(const int32_t date[LANES], int32_t day)
{
    __m256i after[4];

    for (int part = 0; part < 4; part++)
        after[part] = _mm256_cmpgt_epi32(load(date + 8 * part), _mm256_set1_epi32(day));
    return bytes_of_32_bits(after);
}

static inline __m256i level_codes(const uint8_t level[LANES], unsigned codes)
{
    return least(_mm256_subs_epu8(load(level), all(EEP_LEVEL_LOWEST)), all(codes - 1));
}

/* Two abilities side by side, three bits each. */
static inline __m256i levels(const uint8_t a[LANES], const uint8_t b[LANES])
{
    return either(level_codes(a, EEP_LEVEL_CODES), moved_up(level_codes(b, EEP_LEVEL_CODES), 3));
}

/* As eep_pair_code; the row of a triangle begins at higher x (higher + 1) / 2. */
static inline __m256i pair(const uint8_t a[LANES], const uint8_t b[LANES])
{
    static const uint8_t row[16] = {0, 1, 3, 6, 10, 15, 21};
    const __m256i one = level_codes(a, EEP_PAIR_LEVELS), other = level_codes(b, EEP_PAIR_LEVELS);

    return sum(look_up(row, _mm256_max_epu8(one, other)), least(one, other));
}

static inline __m256i at_bit(const uint8_t column[LANES], int bit)
{
    return moved_up(load(column), bit);
}

/* ---- Planes ------------------------------------------------------------------------------------- */

static inline void pack_person(const eep_pack_tables *tables, const birthday_tree *tree, const eep_raw *raw,
                               size_t i, const eep_planes *out)
{
    const __m256i study = load(raw->canadian_study + i);
    const __m256i assessed =
        either(where_after(raw->assessment_date + i, tables->assessment_after), where_any(study));
    const __m256i education = both(load(raw->education + i), assessed);
    const __m256i canadian = years_of(load_months(raw->canadian_work_months + i), EEP_YEAR_CODES - 1);
    const __m256i foreign = years_of(load_months(raw->foreign_work_months + i), EEP_YEAR_CODES - 1);

    store(out->plane[EEP_PLANE_AGE] + i, either(age_codes(tree, raw->birth_date + i), moved_up(foreign, 5)));
    store(out->plane[EEP_PLANE_EDUCATION] + i,
          either(education, either(moved_up(canadian, 3), moved_up(study, 6))));
}

static inline void pack_languages(const eep_pack_tables *tables, const eep_raw *raw, size_t i,
                                  const eep_planes *out)
{
    const uint8_t *const *e = raw->english, *const *f = raw->french;
    const __m256i valid = where_after(raw->language_test_date + i, tables->language_test_after);
    const __m256i french_first = where_any(load(raw->first_official + i));
    const __m256i english_lr = both(valid, levels(e[EEP_LISTENING] + i, e[EEP_READING] + i));
    const __m256i english_ws = both(valid, levels(e[EEP_WRITING] + i, e[EEP_SPEAKING] + i));
    const __m256i french_lr = both(valid, levels(f[EEP_LISTENING] + i, f[EEP_READING] + i));
    const __m256i french_ws = both(valid, levels(f[EEP_WRITING] + i, f[EEP_SPEAKING] + i));
    const __m256i spouse = only(where_any(load(raw->accompanying_spouse + i)), 1 << 6);

    store(out->plane[EEP_PLANE_FIRST_LR] + i,
          either(_mm256_blendv_epi8(english_lr, french_lr, french_first), at_bit(raw->job_offer + i, 6)));
    store(out->plane[EEP_PLANE_FIRST_WS] + i,
          either(_mm256_blendv_epi8(english_ws, french_ws, french_first),
                 either(at_bit(raw->sibling + i, 6), only(french_first, 1 << 7))));
    store(out->plane[EEP_PLANE_SECOND_LR] + i, either(_mm256_blendv_epi8(french_lr, english_lr, french_first),
                                                      either(spouse, at_bit(raw->nomination + i, 7))));
    store(out->plane[EEP_PLANE_SECOND_WS] + i,
          either(_mm256_blendv_epi8(french_ws, english_ws, french_first),
                 either(at_bit(raw->certificate + i, 6), at_bit(raw->settlement_funds + i, 7))));
}

static inline void pack_spouse(const eep_raw *raw, size_t i, const eep_planes *out)
{
    const uint8_t *const *level = raw->spouse_language;
    const __m256i comes = where_any(load(raw->accompanying_spouse + i));
    const __m256i years = years_of(load_months(raw->spouse_canadian_work_months + i), EEP_YEAR_CODES - 1);
    const __m256i lr = pair(level[EEP_LISTENING] + i, level[EEP_READING] + i);
    const __m256i ws = pair(level[EEP_WRITING] + i, level[EEP_SPEAKING] + i);

    store(out->plane[EEP_PLANE_SPOUSE_LR] + i, both(either(lr, at_bit(raw->spouse_education + i, 5)), comes));
    store(out->plane[EEP_PLANE_SPOUSE_WS] + i, both(either(ws, moved_up(years, 5)), comes));
}

static inline void pack_work(const eep_pack_tables *tables, const eep_raw *raw, size_t i,
                             const eep_planes *out)
{
    const months canadian = load_months(raw->canadian_work_months + i);
    const months foreign = load_months(raw->foreign_work_months + i);
    const __m256i years = years_of(sum_of_months(canadian, foreign), EEP_YEARS - 1);
    const __m256i comes = where_any(load(raw->accompanying_spouse + i));
    const __m256i study = both(at_bit(raw->spouse_canadian_study + i, 7), comes);
    const __m256i recruit = at_bit(raw->forces_recruit + i, 7);

    store(out->plane[EEP_PLANE_OCCUPATION] + i,
          occupation_codes(tables, raw->noc + i, raw->noc_canadian_months + i));
    store(out->plane[EEP_PLANE_MONTHS] + i,
          either(cut_months(raw->noc_months + i, 63), moved_up(only(years, 3), 6)));
    store(out->plane[EEP_PLANE_CANADIAN] + i,
          either(cut_months(raw->noc_canadian_months + i, 63), moved_up(only(years, 12), 4)));
    store(out->plane[EEP_PLANE_CONTINUOUS] + i,
          either(cut_months(raw->continuous_work_months + i, 127), recruit));
    store(out->plane[EEP_PLANE_TRADE] + i,
          either(cut_months(raw->trade_months + i, 63), either(at_bit(raw->relative + i, 6), study)));
}

void eep_pack_avx2(const eep_pack_tables *tables, const eep_raw *raw, size_t n, const eep_planes *planes)
{
    const birthday_tree tree = plant_birthdays(tables);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        pack_person(tables, &tree, raw, i, planes);
        pack_languages(tables, raw, i, planes);
        pack_spouse(raw, i, planes);
        pack_work(tables, raw, i, planes);
    }
    const eep_raw rest = eep_raw_from(raw, i);
    const eep_planes at = eep_planes_at(planes, i);
    eep_pack_ref(tables, &rest, n - i, &at);
}
