#pragma once

#include "base/text_buffer.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// Appends an answer as one line of JSON (RFC 8259, UTF-8). Keys are stable; new ones may come.
///
/// `kind` ("variable", "fixed", "application-error"), `address`, and `received` (seconds since 1970) when it is known.
/// An application error has `error` and `text`. The others have `id`, `manufacturer`, `version`, `medium`,
/// `medium_name`, `product`, `access_number`, `status`, `signature` (of fixed data only those it has), `more_follow`,
/// `manufacturer_data` (hex digits, null when there is none) and `records`. A record has `quantity`, `modifiers`,
/// `function`, `storage`, `tariff`, `device`, `type` (see `ShownValue`), `value` (a number; a text for the other types;
/// null without data and for faults), `unit` (null for none), `fault` (null or the reason) and `raw` (the data as sent,
/// hex digits).
void render_json(const AnswerReading& answer, TextBuffer& out);

}  // namespace otbench::bus
