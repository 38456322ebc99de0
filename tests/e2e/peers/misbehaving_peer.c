/* A peer of the device protocol that does one thing wrong, or one thing worth seeing; its argument says which. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "odp.h"

static const int64_t millisecond = 1000000;

static struct odp *odp;

static void send_raw(const void *octets, size_t size) {
    const ssize_t done = write(atoi(getenv("OTBENCH_ODP_FD")), octets, size);
    if (done < 0) _exit(1);
    pause(); /* the bench ends it */
}

static void crash(void) {
    /* Once only: the restarted device stays. */
    if (odp_start(odp)->reset_cause == ODP_EXCEPTION) {
        odp_event(odp, "restarted", "cause", "exception");
        odp_sleep(odp, ODP_FOR_EVER);
    }
    odp_sleep(odp, 5 * millisecond);
    raise(SIGSEGV);
}

static void restart(void) {
    if (odp_start(odp)->reset_cause == ODP_SOFTWARE_RESTART) {
        odp_event(odp, "restarted", "cause", "software");
        odp_sleep(odp, ODP_FOR_EVER);
    }
    odp_sleep(odp, 7 * millisecond);
    odp_restart(odp, ODP_SOFTWARE_RESTART, "as asked");
}

static void leave(void) { exit(3); }
static void sanitizer(void) { exit(99); }

static void spin(void) {
    for (;;) {
    }
}

static void livelock(void) {
    for (;;) odp_wait(odp, odp_now(odp), 0);
}

static void backwards(void) {
    static const uint8_t pin[] = {14, 0, 0, 0, 2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 15, 3};
    send_raw(pin, sizeof pin);
}

static void beyond(void) {
    static const uint8_t pin[] = {14, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 15, 3};
    send_raw(pin, sizeof pin);
}

static void garbage(void) {
    static const uint8_t octets[] = {1, 0, 0, 0, 0, 0};
    send_raw(octets, sizeof octets);
}

static void cut(void) {
    static const uint8_t advance[] = {13, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
    send_raw(advance, sizeof advance);
}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*act)(void);
    } acts[] = {{"crash", crash},         {"restart", restart}, {"leave", leave},     {"sanitizer", sanitizer},
                {"spin", spin},           {"livelock", livelock}, {"backwards", backwards}, {"beyond", beyond},
                {"garbage", garbage},     {"cut", cut}};
    const struct odp_handlers handlers = {0};
    if (count < 2) return 2;
    printf("this is %s\n", arguments[1]);
    fflush(stdout);
    odp = odp_open("misbehaving", "1", 0, &handlers);
    if (!odp) return 2;
    for (size_t i = 0; i < sizeof acts / sizeof *acts; ++i)
        if (strcmp(arguments[1], acts[i].name) == 0) acts[i].act();
    return 2;
}
