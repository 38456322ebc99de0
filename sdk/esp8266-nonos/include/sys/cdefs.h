/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_SYS_CDEFS_H
#define OTBENCH_SDK_SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif

#endif
