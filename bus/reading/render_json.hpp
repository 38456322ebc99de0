#pragma once

#include "base/text_buffer.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// Appends an answer as one line of JSON (RFC 8259, UTF-8). Keys are stable; new ones may come.
///
/// `kind` (see `name(AnswerReading::Kind)`), `address`, and `received` (seconds since 1970) when it is known. An
/// application error has `error` and `text`, an alarm `alarm`, `ci` and `text`, any other answer without records `ci`,
/// `text` and `data`; these have the keys of the header too when they have a long one. The others have `id`,
/// `manufacturer`, `version`, `medium`, `medium_name`, `product`, `access_number`, `status`, `signature` (of fixed data
/// only those it has), `more_follow`, `manufacturer_data` (hex digits, null when there is none) and `records`. A record
/// has `quantity`, `modifiers`, `function`, `storage`, `tariff`, `device`, `type` (see `ShownValue`), `value` (a
/// number, as a string where a double does not hold it exactly; an object for a device; a text for the other types;
/// null without data and for faults), `unit` (null for none), `fault` (null or the reason) and `dib`, `vib`, `raw`
/// (information and data as sent, hex digits). `encryption` is there when a part is or was encrypted: `mode`, `blocks`,
/// `decrypted`, `text`, `data`.
void render_json(const AnswerReading& answer, TextBuffer& out);

}  // namespace otbench::bus
