#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/codec/decode_formats.hpp"
#include "app/codec/telegram_input.hpp"
#include "app/verbs.hpp"
#include "bus/frame/frame.hpp"
#include "bus/libmbus/libmbus_frame.hpp"

namespace otbench::app {
namespace {

struct DecodeArguments {
    std::vector<std::string> inputs;
    std::string format, dialect = "libmbus";
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
    Decoder(const DecodeArguments& arguments, const DecodeFormat& format, bus::Dialect dialect)
        : arguments_(arguments), format_(format), dialect_(dialect) {
        print(format.head);
    }

    void begin(const std::string& name) override { name_ = name; }

    void octets(OctetView octets, std::size_t line) override {
        const auto frame = bus::parse_frame(octets);
        if (!frame && !(dialect_ == bus::Dialect::fork && may_be_shown(frame.error())))
            return fault(line, bus::describe(frame.error()));
        if (arguments_.chain)
            chain_.emplace_back(octets.begin(), octets.end());
        else
            render(octets, line);
    }

    void fault(std::size_t line, std::string message) override {
        good_ = false;
        fmt::print(stderr, "{}:{}: {}\n", name_, line, message);
    }

    /// Prints the document of a chain; the exit code.
    int finish() {
        if (arguments_.chain && good_) render_chain();
        return good_ ? 0 : some_bad;
    }

private:
    /// The fork shows frames with a wrong checksum, stop octet or second start octet as if they were good.
    static bool may_be_shown(const bus::FrameError& error) {
        return error.fault == bus::FrameFault::checksum || error.fault == bus::FrameFault::stop ||
               error.fault == bus::FrameFault::second_start;
    }

    [[nodiscard]] bus::AnswerFrame answer(OctetView octets, std::size_t index) const {
        const bus::LibmbusFrame frame = bus::check_libmbus_frame(octets).frame;
        const auto later = static_cast<std::int64_t>(index);  // each further telegram came a second later
        return {frame.control, frame.ci, frame.data, arguments_.timestamp == 0 ? 0 : arguments_.timestamp + later,
                frame.address};
    }

    void render(OctetView octets, std::size_t line) {
        out_.clear();
        const bus::AnswerFrame frame = answer(octets, 0);
        if (const auto done = format_.render({&frame, 1}, dialect_, out_); !done)
            return fault(line, bus::describe(done.error().error));
        print(out_.view());
    }

    void render_chain() {
        std::vector<bus::AnswerFrame> frames;
        for (const OctetBuffer& octets : chain_) frames.push_back(answer(octets, frames.size()));
        out_.clear();
        if (const auto done = format_.render(frames, dialect_, out_); !done) {
            good_ = false;
            fmt::print(stderr, "telegram {}: {}\n", done.error().telegram + 1, bus::describe(done.error().error));
        }
        print(out_.view());
    }

    const DecodeArguments& arguments_;
    const DecodeFormat& format_;
    const bus::Dialect dialect_;
    std::string name_;
    std::vector<OctetBuffer> chain_;
    TextBuffer out_;
    bool good_ = true;
};

int decode(const DecodeArguments& arguments) {
    const std::string_view by_default = arguments.chain ? "xml" : isatty(STDOUT_FILENO) != 0 ? "table" : "json";
    const DecodeFormat& format = *decode_format(arguments.format.empty() ? by_default : arguments.format);
    const bool fork = arguments.dialect == "fork";
    Decoder decoder{arguments, format, fork ? bus::Dialect::fork : bus::Dialect::libmbus};
    const bool readable = read_telegrams(arguments.inputs, "otbench decode", decoder);
    const int exit_code = decoder.finish();
    return readable ? exit_code : usage_error;
}

}  // namespace

void add_decode(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("decode", "Show what telegrams say");
    auto arguments = std::make_shared<DecodeArguments>();
    verb->add_option("INPUT", arguments->inputs, telegram_inputs_help)->required();
    verb->add_option("--format", arguments->format,
                     "Form of the output; without it a table on a terminal, json elsewhere, xml with --chain")
        ->check(CLI::IsMember(decode_format_names()));
    verb->add_option("--dialect", arguments->dialect, "Whose XML: libmbus, or fork for the libmbus of otb-iot")
        ->check(CLI::IsMember({"libmbus", "fork"}));
    verb->add_flag("--chain", arguments->chain, "The telegrams are one readout: print them as one document");
    verb->add_option("--timestamp", arguments->timestamp,
                     "When the first telegram came, in seconds since 1970; each further one of a chain a second later")
        ->check(CLI::NonNegativeNumber);
    verb->footer("Exit code: 0 all decoded, 1 some are bad (told as FILE:LINE: WHAT), 2 a file cannot be read.");
    verb->callback([arguments, &exit_code] { exit_code = decode(*arguments); });
}

}  // namespace otbench::app
