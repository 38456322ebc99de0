/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_OSAPI_H
#define OTBENCH_SDK_OSAPI_H

#include <stdarg.h>
#include <string.h>

#include "os_type.h"
#if __has_include("user_config.h")
#include "user_config.h"
#endif

/* ---- memory and strings ---- */

void ets_bzero(void *at, size_t size);
int ets_memcmp(const void *a, const void *b, size_t size);
void *ets_memcpy(void *to, const void *from, size_t size);
void *ets_memmove(void *to, const void *from, size_t size);
void *ets_memset(void *at, int value, size_t size);
int ets_strcmp(const char *a, const char *b);
char *ets_strcpy(char *to, const char *from);
size_t ets_strlen(const char *text);
int ets_strncmp(const char *a, const char *b, size_t size);
char *ets_strncpy(char *to, const char *from, size_t size);
char *ets_strstr(const char *text, const char *part);

#define os_bzero ets_bzero
#define os_memcmp ets_memcmp
#define os_memcpy ets_memcpy
#define os_memmove ets_memmove
#define os_memset ets_memset
#define os_strcat strcat
#define os_strchr strchr
#define os_strcmp ets_strcmp
#define os_strcpy ets_strcpy
#define os_strlen ets_strlen
#define os_strncmp ets_strncmp
#define os_strncpy ets_strncpy
#define os_strstr ets_strstr

/* ---- text: own conversions, those of the ROM (no floating point) ---- */

int ets_printf(const char *format, ...);
int ets_sprintf(char *text, const char *format, ...);
int ets_snprintf(char *text, size_t size, const char *format, ...);
int ets_vsnprintf(char *text, size_t size, const char *format, va_list arguments);
int ets_vsprintf(char *text, const char *format, va_list arguments);
int os_printf_plus(const char *format, ...);
void ets_install_putc1(void (*put)(char c));
void ets_putc(char c);

#define os_sprintf ets_sprintf
#define os_snprintf ets_snprintf
#define os_vsnprintf ets_vsnprintf
#define os_vsprintf ets_vsprintf
#define os_printf os_printf_plus
#define os_install_putc1 ets_install_putc1
#define os_putc ets_putc

/* ---- time ---- */

void ets_delay_us(uint32_t microseconds);

#define os_delay_us ets_delay_us
#define os_timer_setfn ets_timer_setfn
#define os_timer_disarm ets_timer_disarm
#define os_timer_arm(timer, value, repeat) ets_timer_arm_new(timer, value, repeat, 1)
#define os_timer_arm_us(timer, value, repeat) ets_timer_arm_new(timer, value, repeat, 0)

/* The same numbers in each run with the same seed. */
unsigned long os_random(void);
int os_get_random(unsigned char *to, size_t size);

#endif
