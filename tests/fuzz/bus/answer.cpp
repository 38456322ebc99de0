// Answers of any kind through every reading and renderer, one by one and as a chain.
#include "bus/reading/answer_reading.hpp"

#include <nlohmann/json.hpp>

#include "bus/message/answer.hpp"
#include "bus/reading/render_csv.hpp"
#include "bus/reading/render_influx.hpp"
#include "bus/reading/render_json.hpp"
#include "bus/reading/render_table.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;
using otbench::fuzz::require;

void render_every_xml(boost::span<const AnswerFrame> chain) {
    for (const Dialect dialect : {Dialect::libmbus, Dialect::fork}) {
        for (const bool normalised : {false, true}) {
            TextBuffer out;
            out.append("before");
            const auto done = render_xml(chain, {dialect, normalised}, out);
            require(done || out.view() == "before", "an error leaves the buffer as it was");
            if (!done) (void)libmbus_message(done.error());
        }
    }
}

void find_every_value(const Reading& reading) {
    for (const NamedValue& value : reading.values) {
        (void)value.text();
        require(reading.find(value.selector()).has_value(), "a value's selector finds one");
    }
}

void render_readings(boost::span<const AnswerFrame> chain) {
    const auto answer = read_answers(chain);
    if (!answer) {
        (void)describe(answer.error().error);
        return;
    }
    TextBuffer json, others;
    render_json(*answer, json);
    require(nlohmann::json::accept(json.view()), "JSON is JSON");
    render_table(*answer, others);
    render_csv(*answer, others);
    render_influx(*answer, others);
    if (answer->kind == AnswerReading::Kind::variable) find_every_value(answer->reading);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<AnswerFrame> chain;
    for (const Frame& frame : otbench::fuzz::telegrams_in(data, size)) {
        chain.push_back(otbench::fuzz::answer_of(frame));
        const AnswerFrame& answer = chain.back();
        render_every_xml({&answer, 1});
        render_readings({&answer, 1});
        (void)parse_answer(answer.control, answer.ci, answer.data);
        TextBuffer xml;
        if (answer.ci == ci_variable_data && render_xml(answer, {Dialect::libmbus, true}, xml))
            (void)records_without_normal_form(answer.data);
    }
    render_every_xml(chain);
    render_readings(chain);
    return 0;
}
