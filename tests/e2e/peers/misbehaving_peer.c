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

static void twice(void) {
    static const uint8_t hello_ok[] = {30, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
                                       0,  0, 0, 0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0};
    send_raw(hello_ok, sizeof hello_ok);
}

static void unknown(void) {
    static const uint8_t message[] = {12, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    send_raw(message, sizeof message);
}

static void pin(void) {
    static const uint8_t far_pin[] = {14, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 3};
    send_raw(far_pin, sizeof far_pin);
}

static void past(void) {
    odp_sleep(odp, 5 * millisecond);
    static uint8_t advance[] = {21, 0, 0, 0, 1, 0, 0, 0, 0x40, 0x4b, 0x4c, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0};
    send_raw(advance, sizeof advance);
}

/* A crash that the process reports itself by its exit code, as with a handler of its own. */
static void reported(void) {
    odp_sleep(odp, 5 * millisecond);
    _exit(128 + SIGFPE);
}

static void killed(void) { raise(SIGKILL); }

/* Says HELLO_OK by hand, of another version. */
static void version(void) {
    static const uint8_t hello_ok[] = {30, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 7, 0,
                                       0,  0, 0, 0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0};
    send_raw(hello_ok, sizeof hello_ok);
}

static void early(void) {
    static const uint8_t message[] = {14, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 3};
    send_raw(message, sizeof message);
}

static void mute(void) { pause(); }

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
                {"garbage", garbage},     {"cut", cut},         {"twice", twice},     {"unknown", unknown},
                {"pin", pin},             {"past", past},       {"reported", reported}, {"killed", killed}},
      greetings[] = {{"version", version}, {"early", early}, {"mute", mute}};
    const struct odp_handlers handlers = {0};
    if (count < 2) return 2;
    printf("this is %s\n", arguments[1]);
    fflush(stdout);
    for (size_t i = 0; i < sizeof greetings / sizeof *greetings; ++i)
        if (strcmp(arguments[1], greetings[i].name) == 0) greetings[i].act();
    odp = odp_open("misbehaving", "1", 0, &handlers);
    if (!odp) return 2;
    for (size_t i = 0; i < sizeof acts / sizeof *acts; ++i)
        if (strcmp(arguments[1], acts[i].name) == 0) acts[i].act();
    return 2;
}
