#include "bus/message/describe.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "bus/message/answer.hpp"
#include "bus/message/byte_order.hpp"
#include "bus/record/value.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint8_t code_bits = 0x7F;  // of a VIF or VIFE: all but the extension bit

std::string hex_digits(OctetView octets) {
    std::string digits;
    for (std::size_t i = octets.size(); i-- > 0;) digits += fmt::format("{:02x}", octets[i]);
    return digits;
}

/// The coding of each data field; dates, times and data of variable length are distinguished by their value.
constexpr std::array<Coding, 16> codings_by_dif = {Coding::none,      Coding::int8,   Coding::int16, Coding::int24,
                                                   Coding::int32,     Coding::real32, Coding::int48, Coding::int64,
                                                   Coding::selection, Coding::bcd2,   Coding::bcd4,  Coding::bcd6,
                                                   Coding::bcd8,      Coding::text,   Coding::bcd12, Coding::special};

struct TypedMoment {
    DateTimeType type;
    Coding coding;
};
TypedMoment moment_of(std::size_t size) {
    switch (size) {
        case 2: return {DateTimeType::g, Coding::date_g};
        case 3: return {DateTimeType::j, Coding::time_j};
        case 4: return {DateTimeType::f, Coding::date_time_f};
        default: return {DateTimeType::i, Coding::date_time_i};
    }
}

/// A date or time if it contains all information of the octets; the coded integer otherwise (invalid ones, odd
/// centuries).
void describe_integer(const Record& record, RecordDescription& description) {
    const Nature nature = nature_of(record);
    if (nature == Nature::point) {
        const auto when = decode_date_time(record.data);
        const TypedMoment moment = moment_of(record.data.size());
        const auto again = when ? encode_date_time(*when, moment.type) : Checked<DateTimeOctets>{InputError{}};
        if (again && std::equal(record.data.begin(), record.data.end(), again->octets.begin())) {
            description.coding = moment.coding;
            description.value = *when;
            return;
        }
    }
    const bool is_signed = nature == Nature::number;
    description.value =
        is_signed ? little_endian_signed(record.data) : static_cast<std::int64_t>(little_endian(record.data));
}

void describe_bcd(const Record& record, RecordDescription& description) {
    const OctetView data = record.data;
    const bool negative = data[data.size() - 1] >> 4 == 0x0F;
    std::int64_t number = 0;
    bool decimal = true;
    for (std::size_t i = data.size(); i-- > 0;) {
        const unsigned high = negative && i + 1 == data.size() ? 0 : data[i] >> 4;
        const unsigned low = data[i] & 0x0F;
        decimal = decimal && high <= 9 && low <= 9;
        number = 100 * number + 10 * high + low;
    }
    if (decimal && !(negative && number == 0))
        description.value = negative ? -number : number;
    else
        description.value = RawDigits{hex_digits(data)};
}

void describe_real(const Record& record, RecordDescription& description) {
    const auto bits = static_cast<std::uint32_t>(little_endian(record.data));
    float real = 0;
    std::memcpy(&real, &bits, sizeof real);
    if (std::isnan(real))
        description.value = RawDigits{hex_digits(record.data)};
    else
        description.value = double{real};
}

void describe_variable(const Record& record, RecordDescription& description) {
    if (record.lvar < static_cast<unsigned>(LvarClass::bcd_positive)) {
        description.value = text_of(record.data);
        return;
    }
    description.value = RawDigits{hex_digits(record.data)};
    description.coding = record.lvar < static_cast<unsigned>(LvarClass::bcd_negative) ? Coding::bcd_positive
                         : record.lvar < static_cast<unsigned>(LvarClass::binary)     ? Coding::bcd_negative
                                                                                      : Coding::binary;
}

void describe_value(const Record& record, RecordDescription& description) {
    description.coding = codings_by_dif[static_cast<std::size_t>(record.field())];
    switch (record.field()) {
        case DataField::none:
        case DataField::selection: break;
        case DataField::real32: return describe_real(record, description);
        case DataField::bcd2:
        case DataField::bcd4:
        case DataField::bcd6:
        case DataField::bcd8:
        case DataField::bcd12: return describe_bcd(record, description);
        case DataField::variable: return describe_variable(record, description);
        case DataField::special: description.value = RawDigits{hex_digits(record.data)}; break;
        default: return describe_integer(record, description);
    }
}

