/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_MATH_H
#define OTBENCH_SDK_MATH_H

double ceil(double value);
double fabs(double value);
double floor(double value);
double pow(double base, double exponent);
double sqrt(double value);

#endif
