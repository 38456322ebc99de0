/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_MEM_H
#define OTBENCH_SDK_MEM_H

#include "c_types.h"

/* Without parameters: firmware calls them with and without the file, the line and the kind of memory. */
void *pvPortMalloc();
void *pvPortZalloc();
void *pvPortCalloc();
void *pvPortRealloc();
void *pvPortZallocIram();
void vPortFree();
size_t xPortGetFreeHeapSize(void);

#define os_malloc(size) pvPortMalloc(size, __FILE__, __LINE__, 1)
#define os_malloc_iram(size) pvPortMalloc(size, __FILE__, __LINE__, 0)
#define os_zalloc(size) pvPortZalloc(size, __FILE__, __LINE__)
#define os_zalloc_iram(size) pvPortZallocIram(size, __FILE__, __LINE__)
#define os_calloc(count, size) pvPortCalloc(count, size, __FILE__, __LINE__)
#define os_realloc(at, size) pvPortRealloc(at, size, __FILE__, __LINE__)
#define os_free(at) vPortFree(at, __FILE__, __LINE__)

#endif
