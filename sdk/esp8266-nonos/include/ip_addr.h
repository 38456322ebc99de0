/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_IP_ADDR_H
#define OTBENCH_SDK_IP_ADDR_H

#include "c_types.h"

/* The first byte of an address is the lowest. */
struct ip_addr {
    uint32 addr;
};
typedef struct ip_addr ip_addr_t;

struct ip_info {
    struct ip_addr ip;
    struct ip_addr netmask;
    struct ip_addr gw;
};

#define IP4_ADDR(at, a, b, c, d)                                                                              \
    ((at)->addr = (uint32)((d)&0xff) << 24 | (uint32)((c)&0xff) << 16 | (uint32)((b)&0xff) << 8 | (uint32)((a)&0xff))
#define ip4_addr1(at) (((uint8 *)(at))[0])
#define ip4_addr2(at) (((uint8 *)(at))[1])
#define ip4_addr3(at) (((uint8 *)(at))[2])
#define ip4_addr4(at) (((uint8 *)(at))[3])
#define ip4_addr1_16(at) ((uint16)ip4_addr1(at))
#define ip4_addr2_16(at) ((uint16)ip4_addr2(at))
#define ip4_addr3_16(at) ((uint16)ip4_addr3(at))
#define ip4_addr4_16(at) ((uint16)ip4_addr4(at))
#define IP2STR(at) ip4_addr1_16(at), ip4_addr2_16(at), ip4_addr3_16(at), ip4_addr4_16(at)
#define IPSTR "%d.%d.%d.%d"
#define IPADDR_ANY 0u
#define IPADDR_NONE 0xffffffffu

uint32 ipaddr_addr(const char *text);

#endif
