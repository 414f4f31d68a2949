/*
 * cpu.h - which instruction sets this machine can run, the state that the operating system must save for
 * them included. For the dispatcher only.
 */
#ifndef EEP_KERNELS_CPU_H
#define EEP_KERNELS_CPU_H

/* 1 when AVX2 may be used, else 0; 0 on machines that are not x86-64. Asks the processor each time. */
int eep_cpu_has_avx2(void);

#endif
