// Telegrams that people reported, with the values that are right (tests/data/field/telegrams.txt).

#include <gmock/gmock.h>

#include <fstream>
#include <string>

#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {
namespace {

/// What a selector finds in an answer; "encryption" stands for what is encrypted of it.
std::string found(const AnswerReading& answer, const std::string& selector) {
    const Reading& reading = answer.reading;
    if (selector == "encryption") return reading.encryption ? describe(*reading.encryption) : "nothing encrypted";
    const auto value = reading.find(selector);
    return value ? (**value).text() : value.error().message;
}

AnswerReading answer_in(const std::string& hex) {
    const OctetBuffer octets = parse_octets(hex).value();
    const Frame frame = *parse_frame(octets);
    const AnswerFrame answer{frame.control, frame.ci, frame.data, 0, frame.address};
    return *read_answers({&answer, 1});
}

TEST(FieldTelegrams, say_what_their_makers_mean) {
    std::ifstream file{std::string{OTBENCH_SOURCE_DIR} + "/tests/data/field/telegrams.txt"};
    std::string source;
    AnswerReading answer;
    std::size_t telegrams = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        if (line.front() == '=') {
            source = line.substr(2);
        } else if (const auto colon = line.find(": "); colon == std::string::npos) {
            answer = answer_in(line);
            ++telegrams;
        } else {
            EXPECT_EQ(found(answer, line.substr(0, colon)), line.substr(colon + 2)) << source << ", " << line;
        }
    }
    EXPECT_GT(telegrams, 20u);
}

}  // namespace
}  // namespace otbench::bus
