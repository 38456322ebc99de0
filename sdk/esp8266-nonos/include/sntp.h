/* SPDX-License-Identifier: MIT; see otbench.h. */
/* Time from the network. The bench has no time server, so that the time stays unknown: 0. */
#ifndef OTBENCH_SDK_SNTP_H
#define OTBENCH_SDK_SNTP_H

#include "c_types.h"
#include "ip_addr.h"

void sntp_init(void);
void sntp_stop(void);
void sntp_setservername(unsigned char index, char* name);
char* sntp_getservername(unsigned char index);
void sntp_setserver(unsigned char index, ip_addr_t* address);
ip_addr_t sntp_getserver(unsigned char index);
bool sntp_set_timezone(sint8 hours);
sint8 sntp_get_timezone(void);
uint32 sntp_get_current_timestamp(void);  /* seconds since 1970; 0: unknown */
char* sntp_get_real_time(long timestamp); /* as a text, in the time zone */

#endif
