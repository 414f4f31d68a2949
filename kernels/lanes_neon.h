/*
 * lanes_neon.h - sixteen bytes at a time: what kernels on planes share in NEON. Private to kernels/score and
 * kernels/eligible.
 */
#ifndef EEP_KERNELS_LANES_NEON_H
#define EEP_KERNELS_LANES_NEON_H

#include <arm_neon.h>

#define LANES 16

static inline uint8x16_t low_bits(uint8x16_t byte, uint8_t mask)
{
    return vandq_u8(byte, vdupq_n_u8(mask));
}

/* 255 where some bit of the mask is set. */
static inline uint8x16_t where(uint8x16_t byte, uint8_t mask)
{
    return vtstq_u8(byte, vdupq_n_u8(mask));
}

/* In tables of 16 and 32, by codes below that. */
static inline uint8x16_t look_up(const uint8_t table[16], uint8x16_t code)
{
    return vqtbl1q_u8(vld1q_u8(table), code);
}

static inline uint8x16_t look_up_32(const uint8_t table[32], uint8x16_t code)
{
    return vqtbl2q_u8(vld1q_u8_x2(table), code);
}

static inline uint8x16_t capped(uint8x16_t points, uint8_t cap)
{
    return vminq_u8(points, vdupq_n_u8(cap));
}

/* The code of the second of two abilities in a byte; that of the first is in its low bits. */
static inline uint8x16_t upper_code(uint8x16_t byte)
{
    return low_bits(vshrq_n_u8(byte, 3), 7);
}

/* The weakest of four level codes, two of three bits in each byte, whatever else is in it. */
static inline uint8x16_t weakest_of_pairs(uint8x16_t lr, uint8x16_t ws)
{
    return vminq_u8(vminq_u8(low_bits(lr, 7), low_bits(ws, 7)), vminq_u8(upper_code(lr), upper_code(ws)));
}

#endif
