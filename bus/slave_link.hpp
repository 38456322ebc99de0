#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bus/event_sink.hpp"
#include "bus/frame.hpp"

namespace otbench::bus {

/// User data of one RSP_UD.
struct UserData {
    std::uint8_t ci = 0x72;     ///< variable data structure unless told otherwise
    OctetBuffer data;           ///< what follows CI, at most `max_user_data` octets
    bool more_follows = false;  ///< it ends in DIF 1Fh: the sequence goes on with a next telegram
};

/// What a slave's link asks of the meter above it.
class SlaveApplication {
public:
    virtual ~SlaveApplication() = default;

    /// A new answer to REQ_UD2 is due: telegram `index` (from 0) of the sequence. Not called for a repetition.
    virtual UserData class_2_data(std::size_t index) = 0;

    /// SND_UD brought user data. The link acknowledges them whatever they are.
    virtual void receive_user_data(std::uint8_t /*ci*/, OctetView /*data*/) {}
};

/// The link layer of a slave: which request gets which answer (spec: M-Bus protocol, sections 5 and 6).
///
/// Sans-I/O: give it every valid frame on the line with the time it ended; it returns the octets to send, or nothing.
/// It keeps the frame count bit and the last answer for its own address (with 254) and, apart from that, for 253.
class SlaveLink {
public:
    /// A request with an unchanged frame count bit repeats the last telegram for this long; later it is a new one, as
    /// many masters never toggle the bit (spec: M-Bus protocol, section 16). An open sequence has no such limit.
    static constexpr Nanoseconds repetition_window = std::chrono::seconds{5};

    /// `primary_address`: 0 to 250. `application` must outlive the link.
    SlaveLink(SlaveApplication& application, std::uint8_t primary_address);

    /// The answer to `frame`, which ended at `at`; nothing when the slave stays silent.
    std::optional<OctetBuffer> receive(const Frame& frame, Nanoseconds at);

    /// Whether `frame` comes from a master and is meant for this slave, answered or not.
    [[nodiscard]] bool concerns(const Frame& frame) const;

    [[nodiscard]] std::uint8_t primary_address() const { return primary_address_; }

    /// Selected slaves listen to 253 as well. Either change clears what is remembered of the talk on 253.
    void set_selected(bool selected);

    /// Back to the state after power-up: not selected, no frame count bit, first telegram next.
    void reset();

private:
    /// What is remembered of the requests to one address.
    struct Dialogue {
        std::optional<bool> fcb;
        OctetBuffer last_answer;
        Nanoseconds answered_at{};   ///< when `last_answer` was new
        std::size_t next_index = 0;  ///< telegram of the sequence; not 0 while it is open
    };

    void initialise(std::uint8_t address);
    const OctetBuffer& class_2_answer(std::uint8_t control_field, Dialogue& dialogue, Nanoseconds at);
    Dialogue& dialogue_of(std::uint8_t address);

    SlaveApplication& application_;
    std::uint8_t primary_address_;
    bool selected_ = false;
    Dialogue own_;
    Dialogue secondary_;
};

}  // namespace otbench::bus
