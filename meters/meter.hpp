#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_sink.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/slave/slave_link.hpp"
#include "meters/application.hpp"
#include "meters/faults/misbehaviour.hpp"
#include "meters/frame_counts.hpp"
#include "meters/link/frame_receiver.hpp"
#include "meters/link/frame_transmitter.hpp"
#include "meters/profile/profile.hpp"
#include "meters/push_schedule.hpp"

namespace otbench::meters {

/// Where a meter's space current goes.
class CurrentOutput {
public:
    virtual ~CurrentOutput() = default;

    /// The meter begins (`on`) or ceases to draw its space current at `at`; `cause` is the event of its answer.
    virtual void space_current(Nanoseconds at, bool on, Cause cause) = 0;
};

/// A virtual meter at its two terminals: edges of its receiver in, edges of its space current out.
///
/// A plain object without a clock: times are the caller's, in order; call `wake` at `next_wake()`. Half duplex: it does
/// not listen while it sends.
///
/// Reports to its event sink: `frame` (fields `direction` "request" or "answer", `meter`, `service`, `address`, `hex`)
/// for every request that is addressed to it and for every answer or frame that it sends unasked; `frame_error` (fields
/// `meter`, `what`, `octet`) for damaged characters and frames on the line; `meter_setting` (fields `meter`, `setting`,
/// `value`) when a command or the lack of good frames changes its address or rate. An answer is caused by its request,
/// a request by the first of its edges.
class Meter {
public:
    /// `primary_address`: 0 to 250. Without power until `power`.
    Meter(std::shared_ptr<const Profile> profile, std::string name, std::uint8_t primary_address);
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    /// Must be called once before the meter gets power; both must outlive it.
    void connect(CurrentOutput& output, EventSink& events);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const Profile& profile() const { return *profile_; }
    [[nodiscard]] std::shared_ptr<const Profile> shared_profile() const { return profile_; }
    [[nodiscard]] std::uint8_t primary_address() const { return link_.primary_address(); }

    /// What the meter shows; see `Readout`.
    [[nodiscard]] Readout& readout() { return application_.readout(); }
    [[nodiscard]] const Readout& readout() const { return application_.readout(); }
    [[nodiscard]] MeterApplication& application() { return application_; }
    [[nodiscard]] const MeterApplication& application() const { return application_; }
    [[nodiscard]] bus::SlaveLink& link() { return link_; }
    /// The rate at which it listens and sends.
    [[nodiscard]] double baud() const { return format_.baud; }
    /// From now on, also after a loss of power. Not while it sends.
    void set_baud(double baud);

    /// Its faults and the variants of its link layer.
    [[nodiscard]] const Faults& faults() const { return misbehaviour_.faults(); }
    /// Not while it sends.
    void set_faults(const Faults& faults);
    /// Speed and shape of its characters.
    [[nodiscard]] bus::UartFormat format() const { return misbehaviour_.format(format_); }

    /// Time from the end of a request to the start bit of the answer; anything from 0 on, lawful or not.
    void set_response_delay(Nanoseconds delay) { response_delay_ = delay; }
    /// The profile's unless it was set, and then at least 11 bit times, so that a master can listen.
    [[nodiscard]] Nanoseconds response_delay() const;
    /// The same with the meter's own part of `Faults::response_spread`, which a delay that was set does not get.
    [[nodiscard]] Nanoseconds own_response_delay() const;
    /// How often it sends unasked; 0: never.
    [[nodiscard]] Nanoseconds push_interval() const { return push_.push().interval; }
    void set_push_interval(Nanoseconds interval);
    /// The requests addressed to it, and its answers.
    [[nodiscard]] const FrameCounts& counts() const { return counts_; }
    void reset_counts() { counts_.clear(); }
    /// 0 to 250.
    void set_primary_address(std::uint8_t address) { link_.set_primary_address(address); }

    /// The supply from the bus returned or failed. Without it the meter loses all but its values; with it, it listens
    /// after the profile's start-up time.
    void power(Nanoseconds at, bool on);
    /// Its receiver's output went to mark or space.
    void line(Nanoseconds at, bool mark, Cause cause);
    /// Instead of `line`: a frame, or a damaged one, that a receiver shared by meters of this rate has received. A
    /// frame that began before the meter listened is ignored.
    void receive_event(const LineEvent& event, Nanoseconds now);
    /// The time of the last call that had one.
    [[nodiscard]] Nanoseconds now() const { return now_; }
    /// When `wake` has something to do; nothing while the meter is idle.
    [[nodiscard]] std::optional<Nanoseconds> next_wake() const { return due_; }
    void wake(Nanoseconds at);

private:
    enum class State : std::uint8_t { off, starting, listening, sending };

    struct Answer {
        OctetBuffer octets;
        Nanoseconds start{};
        Cause request = Cause::none;
        const char* service = bus::name_of(bus::Service::RSP_UD);
        bool acknowledges = false;
    };

    /// What `due_` has to be after each change.
    [[nodiscard]] std::optional<Nanoseconds> find_due() const;
    void handle_due(Nanoseconds now);
    void listen(Nanoseconds now);
    void receive_frames(Nanoseconds now);
    void receive(const ReceivedFrame& received, Nanoseconds now);
    void send(Nanoseconds now);
    void send_spurious(Nanoseconds now);
    void send_unasked(Nanoseconds now);
    void send_to_peer(const ReceivedFrame& acknowledgement, Nanoseconds now);
    void drive(Nanoseconds at, bool space);
    void change_rate(Nanoseconds at, double baud, Cause cause);

    std::shared_ptr<const Profile> profile_;
    std::string name_;
    MeterApplication application_;
    bus::SlaveLink link_;
    Misbehaviour misbehaviour_;
    bus::UartFormat format_;
    FrameReceiver receiver_;
    FrameTransmitter transmitter_;
    PushSchedule push_;
    FrameCounts counts_;
    std::optional<Nanoseconds> response_delay_;  ///< none: the profile's
    CurrentOutput* output_ = nullptr;
    EventSink* events_ = nullptr;

    std::optional<Nanoseconds> due_;  ///< when there is something to do
    State state_ = State::off;
    bool mark_ = true;      ///< level of the receiver's output
    bool drawing_ = false;  ///< the space current flows
    Nanoseconds powered_at_{};
    Nanoseconds ready_at_{};  ///< end of the start-up
    Nanoseconds now_{};
    Nanoseconds listens_since_{};
    double stored_baud_;                    ///< proven by a good frame: outlasts a loss of power
    std::optional<Nanoseconds> rate_ends_;  ///< return to the stored rate when no good frame has come until then
    std::optional<Answer> answer_;          ///< waits for its time, in state listening
    bool acknowledged_ = false;             ///< the last answer was E5
    bool calls_peer_ = false;               ///< what is being sent has to be acknowledged before it sends its telegram
    Cause answer_event_ = Cause::none;
};

}  // namespace otbench::meters
