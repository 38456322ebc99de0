// otbench send: any frame, and what comes back.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "app/help.hpp"
#include "app/master/master_options.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"

namespace otbench::app {
namespace {

constexpr const char* verb_name = "otbench send";
constexpr int no_answer = 1;

struct SendArguments {
    MasterArguments master;
    std::vector<std::string> frame;
    bool raw = false;
};

/// The frame around C and A (a short one) or C, A, CI and data (a long one).
OctetBuffer framed(OctetView body) {
    if (body.size() == 2) return bus::short_frame(body[0], body[1]);
    return bus::long_frame(body[0], body[1], body[2], body.subspan(3));
}

int send(const SendArguments& arguments) {
    std::string text;
    for (const auto& part : arguments.frame) text += part + " ";
    const auto octets = parse_octets(text);
    const std::size_t most = bus::max_user_data + 3;
    if (!octets || octets->empty() || (!arguments.raw && (octets->size() < 2 || octets->size() > most))) {
        print_error("{}: invalid frame '{}' (expected hex: C and A, or C, A, CI and up to {} bytes of data)\n",
                    verb_name, text.substr(0, text.size() - 1), bus::max_user_data);
        return usage_error;
    }
    const OpenMaster open{arguments.master, verb_name};
    if (!open.master) return open.exit_code;
    const auto done = open.master->exchange(arguments.raw ? *octets : framed(*octets));
    if (!done.octets.empty()) fmt::print("{}\n", hex_text(done.octets));
    if (done.outcome == bus::Outcome::answered || done.outcome == bus::Outcome::acknowledged) return 0;
    print_error("{}: {}\n", verb_name, name(done.outcome));
    return no_answer;
}

}  // namespace

void add_send(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("send", "Send a frame on an M-Bus and print the answer");
    auto arguments = std::make_shared<SendArguments>();
    verb->add_option("HEX", arguments->frame,
                     "Control field and address (5B 05), with CI and data for a long frame (53 FD 52 60 31 27 14 …); "
                     "start, length, checksum and stop bytes are added")
        ->required();
    verb->add_flag("--raw", arguments->raw, "Send the bytes without additions");
    add_master_options(*verb, arguments->master);
    finish_help(
        *verb,
        {"otbench send 40 05 --from serial:/dev/ttyUSB0", "otbench send 53 05 51 01 7A 06 --from tcp:gateway:10001"},
        "0 answered, 1 silence or a damaged answer, 2 invalid option, 3 the endpoint cannot be opened or the "
        "connection was lost");
    verb->callback([arguments, &exit_code] { exit_code = with_line(verb_name, [&] { return send(*arguments); }); });
}

}  // namespace otbench::app