/// How many DIFEs storage number, tariff and device need.
std::size_t needed_dife(const Record& record) {
    std::size_t count = record.dife.size();
    while (count > 0 && (record.dife[count - 1] & code_bits) == 0) --count;
    return count;
}

RecordDescription describe(const Record& record) {
    RecordDescription description;
    description.name = name(meaning_of(record).quantity);
    description.vif = record.vif_code();
    description.function = record.function();
    description.storage = record.storage();
    description.tariff = record.tariff();
    description.device = record.device();
    for (const std::uint8_t vife : record.combinable_vife()) description.vife.push_back(vife & code_bits);
    description.vif_text = text_of(record.vif_text);
    if (needed_dife(record) != record.dife.size()) description.min_dife = record.dife.size();
    describe_value(record, description);
    return description;
}

/// Takes the records of a telegram one after the other, and notes what stands between them.
class TelegramDescriber {
public:
    TelegramDescriber(const Telegram& telegram, Dialect dialect)
        : octets_(telegram.octets()), dialect_(dialect), first_record_(telegram.first_record()) {
        description_.device = telegram.device();
        description_.access_number = telegram.access_number();
        description_.status = telegram.status();
        description_.signature = telegram.signature();
        description_.dialect = dialect;
    }

    Decoded<TelegramDescription> describe_records() {
        if (first_record_ > end_) add_raw(first_record_);
        RecordWalker walk{octets_, end_, dialect_};
        while (true) {
            take_fillers();
            const auto next = walk.next();
            if (!next && next.error().code != CodecErrc::reserved_variable_length) return next.error();
            if (!next)
                add_raw(octets_.size());
            else if (*next == nullptr)
                break;
            else if ((*next)->kind != Record::Kind::data)
                take_block(**next);
            else
                add(**next);
        }
        description_.fillers = fillers_;
        return std::move(description_);
    }

private:
    void take_fillers() {
        for (; end_ < octets_.size() && octets_[end_] == dif_filler; ++end_) ++fillers_;
    }

    void add(const Record& record) {
        const auto end = static_cast<std::size_t>(record.data.data() + record.data.size() - octets_.data());
        const bool reserved_length =
            record.field() == DataField::variable && record.data.empty() && !has_lvar(record.lvar);
        if (reserved_length) return add_raw(end);
        add(describe(record), end);
    }

    void add(RecordDescription description, std::size_t end) {
        description.fillers = fillers_;
        description_.records.push_back(std::move(description));
        fillers_ = 0;
        end_ = end;
    }

    /// Whether an encoder would write this length octet for no data.
    [[nodiscard]] bool has_lvar(std::uint8_t lvar) const {
        for (const LvarClass c : {LvarClass::text, LvarClass::bcd_positive, LvarClass::bcd_negative, LvarClass::binary})
            if (lvar_of(c, 0, dialect_) == lvar) return true;
        return false;
    }

    void add_raw(std::size_t end) {
        RecordDescription raw;
        raw.raw.assign(octets_.begin() + static_cast<std::ptrdiff_t>(end_),
                       octets_.begin() + static_cast<std::ptrdiff_t>(end));
        add(std::move(raw), end);
    }

    void take_block(const Record& block) {
        description_.manufacturer_data.assign(block.data.begin(), block.data.end());
        description_.more_follow = block.kind == Record::Kind::more_follow;
        description_.manufacturer_block = !description_.more_follow && block.data.empty();
        end_ = octets_.size();
    }

    OctetView octets_;
    Dialect dialect_;
    std::size_t first_record_;                 ///< behind what is encrypted
    std::size_t end_ = Telegram::header_size;  ///< of what has been described
    std::size_t fillers_ = 0;                  ///< since the last record
    TelegramDescription description_;
};

ErrorDescription description_of_error(OctetView user_data) {
    if (user_data.empty()) return {};
    return {user_data[0], OctetBuffer(user_data.begin() + 1, user_data.end())};
}

FixedDescription description_of(const FixedData& fixed) {
    FixedDescription description{fixed.id(), fixed.access_number(), fixed.status(), fixed.medium(), {}};
    for (std::size_t i = 0; i < description.counters.size(); ++i)
        description.counters[i] = {fixed.unit(i), static_cast<std::uint32_t>(little_endian(fixed.counter(i)))};
    return description;
}

void put(std::uint32_t number, OctetBuffer& octets) {
    for (int shift = 0; shift < 32; shift += 8) octets.push_back(static_cast<std::uint8_t>(number >> shift));
}

