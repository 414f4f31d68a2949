/* bytes.h - numbers in a file: little-endian, at any alignment, whatever the machine. */
#ifndef EEP_DATASETS_EEPD_BYTES_H
#define EEP_DATASETS_EEPD_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline void eep_put_number(unsigned char *bytes, size_t width, uint64_t number)
{
    for (size_t i = 0; i < width; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

static inline uint64_t eep_get_number(const unsigned char *bytes, size_t width)
{
    uint64_t number = 0;
    for (size_t i = 0; i < width; i++)
        number |= (uint64_t)bytes[i] << 8 * i;
    return number;
}

static inline uint16_t eep_get_16(const unsigned char *bytes)
{
    return (uint16_t)eep_get_number(bytes, 2);
}

static inline uint32_t eep_get_32(const unsigned char *bytes)
{
    return (uint32_t)eep_get_number(bytes, 4);
}

static inline uint64_t eep_get_64(const unsigned char *bytes)
{
    return eep_get_number(bytes, 8);
}

#endif
