/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Connections. What the bench tells becomes a call of the firmware from the event loop, at the instant of the event. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "espconn.h"
#include "machine.h"

enum { CONNECTIONS = 16, NAMES = 0x100 /* numbers from here on are queries for names */ };

/* A connection's number is its place here and one. */
static struct slot {
    struct espconn *record;
    enum { FREE, OPENING, OPEN, LISTENING } state;
    int is_sending;
    unsigned generation; /* of the place: calls for an earlier one are dropped */
} slots[CONNECTIONS];

static int is_silent;

static struct slot *find(const struct espconn *record) {
    for (int i = 0; i < CONNECTIONS; ++i)
        if (slots[i].state != FREE && slots[i].record == record) return &slots[i];
    return NULL;
}

static int number_of(const struct slot *slot) { return (int)(slot - slots) + 1; }

static void forget(struct slot *slot) {
    slot->record->state = ESPCONN_CLOSE;
    slot->state = FREE;
    slot->is_sending = 0;
    ++slot->generation;
}

void sdk_silence_network(void) { is_silent = 1; }

/* ---- calls of the firmware ---- */

struct call {
    struct slot *slot;
    unsigned generation;
    enum odp_net_change change;
    int8_t code;
    size_t size;
    char data[];
};

static void connected(struct slot *slot) {
    struct espconn *record = slot->record;
    slot->state = OPEN;
    record->state = ESPCONN_CONNECT;
    if (record->proto.tcp->connect_callback) record->proto.tcp->connect_callback(record);
}

static void failed(struct slot *slot, sint8 code) {
    struct espconn *record = slot->record;
    forget(slot);
    if (record->proto.tcp->reconnect_callback) record->proto.tcp->reconnect_callback(record, code);
}

static void closed(struct slot *slot) {
    struct espconn *record = slot->record;
    forget(slot);
    if (record->proto.tcp->disconnect_callback) record->proto.tcp->disconnect_callback(record);
}

static void sent(struct slot *slot) {
    struct espconn *record = slot->record;
    if (!slot->is_sending) return;
    slot->is_sending = 0;
    record->state = ESPCONN_CONNECT;
    if (record->sent_callback) record->sent_callback(record);
}

static void received(struct slot *slot, char *data, size_t size) {
    struct espconn *record = slot->record;
    record->state = ESPCONN_READ;
    if (record->recv_callback) record->recv_callback(record, data, (unsigned short)size);
}

static void carry_out(void *arg) {
    struct call *call = arg;
    struct slot *slot = call->slot;
    if (slot->state != FREE && slot->generation == call->generation) {
        switch (call->change) {
            case ODP_CONNECTED: connected(slot); break;
            case ODP_FAILED: failed(slot, call->code); break;
            case ODP_RESET: failed(slot, ESPCONN_RST); break;
            case ODP_CLOSED: closed(slot); break;
            case ODP_SENT: sent(slot); break;
            case ODP_RECEIVED: received(slot, call->data, call->size); break;
            default: break;
        }
    }
    free(call);
}

static void call_later(int64_t at, struct slot *slot, enum odp_net_change change, const void *data, size_t size) {
    struct call *call = malloc(sizeof *call + size + 1);
    if (!call) abort();
    *call = (struct call){slot, slot->generation, change, ESPCONN_ABRT, size};
    if (size) memcpy(call->data, data, size);
    if (change == ODP_FAILED && size) call->code = call->data[0];
    sdk_call_at(at, SDK_EVENT_JOB, carry_out, call);
}

/* ---- names ---- */

static struct query {
    char *name; /* NULL: free */
    struct espconn *record;
    ip_addr_t *address;
    dns_found_callback found;
    ip_addr_t answer;
    int is_found;
} queries[CONNECTIONS];

static void answer(void *arg) {
    struct query query = *(struct query *)arg;
    ((struct query *)arg)->name = NULL;
    if (query.is_found && query.address) *query.address = query.answer;
    if (query.found) query.found(query.name, query.is_found ? &query.answer : NULL, query.record);
    free(query.name);
}

err_t espconn_gethostbyname(struct espconn *record, const char *name, ip_addr_t *address, dns_found_callback found) {
    uint32_t octets;
    if (!record || !name) return ESPCONN_ARG;
    if (inet_pton(AF_INET, name, &octets) == 1) {
        address->addr = octets;
        return ESPCONN_OK;
    }
    for (int i = 0; i < CONNECTIONS; ++i) {
        if (queries[i].name) continue;
        queries[i] = (struct query){strdup(name), record, address, found, {0}, 0};
        if (!is_silent) odp_net_resolve(sdk_bench, NAMES + i, name);
        return ESPCONN_INPROGRESS;
    }
    return ESPCONN_MEM;
}

ip_addr_t espconn_dns_getserver(uint8 index) {
    ip_addr_t server = {0};
    if (index < 2) memcpy(&server, sdk_name_servers[index], sizeof server);
    return server;
}

void espconn_dns_setserver(char index, ip_addr_t *server) {
    const unsigned number = (unsigned char)index;
    if (number < 2) memcpy(sdk_name_servers[number], server, sizeof *server);
}

uint32 ipaddr_addr(const char *text) {
    uint32_t octets;
    return inet_pton(AF_INET, text, &octets) == 1 ? octets : IPADDR_NONE;
}

/* ---- what the bench tells ---- */

void sdk_net_changed(void *context, int64_t at, int connection, enum odp_net_change change, const uint8_t *body,
                     size_t size) {
    (void)context;
    if (connection >= NAMES && connection < NAMES + CONNECTIONS) {
        struct query *query = &queries[connection - NAMES];
        if (!query->name) return;
        query->is_found = size == sizeof query->answer;
        if (query->is_found) memcpy(&query->answer, body, sizeof query->answer);
        sdk_call_at(at, SDK_EVENT_JOB, answer, query);
    } else if (connection > 0 && connection <= CONNECTIONS) {
        call_later(at, &slots[connection - 1], change, body, size);
    }
}

