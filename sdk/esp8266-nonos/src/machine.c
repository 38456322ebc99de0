/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user_interface.h"

struct odp *sdk_bench;

struct sdk_options sdk_options = {
    .clock_read = 500,
    .interrupt_entry = 5 * SDK_US,
    .zero_timer = 100 * SDK_US,
    .watchdog = 3200 * SDK_MS,
};

static int64_t last_feed;
static int watchdog_is_stopped;
static init_done_cb_t init_done;

/* ---- the command line ---- */

struct option {
    const char *name;
    int64_t unit; /* of the number behind it; 0: a switch */
    int64_t *time;
    int *flag;
    const char *help;
};

static const struct option options[] = {
    {"--clock-read", 1, &sdk_options.clock_read, NULL, "NS what reading the microsecond clock takes (500)"},
    {"--interrupt-entry", 1000, &sdk_options.interrupt_entry, NULL, "US from an interrupt to its handler (5)"},
    {"--zero-timer", 1000, &sdk_options.zero_timer, NULL, "US after which a timer of 0 ms fires (100)"},
    {"--watchdog", 1000000, &sdk_options.watchdog, NULL, "MS without a return to the event loop (3200; 0: off)"},
    {"--flash-times", 0, NULL, &sdk_options.flash_takes_time, "flash operations take as long as on the chip"},
    {"--limit-queues", 0, NULL, &sdk_options.queue_is_limited, "system_os_post fails when the task's queue is full"},
    {"--limit-heap", 0, NULL, &sdk_options.heap_is_limited, "allocations fail beyond the device's free heap"},
};

static _Noreturn void show_usage(const char *program) {
    fprintf(stderr, "%s: no bench; start it by otbench run SCENARIO --device \"NAME=%s [OPTION...]\"\n", program,
            program);
    for (size_t i = 0; i < sizeof options / sizeof *options; ++i)
        fprintf(stderr, "  %-18s %s\n", options[i].name, options[i].help);
    exit(2);
}

static void read_options(char **words) {
    const char *program = *words++;
    while (*words) {
        const char *word = *words++;
        const struct option *option = options;
        const struct option *const end = options + sizeof options / sizeof *options;
        while (option < end && strcmp(option->name, word) != 0) ++option;
        if (option == end) {
            fprintf(stderr, "%s: unknown option '%s'\n", program, word);
            show_usage(program);
        }
        if (option->unit == 0) {
            *option->flag = 1;
            continue;
        }
        char *rest = NULL;
        const long long number = *words ? strtoll(*words, &rest, 10) : -1;
        if (number < 0 || !rest || *rest) {
            fprintf(stderr, "%s: %s: invalid number '%s' (expected a whole number from 0)\n", program, word,
                    *words ? *words : "");
            exit(2);
        }
        *option->time = number * option->unit;
        ++words;
    }
}

/* ---- time ---- */

int64_t sdk_now(void) { return odp_now(sdk_bench); }

void sdk_feed_watchdog(void) { last_feed = sdk_now(); }

static int64_t watchdog_deadline(void) {
    return sdk_options.watchdog > 0 && !watchdog_is_stopped ? last_feed + sdk_options.watchdog : ODP_FOR_EVER;
}

static int64_t earlier(int64_t a, int64_t b) { return a < b ? a : b; }

void sdk_busy_until(int64_t at) {
    sdk_flush_uart_formats();
    sdk_serve_interrupts(); /* the firmware may have caused one itself */
    while (sdk_now() < at) {
        const int64_t until = earlier(at, watchdog_deadline());
        if (sdk_is_interruptible()) {
            odp_wait(sdk_bench, earlier(until, sdk_uart_deadline()), 0);
            sdk_serve_interrupts();
        } else {
            odp_sleep(sdk_bench, until);
        }
        if (sdk_now() >= watchdog_deadline()) sdk_reset(ODP_SOFT_WATCHDOG, "soft watchdog");
    }
}

