#pragma once

#include <string_view>

#include "base/text_buffer.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// The names of the columns, with a line end.
constexpr std::string_view csv_head =
    "address,received,id,manufacturer,version,medium,access_number,status,record,quantity,modifiers,function,storage,"
    "tariff,device,value,unit,fault,dib,vib,raw\n";

/// Appends one line for every record (RFC 4180 with LF as line end, UTF-8), columns as in `csv_head`: numbers with a
/// point, several modifiers joined by blanks, raw data as hex digits, empty fields where there is no value. An answer
/// without records (an application error, an alarm) and an encrypted part are one line each, whose fault names it.
void render_csv(const AnswerReading& answer, TextBuffer& out);

}  // namespace otbench::bus
