#include "base/config/yaml_tree.hpp"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <cstdint>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace otbench::config {

namespace {

Position position(const YAML::Mark& mark) {
    return {mark.line + 1, mark.column + 1};
}

/// Stops the reading at something that a file may not contain.
struct Refusal : std::runtime_error {
    Refusal(Position where, const std::string& why) : std::runtime_error(why), at(where) {}
    Position at;
};

/// Builds a tree for each document from the parser's events.
class TreeBuilder : public YAML::EventHandler {
public:
    std::vector<YamlNode> documents;

    /// `most` documents are allowed; `what` describes them in messages.
    TreeBuilder(std::size_t most, std::string_view what) : most_(most), what_(what) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        // On what cannot begin a document, "," for instance, the parser makes no progress and never ends.
        if (mark.pos == begin_) throw Refusal(position(mark), "not YAML: a document cannot begin with this");
        begin_ = mark.pos;
        if (documents.size() == most_)
            throw Refusal(position(mark), fmt::format("a second document begins here (expected {} alone)", what_));
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        add({YamlNode::Kind::empty, position(mark), {}, {}, {}});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Refusal(position(mark), "YAML aliases (*name) are not supported; write the value out");
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
            throw Refusal(position(mark), fmt::format("YAML tags ({}) are not supported", tag));
        }
    }

    void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag) {
        refuse_tag(mark, tag);
        if (open_.size() == YamlLimits::levels)
            throw Refusal(position(mark), fmt::format("nested more than {} levels deep", YamlLimits::levels));
        open_.push_back({{kind, position(mark), {}, {}, {}}, std::nullopt});
    }

    void close() {
        auto node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }

    void add(YamlNode node) {
        if (++nodes_ > YamlLimits::nodes)
            throw Refusal(node.at, fmt::format("more than {} values in one file", YamlLimits::nodes));
        if (open_.empty()) return documents.push_back(std::move(node));
        auto& [parent, key] = open_.back();
        if (parent.kind == YamlNode::Kind::list) {
            parent.items.push_back(std::move(node));
        } else if (!key) {
            key = std::move(node);
        } else {
            // The parser gives a missing value the position of the next token; the reader expects that of its key.
            if (node.kind == YamlNode::Kind::empty) node.at = key->at;
            parent.entries.push_back({std::move(*key), std::move(node)});
            key.reset();
        }
    }

    std::size_t most_;
    std::string_view what_;
    std::vector<Open> open_;
    std::size_t nodes_ = 0;
    int begin_ = -1;  ///< of the last document, in bytes
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

/// Reads at most `most` documents.
std::optional<std::vector<YamlNode>> read_documents(std::string_view text, std::size_t most, std::string_view what,
                                                    Diagnostics& diagnostics) {
    const auto refuse = [&](Position at, std::string message) {
        diagnostics.add(at, std::move(message));
        return std::nullopt;
    };
    if (text.size() > YamlLimits::bytes) return refuse({}, too_large(text.size(), what));
    if (const auto binary = first_binary_byte(text))
        return refuse(binary->first,
                      fmt::format("byte 0x{:02x} is not text; {} is a YAML file in UTF-8", binary->second, what));
    TreeBuilder builder{most, what};
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Refusal& refusal) {
        return refuse(refusal.at, refusal.what());
    } catch (const YAML::Exception& error) {
        return refuse(position(error.mark), fmt::format("not YAML: {}", error.msg));
    } catch (const std::exception& error) {
        return refuse({1, 1}, fmt::format("not YAML: {}", error.what()));
    }
    return std::move(builder.documents);
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

std::string too_large(std::size_t bytes, std::string_view what) {
    return fmt::format("{} bytes are too many for {} (expected at most {})", bytes, what, YamlLimits::bytes);
}

const YamlNode* find(const YamlNode& mapping, std::string_view key) {
    for (const auto& entry : mapping.entries)
        if (entry.key.kind == YamlNode::Kind::text && entry.key.text == key) return &entry.value;
    return nullptr;
}

std::optional<std::vector<YamlNode>> read_yaml_documents(std::string_view text, std::string_view what,
                                                         Diagnostics& diagnostics) {
    return read_documents(text, std::numeric_limits<std::size_t>::max(), what, diagnostics);
}

std::optional<YamlNode> read_yaml(std::string_view text, std::string_view what, Diagnostics& diagnostics) {
    auto documents = read_documents(text, 1, what, diagnostics);
    if (!documents) return std::nullopt;
    if (documents->empty() || documents->front().kind == YamlNode::Kind::empty) {
        diagnostics.add({1, 1}, fmt::format("the file is empty (expected {})", what));
        return std::nullopt;
    }
    return std::move(documents->front());
}

}  // namespace otbench::config
