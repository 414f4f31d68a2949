/*
 * cpu.c - asking the processor. This file is built for the plainest machine: it must not contain an
 * instruction that it is there to ask about.
 *
 *   avx2    AVX2; XMM and YMM registers saved by the system
 *   avx512  what avx2 needs; AVX-512 F, BW, VL, DQ and VBMI; opmask and ZMM registers saved (Intel from Ice
 *           Lake, AMD from Zen 4)
 *   neon    AArch64, of which it is a part
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

/* Of leaf 7: the register of the answer, by its place in eax ebx ecx edx, and the bit. */
typedef struct feature {
    const char *name;
    int reg;
    unsigned bit;
} feature;

static const feature avx2 = {"AVX2", 1, 5};
static const feature avx512[] = {
    {"AVX-512 F", 1, 16},  {"AVX-512 DQ", 1, 17},  {"AVX-512 BW", 1, 30},
    {"AVX-512 VL", 1, 31}, {"AVX-512 VBMI", 2, 1},
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

    if (!__get_cpuid_count(7, 0, &answer[0], &answer[1], &answer[2], &answer[3])) return 0;
    return (answer[wanted->reg] >> wanted->bit & 1) != 0;
}

const char *eep_cpu_lacks_avx2(void)
{
    if ((saved_state() & XCR0_YMM_STATE) != XCR0_YMM_STATE)
        return "AVX and a system that saves its registers";
    return has(&avx2) ? NULL : avx2.name;
}

const char *eep_cpu_lacks_avx512(void)
{
    const char *lacks = eep_cpu_lacks_avx2();

    for (size_t i = 0; !lacks && i < sizeof avx512 / sizeof avx512[0]; i++)
        lacks = has(&avx512[i]) ? NULL : avx512[i].name;
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
