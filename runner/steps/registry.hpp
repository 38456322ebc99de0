#pragma once

#include "runner/language/step_kind.hpp"

namespace otbench::runner {

/// The verbs, one row each, in the order of messages, schema and manual. `NAME_step` is defined in NAME_step.cpp.
#define OTBENCH_STEP_KINDS(ROW) \
    ROW(publish)                \
    ROW(wait)                   \
    ROW(expect_message)         \
    ROW(decode)                 \
    ROW(expect_line)            \
    ROW(expect_signal)          \
    ROW(expect_frames)          \
    ROW(read)                   \
    ROW(scan)                   \
    ROW(meter)                  \
    ROW(serial_link)            \
    ROW(note)                   \
    ROW(run)                    \
    ROW(snapshot_values)        \
    ROW(check)                  \
    ROW(let)                    \
    ROW(link)                   \
    ROW(mqtt_faults)            \
    ROW(mqtt_client)            \
    ROW(power_cycle)            \
    ROW(http)                   \
    ROW(pin)                    \
    ROW(expect_pin)             \
    ROW(sensor)                 \
    ROW(query_script)           \
    ROW(converter)              \
    ROW(cable)

#define OTBENCH_DECLARE_STEP_KIND(name) extern const StepKind name##_step;
OTBENCH_STEP_KINDS(OTBENCH_DECLARE_STEP_KIND)
#undef OTBENCH_DECLARE_STEP_KIND

/// All of them.
[[nodiscard]] StepKinds step_kinds();

}  // namespace otbench::runner
