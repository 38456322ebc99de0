#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"
#include "bus/master/master_line.hpp"

namespace otbench::bus {

/// What a master sent, and what came back before it sent again.
struct Dialogue {
    OctetBuffer sent, received;
};

/// A dialogue as a line of text, without a line end: "1040014116 e5", with - for silence.
[[nodiscard]] std::string to_string(const Dialogue& dialogue);
/// Reads such lines; those that are blank or begin with # are passed over, and so is a last one without a line end,
/// which was being written. The error begins with the number of the line.
[[nodiscard]] Checked<std::vector<Dialogue>> parse_dialogues(std::string_view text);

/// A master asks something else than what it was said to have asked.
struct OtherDialogue : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A line on which a master that was interrupted begins again from the start: what it has asked before is answered from
/// memory and at once, then the line goes on. For masters whose questions depend on nothing but the answers.
class ResumedLine : public MasterLine {
public:
    /// `learned` gets each new dialogue when it is over; the last one when this goes. Both must outlive this.
    ResumedLine(MasterLine& line, std::vector<Dialogue> known, std::function<void(const Dialogue&)> learned)
        : line_(line), known_(std::move(known)), learned_(std::move(learned)) {}
    ~ResumedLine() override { finish(); }
    ResumedLine(const ResumedLine&) = delete;
    ResumedLine& operator=(const ResumedLine&) = delete;

    /// Throws `OtherDialogue` when that is not what was asked before.
    void send(OctetView octets) override;
    [[nodiscard]] OctetBuffer receive(Nanoseconds limit) override;
    [[nodiscard]] UartFormat format() const override { return line_.format(); }
    bool set_baud(double baud) override { return line_.set_baud(baud); }

private:
    void finish();

    MasterLine& line_;
    const std::vector<Dialogue> known_;
    std::function<void(const Dialogue&)> learned_;
    std::size_t next_ = 0;    ///< of `known_`
    OctetBuffer remembered_;  ///< what `receive` hands out without the line
    bool from_memory_ = false;
    Dialogue present_;  ///< on the line; nothing sent: none
};

}  // namespace otbench::bus
