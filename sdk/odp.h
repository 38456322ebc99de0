/* A client of the Otbench device protocol (ODP), version 1: everything a program needs to be the firmware of a device
 * on the bench, in virtual time. C99 and POSIX, one source file, no other dependency. docs/dev/device-protocol.md has
 * the protocol itself.
 *
 * SPDX-License-Identifier: MIT
 * Copyright the Otbench contributors. Permission is granted, free of charge, to use, copy, modify, link and distribute
 * this file with or without changes, for any purpose. It comes without warranty of any kind. */
#ifndef OTBENCH_ODP_H
#define OTBENCH_ODP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "For ever", as an instant. All times are nanoseconds of virtual time since the start of the run. */
#define ODP_FOR_EVER INT64_MAX

enum odp_capability {
    ODP_PINS = 1,
    ODP_UART_LINES = 2,
    ODP_I2C = 4,
    ODP_NETWORK = 8,
    ODP_WIFI = 16,
    ODP_FLASH_FILE = 32,
    ODP_WATCHDOG = 64,
    ODP_IDLE_HINT = 128,
    ODP_CALL_LOG = 256
};

enum odp_reset_cause {
    ODP_POWER_ON,
    ODP_SOFTWARE_RESTART,
    ODP_EXCEPTION,
    ODP_SOFT_WATCHDOG,
    ODP_HARD_WATCHDOG,
    ODP_RESET_BUTTON
};

enum odp_drive { ODP_FLOAT, ODP_PULLED_UP, ODP_LOW, ODP_HIGH, ODP_OPEN_DRAIN_LOW, ODP_PERIPHERAL };

enum odp_uart_error { ODP_FRAMING_ERROR = 1, ODP_PARITY_ERROR = 2, ODP_BREAK = 4 };

enum odp_wifi_op { ODP_WIFI_OFF, ODP_WIFI_CONNECT, ODP_WIFI_DISCONNECT, ODP_AP_ON, ODP_AP_OFF };
enum odp_wifi_change {
    ODP_ASSOCIATED,
    ODP_DISCONNECTED,
    ODP_GOT_ADDRESS = 3,
    ODP_DHCP_TIMEOUT,
    ODP_STATION_JOINED, /* the device's access point */
    ODP_STATION_LEFT
};

enum odp_net_change {
    ODP_RESOLVED = 1, /* body: the address, 4 bytes, or empty: not found */
    ODP_CONNECTED,
    ODP_FAILED,   /* body: a result code, 1 byte, negative */
    ODP_RECEIVED, /* body: one segment; of UDP the sender's address, 4 bytes, its port, 2, and the datagram */
    ODP_SENT,     /* all that was sent is acknowledged */
    ODP_CLOSED,   /* by the other side */
    ODP_RESET,
    ODP_ACCEPTED /* body: the new connection, 2 bytes */
};

/* What the bench says of the device before it runs. Texts are valid as long as the connection. */
struct odp_boot {
    int64_t now;              /* ns */
    int64_t clock_at_boot_us; /* where the chip's microsecond clock begins */
    uint32_t reset_cause;     /* enum odp_reset_cause */
    const char *board;
    const char *mac; /* twelve hex digits, perhaps with ':' between */
};

/* What happens to the device. Each function is called from within odp_wait, odp_poll, odp_read_i2c or odp_write_i2c, at
 * the instant `at`; those that are NULL are skipped. They may call any function of this file but the four above. */
struct odp_handlers {
    void *context; /* the first argument of each */
    void (*pin_level)(void *context, int64_t at, int pin, int level);
    /* A character has arrived; `errors` is a sum of enum odp_uart_error. */
    void (*uart_in)(void *context, int64_t at, int uart, uint8_t octet, int errors);
    /* `addresses`: with ODP_GOT_ADDRESS five of 4 bytes each (own, mask, gateway, two name servers), with
     * ODP_STATION_JOINED and ODP_STATION_LEFT one of 6 bytes, else NULL. */
    void (*wifi)(void *context, int64_t at, enum odp_wifi_change change, const uint8_t *addresses);
    void (*net)(void *context, int64_t at, int connection, enum odp_net_change change, const uint8_t *body,
                size_t size);
    void (*reset_button)(void *context, int64_t at);
};

