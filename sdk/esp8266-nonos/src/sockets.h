/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* What the files about connections share. */
#ifndef OTBENCH_SDK_SOCKETS_H
#define OTBENCH_SDK_SOCKETS_H

#include "espconn.h"
#include "machine.h"

/* Numbers of connections: those that firmware opens are below SDK_NAMES, queries for names from there on, and those that
 * it accepts have numbers of the bench. */
enum { SDK_CONNECTIONS = 16, SDK_NAMES = 0x100 };

/* The restart has begun. */
extern int sdk_network_is_silent;

/* Of a query for a name. */
void sdk_name_resolved(int64_t at, int query, const uint8_t *address, size_t size);

/* The other ends of a record's connections, at most `most`: of a listening one its clients', else its own. */
int sdk_remote_ends(const struct espconn *record, remot_info *ends, int most);

#endif
