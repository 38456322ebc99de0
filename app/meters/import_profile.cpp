#include "app/meters/import_profile.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "app/codec/capture_input.hpp"
#include "app/codec/key_options.hpp"
#include "app/codec/telegram_input.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "bus/frame/frame.hpp"
#include "bus/security/encrypted_answer.hpp"
#include "meters/profile/profile_import.hpp"
#include "meters/profile/profile_text.hpp"

namespace otbench::app {
namespace {

struct ImportArguments {
    std::vector<std::string> inputs;
    std::string file;
    KeyArguments keys;
    std::optional<double> baud;
};

/// Collects what meters sent. Octets may be several frames, or only the beginning of one that the next octets complete.
class TelegramCollector : public TelegramInput {
public:
    explicit TelegramCollector(const bus::KeyRing& keys) : keys_(keys) {}

    void begin(const std::string& name) override {
        finish();
        name_ = name;
    }

    void frame(const meters::FoundFrame& captured) override {
        if (captured.direction == meters::Direction::to_meter) return;
        if (!rest_.empty() && captured.frame) finish();
        if (rest_.empty()) rest_line_ = captured.line;
        rest_.insert(rest_.end(), captured.octets.begin(), captured.octets.end());
        while (!rest_.empty() && take_frame()) rest_line_ = captured.line;
    }

    void fault(std::size_t line, std::string message) override {
        if (error_.empty()) error_ = fmt::format("{}:{}: {}", name_, line, message);
    }

    /// An unfinished frame will not be completed any more.
    void finish() {
        if (rest_.empty()) return;
        const auto frame = bus::parse_frame(rest_);
        if (!frame) fault(rest_line_, bus::describe(frame.error()));
        rest_.clear();
    }

    [[nodiscard]] const std::vector<bus::Frame>& telegrams() const { return telegrams_; }
    /// The first thing that is wrong; empty when nothing is.
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    /// Takes the first frame off the rest; false when it is not complete.
    bool take_frame() {
        std::size_t size = rest_.size();
        auto frame = bus::parse_frame(rest_);
        if (!frame && frame.error().fault == bus::FrameFault::trailing) {
            size = frame.error().offset;
            frame = bus::parse_frame({rest_.data(), size});
        }
        if (!frame && frame.error().fault == bus::FrameFault::truncated) return false;
        if (!frame) {
            finish();
            return false;
        }
        const bool from_meter =
            frame->kind == bus::FrameKind::long_frame && !(frame->control & bus::control::from_master);
        if (from_meter) keep(*frame);
        rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(size));
        return true;
    }

    void keep(const bus::Frame& frame) {
        auto plain = bus::decrypt_answer(frame, keys_);
        if (!plain) return fault(rest_line_, plain.error().message);
        kept_.push_back(*plain ? std::move(**plain) : OctetBuffer(frame.octets.begin(), frame.octets.end()));
        telegrams_.push_back(*bus::parse_frame(kept_.back()));
    }

    const bus::KeyRing& keys_;
    std::string name_, error_;
    std::deque<OctetBuffer> kept_;  ///< what the telegrams are views of
    std::vector<bus::Frame> telegrams_;
    OctetBuffer rest_;
    std::size_t rest_line_ = 0;
};

int complain(const std::string& message) {
    print_error("otbench profiles import: {}\n", message);
    return usage_error;
}

int import_profile(const ImportArguments& arguments) {
    const auto keys = read_keys(arguments.keys);
    if (!keys) return complain(keys.error().message);
    TelegramCollector collector{*keys};
    if (!read_telegrams(arguments.inputs, "otbench profiles import", collector, arguments.baud)) return usage_error;
    collector.finish();
    if (!collector.error().empty()) return complain(collector.error());
    const auto imported = meters::import_profile(collector.telegrams());
    if (!imported) return complain(imported.error().message);
    const std::string text = "# Made from a recording: values and identity are those of the meter that was read.\n" +
                             meters::profile_text(imported->profile);
    for (const std::string& note : imported->notes) print_error("note: {}\n", note);
    if (arguments.file.empty()) {
        fmt::print("{}", text);
        return 0;
    }
    write_whole_file(arguments.file, text);
    fmt::print("{}: {}, {} values\n", printable(arguments.file), printable(imported->profile.title),
               imported->profile.value_names().size());
    return 0;
}

}  // namespace

void add_import_profile(CLI::App& profiles, int& exit_code) {
    CLI::App* verb = profiles.add_subcommand("import", "Make a profile from recorded telegrams of a meter");
    auto arguments = std::make_shared<ImportArguments>();
    verb->add_option("INPUT", arguments->inputs, telegram_inputs_help)->required();
    verb->add_option("-o,--output", arguments->file, "Write the profile to this file, for example my-meter.yaml")
        ->type_name("FILE")
        ->default_str("standard output");
    add_key_options(*verb, arguments->keys);
    add_capture_options(*verb, arguments->baud);
    finish_help(*verb,
                {"otbench profiles import recording.log -o my-meter.yaml",
                 "otbench profiles import - < recording.log > my-meter.yaml"},
                "0 the profile is written, 2 the recording is invalid, 3 the profile cannot be written",
                "The profile sends the first readout of the recording again, byte for byte.");
    verb->callback([arguments, &exit_code] { exit_code = import_profile(*arguments); });
}

}  // namespace otbench::app
