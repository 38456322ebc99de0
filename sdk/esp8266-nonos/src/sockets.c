/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Connections. What the bench tells becomes a call of the firmware from the event loop, at the instant of the event. */
#include "sockets.h"

#include <stdlib.h>
#include <string.h>

static struct slot {
    struct espconn *record;
    enum { FREE, OPENING, OPEN, LISTENING, DATAGRAMS } state;
    int number;               /* as the bench knows it */
    struct espconn *listener; /* of one that was accepted; its record is the library's */
    int is_sending;
    unsigned generation; /* of the place: calls for an earlier one are dropped */
    uint8_t remote_ip[4];
    int remote_port; /* of the last datagram, or of the client */
} slots[SDK_CONNECTIONS];

int sdk_network_is_silent;

void sdk_silence_network(void) { sdk_network_is_silent = 1; }

static struct slot *find(const struct espconn *record) {
    for (int i = 0; i < SDK_CONNECTIONS; ++i)
        if (slots[i].state != FREE && slots[i].record == record) return &slots[i];
    return NULL;
}

static struct slot *find_number(int number) {
    for (int i = 0; i < SDK_CONNECTIONS; ++i)
        if (slots[i].state != FREE && slots[i].number == number) return &slots[i];
    return NULL;
}

static struct slot *take_slot(struct espconn *record, int state) {
    for (int i = 0; i < SDK_CONNECTIONS; ++i) {
        struct slot *slot = &slots[i];
        if (slot->state != FREE) continue;
        *slot = (struct slot){.record = record, .state = state, .number = i + 1, .generation = slot->generation};
        return slot;
    }
    return NULL;
}

static void forget(struct slot *slot) {
    slot->record->state = ESPCONN_CLOSE;
    slot->state = FREE;
    ++slot->generation;
}

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

static void free_accepted(struct espconn *record) {
    free(record->proto.tcp);
    free(record);
}

static void ended(struct slot *slot, int has_failed, sint8 code) {
    struct espconn *record = slot->record;
    struct espconn *const listener = slot->listener;
    const esp_tcp *tcp = record->proto.tcp;
    forget(slot);
    if (has_failed && tcp->reconnect_callback) tcp->reconnect_callback(record, code);
    if (!has_failed && tcp->disconnect_callback) tcp->disconnect_callback(record);
    if (!listener) return;
    --listener->link_cnt;
    free_accepted(record);
}

static void sent(struct slot *slot) {
    struct espconn *record = slot->record;
    if (!slot->is_sending) return;
    slot->is_sending = 0;
    if (slot->state == OPEN) record->state = ESPCONN_CONNECT;
    if (record->sent_callback) record->sent_callback(record);
}

static void received(struct slot *slot, char *data, size_t size) {
    enum { ADDRESS = 4, HEAD = 6 };
    struct espconn *record = slot->record;
    if (slot->state == DATAGRAMS) {
        if (size < HEAD) return;
        memcpy(slot->remote_ip, data, ADDRESS);
        slot->remote_port = (uint8_t)data[ADDRESS] | (uint8_t)data[ADDRESS + 1] << 8;
        data += HEAD;
        size -= HEAD;
    } else {
        record->state = ESPCONN_READ;
    }
    if (record->recv_callback) record->recv_callback(record, data, (unsigned short)size);
}