void ets_delay_us(uint32_t microseconds) { sdk_busy_until(sdk_now() + microseconds * SDK_US); }

static int64_t since_start(void) { return sdk_now() - odp_start(sdk_bench)->now; }

uint32 system_get_time(void) {
    sdk_busy_until(sdk_now() + sdk_options.clock_read);
    return (uint32)(odp_start(sdk_bench)->clock_at_boot_us + since_start() / SDK_US);
}

uint32_t otbench_ccount(void) {
    enum { CYCLES_A_MICROSECOND = 80 };
    sdk_busy_until(sdk_now() + sdk_options.clock_read);
    return (uint32_t)(since_start() * CYCLES_A_MICROSECOND / SDK_US);
}

void system_soft_wdt_feed(void) { sdk_feed_watchdog(); }
void system_soft_wdt_stop(void) { watchdog_is_stopped = 1; }

void system_soft_wdt_restart(void) {
    watchdog_is_stopped = 0;
    sdk_feed_watchdog();
}

/* ---- the bench ---- */

long sdk_setting(const char *key, long otherwise) {
    const char *text = odp_setting(sdk_bench, key);
    char *rest = NULL;
    const long number = text ? strtol(text, &rest, 10) : 0;
    return text && rest != text ? number : otherwise;
}

void sdk_report_once(const void *once, const char *kind, const char *text) {
    enum { MOST = 64 };
    static const void *reported[MOST];
    static int count;
    for (int i = 0; i < count; ++i)
        if (reported[i] == once) return;
    if (count == MOST) return;
    reported[count++] = once;
    odp_event(sdk_bench, kind, "what", text);
}

void otbench_event(const char *kind, const char *text) { odp_event(sdk_bench, kind, "text", text); }

_Noreturn void sdk_reset(enum odp_reset_cause cause, const char *reason) { odp_restart(sdk_bench, cause, reason); }

static void pressed(void *context, int64_t at) {
    (void)context, (void)at;
    sdk_reset(ODP_RESET_BUTTON, "reset button");
}

/* ---- from power on to the event loop ---- */

void system_init_done_cb(init_done_cb_t function) { init_done = function; }

/* Which of them firmware has depends on the version of its SDK. */
#pragma weak user_pre_init
#pragma weak user_rf_cal_sector_set
#pragma weak user_rf_pre_init

static _Noreturn void loop(void) {
    for (;;) {
        sdk_serve_interrupts();
        sdk_feed_watchdog();
        if (sdk_run_next()) continue;
        sdk_flush_uart_formats();
        odp_wait(sdk_bench, earlier(sdk_next_job(), sdk_uart_deadline()), 1);
    }
}

int main(int count, char **words) {
    (void)count;
    const struct odp_handlers handlers = {.pin_level = sdk_pin_changed,
                                          .uart_in = sdk_character_arrived,
                                          .wifi = sdk_wifi_changed,
                                          .net = sdk_net_changed,
                                          .reset_button = pressed};
    read_options(words);
    sdk_bench = odp_open("esp8266-nonos firmware", "1",
                         ODP_PINS | ODP_UART_LINES | ODP_I2C | ODP_NETWORK | ODP_WIFI | ODP_FLASH_FILE | ODP_WATCHDOG |
                             ODP_IDLE_HINT,
                         &handlers);
    if (!sdk_bench) show_usage(words[0]);
    sdk_catch_crashes();
    sdk_flash_open();
    sdk_kept_start();
    sdk_memory_start();
    sdk_pins_start();
    sdk_uart_start();
    sdk_wifi_start();
    sdk_feed_watchdog();
    if (user_rf_cal_sector_set) user_rf_cal_sector_set();
    if (user_rf_pre_init) user_rf_pre_init();
    if (user_pre_init) user_pre_init();
    user_init();
    if (init_done) init_done();
    loop();
}
