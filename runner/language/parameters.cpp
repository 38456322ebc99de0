#include "runner/language/parameters.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "base/config/suggest.hpp"
#include "base/config/text_file.hpp"
#include "base/config/yaml_reader.hpp"
#include "runner/language/parameter_table.hpp"

namespace otbench::runner {
namespace {

constexpr std::string_view opening = "${";

const YamlEntry* entry_of(const YamlNode& mapping, std::string_view key) {
    const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                    [&](const YamlEntry& entry) { return entry.key.text == key; });
    return found == mapping.entries.end() ? nullptr : &*found;
}

bool is_name(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits) && text != "chip_id";
}

InputError invalid_name(std::string_view text) {
    return InputError{fmt::format("invalid name '{}' (expected letters, digits, '-' and '_')", text)};
}

/// Reads the parameters of one file.
class CaseReader {
public:
    CaseReader(const ParameterValues& chosen, std::string folder, Diagnostics& diagnostics)
        : chosen_{chosen}, folder_{std::move(folder)}, diagnostics_{diagnostics} {}

    std::vector<ParameterCase> read(const YamlNode& root) {
        const YamlEntry* parameters = entry_of(root, "parameters");
        const YamlEntry* exclude = entry_of(root, "exclude");
        if (parameters == nullptr) {
            cases_ = {ParameterCase{}};
            if (exclude != nullptr) complain(exclude->key, "'exclude' needs 'parameters'");
        } else if (parameters->value.kind == YamlNode::Kind::mapping) {
            combine(parameters->value);
        } else if (parameters->value.kind == YamlNode::Kind::list) {
            take_rows(parameters->value);
        } else if (parameters->value.kind == YamlNode::Kind::text) {
            take_table(parameters->value);
        } else {
            complain(parameters->key,
                     "'parameters' must be a mapping of lists, a list of rows or the name of a CSV file");
        }
        for (const auto& [name, value] : chosen_)
            if (std::find(names_.begin(), names_.end(), name) == names_.end())
                diagnostics_.add(parameters != nullptr ? parameters->key.at : root.at,
                                 fmt::format("unknown parameter '{}'{}", name, did_you_mean(name, views())));
        if (parameters != nullptr) check_cases(parameters->key);
        if (parameters != nullptr && exclude != nullptr) leave_out(exclude->value);
        return std::move(cases_);
    }

private:
    void complain(const YamlNode& node, std::string message) { diagnostics_.add(node.at, std::move(message)); }
    [[nodiscard]] std::vector<std::string_view> views() const { return {names_.begin(), names_.end()}; }

    bool declare(const YamlNode& name) {
        if (!is_name(name.text)) {
            complain(name, invalid_name(name.text).message);
            return false;
        }
        names_.push_back(name.text);
        return true;
    }

    /// The texts of a list, or one text.
    std::vector<std::string> values_of(const YamlEntry& entry) {
        const auto chosen = chosen_.find(entry.key.text);
        if (chosen != chosen_.end()) return {chosen->second};
        std::vector<std::string> values;
        if (entry.value.kind == YamlNode::Kind::text) return {entry.value.text};
        if (entry.value.kind == YamlNode::Kind::list) {
            for (const YamlNode& item : entry.value.items) {
                if (item.kind != YamlNode::Kind::text)
                    complain(item,
                             fmt::format("a value of '{}' must be text, not {}", entry.key.text, name_of(item.kind)));
                values.push_back(item.text);
            }
        }
        if (values.empty()) complain(entry.key, fmt::format("'{}' needs at least one value", entry.key.text));
        return values;
    }

