/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_ESP_SDK_VER_H
#define OTBENCH_SDK_ESP_SDK_VER_H

#include "version.h"

#define ESP_SDK_VERSION_NUMBER 0x030000

#endif
