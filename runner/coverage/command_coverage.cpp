#include "runner/coverage/command_coverage.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include "firmware_model/commands/commands.hpp"

namespace otbench::runner {
namespace {

constexpr std::string_view error_prefix = "error:";
constexpr std::string_view between = ": ";  ///< a command and its reply

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> pieces;
    std::istringstream stream{text};
    for (std::string piece; std::getline(stream, piece, separator);) pieces.push_back(piece);
    return pieces;
}

/// Whether one level of a path, "tx|tx_pin" or "<pin>", takes a text.
bool takes(const std::string& level, const std::string& text) {
    if (level.front() == '<') return !text.empty();
    const auto names = split(level, '|');
    return std::find(names.begin(), names.end(), text) != names.end();
}

/// "ok:yes|no" as "ok:yes" and "ok:no".
std::vector<std::string> alternatives(const std::string& reply) {
    std::vector<std::string> all = split(reply, '|');
    const std::string prefix = reply.substr(0, reply.find(':') + 1);
    for (std::size_t i = 1; i < all.size(); ++i) all[i].insert(0, prefix);
    return all;
}

/// The path of the command that a payload is for; empty when there is none.
std::string path_of(const std::string& payload) {
    std::string best;
    std::size_t most = 0;
    for (const firmware::Command& command : firmware::command_table()) {
        const std::string path{command.path};
        const std::size_t levels = split(path, '/').size();
        if (command.handler == nullptr || levels <= most || !is_command(payload, path)) continue;
        best = path;
        most = levels;
    }
    return best;
}

/// Counts the longest form in `counts`, behind `prefix`, that a text has.
void count_form(Counts& counts, const std::string& prefix, std::string_view text) {
    auto best = counts.end();
    for (auto form = counts.lower_bound(prefix);
         form != counts.end() && form->first.compare(0, prefix.size(), prefix) == 0; ++form)
        if ((best == counts.end() || form->first.size() > best->first.size()) &&
            is_reply(text, std::string_view{form->first}.substr(prefix.size())))
            best = form;
    if (best != counts.end()) ++best->second;
}

}  // namespace

Counts known_commands() {
    Counts commands;
    for (const firmware::Command& command : firmware::command_table())
        if (command.handler != nullptr) commands[std::string{command.path}] = 0;
    return commands;
}

Counts known_replies() {
    Counts replies;
    for (const firmware::Command& command : firmware::command_table())
        for (const std::string& reply : alternatives(std::string{command.success}))
            replies[std::string{command.path}.append(between) + reply] = 0;
    return replies;
}

Counts known_errors() {
    Counts errors;
    for (const firmware::Command& command : firmware::command_table())
        for (const std::string& error : split(std::string{command.errors}, ','))
            errors[error.substr(std::min(error.find_first_not_of(' '), error.size()))] = 0;
    return errors;
}

void count_command(Counts& commands, const std::string& payload) {
    if (const std::string path = path_of(payload); !path.empty()) ++commands[path];
}

void count_reply(Counts& replies, const std::string& command, std::string_view reply) {
    if (std::string path = path_of(command); !path.empty()) count_form(replies, path.append(between), reply);
}

void count_error(Counts& errors, std::string_view reply) {
    if (reply.substr(0, error_prefix.size()) == error_prefix) count_form(errors, "", reply.substr(error_prefix.size()));
}

bool is_command(const std::string& payload, const std::string& path) {
    const auto given = split(payload, '/'), levels = split(path, '/');
    return given.size() >= levels.size() && std::equal(levels.begin(), levels.end(), given.begin(), takes);
}

bool is_reply(std::string_view text, std::string_view form) {
    if (form.empty()) return text.empty();
    if (form.front() == '<') {
        const auto rest = form.substr(form.find('>') + 1);
        for (std::size_t taken = 0; taken <= text.size(); ++taken)
            if (is_reply(text.substr(taken), rest)) return true;
        return false;
    }
    if (form.front() == '[') {
        const auto end = form.find(']');
        const auto rest = form.substr(end + 1);
        return is_reply(text, rest) || is_reply(text, std::string{form.substr(1, end - 1)}.append(rest));
    }
    return !text.empty() && text.front() == form.front() && is_reply(text.substr(1), form.substr(1));
}

}  // namespace otbench::runner
