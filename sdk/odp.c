/* SPDX-License-Identifier: MIT; see odp.h. */
#define _POSIX_C_SOURCE 200809L

#include "odp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    MAJOR = 1,
    MINOR = 0,
    PINS = 17,
    HEADER = 16,
    LEAST_LENGTH = 12,
    MOST_LENGTH = 1 << 20,
    USUAL_KILOHERTZ = 100,

    ADVANCE = 1,
    PIN = 2,
    UART_OUT = 3,
    UART_FORMAT = 4,
    I2C = 5,
    NET = 6,
    RESTART = 7,
    WIFI = 8,
    EVENT = 9,
    CRASH = 10,
    HELLO_OK = 32,
    HELLO = 63,
    GRANT = 64,
    I2C_DONE = 65,

    STOP = 1,
    IDLE = 2
};

/* Octets that grow at the end. */
struct buffer {
    uint8_t *octets;
    size_t size, room;
};

/* A body that is taken apart from the front. */
struct body {
    const uint8_t *at;
    size_t left;
};

struct odp {
    int socket;
    struct odp_boot start;
    struct buffer hello; /* what `start` and the settings point into */
    size_t settings;     /* where they begin in it */
    unsigned setting_count;
    struct odp_handlers handlers;
    int64_t now, horizon;
    struct buffer out; /* messages that go with the next request */
    uint8_t in[2048];  /* what has been received and not yet been read: in[first] to in[last - 1] */
    size_t first, last;
    uint8_t level[PINS];
    int kilohertz; /* of I2C */
};

static void give_up(const char *why) {
    fprintf(stderr, "odp: %s\n", why);
    exit(1);
}

/* ---- octets ---- */

static void append(struct buffer *buffer, const void *octets, size_t size) {
    if (buffer->size + size > buffer->room) {
        buffer->room = 2 * (buffer->size + size);
        buffer->octets = realloc(buffer->octets, buffer->room);
        if (!buffer->octets) give_up("out of memory");
    }
    if (size) memcpy(buffer->octets + buffer->size, octets, size);
    buffer->size += size;
}

static void append_number(struct buffer *buffer, uint64_t value, int octets) {
    for (int i = 0; i < octets; ++i) {
        const uint8_t octet = (uint8_t)(value >> (8 * i));
        append(buffer, &octet, 1);
    }
}

static void append_text(struct buffer *buffer, const char *text) {
    size_t size = text ? strlen(text) : 0;
    if (size > UINT16_MAX) size = UINT16_MAX;
    append_number(buffer, size, 2);
    append(buffer, text, size);
}

static const uint8_t *take(struct body *body, size_t size) {
    const uint8_t *at = body->at;
    if (size > body->left) give_up("the bench sent a message that is too short");
    body->at += size;
    body->left -= size;
    return at;
}

static uint64_t number(struct body *body, int octets) {
    const uint8_t *at = take(body, (size_t)octets);
    uint64_t value = 0;
    for (int i = octets; i-- > 0;) value = value << 8 | at[i];
    return value;
}

/* ---- frames ---- */

static size_t begin(struct odp *odp, int type) {
    const size_t frame = odp->out.size;
    append_number(&odp->out, 0, 4);
    append_number(&odp->out, (uint64_t)type, 2);
    append_number(&odp->out, 0, 2);
    append_number(&odp->out, (uint64_t)odp->now, 8);
    return frame;
}

static void end(struct odp *odp, size_t frame) {
    const uint32_t length = (uint32_t)(odp->out.size - frame - 4);
    for (int i = 0; i < 4; ++i) odp->out.octets[frame + (size_t)i] = (uint8_t)(length >> (8 * i));
}

/* What the program did may come back at once: its next step in time is a request. */
static void end_output(struct odp *odp, size_t frame) {
    end(odp, frame);
    odp->horizon = odp->now;
}

static void flush(struct odp *odp) {
    size_t sent = 0;
    while (sent < odp->out.size) {
        const ssize_t count = send(odp->socket, odp->out.octets + sent, odp->out.size - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) exit(0); /* the bench has gone */
        sent += (size_t)count;
    }
    odp->out.size = 0;
}

