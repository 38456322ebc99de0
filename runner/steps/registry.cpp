#include "runner/steps/registry.hpp"

namespace otbench::runner {

StepKinds step_kinds() {
#define OTBENCH_ADDRESS_OF_STEP_KIND(name) &name##_step,
    static constexpr const StepKind* all[] = {OTBENCH_STEP_KINDS(OTBENCH_ADDRESS_OF_STEP_KIND)};
#undef OTBENCH_ADDRESS_OF_STEP_KIND
    return all;
}

}  // namespace otbench::runner