static void carry_out(void *arg) {
    struct call *call = arg;
    struct slot *slot = call->slot;
    if (slot->state != FREE && slot->generation == call->generation) {
        switch (call->change) {
            case ODP_CONNECTED: connected(slot); break;
            case ODP_FAILED: ended(slot, 1, call->code); break;
            case ODP_RESET: ended(slot, 1, ESPCONN_RST); break;
            case ODP_CLOSED: ended(slot, 0, 0); break;
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

/* A client of a listening connection: it has a record of its own, with the listener's callbacks. */
static void accept_client(int64_t at, struct espconn *listener, const uint8_t *body, size_t size) {
    enum { CLIENTS_FROM = 49152 };
    static const uint8_t clients_ip[4] = {192, 168, 1, 10}; /* they run where the broker does */
    static int client_port = CLIENTS_FROM;
    struct espconn *record = malloc(sizeof *record);
    esp_tcp *tcp = malloc(sizeof *tcp);
    struct slot *slot = size >= 2 ? take_slot(record, OPENING) : NULL;
    if (!record || !tcp || !slot) abort();
    slot->number = body[0] | body[1] << 8;
    slot->listener = listener;
    *tcp = *listener->proto.tcp;
    *record = *listener;
    record->proto.tcp = tcp;
    record->reverse = listener;
    memcpy(tcp->remote_ip, clients_ip, sizeof clients_ip);
    tcp->remote_port = client_port++;
    ++listener->link_cnt;
    call_later(at, slot, ODP_CONNECTED, NULL, 0);
}

void sdk_net_changed(void *context, int64_t at, int connection, enum odp_net_change change, const uint8_t *body,
                     size_t size) {
    (void)context;
    if (change == ODP_RESOLVED) {
        sdk_name_resolved(at, connection - SDK_NAMES, body, size);
        return;
    }
    struct slot *slot = find_number(connection);
    if (slot && change == ODP_ACCEPTED)
        accept_client(at, slot->record, body, size);
    else if (slot)
        call_later(at, slot, change, body, size);
}

/* ---- what firmware asks for ---- */

static int is_tcp(const struct espconn *record) {
    return record && record->type == ESPCONN_TCP && record->proto.tcp;
}

static int is_udp(const struct espconn *record) {
    return record && record->type == ESPCONN_UDP && record->proto.udp;
}

sint8 espconn_connect(struct espconn *record) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    if (find(record)) return ESPCONN_ISCONN;
    struct slot *slot = take_slot(record, OPENING);
    if (!slot) return ESPCONN_MEM;
    record->state = ESPCONN_WAIT;
    if (!sdk_network_is_silent)
        odp_net_open(sdk_bench, slot->number, record->proto.tcp->remote_ip, (uint16_t)record->proto.tcp->remote_port);
    return ESPCONN_OK;
}

static sint8 send_datagram(struct slot *slot, const uint8 *data, uint16 size) {
    const esp_udp *udp = slot->record->proto.udp;
    slot->is_sending = 1;
    if (!sdk_network_is_silent)
        odp_net_udp_send(sdk_bench, slot->number, udp->remote_ip, (uint16_t)udp->remote_port, data, size);
    call_later(sdk_now(), slot, ODP_SENT, NULL, 0);
    return ESPCONN_OK;
}

sint8 espconn_sent(struct espconn *record, uint8 *data, uint16 size) {
    struct slot *slot = record ? find(record) : NULL;
    if (!record || !data || size == 0) return ESPCONN_ARG;
    if (slot && slot->state == DATAGRAMS) return send_datagram(slot, data, size);
    if (!slot || slot->state != OPEN) return is_udp(record) ? ESPCONN_ARG : ESPCONN_CONN;
    if (slot->is_sending) return ESPCONN_MAXNUM;
    slot->is_sending = 1;
    record->state = ESPCONN_WRITE;
    if (!sdk_network_is_silent) odp_net_send(sdk_bench, slot->number, data, size);
    return ESPCONN_OK;
}

sint8 espconn_send(struct espconn *record, uint8 *data, uint16 size) { return espconn_sent(record, data, size); }

sint16 espconn_sendto(struct espconn *record, uint8 *data, uint16 size) { return espconn_sent(record, data, size); }

sint8 espconn_disconnect(struct espconn *record) {
    struct slot *slot = record ? find(record) : NULL;
    if (!record) return ESPCONN_ARG;
    if (!slot || (slot->state != OPEN && slot->state != OPENING)) return ESPCONN_CONN;
    if (!sdk_network_is_silent) odp_net_close(sdk_bench, slot->number);
    call_later(sdk_now(), slot, ODP_CLOSED, NULL, 0);
    return ESPCONN_OK;
}

sint8 espconn_abort(struct espconn *record) { return espconn_disconnect(record); }

sint8 espconn_accept(struct espconn *record) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    if (find(record)) return ESPCONN_ISCONN;
    struct slot *slot = take_slot(record, LISTENING);
    if (!slot) return ESPCONN_MEM;
    record->state = ESPCONN_LISTEN;
    if (!sdk_network_is_silent) odp_net_listen(sdk_bench, slot->number, (uint16_t)record->proto.tcp->local_port);
    return ESPCONN_OK;
}

sint8 espconn_create(struct espconn *record) {
    if (!is_udp(record)) return ESPCONN_ARG;
    if (find(record)) return ESPCONN_ISCONN;
    struct slot *slot = take_slot(record, DATAGRAMS);
    if (!slot) return ESPCONN_MEM;
    if (record->proto.udp->local_port == 0) record->proto.udp->local_port = (int)espconn_port();
    if (!sdk_network_is_silent) odp_net_udp_open(sdk_bench, slot->number, (uint16_t)record->proto.udp->local_port);
    return ESPCONN_OK;
}

sint8 espconn_delete(struct espconn *record) {
    struct slot *slot = record ? find(record) : NULL;
    if (!slot) return ESPCONN_ARG;
    if ((slot->state != LISTENING && slot->state != DATAGRAMS) || record->link_cnt > 0) return ESPCONN_INPROGRESS;
    if (!sdk_network_is_silent) odp_net_close(sdk_bench, slot->number);
    forget(slot);
    return ESPCONN_OK;
}

int sdk_remote_ends(const struct espconn *record, remot_info *ends, int most) {
    int count = 0;
    for (int i = 0; i < SDK_CONNECTIONS && count < most; ++i) {
        const struct slot *slot = &slots[i];
        if (slot->state == FREE || (slot->record != record && slot->listener != record)) continue;
        if (slot->state == LISTENING) continue;
        const int is_datagram = slot->state == DATAGRAMS;
        const esp_tcp *tcp = slot->record->proto.tcp;
        ends[count].state = slot->record->state;
        ends[count].remote_port = is_datagram ? slot->remote_port : tcp->remote_port;
        memcpy(ends[count].remote_ip, is_datagram ? slot->remote_ip : tcp->remote_ip, sizeof slot->remote_ip);
        ++count;
    }
    return count;
}