static void receive(struct odp *odp, void *place, size_t size) {
    uint8_t *octets = place;
    while (size > 0) {
        if (odp->first == odp->last) {
            const ssize_t count = recv(odp->socket, odp->in, sizeof odp->in, 0);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) exit(0);
            odp->first = 0;
            odp->last = (size_t)count;
        }
        const size_t here = odp->last - odp->first < size ? odp->last - odp->first : size;
        memcpy(octets, odp->in + odp->first, here);
        odp->first += here;
        octets += here;
        size -= here;
    }
}

/* The body of the next message, which must be of `type`; the caller frees it. */
static uint8_t *receive_message(struct odp *odp, int type, struct body *body) {
    uint8_t header[HEADER];
    receive(odp, header, sizeof header);
    struct body fields = {header, sizeof header};
    const uint32_t length = (uint32_t)number(&fields, 4);
    const int got = (int)number(&fields, 2);
    if (length < LEAST_LENGTH || length > MOST_LENGTH) give_up("the bench sent a frame of an invalid length");
    if (got != type) give_up("the bench sent a message that was not expected");
    body->left = length - LEAST_LENGTH;
    uint8_t *octets = malloc(body->left + 1);
    if (!octets) give_up("out of memory");
    receive(odp, octets, body->left);
    body->at = octets;
    return octets;
}

/* ---- events ---- */

static void handle_wifi(struct odp *odp, int64_t at, struct body event) {
    enum { ADDRESSES = 20, MAC = 6 };
    const enum odp_wifi_change change = (enum odp_wifi_change)number(&event, 1);
    const int is_station = change == ODP_STATION_JOINED || change == ODP_STATION_LEFT;
    const uint8_t *addresses = event.left >= (is_station ? MAC : ADDRESSES) ? event.at : NULL;
    if (odp->handlers.wifi) odp->handlers.wifi(odp->handlers.context, at, change, addresses);
}

static void handle_net(struct odp *odp, int64_t at, struct body event) {
    const int connection = (int)number(&event, 2);
    const enum odp_net_change change = (enum odp_net_change)number(&event, 1);
    if (odp->handlers.net)
        odp->handlers.net(odp->handlers.context, at, connection, change, event.at, event.left);
}

static void handle_uart(struct odp *odp, int64_t at, struct body event) {
    const int uart = (int)number(&event, 1);
    const uint8_t octet = (uint8_t)number(&event, 1);
    const int errors = (int)number(&event, 1);
    if (odp->handlers.uart_in) odp->handlers.uart_in(odp->handlers.context, at, uart, octet, errors);
}

static void handle_pin(struct odp *odp, int64_t at, struct body event) {
    const int pin = (int)number(&event, 1);
    const int level = (int)number(&event, 1);
    if (pin < PINS) odp->level[pin] = (uint8_t)level;
    if (odp->handlers.pin_level) odp->handlers.pin_level(odp->handlers.context, at, pin, level);
}

static void handle_event(struct odp *odp, int kind, int64_t at, struct body event) {
    enum { PIN_LEVEL = 1, UART_IN, WIFI_CHANGE, NET_CHANGE, BUTTON };
    switch (kind) {
        case PIN_LEVEL: handle_pin(odp, at, event); break;
        case UART_IN: handle_uart(odp, at, event); break;
        case WIFI_CHANGE: handle_wifi(odp, at, event); break;
        case NET_CHANGE: handle_net(odp, at, event); break;
        case BUTTON:
            if (odp->handlers.reset_button) odp->handlers.reset_button(odp->handlers.context, at);
            break;
        default: break; /* of a later version */
    }
}

static void read_clock(struct odp *odp, struct body *body) {
    odp->now = (int64_t)number(body, 8);
    odp->horizon = (int64_t)number(body, 8);
}

static void read_events(struct odp *odp, struct body *body) {
    for (uint32_t count = (uint32_t)number(body, 4); count > 0; --count) {
        const int kind = (int)number(body, 1);
        const int64_t at = (int64_t)number(body, 8);
        const size_t size = (size_t)number(body, 2);
        const struct body event = {take(body, size), size};
        handle_event(odp, kind, at, event);
    }
}

/* ---- start ---- */

