// otbench read: one or more meters, to the end of what they send.
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <ctime>
#include <deque>
#include <optional>

#include "app/codec/decode_formats.hpp"
#include "app/codec/key_options.hpp"
#include "app/help.hpp"
#include "app/master/master_options.hpp"
#include "app/master/target.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "bus/master/scan.hpp"
#include "bus/security/encrypted_answer.hpp"

namespace otbench::app {
namespace {

constexpr int not_all_read = 1;

struct ReadArguments {
    MasterArguments master;
    std::vector<std::string> addresses;
    std::string format;
    KeyArguments keys;
    bool raw = false;
};

class Reader {
public:
    Reader(const ReadArguments& arguments, const bus::KeyRing& keys, bus::Master& master, const DecodeFormat& format)
        : arguments_(arguments), keys_(keys), master_(master), format_(format) {
        if (!arguments.raw) print(format.head);
    }

    void read(const std::string& name, const Target& target) { show(name, read_target(master_, target)); }

    [[nodiscard]] bool all_read() const { return all_read_; }

private:
    static void print(std::string_view text) {
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
    }

    void complain(const std::string& name, std::string_view what) {
        all_read_ = false;
        print_error("{}: {}\n", name, what);
    }

    void show(const std::string& name, const bus::Readout& readout) {
        if (readout.end != bus::Readout::End::complete) {
            std::string what{describe(readout.end)};
            if (!readout.last.empty()) what += ": " + hex_text(readout.last);
            complain(name, what);
        }
        if (readout.telegrams.empty()) return;
        if (arguments_.raw) {
            for (const auto& telegram : readout.telegrams) print(hex_text(telegram) + "\n");
            return;
        }
        std::vector<bus::AnswerFrame> frames;
        std::deque<OctetBuffer> decrypted;  // what frames are views of
        const auto now = static_cast<std::int64_t>(std::time(nullptr));
        for (const auto& telegram : readout.telegrams) {
            auto frame = *bus::parse_frame(telegram);
            auto plain = bus::decrypt_answer(frame, keys_);
            if (!plain) return complain(name, plain.error().message);
            if (*plain) frame = *bus::parse_frame(decrypted.emplace_back(std::move(**plain)));
            frames.push_back({frame.control, frame.ci, frame.data, now, frame.address});
        }
        out_.clear();
        if (const auto done = format_.render(frames, bus::Dialect::libmbus, out_); !done)
            return complain(name, bus::describe(done.error().error));
        print(out_.view());
    }

    const ReadArguments& arguments_;
    const bus::KeyRing& keys_;
    bus::Master& master_;
    const DecodeFormat& format_;
    TextBuffer out_;
    bool all_read_ = true;
};

int read_meters(const ReadArguments& arguments) {
    std::vector<std::pair<std::string, Target>> targets;
    bool all = false;
    for (const auto& text : arguments.addresses) {
        if (text == "all") {
            all = true;
            continue;
        }
        const auto target = parse_target(text);
        if (!target) {
            print_error("otbench read: {}\n", target.error().message);
            return usage_error;
        }
        targets.emplace_back(text, *target);
    }
    const auto keys = read_keys(arguments.keys);
    if (!keys) {
        print_error("otbench read: {}\n", keys.error().message);
        return usage_error;
    }
    const OpenMaster open{arguments.master, "otbench read"};
    if (!open.master) return open.exit_code;
    const std::string_view by_default = isatty(STDOUT_FILENO) != 0 ? "table" : "json";
    Reader reader{arguments, *keys, *open.master,
                  *decode_format(arguments.format.empty() ? by_default : arguments.format)};
    for (const auto& [name, target] : targets) reader.read(name, target);
    if (all) {
        for (const auto& slave : bus::scan_primary(*open.master, 0, bus::address::last_primary).found)
            reader.read(std::to_string(*slave.primary), *slave.primary);
    }
    return reader.all_read() ? 0 : not_all_read;
}

}  // namespace

void add_read(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("read", "Read meters on a real or emulated M-Bus");
    auto arguments = std::make_shared<ReadArguments>();
    verb->add_option("ADDRESS", arguments->addresses,
                     "Primary address (0 to 250, or 254 for the only meter on a bus), secondary address with * or F as "
                     "wildcard (14273160, 1427****, 14273160.ACW.09.04), or all")
        ->required();
    verb->add_option("--format", arguments->format, "Format of the output, for example csv")
        ->type_name("FORMAT")
        ->check(one_of(decode_format_names()))
        ->default_str("table on a terminal, json elsewhere");
    verb->add_flag("--raw", arguments->raw, "Print the telegrams in hex instead, one per line");
    add_key_options(*verb, arguments->keys);
    add_master_options(*verb, arguments->master);
    finish_help(*verb,
                {"otbench read 1 5 --from serial:/dev/ttyUSB0 --baud 2400",
                 "otbench read 14273160 --from tcp:gateway:10001 --format json"},
                "0 all meters read, 1 not all, 2 invalid option, 3 the endpoint cannot be opened or the connection was "
                "lost");
    verb->callback(
        [arguments, &exit_code] { exit_code = with_line("otbench read", [&] { return read_meters(*arguments); }); });
}

}  // namespace otbench::app
