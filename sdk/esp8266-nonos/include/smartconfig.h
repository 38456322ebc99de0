/* SPDX-License-Identifier: MIT; see otbench.h. */
/* Smart configuration is not simulated; firmware that only includes this header builds. */
#ifndef OTBENCH_SDK_SMARTCONFIG_H
#define OTBENCH_SDK_SMARTCONFIG_H

#include "c_types.h"

#endif
