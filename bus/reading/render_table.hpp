#pragma once

#include "base/text_buffer.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// Appends an answer for people to read: a line about the device, then one line for every record in columns, then an
/// empty line. UTF-8. What is the usual case (storage number, tariff and device 0, an instantaneous value) is not
/// shown.
void render_table(const AnswerReading& answer, TextBuffer& out);

}  // namespace otbench::bus
