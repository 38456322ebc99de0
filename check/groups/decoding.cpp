#include "check/groups/rows.hpp"

namespace otbench::check {
namespace {

/// The values that stand before and behind what is special in a telegram.
Printed first() {
    return {"1593 kWh", {"1593", "1593000"}};
}
Printed last() {
    return {"1.357 m3", {"1.357", "1357"}};
}

/// A case with one meter, which is read once.
Case decode(std::string_view name, std::string_view reference, std::string_view done, std::string_view correct,
            const std::string& profile, std::vector<Check> checks) {
    return {name, reference, done, correct, {{profile + "@1"}, {}}, {read(1)}, std::move(checks)};
}

}  // namespace

std::vector<Case> decoding_cases() {
    constexpr const char* table = "EN 13757-3: VIF tables";
    return {
        decode("decode-integers", "EN 13757-3: data type B", "Signed binary integers of 16 to 64 bits.",
               "Prints them with their sign.", "check-integers",
               {prints({{"1234567 Wh", {"1234567", "1234.567"}},
                        {"54.321 m3", {"54.321", "54321"}},
                        {"-12.3 C", {"-12.3", "-123"}},
                        {"-1187 W", {"-1187", "-1.187"}},
                        {"9876543 kg", {"9876543", "9876.543"}}})}),
        decode("decode-bcd", "EN 13757-3: data type A", "BCD numbers of 4 to 8 digits.", "Prints them.", "check-bcd",
               {prints({{"12345678 kWh", {"12345678", "12345678000"}},
                        {"4321.5 m3", {"4321.5", "43215"}},
                        {"65.4 C", {"65.4", "654"}}})}),
        decode(
            "decode-bcd-negative", "EN 13757-3: data type A; F37",
            "BCD numbers with F in their highest digit: 87 11 00 F0 and 15 F0.",
            "Takes the F for a minus sign: -1187 W, -1.5 K.", "check-bcd-negative",
            {prints(
                {{"-1187 W", {"-1187", "-1.187"}}, {"-1.5 K", {"-1.5", "-15"}}, {"77.123 m3", {"77.123", "77123"}}})}),
        decode("decode-real", "EN 13757-3: data type H", "32-bit floating point numbers.", "Prints them.", "check-real",
               {prints({{"36.5 C", {"36.5"}}, {"-0.125 m3/h", {"-0.125", "-125", "-3.4722222e-05"}}})}),
        decode("decode-units", table, "MJ, l/h, bar, V, mA and days.", "Prints every value with its power of ten.",
               "check-units",
               {prints({{"4321 MJ", {"4321", "4321000000", "4321000", "1200.27777", "1200277.777"}},
                        {"1357 l/h", {"1357", "1.357", "0.000376944"}},
                        {"2.46 bar", {"2.46", "246", "246000"}},
                        {"231.7 V", {"231.7", "2317"}},
                        {"1.593 A", {"1.593", "1593"}},
                        {"852 d", {"852", "73612800", "20448"}}})}),
        decode("decode-dates", "EN 13757-3: data types F and G", "A date and a date with time.", "Prints both.",
               "check-dates",
               {prints({{"2023-07-19", {"2023-07-19", "19.07.2023", "07/19/2023"}},
                        {"2024-02-29T23:58", {"2024-02-29", "29.02.2024", "02/29/2024"}},
                        last()})}),
        decode("decode-no-date", "EN 13757-3: data type G; F38", "The date FF FF, which means that there is none.",
               "Prints no date for it, and the value behind it.", "check-no-date",
               {prints_none({{"a date in 2127", {"2127-"}}}), prints({last()})}),
        decode("decode-text", "EN 13757-3: data records", "A text, sent with its last character first.",
               "Prints SITE-NORTH.", "check-text", {prints({{"SITE-NORTH", {"SITE-NORTH"}}, last()})}),
        decode("decode-variable-bcd", "EN 13757-3: data records",
               "A BCD number of variable length: LVAR C3, six digits.", "Prints 123.456 m3, and the value behind it.",
               "check-variable-bcd", {prints({first()}), prints({{"123.456 m3", {"123.456", "123456"}}})}),
        decode("decode-plain-unit", "EN 13757-3: units in plain text; F40",
               "A unit in plain text, kvarh, with the value 4711.", "Prints the value, and the value behind it.",
               "check-plain-unit", {prints({{"4711 kvarh", {"4711"}}, first()})}),
        decode("decode-plain-unit-behind", "EN 13757-3: units in plain text; F40",
               "A unit in plain text that stands behind a VIFE, as newer editions have it.",
               "A client for real meters knows both places.", "check-plain-unit-behind",
               {remark(prints({{"4711 kvarh", {"4711"}}, first()}))}),
        decode("decode-unknown-records", "EN 13757-3: VIF tables; F39, F41",
               "Two records with reserved VIFs between known ones.",
               "Steps over them by their length, and prints the values before and behind them.", "check-unknown-record",
               {prints({first(), last()})}),
        decode("decode-manufacturer-data", "EN 13757-3: data records; F39", "Data of the manufacturer follow DIF 0F.",
               "Does not take them for records.", "check-manufacturer-data",
               {prints({first()}), prints_none({{"99999999", {"99999999", "99999.999"}}}), succeeds()}),
        decode("decode-fillers", "EN 13757-3: data records", "Idle fillers, DIF 2F, stand between and behind records.",
               "Skips them.", "check-fillers", {prints({first(), last()})}),
        decode("decode-fixed-data", "EN 13757-3: fixed data", "A meter answers with fixed data, CI 73.",
               "Prints both counters.", "sensus-pollusonic-2",
               {prints({{"12500 kWh", {"12500", "12500000"}}, {"850 l", {"850", "0.85"}}})}),
        decode("decode-high-first", "EN 13757-3: CI field", "A meter sends the high bytes of numbers first, CI 76.",
               "Prints the values, or reports that it does not know CI 76.", "check-high-first",
               {remark(prints({{"1234567 Wh", {"1234567", "1234.567"}}, last()})),
                prints_none({{"a value in the wrong order", {"-2016996096", "2278166528", "-2016997888"}}})}),
        decode("decode-no-header", "EN 13757-3: CI field; F42", "An answer without a header, CI 78.",
               "Prints the values, or reports that it does not know CI 78.", "check-no-header",
               {remark(prints({first(), last()})), ends_within(std::chrono::seconds{8})}),
        decode("decode-short-header", "EN 13757-3: CI field", "An answer with a short header, CI 7A.",
               "Prints the values, or reports that it does not know CI 7A.", "check-short-header",
               {remark(prints({first(), last()})), ends_within(std::chrono::seconds{8})}),
        decode("decode-encrypted", "EN 13757-3: encryption", "A meter encrypts its records, mode 5.",
               "Without the key, prints no value and says that the records are encrypted.", "check-encrypted",
               {prints_none({first()}), remark(prints({{"that it is encrypted", {"encrypt", "mode 5", "cipher"}}}))}),
        decode("decode-phases", "EN 13757-3: VIFEs; F41", "The voltages of three phases: VIFE FC 01 to FC 03.",
               "Prints all three, and the value behind them.", "check-phases",
               {prints({{"231.3 V", {"231.3", "2313"}},
                        {"232.3 V", {"232.3", "2323"}},
                        {"233.3 V", {"233.3", "2333"}},
                        first()})}),
        decode("decode-storage", "EN 13757-3: data records",
               "Five values of one quantity with storage, tariff and subunit.", "Prints all of them.", "check-storage",
               {prints({first(),
                        {"1481 kWh", {"1481", "1481000"}},
                        {"357 kWh", {"357", "357000"}},
                        {"1259 kWh", {"1259", "1259000"}},
                        {"642 kWh", {"642", "642000"}}})}),
        decode("decode-longest", "EN 13757-2: frames; F30", "A telegram of 261 bytes, the longest one.",
               "Prints its first and its last value.", "check-longest",
               {prints({{"2002 kWh", {"2002", "2002000"}}, {"2046 kWh", {"2046", "2046000"}}})}),
        decode("decode-error-state", "EN 13757-3: data records; F37",
               "Power and temperature difference are values during error state, sent as digits 9.",
               "Does not print 99999.9 kW as a power.", "itron-cf-echo-2",
               {prints({energy()}), remark(prints_none({{"99999.9 kW", {"99999.9", "99999900"}}}))}),
        decode("decode-no-records", "EN 13757-3: variable data", "A telegram with a header and no records.",
               "Ends without a crash.", "check-no-records", {ends_within(std::chrono::seconds{8}), asks_at_most(10)}),
        decode("decode-unknown-ci", "EN 13757-3: CI field; F03", "An answer with CI B7, data of the manufacturer.",
               "Reports that it does not know CI B7; prints nothing of it as a value.", "check-unknown-ci",
               {reports_failure(), prints_none({first()})}),
        decode("decode-application-error", "EN 13757-3: application errors",
               "The answer is an application error, CI 70: busy.", "Reports it as an error.", "check-application-error",
               {reports_failure()}),
        decode("decode-endless-records", "F43", "Records without data and a chain of DIFEs without an end.",
               "Ends without a crash: each step takes at least one byte.", "check-endless-record",
               {ends_within(std::chrono::seconds{8})}),
    };
}

}  // namespace otbench::check
