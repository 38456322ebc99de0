#pragma once

#include <string>

#include "bus/reading/answer_reading.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {

/// User data of a telegram whose texts need escaping everywhere: unit `a,b="c d\`, text `x"\,y` LF `é`, then no data.
inline const OctetBuffer awkward_user_data = {
    0x78, 0x56, 0x34, 0x12, 0x77, 0x04, 0x09, 0x07, 0x01, 0x00, 0x00, 0x00,              // header
    0x01, 0x7C, 0x0A, '\\', 'd',  ' ',  'c',  '"',  '=',  'b',  ',',  'a',  '\\', 0x05,  // int8, plain text VIF, 5
    0x0D, 0xFD, 0x11, 0x07, 0xE9, '\n', 'y',  ',',  '\\', '"',  'x',                     // text, customer
    0x00, 0x13,                                                                          // volume without data
};

/// What a renderer makes of an answer.
template <class Render>
std::string rendered(Render render, std::uint8_t ci, const OctetBuffer& data, std::int64_t received = 0) {
    const AnswerFrame frame{0x08, ci, data, received, 1};
    TextBuffer out;
    render(*read_answers({&frame, 1}), out);
    return std::string{out.view()};
}

/// Fixed data: id 12345678, water, 2017 l now, 135 l stored.
inline const OctetBuffer fixed_user_data = {
    0x78, 0x56, 0x34, 0x12,  // id
    0x0A, 0x00,              // access number, status: BCD, actual values
    0xE9, 0x7E,              // medium 7: water; units l and the same, historic
    0x17, 0x20, 0x00, 0x00,  // counter 1
    0x35, 0x01, 0x00, 0x00,  // counter 2
};

}  // namespace otbench::bus
