#pragma once

#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// Plays the firmware model as the process of a device, by the device protocol. Board, address and settings are those
/// that the bench names; the flash is kept in the file OTBENCH_FLASH. Ends with the conversation, by `exit`; returns
/// when there is no bench. Throws std::runtime_error with a line for the user. Once in a process, because SystemC
/// elaborates only once.
void serve_model(const FirmwareOptions& options);

}  // namespace otbench::firmware
