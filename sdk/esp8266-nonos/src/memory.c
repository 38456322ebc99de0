/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Memory and strings under the names of the ROM and of the SDK. A null pointer is a fault, as on the chip. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "osapi.h"

static long free_heap = 40000; /* bytes, as the device reports it */
static size_t allocated;

void sdk_memory_start(void) { free_heap = sdk_setting("free_heap", free_heap); }

/* ---- heap: firmware calls these with one to four arguments, of which only the first counts ---- */

static void *keep_account(void *at) {
    if (at) allocated += malloc_usable_size(at);
    return at;
}

void *pvPortMalloc(size_t size) {
    if (sdk_options.heap_is_limited && allocated + size > (size_t)free_heap) return NULL;
    return keep_account(malloc(size));
}

void *pvPortZalloc(size_t size) {
    void *at = pvPortMalloc(size);
    return at ? memset(at, 0, size) : at;
}

void *pvPortZallocIram(size_t size) { return pvPortZalloc(size); }

void *pvPortCalloc(size_t count, size_t size) { return pvPortZalloc(count * size); }

void vPortFree(void *at) {
    if (at) allocated -= malloc_usable_size(at);
    free(at);
}

void *pvPortRealloc(void *at, size_t size) {
    void *moved = pvPortMalloc(size);
    if (!at || !moved) return moved;
    const size_t old = malloc_usable_size(at);
    memcpy(moved, at, old < size ? old : size);
    vPortFree(at);
    return moved;
}

size_t xPortGetFreeHeapSize(void) {
    return sdk_options.heap_is_limited ? (size_t)free_heap - allocated : (size_t)free_heap;
}

uint32_t system_get_free_heap_size(void) { return (uint32_t)xPortGetFreeHeapSize(); }

/* ---- bytes and strings ---- */

void ets_bzero(void *at, size_t size) { memset(at, 0, size); }
int ets_memcmp(const void *a, const void *b, size_t size) { return memcmp(a, b, size); }
void *ets_memcpy(void *to, const void *from, size_t size) { return memcpy(to, from, size); }
void *ets_memmove(void *to, const void *from, size_t size) { return memmove(to, from, size); }
void *ets_memset(void *at, int value, size_t size) { return memset(at, value, size); }
int ets_strcmp(const char *a, const char *b) { return strcmp(a, b); }
char *ets_strcpy(char *to, const char *from) { return strcpy(to, from); }
size_t ets_strlen(const char *text) { return strlen(text); }
int ets_strncmp(const char *a, const char *b, size_t size) { return strncmp(a, b, size); }
char *ets_strncpy(char *to, const char *from, size_t size) { return strncpy(to, from, size); }
char *ets_strstr(const char *text, const char *part) { return strstr(text, part); }

/* ---- random numbers: those of the scenario's seed ---- */

unsigned long os_random(void) {
    static uint64_t state;
    if (!state) {
        const char *seed = getenv("OTBENCH_SEED");
        state = (seed ? strtoull(seed, NULL, 10) : 0) * 2 + 1;
    }
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned long)(state >> 32);
}

int os_get_random(unsigned char *to, size_t size) {
    while (size-- > 0) *to++ = (unsigned char)os_random();
    return 1;
}
