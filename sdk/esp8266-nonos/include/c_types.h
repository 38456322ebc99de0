/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_C_TYPES_H
#define OTBENCH_SDK_C_TYPES_H

#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8, uint8, u_int8_t;
typedef uint16_t u16, uint16, u_int16_t;
typedef unsigned int u32, uint32, u_int32_t, u_int;
typedef uint64_t u64, uint64, u_int64_t;
typedef int8_t s8, sint8, sint8_t, int8;
typedef int16_t s16, sint16, sint16_t, int16;
typedef int s32, sint32, sint32_t, int32;
typedef int64_t s64, sint64, sint64_t, int64;
typedef float real32, real32_t;
typedef double real64, real64_t;

#ifndef __cplusplus
#ifndef bool
typedef unsigned char bool;
#endif
#define BOOL bool
#ifndef true
#define true 1
#define false 0
#endif
#define TRUE true
#define FALSE false
#endif

typedef enum { OK = 0, FAIL, PENDING, BUSY, CANCEL } STATUS;

#define BIT(number) (1UL << (number))
#define __packed __attribute__((packed))
#define LOCAL static
#ifndef NULL
#define NULL ((void *)0)
#endif

/* The host has one memory: where the chip keeps something changes nothing. */
#define DMEM_ATTR
#define SHMEM_ATTR
#define ICACHE_FLASH_ATTR
#define ICACHE_RODATA_ATTR
#define ICACHE_RAM_ATTR
#define IRAM_ATTR
#define STORE_ATTR __attribute__((aligned(4)))

#endif
