#include "app/master/scan_journal.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "base/config/text_file.hpp"
#include "base/output_file.hpp"

namespace otbench::app {
namespace {

constexpr const char* head = "# What a scan asked, and what was answered (- for silence).\n";

}  // namespace

ScanJournal::ScanJournal(const std::string& path) : path_(path) {
    const bool is_new = !std::filesystem::exists(path);
    if (!is_new) {
        config::Diagnostics unreadable{path};
        const auto text = config::read_text_file(path, "a scan", unreadable);
        if (!text) {
            error_ = to_string(unreadable.take_all().front());
            return;
        }
        auto known = bus::parse_dialogues(*text);
        if (!known) {
            error_ = fmt::format("{}:{}", path, known.error().message);
            return;
        }
        known_ = std::move(*known);
        // A line that was being written when the scan was interrupted must not become part of the next one.
        std::filesystem::resize_file(path, text->rfind('\n') + 1);
    }
    file_.open(path, std::ios::binary | std::ios::app);
    if (is_new) file_ << head << std::flush;
    if (!file_) throw_write_error(path);
}

void ScanJournal::add(const bus::Dialogue& dialogue) {
    file_ << to_string(dialogue) << '\n' << std::flush;
    if (!file_) throw_write_error(path_);
}

}  // namespace otbench::app