    /// Every combination of the lists in a mapping.
    void combine(const YamlNode& parameters) {
        cases_ = {ParameterCase{}};
        for (const YamlEntry* entry : distinct_entries(parameters, diagnostics_)) {
            if (!declare(entry->key)) continue;
            const auto values = values_of(*entry);
            if (cases_.size() * values.size() > most_cases) {
                complain(entry->key, fmt::format("more than {} cases", most_cases));
                return;
            }
            std::vector<ParameterCase> longer;
            for (const ParameterCase& shorter : cases_) {
                for (const std::string& value : values) {
                    ParameterCase next = shorter;
                    next.values[entry->key.text] = value;
                    next.name += fmt::format("{}{}={}", next.name.empty() ? "" : ", ", entry->key.text, value);
                    longer.push_back(std::move(next));
                }
            }
            cases_ = std::move(longer);
        }
        if (parameters.entries.empty()) complain(parameters, "'parameters' needs at least one parameter");
    }

    /// A case for each row: a mapping of parameters, perhaps with a `name`.
    void take_rows(const YamlNode& rows) {
        for (const YamlNode& row : rows.items) {
            if (row.kind != YamlNode::Kind::mapping) {
                complain(row, fmt::format("a row must be a mapping of parameters, not {}", name_of(row.kind)));
                continue;
            }
            ParameterCase next;
            const bool is_first = names_.empty();
            for (const YamlEntry* entry : distinct_entries(row, diagnostics_)) {
                if (entry->value.kind != YamlNode::Kind::text) {
                    complain(entry->value,
                             fmt::format("'{}' must be text, not {}", entry->key.text, name_of(entry->value.kind)));
                } else if (entry->key.text == "name") {
                    next.name = entry->value.text;
                } else if (is_first ? declare(entry->key) : is_known(entry->key)) {
                    next.values[entry->key.text] = entry->value.text;
                }
            }
            for (const std::string& name : names_)
                if (next.values.count(name) == 0)
                    complain(row, fmt::format("this row needs '{}', as the first one", name));
            add_row(std::move(next));
        }
        if (rows.items.empty()) complain(rows, "'parameters' needs at least one row");
    }

    bool is_known(const YamlNode& name) {
        if (std::find(names_.begin(), names_.end(), name.text) != names_.end()) return true;
        complain(name, fmt::format("unknown parameter '{}'{}", name.text, did_you_mean(name.text, views())));
        return false;
    }

    void add_row(ParameterCase row) {
        for (const auto& [name, value] : row.values)
            if (const auto chosen = chosen_.find(name); chosen != chosen_.end() && chosen->second != value) return;
        if (row.name.empty())
            for (const std::string& name : names_)
                row.name += fmt::format("{}{}={}", row.name.empty() ? "" : ", ", name, row.values[name]);
        cases_.push_back(std::move(row));
    }

    /// A case for each line of a CSV file whose first line has the names.
    void take_table(const YamlNode& file) {
        const auto path = (std::filesystem::path{folder_} / file.text).string();
        Diagnostics unread{path};
        const auto text = read_text_file(path, "a table of parameters", unread);
        for (const auto& diagnostic : unread.take_all()) complain(file, to_string(diagnostic));
        if (!text) return;
        const auto rows = parse_table(*text);
        if (!rows) return complain(file, fmt::format("{}:{}", path, rows.error().message));
        for (const TableRow& row : *rows) {
            const auto error = names_.empty() ? declare_columns(row) : add_cells(row);
            if (!error) continue;
            complain(file, fmt::format("{}:{}: {}", path, row.line, error->message));
            if (names_.empty()) return;
        }
        if (rows->size() < 2) complain(file, fmt::format("{}: no rows", path));
    }

    std::optional<InputError> declare_columns(const TableRow& row) {
        for (auto name = row.cells.begin(); name != row.cells.end(); ++name) {
            if (!is_name(*name)) return invalid_name(*name);
            if (std::find(row.cells.begin(), name, *name) != name)
                return InputError{fmt::format("two columns are called '{}'", *name)};
        }
        names_ = row.cells;
        return std::nullopt;
    }

    std::optional<InputError> add_cells(const TableRow& row) {
        if (row.cells.size() != names_.size())
            return InputError{fmt::format("expected {} cells, got {}", names_.size(), row.cells.size())};
        ParameterCase next;
        for (std::size_t i = 0; i < names_.size(); ++i) next.values[names_[i]] = row.cells[i];
        add_row(std::move(next));
        return std::nullopt;
    }

