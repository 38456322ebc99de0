/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
#include <stdint.h>

#include "ets_sys.h"
#include "machine.h"

enum { INTERRUPTS = 16 };

static struct {
    ets_isr_t function;
    void *arg;
} handlers[INTERRUPTS];

static uint32_t unmasked;
static int is_locked, is_in_handler;

static int is_pending(int number) {
    if (number == SDK_GPIO_INTERRUPT) return sdk_pin_interrupt_is_pending();
    if (number == SDK_UART_INTERRUPT) return sdk_uart_interrupt_is_pending();
    return 0;
}

int sdk_is_interruptible(void) { return !is_locked && !is_in_handler; }

static void serve(int number) {
    is_in_handler = 1;
    sdk_busy_until(sdk_now() + sdk_options.interrupt_entry);
    handlers[number].function(handlers[number].arg);
    is_in_handler = 0;
}

void sdk_serve_interrupts(void) {
    for (int number = 0; number < INTERRUPTS && sdk_is_interruptible(); ++number) {
        if (!(unmasked >> number & 1u) || !handlers[number].function || !is_pending(number)) continue;
        serve(number);
        number = -1; /* from the first again */
    }
}

void ets_intr_lock(void) { is_locked = 1; }

void ets_intr_unlock(void) {
    is_locked = 0;
    sdk_serve_interrupts();
}

void ets_isr_attach(int number, ets_isr_t handler, void *arg) {
    if (number < 0 || number >= INTERRUPTS) return;
    handlers[number].function = handler;
    handlers[number].arg = arg;
}

void ets_isr_mask(uint32_t bits) { unmasked &= ~bits; }

void ets_isr_unmask(uint32_t bits) {
    unmasked |= bits;
    sdk_serve_interrupts();
}
