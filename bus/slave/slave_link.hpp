#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "bus/frame/frame.hpp"
#include "bus/slave/slave_selection.hpp"

namespace otbench::bus {

/// User data of one RSP_UD.
struct UserData {
    std::uint8_t ci = 0x72;     ///< variable data structure by default
    OctetBuffer data;           ///< what follows CI, at most `max_user_data` octets
    bool more_follows = false;  ///< it ends in DIF 1Fh: the sequence goes on with a next telegram
    std::uint8_t flags = 0;     ///< of the control field: `control::acd`, `control::dfc`
};

/// What a command did to the slave, as far as its link is concerned.
struct CommandEffect {
    bool acknowledged = true;                     ///< false: the slave stays silent
    bool starts_over = false;                     ///< the next request is a new one and gets the first telegram
    bool outdates_answers = false;                ///< the next request is a new one
    std::optional<std::uint8_t> primary_address;  ///< from the next frame on
};

/// What a slave's link asks of the meter above it.
class SlaveApplication {
public:
    virtual ~SlaveApplication() = default;

    /// A new answer to REQ_UD2 is due: telegram `index` (from 0) of the sequence. Not called for a repetition.
    virtual UserData class_2_data(std::size_t index, Nanoseconds at) = 0;

    /// A new answer to REQ_UD1 is due; nothing while there are no class 1 data.
    virtual std::optional<UserData> class_1_data(Nanoseconds /*at*/) { return std::nullopt; }

    /// SND_UD brought user data.
    virtual CommandEffect receive_user_data(std::uint8_t /*ci*/, OctetView /*data*/, Nanoseconds /*at*/) { return {}; }

    /// Whether a selection means this slave.
    [[nodiscard]] virtual bool selected_by(const SelectSlave& /*select*/, WildCards /*cards*/) const { return false; }
};

/// Link-layer variants: how products differ. The defaults are those of the standard, where it is silent those that
/// serve most masters.
struct LinkVariant {
    enum class NkeResets : std::uint8_t {
        own,            ///< SND_NKE to its own address returns to the first telegram
        own_and_other,  ///< so does SND_NKE to 253, selected or not
        never,
    };

    enum class Fcb : std::uint8_t {
        honoured,
        ignored,  ///< every REQ_UD2 gets the next telegram, none is a repetition
        stuck,    ///< every REQ_UD2 is a repetition
    };

    Fcb fcb = Fcb::honoured;
    bool fcv_0_continues = false;  ///< REQ_UD2 without valid frame count bit: the next telegram, not the first
    NkeResets nke_resets = NkeResets::own;
    bool shared_fcb = false;        ///< one memory of requests for its own address and 253
    bool filters_commands = false;  ///< a SND_UD equal to the frame before it is acknowledged, not executed again
    Nanoseconds repetition_window = std::chrono::seconds{5};
    SelectionVariant selection;
};

/// The link layer of a slave: which request gets which answer (spec: M-Bus protocol, sections 5, 6 and 8).
///
/// Sans-I/O: give it every valid frame on the line with the time it ended; it returns the octets to send, or nothing.
/// It keeps the frame count bit and the last answer for its own address (with 254) and, apart from that, for 253.
///
/// A request with an unchanged frame count bit repeats the last telegram for `repetition_window`; later it is a new
/// one, as many masters never toggle the bit (spec: M-Bus protocol, section 16). An open sequence has no such limit.
class SlaveLink {
public:
    /// `primary_address`: 0 to 250. `application` must outlive the link.
    SlaveLink(SlaveApplication& application, std::uint8_t primary_address, LinkVariant variant = {});

    /// Which answer REQ_UD2 gets: the one that its frame count bit asks for, or always the last one again.
    enum class Class2Answer : std::uint8_t { requested, last };

    /// The answer to `frame`, which ended at `at`; nothing when the slave stays silent.
    std::optional<OctetBuffer> receive(const Frame& frame, Nanoseconds at,
                                       Class2Answer class_2 = Class2Answer::requested);

    /// Whether `frame` comes from a master and is meant for this slave, answered or not. Of selections, those that
    /// select it are.
    [[nodiscard]] bool concerns(const Frame& frame) const;

    [[nodiscard]] std::uint8_t primary_address() const { return primary_address_; }
    /// 0 to 250.
    void set_primary_address(std::uint8_t address) { primary_address_ = address; }

    [[nodiscard]] bool selected() const { return selected_; }
    /// Selected slaves listen to 253 as well. Either change clears what is remembered of the talk on 253.
    void set_selected(bool selected);

    [[nodiscard]] const LinkVariant& variant() const { return variant_; }
    void set_variant(LinkVariant variant) { variant_ = std::move(variant); }

    /// Back to the state after power-up: not selected, no frame count bit, first telegram next.
    void reset();

private:
    /// What is remembered of the requests to one address.
    struct Dialogue {
        std::optional<bool> fcb;
        OctetBuffer last_answer;
        Nanoseconds answered_at{};   ///< when `last_answer` was new
        bool outdated = false;       ///< `last_answer` must not be repeated
        std::size_t next_index = 0;  ///< telegram of the sequence; not 0 while it is open
        std::optional<bool> class_1_fcb;
        OctetBuffer last_class_1;  ///< empty: an acknowledgement
        Nanoseconds class_1_at{};  ///< when `last_class_1` was new
    };

    [[nodiscard]] bool selection_fits(const Frame& frame) const;
    std::optional<OctetBuffer> select(const Frame& frame, Nanoseconds at);
    void update_selection(const Frame& frame, Nanoseconds at);
    void initialise(std::uint8_t address);
    bool execute(const Frame& frame, Nanoseconds at);
    const OctetBuffer& class_2_answer(std::uint8_t control_field, Dialogue& dialogue, Nanoseconds at,
                                      Class2Answer choice);
    OctetBuffer class_1_answer(std::uint8_t control_field, Dialogue& dialogue, Nanoseconds at);
    [[nodiscard]] OctetBuffer respond(const UserData& data) const;
    Dialogue& dialogue_of(std::uint8_t address);

    SlaveApplication& application_;
    std::uint8_t primary_address_;
    LinkVariant variant_;
    bool selected_ = false;
    Nanoseconds selected_talk_{};  ///< the last frame to 253 while selected
    OctetBuffer last_command_;     ///< the frame before, when that was a SND_UD; kept only for `filters_commands`
    Dialogue own_;
    Dialogue secondary_;
};

}  // namespace otbench::bus
