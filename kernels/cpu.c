/*
 * cpu.c - asking the processor. This file is built for the plainest machine: it must not contain an
 * instruction that it is there to ask about.
 */
#include "kernels/cpu.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <stdint.h>

#define LEAF1_ECX_OSXSAVE (1u << 27) /* the system uses XSAVE, and XGETBV may be run */
#define LEAF1_ECX_AVX     (1u << 28)
#define LEAF7_EBX_AVX2    (1u << 5)
#define XCR0_YMM_STATE    0x6u /* the system saves XMM and YMM registers */

static uint32_t saved_state(void)
{
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

int eep_cpu_has_avx2(void)
{
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
    if ((c & LEAF1_ECX_OSXSAVE) == 0 || (c & LEAF1_ECX_AVX) == 0) return 0;
    if ((saved_state() & XCR0_YMM_STATE) != XCR0_YMM_STATE) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    return (b & LEAF7_EBX_AVX2) != 0;
}

#else

int eep_cpu_has_avx2(void)
{
    return 0;
}

#endif