struct odp; /* a connection to the bench */

/* Finds the bench by OTBENCH_ODP_FD or OTBENCH_ODP_CONNECT (unix:PATH or tcp:127.0.0.1:PORT) and exchanges greetings.
 * NULL when there is no bench, so that a program can do without; errno says why. A bench that goes away ends the
 * program with code 0, one that breaks the protocol with code 1 and a line on standard error. */
struct odp *odp_open(const char *name, const char *version, uint32_t capabilities,
                     const struct odp_handlers *handlers);
const struct odp_boot *odp_start(const struct odp *odp);
/* A setting of the device ("mqtt_server", "wifi_ssid" ...), NULL when the bench has none of that name. */
const char *odp_setting(const struct odp *odp, const char *key);
/* The settings one after the other: the key and the value of number `index`, 0 when there are fewer. */
int odp_setting_at(const struct odp *odp, unsigned index, const char **key, const char **value);

/* The program's own clock. It moves only by the functions below. */
int64_t odp_now(const struct odp *odp);
/* Before this instant nothing outside can change. */
int64_t odp_horizon(const struct odp *odp);

/* Lets time pass until `until`, whatever happens meanwhile; events are handled at the end. Below the horizon this costs
 * no message. */
void odp_sleep(struct odp *odp, int64_t until);
/* The same, but returns at the first event, after it was handled. `idle`: nothing is left to do before `until`. */
void odp_wait(struct odp *odp, int64_t until, int idle);
/* Handles what has happened up to now; to be called before a level is looked at. */
void odp_poll(struct odp *odp);

void odp_pin(struct odp *odp, int pin, enum odp_drive drive);
/* The level that the bench last reported of a pin that the program does not drive; 1 at first. */
int odp_level(const struct odp *odp, int pin);

void odp_uart_format(struct odp *odp, int uart, uint32_t divider, uint32_t clock_hz, int data_bits, int parity,
                     int stop_half_bits);
/* Hands bytes to the transmitter. `log`: they are text of a log. */
void odp_uart_out(struct odp *odp, int uart, int log, const void *octets, size_t size);

/* One transfer; 1 when the chip acknowledged. Time passes, and events are handled. */
int odp_write_i2c(struct odp *odp, int bus, int address, const uint8_t *octets, size_t size, int stop);
int odp_read_i2c(struct odp *odp, int bus, int address, uint8_t *octets, size_t size);
/* The speed of the transfers that follow, 1 to 65535; 100 at first. */
void odp_i2c_speed(struct odp *odp, int kilohertz);

void odp_wifi(struct odp *odp, enum odp_wifi_op op, const char *ssid, const char *password);
void odp_net_resolve(struct odp *odp, int connection, const char *name);
void odp_net_open(struct odp *odp, int connection, const uint8_t address[4], uint16_t port);
void odp_net_send(struct odp *odp, int connection, const void *octets, size_t size);
void odp_net_close(struct odp *odp, int connection);
/* Takes connections to the port: each comes as ODP_ACCEPTED with a number of its own. */
void odp_net_listen(struct odp *odp, int connection, uint16_t port);
/* Datagrams of UDP from and to this port. */
void odp_net_udp_open(struct odp *odp, int connection, uint16_t port);
void odp_net_udp_send(struct odp *odp, int connection, const uint8_t address[4], uint16_t port, const void *octets,
                      size_t size);

/* A line of the program's own in the trace: `kind`, and one value named `key` unless that is NULL. */
void odp_event(struct odp *odp, const char *kind, const char *key, const char *value);

/* Ends the program; the bench starts it again at this instant with `cause`. */
#if defined(__GNUC__)
__attribute__((noreturn))
#endif
void odp_restart(struct odp *odp, enum odp_reset_cause cause, const char *reason);

/* Reports a crash by `signal` and ends the program with code 128 + signal; the bench starts it again at this instant. */
#if defined(__GNUC__)
__attribute__((noreturn))
#endif
void odp_crash(struct odp *odp, int signal, const char *where);

#ifdef __cplusplus
}
#endif

#endif
