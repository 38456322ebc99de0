#include "app/codec/key_options.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>

#include "app/codec/line_reader.hpp"
#include "base/text.hpp"

namespace otbench::app {
namespace {

/// Adds the keys of a file, one a line.
Checked<void> read_key_file(const std::string& path, bus::KeyRing& keys) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return InputError{fmt::format("cannot read '{}': {}", path, std::strerror(errno))};
    LineReader lines{descriptor, [] {}};
    Checked<void> done;
    for (std::size_t number = 1; done; ++number) {
        const auto line = lines.next();
        if (!line) done = InputError{fmt::format("cannot read '{}': {}", path, line.error().message)};
        if (!line || !*line) break;
        const std::string_view text = trimmed(**line);
        if (text.empty() || text.front() == '#') continue;
        if (const auto added = keys.add(text); !added)
            done = InputError{fmt::format("{}:{}: {}", path, number, added.error().message)};
    }
    ::close(descriptor);
    return done;
}

}  // namespace

void add_key_options(CLI::App& verb, KeyArguments& arguments) {
    verb.add_option("--key", arguments.keys,
                    "AES-128 key to decrypt modes 5 and 7: 32 hex digits, with ID= before them for one meter, or with "
                    "its secondary address (needed for short headers), for example "
                    "14273160=000102030405060708090a0b0c0d0e0f")
        ->type_name("KEY")
        ->default_str("none")
        ->allow_extra_args(false);
    verb.add_option("--key-file", arguments.file,
                    "Read keys from this file, one per line, with # before comments, for example keys.txt")
        ->type_name("FILE")
        ->default_str("none");
}

Checked<bus::KeyRing> read_keys(const KeyArguments& arguments) {
    bus::KeyRing keys;
    for (const std::string& text : arguments.keys)
        if (const auto added = keys.add(text); !added) return added.error();
    if (arguments.file.empty()) return keys;
    if (const auto done = read_key_file(arguments.file, keys); !done) return done.error();
    return keys;
}

}  // namespace otbench::app
