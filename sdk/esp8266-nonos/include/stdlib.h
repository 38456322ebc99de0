/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_STDLIB_H
#define OTBENCH_SDK_STDLIB_H

#include <stddef.h>

int abs(int value);
int atoi(const char *text);
long atol(const char *text);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);

#endif
