#include "bus/message/byte_order.hpp"

#include <algorithm>

#include "bus/message/answer.hpp"

namespace otbench::bus {

void SwappedUserData::reverse(std::size_t first, std::size_t count) {
    std::reverse(octets_.data() + first, octets_.data() + first + count);
}

Decoded<SwappedUserData> SwappedUserData::swap(std::uint8_t ci, OctetView user_data, Dialect dialect) {
    SwappedUserData swapped;
    user_data = user_data.first(std::min(user_data.size(), max_user_data));
    std::copy(user_data.begin(), user_data.end(), swapped.octets_.begin());
    swapped.size_ = user_data.size();
    if ((ci & ~ci_big_endian) == ci_fixed_data) {
        if (const auto fixed = FixedData::parse(user_data); !fixed) return fixed.error();
        for (const std::size_t number : {std::size_t{0}, std::size_t{8}, std::size_t{12}})  // id and counters
            swapped.reverse(number, 4);
        return swapped;
    }
    if (const auto telegram = Telegram::parse(user_data); !telegram) return telegram.error();
    swapped.reverse(0, 4);                                                       // id
    swapped.reverse(4, 2);                                                       // manufacturer
    swapped.reverse(10, 2);                                                      // signature
    const OctetView readable = has_big_endian(ci) ? swapped.view() : user_data;  // whose header says what is encrypted
    const auto telegram = Telegram::parse(readable);
    const bool skips_encrypted = dialect == Dialect::standard;
    RecordWalker walk{readable, skips_encrypted ? telegram->first_record() : telegram->header_end(), dialect};
    while (true) {
        const auto next = walk.next();
        if (!next) return next.error();
        if (*next == nullptr) return swapped;
        const Record& record = **next;
        if (record.kind == Record::Kind::data && !record.data.empty())
            swapped.reverse(static_cast<std::size_t>(record.data.data() - readable.data()), record.data.size());
    }
}

}  // namespace otbench::bus
