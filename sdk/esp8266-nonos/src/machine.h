/* What the files of the library share. Public names are those of the headers in ../include; names with sdk_ are the
 * library's own.
 *
 * The firmware runs in one thread. Its clock moves only while it waits for the bench: in functions that take time, and
 * in the event loop. Events of the bench are taken in there; they change registers and queue jobs, nothing else. */
#ifndef OTBENCH_SDK_MACHINE_H
#define OTBENCH_SDK_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "../../odp.h"

#define SDK_US INT64_C(1000)
#define SDK_MS INT64_C(1000000)
#define SDK_SECOND INT64_C(1000000000)

enum { SDK_PINS = 17, SDK_GPIO_INTERRUPT = 4, SDK_UART_INTERRUPT = 5, SDK_FLASH_SIZE = 4 << 20 };

extern struct odp *sdk_bench;

/* Command line of the program; all times in ns. */
struct sdk_options {
    int64_t clock_read;       /* what reading the microsecond clock takes */
    int64_t interrupt_entry;  /* from the event to the handler */
    int64_t zero_timer;       /* a timer of 0 ms fires so much later */
    int64_t watchdog;         /* without a return to the event loop; 0: off */
    int flash_takes_time;     /* as a real chip does */
    int queue_is_limited;     /* system_os_post fails when the queue is full */
    int heap_is_limited;      /* allocations beyond the device's free heap fail */
};
extern struct sdk_options sdk_options;

/* ---- machine.c: time ---- */

int64_t sdk_now(void);
/* Busy code: interrupts are served meanwhile, unless they are locked. */
void sdk_busy_until(int64_t at);
/* A setting of the device as a number. */
long sdk_setting(const char *key, long otherwise);
void sdk_feed_watchdog(void);
/* Ends the process; the device starts again. */
_Noreturn void sdk_reset(enum odp_reset_cause cause, const char *reason);
/* A line in the trace, and not again for the same `once`, which may be any address. */
void sdk_report_once(const void *once, const char *kind, const char *text);

/* ---- jobs.c: what is due later ---- */

/* Events of the world come before timers of the same instant. */
enum sdk_job_kind { SDK_EVENT_JOB, SDK_TIMER_JOB };
void sdk_call_at(int64_t at, enum sdk_job_kind kind, void (*function)(void *), void *arg);
void sdk_cancel(void (*function)(void *), const void *arg);
/* Runs the next task or due job; 0 when there is none. */
int sdk_run_next(void);
int64_t sdk_next_job(void);

/* ---- interrupts.c ---- */

/* Whether a handler could run now. */
int sdk_is_interruptible(void);
void sdk_serve_interrupts(void);

/* ---- pins.c ---- */

void sdk_pins_start(void);
void sdk_pin_changed(void *context, int64_t at, int pin, int level);
int sdk_pin_interrupt_is_pending(void);
uint32_t sdk_pin_register(uint32_t offset);
void sdk_set_pin_register(uint32_t offset, uint32_t value);
uint32_t sdk_mux_register(uint32_t offset);
void sdk_set_mux_register(uint32_t offset, uint32_t value);
uint32_t sdk_rtc_register(uint32_t offset);
void sdk_set_rtc_register(uint32_t offset, uint32_t value);

/* ---- uart.c ---- */

void sdk_uart_start(void);
void sdk_character_arrived(void *context, int64_t at, int uart, uint8_t octet, int errors);
int sdk_uart_interrupt_is_pending(void);
/* When the receiver's timeout is due; INT64_MAX: not at all. */
int64_t sdk_uart_deadline(void);
/* Tells the bench a changed format; before time passes. */
void sdk_flush_uart_formats(void);
/* Returns when what is left fits into the FIFO. */
void sdk_uart_put(int uart, int is_log, const char *octets, size_t size);
uint32_t sdk_uart_register(int uart, uint32_t offset);
void sdk_set_uart_register(int uart, uint32_t offset, uint32_t value);

/* ---- network ---- */

void sdk_wifi_start(void);
void sdk_wifi_changed(void *context, int64_t at, enum odp_wifi_change change, const uint8_t *addresses);
void sdk_net_changed(void *context, int64_t at, int connection, enum odp_net_change change, const uint8_t *body,
                     size_t size);
/* The restart has begun: nothing is sent any more. */
void sdk_silence_network(void);
/* The name servers that the network gave. */
extern uint8_t sdk_name_servers[2][4];

/* ---- others ---- */

void sdk_flash_open(void);
/* Forgets what does not outlive a loss of power. */
void sdk_kept_start(void);
/* Byte 107 of the chip's own data, as it was at the start. */
extern uint8_t sdk_supply_calibration;
void sdk_memory_start(void);
void sdk_catch_crashes(void);

#endif
