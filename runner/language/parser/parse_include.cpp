// Other files that a scenario consists of: lists of steps, and fragments of devices, buses and meters.
#include <fmt/core.h>

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "base/config/suggest.hpp"
#include "base/config/text_file.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

constexpr std::size_t deepest_include = 16;

void place_in(const std::string_view file, YamlNode& node) {
    node.at.file = file;
    for (YamlNode& item : node.items) place_in(file, item);
    for (YamlEntry& entry : node.entries) {
        place_in(file, entry.key);
        place_in(file, entry.value);
    }
}

/// The names in `${…}` of a file, and of the files that it includes, as these get its values, too.
class UsedNames {
public:
    void collect(const YamlNode& node, const std::filesystem::path& folder) {
        for (std::string& name : placeholders_in(node.text)) names_.insert(std::move(name));
        for (const YamlNode& item : node.items) collect(item, folder);
        for (const YamlEntry& entry : node.entries) {
            collect(entry.key, folder);
            collect(entry.value, folder);
            if (entry.key.text == "include") open((folder / entry.value.text).lexically_normal().string());
        }
    }
    [[nodiscard]] bool contains(std::string_view name) const { return names_.count(name) != 0; }
    [[nodiscard]] std::vector<std::string_view> all() const { return {names_.begin(), names_.end()}; }

private:
    void open(const std::string& path) {
        if (!files_.insert(path).second) return;
        Diagnostics reported_later{path};
        const auto text = read_text_file(path, "a file", reported_later);
        const auto root = text ? read_yaml(*text, "a file", reported_later) : std::nullopt;
        if (root) collect(*root, std::filesystem::path{path}.parent_path());
    }

    std::set<std::string, std::less<>> names_;
    std::set<std::string> files_;
};

/// Adds the values of `with` to `values`; reports those that `file` does not use.
void take_values(const Mapping& include, const YamlNode& file, const std::string& path, ParameterValues& values,
                 const Context& context) {
    if (include.find("with") == nullptr) return;
    UsedNames used;
    used.collect(file, std::filesystem::path{path}.parent_path());
    for (const YamlEntry* entry : include.entries("with")) {
        const std::string& name = entry->key.text;
        if (!expect_kind(entry->value, YamlNode::Kind::text, name, "text", context.diagnostics)) continue;
        if (!used.contains(name))
            context.diagnostics.add(entry->key.at, fmt::format("unknown parameter '{}' of {}{}", name, path,
                                                               did_you_mean(name, used.all())));
        values[name] = entry->value.text;
    }
}

/// What a `${…}` may be in that is not a parameter's: shells and programs have variables, too.
bool may_have_variables(std::string_view key) {
    return key == "command" || key == "env" || key == "power";
}

void report_unfilled(const YamlNode& node, const std::vector<std::string_view>& known, Diagnostics& diagnostics) {
    const auto names = placeholders_in(node.text);
    for (const std::string& name : names)
        diagnostics.add(node.at, fmt::format("unknown parameter '{}'{}", name, did_you_mean(name, known)));
    if (!names.empty()) diagnostics.settle(node.at);
    for (const YamlNode& item : node.items) report_unfilled(item, known, diagnostics);
    for (const YamlEntry& entry : node.entries) {
        report_unfilled(entry.key, known, diagnostics);
        if (!may_have_variables(entry.key.text)) report_unfilled(entry.value, known, diagnostics);
    }
}

/// Reports each `${name}` in `node` that the parameters did not fill.
void report_unfilled(const YamlNode& node, const Context& context) {
    std::vector<std::string_view> known;
    for (const auto& [name, value] : context.parameters) known.push_back(name);
    report_unfilled(node, known, context.diagnostics);
}

/// A kind of mapping that may stand in a file of its own.
struct Fragment {
    std::string_view what;
    std::string_view group;  ///< its key with further fragments, by their names; empty: none
    const Fragment* member;  ///< what those are
};
constexpr Fragment meter_fragment{"a meter", {}, nullptr};
constexpr Fragment bus_fragment{"a bus", "meters", &meter_fragment};
constexpr Fragment device_fragment{"a device", {}, nullptr};

YamlNode* find_value(YamlNode& mapping, std::string_view key) {
    const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                    [&](const YamlEntry& entry) { return entry.key.text == key; });
    return found == mapping.entries.end() ? nullptr : &found->value;
}

