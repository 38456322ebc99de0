#pragma once

#include <string_view>

#include "circuit/segment/standard_master.hpp"

namespace otbench::runner {

/// A kind of converter as scenarios and reports call it.
struct ConverterModelName {
    std::string_view name;
    circuit::ConverterModel model;
    double supply_v;  ///< unless a scenario sets it
    bool has_parts;   ///< resistors and transistors that can differ from their nominal values
};

inline constexpr ConverterModelName converter_models[] = {
    {"otb-iot-level-converter", circuit::ConverterModel::otb_iot, 36.0, true},
    {"standard-master", circuit::ConverterModel::standard_master, circuit::standard_master::mark_v, false},
};

[[nodiscard]] inline const ConverterModelName& description_of(circuit::ConverterModel model) {
    return model == converter_models[0].model ? converter_models[0] : converter_models[1];
}

}  // namespace otbench::runner
