/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_ERRNO_H
#define OTBENCH_SDK_ERRNO_H

extern int errno;

#define EDOM 33
#define EINVAL 22
#define ENOMEM 12
#define ERANGE 34

#endif
