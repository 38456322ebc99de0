#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/codec/capture_input.hpp"
#include "app/codec/decode_formats.hpp"
#include "app/codec/key_options.hpp"
#include "app/codec/telegram_input.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "bus/frame/frame.hpp"
#include "bus/libmbus/libmbus_frame.hpp"
#include "bus/security/encrypted_answer.hpp"

namespace otbench::app {
namespace {

struct DecodeArguments {
    std::vector<std::string> inputs;
    std::string format, dialect = "libmbus";
    KeyArguments keys;
    std::optional<double> baud;
    bool chain = false;
    std::int64_t timestamp = 0;
};

constexpr int some_bad = 1;

void print(std::string_view octets) {
    std::fwrite(octets.data(), 1, octets.size(), stdout);
}

/// Renders the frames of one input after the other, or keeps them for one document.
class Decoder : public TelegramInput {
public:
    Decoder(const DecodeArguments& arguments, const DecodeFormat& format, const bus::KeyRing& keys)
        : arguments_(arguments),
          format_(format),
          keys_(keys),
          dialect_(arguments.dialect == "fork" ? bus::Dialect::fork : bus::Dialect::libmbus) {
        print(format.head);
    }

    void begin(const std::string& name) override { name_ = name; }

    void frame(const meters::FoundFrame& captured) override {
        if (is_of_dialogue(captured)) return;
        if (!captured.frame) return show_faulty(captured);
        if (keys_.empty()) return accept(answer_of(*captured.frame), captured.line);
        const auto plain = bus::decrypt_answer(*captured.frame, keys_);
        if (!plain) return fault(captured.line, plain.error().message);
        accept(answer_of(*plain ? *bus::parse_frame(**plain) : *captured.frame), captured.line);
    }

    void fault(std::size_t line, std::string message) override {
        good_ = false;
        print_error("{}:{}: {}\n", name_, line, message);
    }

    /// Prints the document of a chain; the exit code.
    int finish() {
        if (arguments_.chain && good_) render_chain();
        return good_ ? 0 : some_bad;
    }

private:
    /// A telegram of a chain with octets of its own.
    struct Link {
        OctetBuffer data;
        bus::AnswerFrame frame;
    };

    /// Whether the frame only leads to telegrams: a request, or an acknowledgement in a log.
    static bool is_of_dialogue(const meters::FoundFrame& captured) {
        const bool acknowledges = captured.direction == meters::Direction::from_meter && captured.frame &&
                                  captured.frame->kind == bus::FrameKind::single_character;
        return acknowledges || captured.direction == meters::Direction::to_meter;
    }

    static bus::AnswerFrame answer_of(const bus::Frame& frame) {
        return {frame.control, frame.ci, frame.data, 0, frame.address};
    }

    /// Whether octets that are not a frame begin like a wireless telegram: their number, then SND_NR (EN 13757-4).
    static bool may_be_wireless(OctetView octets) {
        constexpr std::uint8_t send_no_reply = 0x44;
        return octets.size() > 1 && octets[0] == octets.size() - 1 && octets[1] == send_no_reply;
    }

    /// The fork shows frames with a wrong checksum, stop octet or second start octet as if they were good.
    void show_faulty(const meters::FoundFrame& captured) {
        const bus::FrameError& error = captured.frame.error();
        const bool may_be_shown = error.fault == bus::FrameFault::checksum || error.fault == bus::FrameFault::stop ||
                                  error.fault == bus::FrameFault::second_start;
        if (may_be_wireless(captured.octets))
            return fault(captured.line, "a telegram of wireless M-Bus (expected wired M-Bus, which begins with 68)");
        if (dialect_ != bus::Dialect::fork || !may_be_shown) return fault(captured.line, bus::describe(error));
        const bus::LibmbusFrame frame = bus::check_libmbus_frame(captured.octets).frame;
        accept({frame.control, frame.ci, frame.data, 0, frame.address}, captured.line);
    }

    void accept(bus::AnswerFrame frame, std::size_t line) {
        if (arguments_.timestamp != 0)  // a second between telegrams
            frame.received = arguments_.timestamp + static_cast<std::int64_t>(chain_.size());
        if (arguments_.chain)
            chain_.push_back({{frame.data.begin(), frame.data.end()}, frame});
        else
            render(frame, line);
    }

    void render(const bus::AnswerFrame& frame, std::size_t line) {
        out_.clear();
        if (const auto done = format_.render({&frame, 1}, dialect_, out_); !done)
            return fault(line, bus::describe(done.error().error));
        print(out_.view());
    }

    void render_chain() {
        std::vector<bus::AnswerFrame> frames;
        for (const Link& link : chain_) {
            frames.push_back(link.frame);
            frames.back().data = link.data;
        }
        out_.clear();
        if (const auto done = format_.render(frames, dialect_, out_); !done) {
            good_ = false;
            print_error("telegram {}: {}\n", done.error().telegram + 1, bus::describe(done.error().error));
        }
        print(out_.view());
    }

    const DecodeArguments& arguments_;
    const DecodeFormat& format_;
    const bus::KeyRing& keys_;
    const bus::Dialect dialect_;
    std::string name_;
    std::vector<Link> chain_;
    TextBuffer out_;
    bool good_ = true;
};

int decode(const DecodeArguments& arguments) {
    const auto keys = read_keys(arguments.keys);
    if (!keys) {
        print_error("otbench decode: {}\n", keys.error().message);
        return usage_error;
    }
    const std::string_view by_default = arguments.chain ? "xml" : isatty(STDOUT_FILENO) != 0 ? "table" : "json";
    const DecodeFormat& format = *decode_format(arguments.format.empty() ? by_default : arguments.format);
    Decoder decoder{arguments, format, *keys};
    const bool readable = read_telegrams(arguments.inputs, "otbench decode", decoder, arguments.baud);
    const int exit_code = decoder.finish();
    return readable ? exit_code : usage_error;
}

}  // namespace

void add_decode(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("decode", "Decode telegrams");
    auto arguments = std::make_shared<DecodeArguments>();
    verb->add_option("INPUT", arguments->inputs, telegram_inputs_help)->required();
    verb->add_option("--format", arguments->format, "Format of the output, for example csv")
        ->type_name("FORMAT")
        ->check(one_of(decode_format_names()))
        ->default_str("table on a terminal, json elsewhere, xml with --chain");
    verb->add_option("--dialect", arguments->dialect,
                     "Dialect of the XML: fork for the libmbus of otb-iot, for example --format xml --dialect fork")
        ->type_name("DIALECT")
        ->check(one_of({"libmbus", "fork"}))
        ->capture_default_str();
    verb->add_flag("--chain", arguments->chain, "Print the telegrams as one document, as they are one readout");
    verb->add_option("--timestamp", arguments->timestamp,
                     "Time of the first telegram in seconds since 1970, for example 1700000000; each further one of a "
                     "chain is a second later")
        ->type_name("SECONDS")
        ->check(whole_number())
        ->default_str("no time");
    add_key_options(*verb, arguments->keys);
    add_capture_options(*verb, arguments->baud);
    finish_help(*verb,
                {"otbench decode 680404680801700881 16", "otbench decode --format json telegrams.txt",
                 "mosquitto_sub -v -t '#' | otbench decode -"},
                "0 all decoded, 1 a telegram is invalid (reported as FILE:LINE: WHAT), 2 a file cannot be read or "
                "contains no telegram");
    verb->callback([arguments, &exit_code] { exit_code = decode(*arguments); });
}

}  // namespace otbench::app
