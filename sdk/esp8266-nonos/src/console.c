/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Text to UART 0, and text into buffers. */
#include <stdarg.h>
#include <string.h>

#include "format.h"
#include "machine.h"
#include "user_interface.h"

/* What one print sends, in pieces of this size. */
struct console {
    int is_log;
    char text[1024];
    size_t size;
};

static int log_is_on = 1;
static void (*installed_putc)(char c);

static void flush(struct console *console) {
    if (console->size) sdk_uart_put(0, console->is_log, console->text, console->size);
    console->size = 0;
}

static void put_raw(struct console *console, char c) {
    if (installed_putc) {
        installed_putc(c);
        return;
    }
    if (console->size == sizeof console->text) flush(console);
    console->text[console->size++] = c;
}

/* The ROM's filter. */
static void put_on_console(void *context, char c) {
    if (c == '\r') return;
    if (c == '\n') put_raw(context, '\r');
    put_raw(context, c);
}

static int print(int is_log, const char *format, va_list arguments) {
    struct console console = {is_log, {0}, 0};
    const int count = sdk_format(put_on_console, &console, format, arguments);
    flush(&console);
    return count;
}

int ets_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int count = print(0, format, arguments);
    va_end(arguments);
    return count;
}

int os_printf_plus(const char *format, ...) {
    if (!log_is_on) return 0;
    va_list arguments;
    va_start(arguments, format);
    const int count = print(1, format, arguments);
    va_end(arguments);
    return count;
}

void system_set_os_print(uint8 on) { log_is_on = on != 0; }

/* Firmware may send its text elsewhere; NULL: to UART 0 again. */
void ets_install_putc1(void (*put)(char c)) { installed_putc = put; }

void ets_putc(char c) {
    struct console console = {0};
    put_raw(&console, c);
    flush(&console);
}

/* ---- into buffers ---- */

struct text {
    char *at;
    size_t room; /* with the terminator; firmware passes "negative" ones, which are huge */
    size_t size;
};

static void put_in_text(void *context, char c) {
    struct text *text = context;
    if (text->size + 1 < text->room) text->at[text->size] = c;
    ++text->size;
}

int ets_vsnprintf(char *at, size_t size, const char *format, va_list arguments) {
    struct text text = {at, size, 0};
    const int count = sdk_format(put_in_text, &text, format, arguments);
    if (size > 0) at[text.size < size ? text.size : size - 1] = '\0';
    return count;
}

int ets_vsprintf(char *at, const char *format, va_list arguments) {
    return ets_vsnprintf(at, SIZE_MAX, format, arguments);
}

int ets_snprintf(char *at, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int count = ets_vsnprintf(at, size, format, arguments);
    va_end(arguments);
    return count;
}

int ets_sprintf(char *at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int count = ets_vsnprintf(at, SIZE_MAX, format, arguments);
    va_end(arguments);
    return count;
}