    /// Reports cases that no report could tell apart, and too many of them.
    void check_cases(const YamlNode& parameters) {
        std::set<std::string_view> names;
        for (const ParameterCase& each : cases_)
            if (!each.name.empty() && !names.insert(each.name).second)
                return complain(
                    parameters,
                    fmt::format("two cases are called '{}' (expected different values or names)", each.name));
        if (cases_.size() > most_cases) complain(parameters, fmt::format("more than {} cases", most_cases));
    }

    /// Drops the cases that a row of `exclude` describes.
    void leave_out(const YamlNode& exclude) {
        if (!expect_kind(exclude, YamlNode::Kind::list, "exclude", "a list of mappings of parameters", diagnostics_))
            return;
        const std::vector<ParameterCase> all = cases_;
        for (const YamlNode& row : exclude.items) {
            if (!expect_kind(row, YamlNode::Kind::mapping, "exclude", "a list of mappings of parameters", diagnostics_))
                continue;
            if (row.entries.empty()) {
                complain(row, "a row of 'exclude' needs at least one parameter");
                continue;
            }
            const auto sound = std::all_of(row.entries.begin(), row.entries.end(),
                                           [&](const YamlEntry& entry) { return is_known(entry.key); });
            if (!sound) continue;
            const auto described = [&](const ParameterCase& each) {
                return std::all_of(row.entries.begin(), row.entries.end(), [&](const YamlEntry& entry) {
                    return each.values.at(entry.key.text) == entry.value.text;
                });
            };
            cases_.erase(std::remove_if(cases_.begin(), cases_.end(), described), cases_.end());
            // What the command line chooses may leave nothing to exclude.
            if (chosen_.empty() && std::none_of(all.begin(), all.end(), described)) reject_row(row, all);
        }
        if (cases_.empty()) complain(exclude, "'exclude' leaves out every case (expected at least one to remain)");
    }

    /// Reports a row of `exclude` that describes none of the cases, if possible by the value that none has.
    void reject_row(const YamlNode& row, const std::vector<ParameterCase>& all) {
        for (const YamlEntry& entry : row.entries) {
            std::vector<std::string_view> values;
            for (const ParameterCase& each : all) {
                const std::string& value = each.values.at(entry.key.text);
                if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
            }
            if (std::find(values.begin(), values.end(), entry.value.text) == values.end())
                return complain(entry.value, fmt::format("unknown value '{}' of '{}'{}", entry.value.text,
                                                         entry.key.text, did_you_mean(entry.value.text, values)));
        }
        complain(row, "no case has these values (expected a row that leaves out at least one)");
    }

    const ParameterValues& chosen_;
    std::string folder_;
    Diagnostics& diagnostics_;
    std::vector<std::string> names_;
    std::vector<ParameterCase> cases_;
};

void fill(std::string& text, const ParameterValues& values) {
    for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
        const auto end = text.find('}', at);
        if (end == std::string::npos) return;
        const auto value = values.find(text.substr(at + opening.size(), end - at - opening.size()));
        if (value == values.end()) {
            at = end;
        } else {
            text.replace(at, end + 1 - at, value->second);
            at += value->second.size();
        }
    }
}

}  // namespace

std::vector<ParameterCase> parameter_cases(const YamlNode& root, const ParameterValues& chosen,
                                           const std::string& folder, Diagnostics& diagnostics) {
    return CaseReader{chosen, folder, diagnostics}.read(root);
}

void fill_parameters(YamlNode& node, const ParameterValues& values) {
    fill(node.text, values);
    for (YamlNode& item : node.items) fill_parameters(item, values);
    for (YamlEntry& entry : node.entries) {
        fill_parameters(entry.key, values);
        fill_parameters(entry.value, values);
    }
}

std::vector<std::string> placeholders_in(std::string_view text) {
    std::vector<std::string> names;
    for (auto at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at + 1)) {
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) break;
        names.emplace_back(text.substr(at + opening.size(), end - at - opening.size()));
    }
    return names;
}

}  // namespace otbench::runner
