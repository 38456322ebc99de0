#include "check/client/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <utility>

#include "base/config/regex.hpp"
#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/shown_value.hpp"

namespace otbench::check {
namespace {

using nlohmann::json;

constexpr std::string_view json_prefix = "json:", regex_prefix = "regex:", telegram_prefix = "telegram:";
constexpr std::string_view separators = "=,;\"()[]<>{}";  ///< between words, beside blanks

class Words : public Expectation {
public:
    std::vector<std::string> values(const std::string& output) const override {
        std::string separated = output;
        for (char& character : separated)
            if (separators.find(character) != std::string_view::npos) character = ' ';
        std::istringstream stream{separated};
        std::vector<std::string> words;
        for (std::string word; stream >> word;) words.push_back(word);
        words.push_back(output);  // for texts of several words
        return words;
    }
};

class LibmbusXml : public Expectation {
public:
    std::vector<std::string> values(const std::string& output) const override {
        std::vector<std::string> found;
        pugi::xml_document document;
        const auto begin = output.find("<?xml");
        if (begin == std::string::npos) return Words{}.values(output);
        if (!document.load_string(output.c_str() + begin)) return found;
        for (const auto& value : document.select_nodes("//DataRecord/Value"))
            found.emplace_back(value.node().child_value());
        return found;
    }
};

class JsonPath : public Expectation {
public:
    explicit JsonPath(const std::string& pointer) : pointer_(pointer) {}

    /// Of the last line that is JSON: a program may print others before.
    std::vector<std::string> values(const std::string& output) const override {
        std::vector<std::string> found;
        json document = json::parse(output, nullptr, false);
        std::istringstream stream{output};
        for (std::string line; document.is_discarded() && std::getline(stream, line);)
            document = json::parse(line, nullptr, false);
        if (!document.is_discarded() && document.contains(pointer_)) collect(document[pointer_], found);
        return found;
    }

private:
    static void collect(const json& value, std::vector<std::string>& found) {
        if (value.is_structured())
            for (const json& below : value) collect(below, found);
        else if (!value.is_null())
            found.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    }

    json::json_pointer pointer_;
};

class Matches : public Expectation {
public:
    explicit Matches(config::Regex pattern) : pattern_(std::move(pattern)) {}

    std::vector<std::string> values(const std::string& output) const override { return pattern_.extract_all(output); }

private:
    config::Regex pattern_;
};

/// The values of telegrams that are shown as hex digits, in pieces.
class Telegrams : public Expectation {
public:
    explicit Telegrams(config::Regex pattern) : pieces_(std::move(pattern)) {}

    std::vector<std::string> values(const std::string& output) const override {
        std::string digits;
        for (const std::string& piece : pieces_.values(output))
            std::copy_if(piece.begin(), piece.end(), std::back_inserter(digits),
                         [](unsigned char character) { return std::isxdigit(character) != 0; });
        std::vector<std::string> found;
        const auto octets = parse_octets(digits);
        if (!octets) return found;
        bus::FrameSplitter splitter;
        OctetView rest{*octets};
        for (auto event = splitter.next(rest); !std::holds_alternative<bus::NeedMore>(event);
             event = splitter.next(rest))
            collect(event, found);
        while (const auto event = splitter.gap()) collect(*event, found);
        return found;
    }

private:
    static void collect(const bus::FrameEvent& event, std::vector<std::string>& found) {
        const auto* frame = std::get_if<bus::Frame>(&event);
        if (frame == nullptr || frame->kind != bus::FrameKind::long_frame) return;
        const bus::AnswerFrame chain[] = {{frame->control, frame->ci, frame->data, 0, frame->address}};
        const auto answer = bus::read_answers(chain);
        if (!answer || !bus::has_records(*answer)) return;
        found.push_back(answer->reading.identity.id);
        for (const auto& value : answer->reading.values) found.push_back(bus::shown(value.value).content);
    }

    Matches pieces_;
};

bool begins_with(const std::string& text, std::string_view prefix) {
    return text.compare(0, prefix.size(), prefix) == 0;
}

using Made = std::shared_ptr<const Expectation>;

/// The expectation with that pattern.
template <class Kind>
Checked<Made> made(const std::string& pattern) {
    auto regex = config::Regex::compile(pattern);
    if (!regex) return regex.error();
    return Made{std::make_shared<Kind>(std::move(*regex))};
}

}  // namespace

Checked<std::shared_ptr<const Expectation>> parse_expectation(const std::string& text) {
    try {
        if (text == "text") return Made{std::make_shared<Words>()};
        if (text == "libmbus-xml") return Made{std::make_shared<LibmbusXml>()};
        if (begins_with(text, json_prefix)) return Made{std::make_shared<JsonPath>(text.substr(json_prefix.size()))};
    } catch (const json::exception&) {
        return InputError{fmt::format("invalid JSON pointer '{}' (expected one such as json:/data)", text)};
    }
    if (begins_with(text, regex_prefix)) return made<Matches>(text.substr(regex_prefix.size()));
    if (begins_with(text, telegram_prefix)) return made<Telegrams>(text.substr(telegram_prefix.size()));
    return InputError{
        fmt::format("invalid expectation '{}' (expected text, libmbus-xml, json:/PATH, regex:PATTERN or "
                    "telegram:PATTERN)",
                    text)};
}

}  // namespace otbench::check
