/* SPDX-License-Identifier: MIT */
/* What the shim and the driver of the fault tests have in common. */
#ifndef HANGUP_FAULTS_H
#define HANGUP_FAULTS_H

/* The descriptor on which the shim says that the fault was met. */
enum { FAULT_REPORT = 100 };

#endif