/// Takes the keys of an include out of `node`.
YamlNode taken_include(YamlNode& node) {
    YamlNode include{node.kind, node.at, {}, {}, {}};
    const auto own = std::stable_partition(node.entries.begin(), node.entries.end(), [](const YamlEntry& entry) {
        return keys::include.find(entry.key.text) == nullptr;
    });
    include.entries.assign(std::make_move_iterator(own), std::make_move_iterator(node.entries.end()));
    node.entries.erase(own, node.entries.end());
    return include;
}

void insert_fragment(YamlNode& node, const Fragment& fragment, const Context& context) {
    if (YamlNode* group = fragment.member == nullptr ? nullptr : find_value(node, fragment.group))
        for (YamlEntry& entry : group->entries) insert_fragment(entry.value, *fragment.member, context);
    if (config::find(node, "include") == nullptr) return;
    const YamlNode keys = taken_include(node);
    auto file = open_include(open_mapping(keys, keys::include, context), fragment.what, context);
    if (!file) return;
    const Context inner{context.profiles, context.verbs, context.diagnostics, std::move(file->facts)};
    fill_parameters(file->root, inner.parameters);
    report_unfilled(file->root, inner);
    insert_fragment(file->root, fragment, inner);
    if (expect_kind(file->root, YamlNode::Kind::mapping, "include", fmt::format("a file with {}", fragment.what),
                    context.diagnostics))
        join_mappings(node, file->root);
}

}  // namespace

std::optional<YamlNode> read_other_file(const std::string& path, std::string_view text, std::string_view what,
                                        Diagnostics& diagnostics) {
    Diagnostics own{path};
    auto root = read_yaml(text, what, own);
    for (Diagnostic& diagnostic : own.take_all())
        diagnostics.add({diagnostic.at.line, diagnostic.at.column, config::lasting_path(path)},
                        std::move(diagnostic.message));
    if (root) place_in(config::lasting_path(path), *root);
    return root;
}

std::optional<IncludedFile> open_include(const Mapping& include, std::string_view what, const Context& context) {
    const auto name = include.text("include");
    if (!name) return std::nullopt;
    const auto path = (std::filesystem::path{context.folder} / *name).lexically_normal().string();
    if (std::find(context.including.begin(), context.including.end(), path) != context.including.end() ||
        context.including.size() >= deepest_include) {
        include.complain("include", fmt::format("'{}' includes itself: {}", path, fmt::join(context.including, " > ")));
        return std::nullopt;
    }
    Diagnostics unread{path};
    const auto text = read_text_file(path, what, unread);
    if (!text) {
        include.complain("include", to_string(unread.take_all().front()));
        return std::nullopt;
    }
    if (context.files != nullptr) context.files->insert(path);
    auto root = read_other_file(path, *text, what, context.diagnostics);
    if (!root) return std::nullopt;
    IncludedFile file{std::move(*root), context};
    take_values(include, file.root, path, file.facts.parameters, context);
    file.facts.including.push_back(path);
    file.facts.folder = std::filesystem::path{path}.parent_path().string();
    return file;
}

void join_mappings(YamlNode& own, const YamlNode& other) {
    for (const YamlEntry& entry : other.entries) {
        YamlNode* const value = find_value(own, entry.key.text);
        if (value == nullptr)
            own.entries.push_back(entry);
        else if (value->kind == YamlNode::Kind::mapping && entry.value.kind == YamlNode::Kind::mapping)
            join_mappings(*value, entry.value);
    }
}

void insert_fragments(YamlNode& scenario, const Context& context) {
    const auto insert = [&](YamlNode& node, const Fragment& fragment) {
        report_unfilled(node, context);
        insert_fragment(node, fragment, context);
    };
    if (YamlNode* bus = find_value(scenario, "bus")) insert(*bus, bus_fragment);
    const std::pair<const char*, const Fragment&> groups[] = {{"devices", device_fragment}, {"buses", bus_fragment}};
    for (const auto& [key, fragment] : groups)
        if (YamlNode* group = find_value(scenario, key))
            for (YamlEntry& entry : group->entries) insert(entry.value, fragment);
}

std::string folder_of(const Position& at, const Context& context) {
    return at.file.empty() ? context.folder : std::filesystem::path{at.file}.parent_path().string();
}

}  // namespace otbench::runner::parts