/* ---- what firmware asks for ---- */

static struct slot *take_slot(struct espconn *record, int state) {
    for (int i = 0; i < CONNECTIONS; ++i) {
        if (slots[i].state != FREE) continue;
        slots[i].record = record;
        slots[i].state = state;
        return &slots[i];
    }
    return NULL;
}

sint8 espconn_connect(struct espconn *record) {
    if (!record || record->type != ESPCONN_TCP || !record->proto.tcp) return ESPCONN_ARG;
    if (find(record)) return ESPCONN_ISCONN;
    struct slot *slot = take_slot(record, OPENING);
    if (!slot) return ESPCONN_MEM;
    record->state = ESPCONN_WAIT;
    if (!is_silent)
        odp_net_open(sdk_bench, number_of(slot), record->proto.tcp->remote_ip,
                     (uint16_t)record->proto.tcp->remote_port);
    return ESPCONN_OK;
}

sint8 espconn_sent(struct espconn *record, uint8 *data, uint16 size) {
    struct slot *slot = record ? find(record) : NULL;
    if (!record || !data || size == 0) return ESPCONN_ARG;
    if (record->type == ESPCONN_UDP) return ESPCONN_OK; /* goes nowhere, as UDP may */
    if (!slot || slot->state != OPEN) return ESPCONN_CONN;
    if (slot->is_sending) return ESPCONN_MAXNUM;
    slot->is_sending = 1;
    record->state = ESPCONN_WRITE;
    if (!is_silent) odp_net_send(sdk_bench, number_of(slot), data, size);
    return ESPCONN_OK;
}

sint8 espconn_send(struct espconn *record, uint8 *data, uint16 size) { return espconn_sent(record, data, size); }

sint16 espconn_sendto(struct espconn *record, uint8 *data, uint16 size) { return espconn_sent(record, data, size); }

sint8 espconn_disconnect(struct espconn *record) {
    struct slot *slot = record ? find(record) : NULL;
    if (!record) return ESPCONN_ARG;
    if (!slot || slot->state == LISTENING) return ESPCONN_CONN;
    if (!is_silent) odp_net_close(sdk_bench, number_of(slot));
    call_later(sdk_now(), slot, ODP_CLOSED, NULL, 0);
    return ESPCONN_OK;
}

sint8 espconn_abort(struct espconn *record) { return espconn_disconnect(record); }

/* The bench has no one who would connect. */
sint8 espconn_accept(struct espconn *record) {
    static const char once;
    if (!record || record->type != ESPCONN_TCP || !record->proto.tcp) return ESPCONN_ARG;
    if (find(record)) return ESPCONN_ISCONN;
    if (!take_slot(record, LISTENING)) return ESPCONN_MEM;
    record->state = ESPCONN_LISTEN;
    sdk_report_once(&once, "not simulated", "connections to espconn_accept");
    return ESPCONN_OK;
}

sint8 espconn_create(struct espconn *record) {
    static const char once;
    if (!record || record->type != ESPCONN_UDP || !record->proto.udp) return ESPCONN_ARG;
    if (find(record)) return ESPCONN_ISCONN;
    if (!take_slot(record, LISTENING)) return ESPCONN_MEM;
    sdk_report_once(&once, "not simulated", "UDP of espconn_create");
    return ESPCONN_OK;
}

sint8 espconn_delete(struct espconn *record) {
    struct slot *slot = record ? find(record) : NULL;
    if (!slot) return ESPCONN_ARG;
    if (slot->state != LISTENING) return ESPCONN_INPROGRESS;
    forget(slot);
    return ESPCONN_OK;
}

/* ---- callbacks and settings ---- */

static int is_tcp(const struct espconn *record) {
    return record && record->type == ESPCONN_TCP && record->proto.tcp;
}

sint8 espconn_regist_connectcb(struct espconn *record, espconn_connect_callback function) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    record->proto.tcp->connect_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_reconcb(struct espconn *record, espconn_reconnect_callback function) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    record->proto.tcp->reconnect_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_disconcb(struct espconn *record, espconn_connect_callback function) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    record->proto.tcp->disconnect_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_recvcb(struct espconn *record, espconn_recv_callback function) {
    if (!record) return ESPCONN_ARG;
    record->recv_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_sentcb(struct espconn *record, espconn_sent_callback function) {
    if (!record) return ESPCONN_ARG;
    record->sent_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_time(struct espconn *record, uint32 seconds, uint8 only_this) {
    (void)seconds, (void)only_this;
    return record ? ESPCONN_OK : ESPCONN_ARG;
}

sint8 espconn_set_opt(struct espconn *record, uint8 options) {
    (void)options;
    return record ? ESPCONN_OK : ESPCONN_ARG;
}

sint8 espconn_tcp_set_max_con_allow(struct espconn *record, uint8 count) {
    (void)count;
    return record ? ESPCONN_OK : ESPCONN_ARG;
}

sint8 espconn_get_connection_info(struct espconn *record, remot_info **info, uint8 flags) {
    static remot_info remote;
    (void)flags;
    if (!is_tcp(record) || !info) return ESPCONN_ARG;
    remote.state = record->state;
    remote.remote_port = record->proto.tcp->remote_port;
    memcpy(remote.remote_ip, record->proto.tcp->remote_ip, sizeof remote.remote_ip);
    *info = &remote;
    return ESPCONN_OK;
}

uint32 espconn_port(void) {
    enum { FIRST = 1024, LAST = 5000 };
    static uint32 port = FIRST;
    if (++port > LAST) port = FIRST;
    return port;
}