static int connect_unix(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return errno = ENAMETOOLONG, -1;
    strcpy(address.sun_path, path);
    const int s = socket(AF_UNIX, SOCK_STREAM, 0);
    if (s >= 0 && connect(s, (const struct sockaddr *)&address, sizeof address) == 0) return s;
    if (s >= 0) close(s);
    return -1;
}

static int connect_tcp(const char *place) {
    char host[64];
    const char *colon = strrchr(place, ':');
    if (!colon || (size_t)(colon - place) >= sizeof host) return errno = EINVAL, -1;
    memcpy(host, place, (size_t)(colon - place));
    host[colon - place] = '\0';
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) return errno = EINVAL, -1;
    const int s = socket(AF_INET, SOCK_STREAM, 0);
    const int at_once = 1;
    if (s >= 0 && connect(s, (const struct sockaddr *)&address, sizeof address) == 0 &&
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once) == 0)
        return s;
    if (s >= 0) close(s);
    return -1;
}

static int find_bench(void) {
    const char *descriptor = getenv("OTBENCH_ODP_FD");
    if (descriptor) return (int)strtol(descriptor, NULL, 10);
    const char *place = getenv("OTBENCH_ODP_CONNECT");
    if (place && strncmp(place, "unix:", 5) == 0) return connect_unix(place + 5);
    if (place && strncmp(place, "tcp:", 4) == 0) return connect_tcp(place + 4);
    errno = place ? EINVAL : ENOENT;
    return -1;
}

/* Copies a text with its terminator behind what `texts` holds; the offset of it. */
static size_t keep_text(struct buffer *texts, struct body *body) {
    const size_t offset = texts->size, size = (size_t)number(body, 2);
    append(texts, take(body, size), size);
    append(texts, "", 1);
    return offset;
}

static void read_hello(struct odp *odp) {
    struct body body;
    uint8_t *octets = receive_message(odp, HELLO, &body);
    number(&body, 2); /* the bench ends the run itself when the versions differ */
    number(&body, 2);
    odp->now = odp->horizon = odp->start.now = (int64_t)number(&body, 8);
    odp->start.clock_at_boot_us = (int64_t)number(&body, 8);
    odp->start.reset_cause = (uint32_t)number(&body, 4);
    const size_t board = keep_text(&odp->hello, &body);
    const size_t mac = keep_text(&odp->hello, &body);
    odp->settings = odp->hello.size;
    odp->setting_count = (unsigned)number(&body, 2);
    for (unsigned i = 0; i < 2 * odp->setting_count; ++i) keep_text(&odp->hello, &body);
    odp->start.board = (const char *)odp->hello.octets + board;
    odp->start.mac = (const char *)odp->hello.octets + mac;
    free(octets);
}

static void read_grant(struct odp *odp) {
    struct body body;
    uint8_t *octets = receive_message(odp, GRANT, &body);
    read_clock(odp, &body);
    read_events(odp, &body);
    free(octets);
}

struct odp *odp_open(const char *name, const char *version, uint32_t capabilities,
                     const struct odp_handlers *handlers) {
    const int s = find_bench();
    if (s < 0) return NULL;
    struct odp *odp = calloc(1, sizeof *odp);
    if (!odp) return NULL;
    odp->socket = s;
    odp->handlers = *handlers;
    memset(odp->level, 1, sizeof odp->level);
    odp->kilohertz = USUAL_KILOHERTZ;
    read_hello(odp);
    const size_t frame = begin(odp, HELLO_OK);
    append_number(&odp->out, MAJOR, 2);
    append_number(&odp->out, MINOR, 2);
    append_text(&odp->out, name);
    append_text(&odp->out, version);
    append_number(&odp->out, capabilities, 4);
    for (int list = 0; list < 3; ++list) append_number(&odp->out, 0, 2); /* pins, UARTs, I2C buses: any */
    end(odp, frame);
    flush(odp);
    read_grant(odp);
    return odp;
}

const struct odp_boot *odp_start(const struct odp *odp) { return &odp->start; }