struct UserDataEncoder {
    Checked<OctetBuffer> operator()(const TelegramDescription& telegram) const { return encode_telegram(telegram); }
    Checked<OctetBuffer> operator()(const FixedDescription& fixed) const {
        OctetBuffer octets;
        put(fixed.id, octets);
        octets.insert(octets.end(), {fixed.access_number, fixed.status});
        for (std::size_t i = 0; i < fixed.counters.size(); ++i) {
            if (fixed.counters[i].unit > 0x3F)
                return InputError{fmt::format("unit 0x{:02x} of counter {} is above 0x3f", fixed.counters[i].unit, i)};
            octets.push_back(static_cast<std::uint8_t>(fixed.counters[i].unit | (fixed.medium >> (2 * i) & 3) << 6));
        }
        for (const auto& counter : fixed.counters) put(counter.value, octets);
        return octets;
    }
    Checked<OctetBuffer> operator()(const ErrorDescription& error) const {
        OctetBuffer octets;
        if (error.code) octets.push_back(*error.code);
        octets.insert(octets.end(), error.further.begin(), error.further.end());
        return octets;
    }
    Checked<OctetBuffer> operator()(const OtherDescription& other) const { return other.data; }
};

std::uint8_t ci_of(const AnswerDescription& answer) {
    if (const auto* other = std::get_if<OtherDescription>(&answer.content)) return other->ci;
    constexpr std::array<std::uint8_t, 3> cis = {ci_variable_data, ci_fixed_data, ci_application_error};
    const std::uint8_t ci = cis[answer.content.index()];
    const bool ordered = ci != ci_application_error;
    return ordered && answer.big_endian ? ci | ci_big_endian : ci;
}

}  // namespace

Decoded<TelegramDescription> describe_telegram(OctetView user_data, Dialect dialect) {
    const auto telegram = Telegram::parse(user_data);
    if (!telegram) return telegram.error();
    return TelegramDescriber{*telegram, dialect}.describe_records();
}

Decoded<AnswerDescription> describe_answer(const Frame& frame, Dialect dialect) {
    AnswerDescription answer;
    answer.control = frame.control;
    answer.address = frame.address;
    OctetView data = frame.data;
    std::uint8_t ci = frame.ci;
    std::optional<SwappedUserData> swapped;
    if (has_big_endian(ci)) {
        const auto turned = SwappedUserData::swap(ci, data, dialect);
        if (!turned) return turned.error();
        data = swapped.emplace(*turned).view();
        ci &= static_cast<std::uint8_t>(~ci_big_endian);
        answer.big_endian = true;
    }
    const auto response = parse_answer(frame.control, ci, data);
    const bool has_ci = frame.kind == FrameKind::long_frame || frame.kind == FrameKind::control_frame;
    if (has_ci && !response && response.error().code == CodecErrc::unknown_control_information) {
        answer.content = OtherDescription{frame.ci, {frame.data.begin(), frame.data.end()}};
        return answer;
    }
    if (!response) return response.error();
    if (const auto* fixed = std::get_if<FixedData>(&*response)) {
        answer.content = description_of(*fixed);
    } else if (std::holds_alternative<ApplicationError>(*response)) {
        answer.content = description_of_error(data);
    } else {
        auto telegram = describe_telegram(data, dialect);
        if (!telegram) return telegram.error();
        answer.content = std::move(*telegram);
    }
    return answer;
}

Checked<OctetBuffer> encode_answer(const AnswerDescription& answer) {
    auto data = std::visit(UserDataEncoder{}, answer.content);
    if (!data) return data.error();
    if (data->size() > max_user_data)
        return InputError{
            fmt::format("the answer has {} bytes of user data (expected at most {})", data->size(), max_user_data)};
    const std::uint8_t ci = ci_of(answer);
    if (!has_big_endian(ci)) return long_frame(answer.control, answer.address, ci, *data);
    const auto* telegram = std::get_if<TelegramDescription>(&answer.content);
    const auto ci_as_built = static_cast<std::uint8_t>(ci & ~ci_big_endian);  // of the order that the data are in
    const auto swapped =
        SwappedUserData::swap(ci_as_built, *data, telegram != nullptr ? telegram->dialect : Dialect::standard);
    if (!swapped) return InputError{describe(swapped.error())};
    return long_frame(answer.control, answer.address, ci, swapped->view());
}

}  // namespace otbench::bus
