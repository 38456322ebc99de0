#pragma once

#include <bitset>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/checked.hpp"
#include "bus/frame/frame.hpp"
#include "bus/master/master_line.hpp"
#include "bus/master/master_style.hpp"
#include "bus/message/command.hpp"

namespace otbench::bus {

/// What was received after a frame was sent.
enum class Outcome : std::uint8_t {
    silence,       ///< nothing within the time allowed
    acknowledged,  ///< one E5 and nothing else
    answered,      ///< one valid frame from a slave and nothing else
    damaged,       ///< octets that are not one sound answer: a collision, noise, a foreign frame
};
[[nodiscard]] std::string_view name(Outcome outcome);

/// One request and its answer.
struct Exchange {
    Outcome outcome = Outcome::silence;
    OctetBuffer octets;  ///< everything received, own echo left out; the whole frame when answered
};

/// A frame or octets on the line as the master sent or got them; `octets` are valid during the call only.
struct Passed {
    bool sent;  ///< false: received
    OctetView octets;
};

/// How a master works, and what the line between it and the slaves adds.
struct MasterOptions {
    MasterStyle style = *master_style("standard");
    Nanoseconds allowance = std::chrono::milliseconds{100};  ///< what converter and connection add to an answer's way
    bool unlimited = false;   ///< bytes take no time, and an answer comes within the allowance, as one piece
    int most_telegrams = 16;  ///< of one readout; a slave may never end it
    OctetBuffer preamble;     ///< sent in front of every frame, to wake slaves
    std::function<void(const Passed&)> listener;  ///< receives every frame, also repeats
};

/// The telegrams of one slave, in order, or why there are none.
struct Readout {
    enum class End : std::uint8_t {
        complete,
        no_answer,
        damaged,       ///< the last answer stayed unusable through all repeats
        not_selected,  ///< no slave acknowledged the selection
        collision,     ///< more than one slave acknowledged the selection
        too_many,      ///< `most_telegrams` reached and more announced
        application_error
    };
    End end = End::no_answer;
    std::vector<OctetBuffer> telegrams;  ///< whole frames; also those before a failure
    OctetBuffer last;                    ///< the last received octets if they were unusable
};
/// "complete", "no answer", …: for people.
[[nodiscard]] std::string_view describe(Readout::End end);

/// The primary side of an M-Bus (EN 13757-2; spec: M-Bus protocol, sections 2 and 15): initialises, reads, selects and
/// commands slaves over a line that is given to it. It blocks in the line's calls, whose time may be virtual.
///
/// Own echoes, preamble included, are recognised and left out, also those that are cut short. After an unusable answer
/// it waits until the line has been silent for 33 bit times before it repeats. What the line throws passes through.
class Master {
public:
    /// `line` must outlive the master.
    explicit Master(MasterLine& line, MasterOptions options = {});

    /// SND_NKE, again so many times while nothing answers. To 255, which is not answered, it waits for the time that an
    /// answer would take.
    Exchange initialise(std::uint8_t address, int repeats = 0);
    /// REQ_UD2, or REQ_UD1 for class 1 data, with the frame count bit that is due at that address; repeated as the
    /// style says until it has a usable answer. The bit becomes 1 with SND_NKE to that address, or with a selection.
    Exchange request(std::uint8_t address, Service service = Service::REQ_UD2);
    /// SND_UD.
    Exchange command(std::uint8_t address, const EncodedCommand& command);
    /// Deselects according to the style, then selects by secondary address.
    Exchange select(const SelectSlave& slave);
    /// Any frame, once; the answer may be whatever comes.
    Exchange exchange(OctetView frame);

    /// Reads a slave at a primary address (or 253, 254), to the end of its sequence of telegrams if the style does so.
    Readout read(std::uint8_t address);
    /// Selects and reads.
    Readout read(const SelectSlave& slave);

    /// Gives the slave another primary address and checks that it answers there.
    Checked<void> set_address(std::uint8_t address, std::uint8_t new_address);
    /// Changes the speed of a slave and of the line; back to the old one when the slave does not answer at the new.
    Checked<void> set_baud(std::uint8_t address, std::uint32_t baud);

    /// From the next frame on.
    void set_style(const MasterStyle& style) { options_.style = style; }

    [[nodiscard]] MasterLine& line() { return line_; }
    [[nodiscard]] const MasterOptions& options() const { return options_; }
    /// How many frames were sent, repeats included.
    [[nodiscard]] std::size_t frames_sent() const { return frames_sent_; }

private:
    Exchange request_with(bool fcb, std::uint8_t address, Service service = Service::REQ_UD2);
    Exchange ask(OctetView frame, bool (*usable)(const Exchange&), int repeats);
    Exchange ask_once(OctetView frame);
    /// How long to wait for more, when this has come so far; 0: no longer.
    [[nodiscard]] Nanoseconds patience(const Exchange& so_far) const;
    /// What `octets` mean as an answer to `frame`, the end of `sent`.
    [[nodiscard]] static Exchange judge(OctetBuffer octets, OctetView sent, OctetView frame);
    static void drop_echo(OctetBuffer& octets, OctetView sent, OctetView frame);
    void deselect();
    Readout read_telegrams(std::uint8_t address);

    MasterLine& line_;
    MasterOptions options_;
    std::bitset<256> fcb_;  ///< of the next request to each address
    std::size_t frames_sent_ = 0;
};

}  // namespace otbench::bus