int odp_setting_at(const struct odp *odp, unsigned index, const char **key, const char **value) {
    if (index >= odp->setting_count) return 0;
    *key = (const char *)odp->hello.octets + odp->settings;
    for (;; --index) {
        *value = *key + strlen(*key) + 1;
        if (index == 0) return 1;
        *key = *value + strlen(*value) + 1;
    }
}

const char *odp_setting(const struct odp *odp, const char *key) {
    const char *name, *value;
    for (unsigned i = 0; odp_setting_at(odp, i, &name, &value); ++i)
        if (strcmp(name, key) == 0) return value;
    return NULL;
}

/* ---- time ---- */

int64_t odp_now(const struct odp *odp) { return odp->now; }
int64_t odp_horizon(const struct odp *odp) { return odp->horizon; }

static void advance(struct odp *odp, int64_t until, int flags) {
    const size_t frame = begin(odp, ADVANCE);
    append_number(&odp->out, (uint64_t)(until > odp->now ? until : odp->now), 8);
    append_number(&odp->out, (uint64_t)flags, 1);
    end(odp, frame);
    flush(odp);
    read_grant(odp);
}

void odp_sleep(struct odp *odp, int64_t until) {
    if (until < odp->horizon)
        odp->now = until > odp->now ? until : odp->now;
    else
        advance(odp, until, 0);
}

void odp_wait(struct odp *odp, int64_t until, int idle) {
    if (until < odp->horizon)
        odp->now = until > odp->now ? until : odp->now;
    else
        advance(odp, until, STOP | (idle ? IDLE : 0));
}

void odp_poll(struct odp *odp) {
    if (odp->now >= odp->horizon) advance(odp, odp->now, 0);
}

/* ---- pins and lines ---- */

void odp_pin(struct odp *odp, int pin, enum odp_drive drive) {
    const size_t frame = begin(odp, PIN);
    append_number(&odp->out, (uint64_t)pin, 1);
    append_number(&odp->out, drive, 1);
    end_output(odp, frame);
    if (pin >= 0 && pin < PINS && (drive == ODP_LOW || drive == ODP_HIGH)) odp->level[pin] = drive == ODP_HIGH;
}

int odp_level(const struct odp *odp, int pin) { return pin >= 0 && pin < PINS ? odp->level[pin] : 1; }

void odp_uart_format(struct odp *odp, int uart, uint32_t divider, uint32_t clock_hz, int data_bits, int parity,
                     int stop_half_bits) {
    const size_t frame = begin(odp, UART_FORMAT);
    append_number(&odp->out, (uint64_t)uart, 1);
    append_number(&odp->out, divider, 4);
    append_number(&odp->out, clock_hz, 4);
    append_number(&odp->out, (uint64_t)data_bits, 1);
    append_number(&odp->out, (uint64_t)parity, 1);
    append_number(&odp->out, (uint64_t)stop_half_bits, 1);
    end_output(odp, frame);
}

void odp_uart_out(struct odp *odp, int uart, int log, const void *octets, size_t size) {
    const size_t frame = begin(odp, UART_OUT);
    append_number(&odp->out, (uint64_t)uart, 1);
    append_number(&odp->out, log ? 1 : 0, 1);
    append(&odp->out, octets, size);
    end_output(odp, frame);
}

void odp_i2c_speed(struct odp *odp, int kilohertz) { odp->kilohertz = kilohertz; }

static int transfer(struct odp *odp, int bus, int address, int flags, const uint8_t *out, uint8_t *in, size_t size) {
    enum { AT_SPEED = 4 };
    const size_t frame = begin(odp, I2C);
    if (odp->kilohertz != USUAL_KILOHERTZ) flags |= AT_SPEED;
    append_number(&odp->out, (uint64_t)bus, 1);
    append_number(&odp->out, (uint64_t)address, 1);
    append_number(&odp->out, (uint64_t)flags, 1);
    append_number(&odp->out, size, 2);
    if (out) append(&odp->out, out, size);
    if (flags & AT_SPEED) append_number(&odp->out, (uint64_t)odp->kilohertz, 2);
    end(odp, frame);
    flush(odp);

    struct body body;
    uint8_t *octets = receive_message(odp, I2C_DONE, &body);
    read_clock(odp, &body);
    const int acknowledged = (int)number(&body, 1);
    const size_t got = (size_t)number(&body, 2);
    const uint8_t *data = take(&body, got);
    if (in) memcpy(in, data, got < size ? got : size);
    read_events(odp, &body);
    free(octets);
    return acknowledged;
}

