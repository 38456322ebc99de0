/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
#ifndef OTBENCH_SDK_FORMAT_H
#define OTBENCH_SDK_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* Formats as the ROM does: integers, characters and texts, no floating point. What follows a % and is no conversion
 * comes out unchanged. Calls put(context, c) for each character and returns how many there were. */
int sdk_format(void (*put)(void *context, char c), void *context, const char *format, va_list arguments);

#endif
