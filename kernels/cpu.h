/*
 * cpu.h - which instruction sets this machine can run, the state that the operating system must save for
 * them included. For the dispatcher only.
 */
#ifndef EEP_KERNELS_CPU_H
#define EEP_KERNELS_CPU_H

/*
 * NULL when the level may be used, else what this machine lacks for it ("AVX2"), a constant. Each asks the
 * processor every time. cpu.c lists what a level needs.
 */
const char *eep_cpu_lacks_avx2(void);
const char *eep_cpu_lacks_avx512(void);
const char *eep_cpu_lacks_neon(void);

#endif
