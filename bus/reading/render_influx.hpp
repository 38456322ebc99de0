#pragma once

#include "base/text_buffer.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// Appends one point for every record that has data, in the line protocol of InfluxDB 1.x and 2.x.
///
/// Measurement `mbus`; tags `id`, `manufacturer`, `medium`, `quantity`, `modifiers` (joined by +), `function`,
/// `storage`, `tariff`, `device`, `unit` and `record` (its number, so that no two points of a telegram are one), those
/// that are empty left out. The field is `value` (a float) for numbers, `text` for dates, texts and octets, `fault` for
/// a value that is none. A time stamp in nanoseconds ends the line when the time of reception is known. An application
/// error is a point of measurement `mbus_error` with the tag `address` and the fields `code` and `text`, another answer
/// without records one of `mbus_notice`; an encrypted part is a point of `mbus` with the field `fault`.
void render_influx(const AnswerReading& answer, TextBuffer& out);

}  // namespace otbench::bus
