/*
 * cpu.c - asking the processor. This file is built for the plainest machine: it must not contain an
 * instruction that it is there to ask about.
 *
 * avx2: AVX2, POPCNT and BMI2; XMM and YMM registers saved by the system. Every processor with AVX2 that was
 * ever sold has the others, but they are features of their own, and a hypervisor may hide one of them.
 *
 * avx512: what avx2 needs; AVX-512 F, BW, VL, DQ, VBMI and VBMI2; opmask and ZMM registers saved. Intel from
 * Ice Lake, AMD from Zen 4.
 *
 * neon: AArch64, of which it is a part.
 */
#include "kernels/cpu.h"

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)

#include <cpuid.h>

#define LEAF1_ECX_OSXSAVE (1u << 27) /* the system uses XSAVE, and XGETBV may be run */
#define LEAF1_ECX_AVX     (1u << 28)
#define XCR0_YMM_STATE    0x06u /* the system saves XMM and YMM registers */
#define XCR0_ZMM_STATE    0xE0u /* opmasks, the upper halves of ZMM0 to 15, and ZMM16 to 31 */

/* Where the answer is: the leaf, its register by the place in eax ebx ecx edx, and the bit. */
typedef struct feature {
    const char *name;
    unsigned leaf;
    int reg;
    unsigned bit;
} feature;

static const feature avx2[] = {{"AVX2", 7, 1, 5}, {"POPCNT", 1, 2, 23}, {"BMI2", 7, 1, 8}};
static const feature avx512[] = {
    {"AVX-512 F", 7, 1, 16},  {"AVX-512 DQ", 7, 1, 17},  {"AVX-512 BW", 7, 1, 30},
    {"AVX-512 VL", 7, 1, 31}, {"AVX-512 VBMI", 7, 2, 1}, {"AVX-512 VBMI2", 7, 2, 6},
};

/* The state that the system saves; 0 when it does not say. */
static uint32_t saved_state(void)
{
    uint32_t a, b, c, d, low, high;

    if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
    if ((c & LEAF1_ECX_OSXSAVE) == 0 || (c & LEAF1_ECX_AVX) == 0) return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static int has(const feature *wanted)
{
    uint32_t answer[4];

    if (!__get_cpuid_count(wanted->leaf, 0, &answer[0], &answer[1], &answer[2], &answer[3])) return 0;
    return (answer[wanted->reg] >> wanted->bit & 1) != 0;
}

/* The first of some features that the processor does not have, or NULL. */
static const char *missing(const feature *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!has(&wanted[i])) return wanted[i].name;
    }
    return NULL;
}

const char *eep_cpu_lacks_avx2(void)
{
    if ((saved_state() & XCR0_YMM_STATE) != XCR0_YMM_STATE)
        return "AVX and a system that saves its registers";
    return missing(avx2, sizeof avx2 / sizeof avx2[0]);
}

const char *eep_cpu_lacks_avx512(void)
{
    const char *lacks = eep_cpu_lacks_avx2();

    if (!lacks) lacks = missing(avx512, sizeof avx512 / sizeof avx512[0]);
    if (!lacks && (saved_state() & XCR0_ZMM_STATE) != XCR0_ZMM_STATE)
        lacks = "a system that saves the registers of AVX-512";
    return lacks;
}

#else

const char *eep_cpu_lacks_avx2(void)
{
    return "an x86-64 processor";
}

const char *eep_cpu_lacks_avx512(void)
{
    return "an x86-64 processor";
}

#endif

const char *eep_cpu_lacks_neon(void)
{
#if defined(__aarch64__)
    return NULL;
#else
    return "an AArch64 processor";
#endif
}
