#pragma once

#include <cstdint>
#include <string_view>

#include "bus/message/telegram.hpp"

namespace otbench::bus {

/// What an answer is by its control information, in the usual byte order.
struct AnswerLayout {
    enum class Content : std::uint8_t {
        variable,  ///< data records
        fixed,     ///< the obsolete fixed data
        error,     ///< the code of an application error, which may be missing
        alarm,     ///< an alarm status
        wrapped,   ///< another answer behind an authentication layer
        other,     ///< something that this library names and does not read
    };

    std::uint8_t first, last;  ///< the control informations that this row is about
    Content content;
    Header header;
    std::string_view name;
};

/// The row of a control information (EN 13757-7; spec: M-Bus protocol, 7.2); every one has a row.
[[nodiscard]] const AnswerLayout& answer_layout(std::uint8_t ci);

}  // namespace otbench::bus
