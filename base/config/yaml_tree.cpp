#include "base/config/yaml_tree.hpp"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <cstdint>
#include <sstream>
#include <stdexcept>

namespace otbench::config {

namespace {

constexpr std::size_t deepest = 16;  // twice what the deepest key of the format needs

Position position(const YAML::Mark& mark) {
    return {mark.line + 1, mark.column + 1};
}

/// Stops the reading at something that a scenario may not contain.
struct Refusal : std::runtime_error {
    Refusal(Position where, const std::string& why) : std::runtime_error(why), at(where) {}
    Position at;
};

/// Builds the tree from the parser's events.
class TreeBuilder : public YAML::EventHandler {
public:
    YamlNode root;

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1) throw Refusal(position(mark), "one file is one scenario: a second document begins here");
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        add({YamlNode::Kind::empty, position(mark), {}, {}, {}});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Refusal(position(mark), "a scenario uses no aliases (*name); write it out");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
        refuse_tag(mark, tag);
        add({YamlNode::Kind::text, position(mark), value, {}, {}});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {
        open(YamlNode::Kind::list, mark, tag);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {
        open(YamlNode::Kind::mapping, mark, tag);
    }
    void OnMapEnd() override { close(); }

private:
    /// A list or mapping whose end has not come yet; of a mapping also the key whose value is next.
    struct Open {
        YamlNode node;
        std::optional<YamlNode> key;
    };

    static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        // The parser's own marks: "?" for a plain node, "!" for a quoted one.
        if (!tag.empty() && tag != "?" && tag != "!") {
            throw Refusal(position(mark), fmt::format("a scenario uses no YAML tags ({})", tag));
        }
    }

    void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag) {
        refuse_tag(mark, tag);
        if (open_.size() == deepest) {
            throw Refusal(position(mark), fmt::format("nested deeper than {} levels; no scenario is", deepest));
        }
        open_.push_back({{kind, position(mark), {}, {}, {}}, std::nullopt});
    }

    void close() {
        auto node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }

    void add(YamlNode node) {
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        auto& [parent, key] = open_.back();
        if (parent.kind == YamlNode::Kind::list) {
            parent.items.push_back(std::move(node));
        } else if (!key) {
            key = std::move(node);
        } else {
            // The parser places a value that is not there at whatever follows; the reader looks for it at its key.
            if (node.kind == YamlNode::Kind::empty) node.at = key->at;
            parent.entries.push_back({std::move(*key), std::move(node)});
            key.reset();
        }
    }

    std::vector<Open> open_;
    int documents_ = 0;
};

/// Length of the UTF-8 sequence at `at`, 0 when there is no sound one. Control characters other than tab and line ends
/// are not text.
std::size_t text_character(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto lead = byte(at);
    if (lead < 0x80) return lead >= 0x20 || lead == '\t' || lead == '\n' || lead == '\r' ? 1 : 0;
    const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    }
    return length;
}

/// Where `text` stops being text, if it does.
std::optional<std::pair<Position, std::uint8_t>> first_binary_byte(std::string_view text) {
    Position at{1, 1};
    for (std::size_t i = 0; i < text.size();) {
        const auto length = text_character(text, i);
        if (length == 0) return std::pair{at, static_cast<std::uint8_t>(text[i])};
        if (text[i] == '\n') {
            at = {at.line + 1, 1};
        } else {
            ++at.column;
        }
        i += length;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(YamlNode::Kind kind) {
    switch (kind) {
        case YamlNode::Kind::text: return "text";
        case YamlNode::Kind::list: return "a list";
        case YamlNode::Kind::mapping: return "a mapping";
        case YamlNode::Kind::empty: break;
    }
    return "nothing";
}

std::optional<YamlNode> read_yaml(std::string_view text, Diagnostics& diagnostics) {
    if (const auto binary = first_binary_byte(text)) {
        diagnostics.add(binary->first,
                        fmt::format("byte 0x{:02x} is not text; a scenario is a YAML file in UTF-8", binary->second));
        return std::nullopt;
    }
    TreeBuilder builder;
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Refusal& refusal) {
        diagnostics.add(refusal.at, refusal.what());
        return std::nullopt;
    } catch (const YAML::Exception& error) {
        diagnostics.add(position(error.mark), fmt::format("not YAML: {}", error.msg));
        return std::nullopt;
    } catch (const std::exception& error) {
        diagnostics.add({1, 1}, fmt::format("not YAML: {}", error.what()));
        return std::nullopt;
    }
    if (builder.root.kind == YamlNode::Kind::empty) {
        diagnostics.add({1, 1}, "the file is empty; a scenario needs name, version, devices and steps");
        return std::nullopt;
    }
    return std::move(builder.root);
}

}  // namespace otbench::config
