#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/config/diagnostics.hpp"
#include "check/client/expectation.hpp"

namespace otbench::check {

/// The program under judgement: how it is started, and how its output is read.
struct Client {
    std::string name;
    std::string about;                                         ///< where it comes from, how it is installed
    std::string needs;                                         ///< what has to be installed; empty: nothing
    std::string probe;                                         ///< command for /bin/sh that fails without that
    std::string tried;                                         ///< the version that it was tried with; empty: none
    std::string endpoint;                                      ///< "tcp", "pty" or "rfc2217": how it reaches the meters
    std::map<std::string, std::string, std::less<>> commands;  ///< by action; with placeholders such as {address}
    std::map<std::string, std::string, std::less<>> words;     ///< further placeholders and their values
    std::shared_ptr<const Expectation> expectation;
};

/// A file `NAME.yaml` that describes a client.
[[nodiscard]] boost::system::result<Client, std::vector<config::Diagnostic>> read_client(std::string_view text,
                                                                                         const std::string& file);

/// What stands for placeholders, by their names.
using Replacements = std::map<std::string, std::string, std::less<>>;

/// The command of `action` with its placeholders replaced, for /bin/sh.
[[nodiscard]] Checked<std::string> command_line(const Client& client, std::string_view action,
                                                const Replacements& replacements);

/// Any text with placeholders, those of `client.words` included; `where` is it for complaints: "the command of read".
[[nodiscard]] Checked<std::string> replaced(const Client& client, const std::string& pattern, std::string_view where,
                                            const Replacements& replacements);

}  // namespace otbench::check