int odp_write_i2c(struct odp *odp, int bus, int address, const uint8_t *octets, size_t size, int stop) {
    enum { NO_STOP = 2 };
    return transfer(odp, bus, address, stop ? 0 : NO_STOP, octets, NULL, size);
}

int odp_read_i2c(struct odp *odp, int bus, int address, uint8_t *octets, size_t size) {
    enum { READ = 1 };
    return transfer(odp, bus, address, READ, NULL, octets, size);
}

/* ---- network ---- */

void odp_wifi(struct odp *odp, enum odp_wifi_op op, const char *ssid, const char *password) {
    const size_t frame = begin(odp, WIFI);
    append_number(&odp->out, op, 1);
    append_text(&odp->out, ssid);
    append_text(&odp->out, password);
    end_output(odp, frame);
}

static void net(struct odp *odp, int connection, int op, const void *body, size_t size) {
    const size_t frame = begin(odp, NET);
    append_number(&odp->out, (uint64_t)connection, 2);
    append_number(&odp->out, (uint64_t)op, 1);
    append(&odp->out, body, size);
    end_output(odp, frame);
}

enum { RESOLVE = 1, OPEN, SEND, CLOSE, ABORT, LISTEN, UDP_OPEN, UDP_SEND };

void odp_net_resolve(struct odp *odp, int connection, const char *name) {
    net(odp, connection, RESOLVE, name, strlen(name));
}

void odp_net_open(struct odp *odp, int connection, const uint8_t address[4], uint16_t port) {
    const uint8_t body[] = {address[0], address[1], address[2], address[3], (uint8_t)port, (uint8_t)(port >> 8)};
    net(odp, connection, OPEN, body, sizeof body);
}

void odp_net_send(struct odp *odp, int connection, const void *octets, size_t size) {
    net(odp, connection, SEND, octets, size);
}

void odp_net_close(struct odp *odp, int connection) { net(odp, connection, CLOSE, NULL, 0); }

static void net_port(struct odp *odp, int connection, int op, uint16_t port) {
    const uint8_t body[] = {(uint8_t)port, (uint8_t)(port >> 8)};
    net(odp, connection, op, body, sizeof body);
}

void odp_net_listen(struct odp *odp, int connection, uint16_t port) { net_port(odp, connection, LISTEN, port); }
void odp_net_udp_open(struct odp *odp, int connection, uint16_t port) { net_port(odp, connection, UDP_OPEN, port); }

void odp_net_udp_send(struct odp *odp, int connection, const uint8_t address[4], uint16_t port, const void *octets,
                      size_t size) {
    const uint8_t head[] = {address[0], address[1], address[2], address[3], (uint8_t)port, (uint8_t)(port >> 8)};
    struct buffer body = {0};
    append(&body, head, sizeof head);
    append(&body, octets, size);
    net(odp, connection, UDP_SEND, body.octets, body.size);
    free(body.octets);
}

/* ---- the rest ---- */

void odp_event(struct odp *odp, const char *kind, const char *key, const char *value) {
    const size_t frame = begin(odp, EVENT);
    append_text(&odp->out, kind);
    append_number(&odp->out, key ? 1 : 0, 2);
    if (key) {
        append_text(&odp->out, key);
        append_text(&odp->out, value);
    }
    end_output(odp, frame);
}

void odp_restart(struct odp *odp, enum odp_reset_cause cause, const char *reason) {
    const size_t frame = begin(odp, RESTART);
    append_number(&odp->out, cause, 1);
    append_text(&odp->out, reason);
    end(odp, frame);
    flush(odp);
    exit(0);
}

void odp_crash(struct odp *odp, int signal, const char *where) {
    enum { SIGNALLED = 128 };
    const size_t frame = begin(odp, CRASH);
    append_number(&odp->out, (uint64_t)signal, 1);
    append_number(&odp->out, 0, 8); /* no address */
    append_text(&odp->out, where);
    end(odp, frame);
    flush(odp);
    exit(SIGNALLED + signal);
}
