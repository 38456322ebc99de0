/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_VERSION_H
#define OTBENCH_SDK_VERSION_H

#define ESP_SDK_VERSION_STRING "otbench"
#define ESP_SDK_VERSION_MAJOR 3
#define ESP_SDK_VERSION_MINOR 0
#define ESP_SDK_VERSION_PATCH 0

#endif
