/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Names and their addresses. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "sockets.h"

static struct query {
    char *name; /* NULL: free */
    struct espconn *record;
    ip_addr_t *address;
    dns_found_callback found;
    ip_addr_t answer;
    int is_found;
} queries[SDK_CONNECTIONS];

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
    for (int i = 0; i < SDK_CONNECTIONS; ++i) {
        if (queries[i].name) continue;
        queries[i] = (struct query){strdup(name), record, address, found, {0}, 0};
        if (!sdk_network_is_silent) odp_net_resolve(sdk_bench, SDK_NAMES + i, name);
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

void sdk_name_resolved(int64_t at, int number, const uint8_t *address, size_t size) {
    if (number < 0 || number >= SDK_CONNECTIONS || !queries[number].name) return;
    struct query *query = &queries[number];
    query->is_found = size == sizeof query->answer;
    if (query->is_found) memcpy(&query->answer, address, sizeof query->answer);
    sdk_call_at(at, SDK_EVENT_JOB, answer, query);
}
