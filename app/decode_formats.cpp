#include "app/decode_formats.hpp"

#include <array>

namespace otbench::app {
namespace {

using Chain = boost::span<const bus::AnswerFrame>;
using Rendered = boost::system::result<void, bus::ChainError>;

template <bool normalised>
Rendered xml(Chain chain, bus::Dialect dialect, bus::TextBuffer& out) {
    return bus::render_xml(chain, {dialect, normalised}, out);
}

constexpr std::array<DecodeFormat, 2> formats = {{
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
    for (const DecodeFormat& format : formats) names.emplace_back(format.name);
    return names;
}

}  // namespace otbench::app
