#include "app/codec/decode_formats.hpp"

#include <array>

#include "bus/reading/render_csv.hpp"
#include "bus/reading/render_influx.hpp"
#include "bus/reading/render_json.hpp"
#include "bus/reading/render_table.hpp"
#include "meters/description/description_text.hpp"

namespace otbench::app {
namespace {

using Chain = boost::span<const bus::AnswerFrame>;
using Rendered = boost::system::result<void, bus::ChainError>;

template <bool normalised>
Rendered xml(Chain chain, bus::Dialect dialect, TextBuffer& out) {
    return bus::render_xml(chain, {dialect, normalised}, out);
}

template <void render(const bus::AnswerReading&, TextBuffer&)>
Rendered reading(Chain chain, bus::Dialect, TextBuffer& out) {
    const auto answer = bus::read_answers(chain);
    if (!answer) return answer.error();
    render(*answer, out);
    return {};
}

Rendered yaml(Chain chain, bus::Dialect, TextBuffer& out) {
    for (std::size_t i = 0; i < chain.size(); ++i) {
        bus::Frame frame;
        frame.kind = bus::FrameKind::long_frame;
        frame.control = chain[i].control;
        frame.address = chain[i].address;
        frame.ci = chain[i].ci;
        frame.data = chain[i].data;
        const auto answer = bus::describe_answer(frame);
        if (!answer) return bus::ChainError{i, answer.error()};
        out.append(meters::description_text(*answer));
    }
    return {};
}

constexpr std::array<DecodeFormat, 7> formats = {{
    {"table", {}, reading<bus::render_table>},
    {"json", {}, reading<bus::render_json>},
    {"csv", bus::csv_head, reading<bus::render_csv>},
    {"influx", {}, reading<bus::render_influx>},
    {"yaml", {}, yaml},
    {"xml", {}, xml<false>},
    {"xml-normalized", {}, xml<true>},
}};

}  // namespace

const DecodeFormat* decode_format(std::string_view name) {
    for (const DecodeFormat& format : formats)
        if (format.name == name) return &format;
    return nullptr;
}

std::vector<std::string> decode_format_names() {
    std::vector<std::string> names;
    names.reserve(std::size(formats));
    for (const DecodeFormat& format : formats) names.emplace_back(format.name);
    return names;
}

}  // namespace otbench::app
