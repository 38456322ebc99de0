/* SPDX-License-Identifier: MIT; see otbench.h. */
/* There are no files; text goes through ets_printf and ets_snprintf of osapi.h. */
#ifndef OTBENCH_SDK_STDIO_H
#define OTBENCH_SDK_STDIO_H

#include <stdarg.h>
#include <stddef.h>

int sprintf(char *text, const char *format, ...);
int snprintf(char *text, size_t size, const char *format, ...);
int vsnprintf(char *text, size_t size, const char *format, va_list arguments);

#endif
