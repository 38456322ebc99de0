#include "bus/slave_link.hpp"

namespace otbench::bus {
namespace {

/// The service that a frame asks for; a service in the wrong kind of frame is none.
Service requested_service(const Frame& frame) {
    const Service service = service_of(frame.control);
    const bool carries_data = frame.kind == FrameKind::control_frame || frame.kind == FrameKind::long_frame;
    return carries_data == (service == Service::SND_UD) ? service : Service::unknown;
}

}  // namespace

SlaveLink::SlaveLink(SlaveApplication& application, std::uint8_t primary_address)
    : application_(application), primary_address_(primary_address) {}

bool SlaveLink::concerns(const Frame& frame) const {
    if (frame.kind == FrameKind::single_character || (frame.control & control::from_master) == 0) return false;
    if (frame.address == address::selected) return selected_;
    return frame.address == primary_address_ || frame.address == address::all_answer ||
           frame.address == address::broadcast;
}

void SlaveLink::set_selected(bool selected) {
    selected_ = selected;
    secondary_ = {};
}

void SlaveLink::reset() {
    set_selected(false);
    own_ = {};
}

std::optional<OctetBuffer> SlaveLink::receive(const Frame& frame, Nanoseconds at) {
    if (!concerns(frame)) return std::nullopt;
    const bool answers = frame.address != address::broadcast;
    switch (requested_service(frame)) {
        case Service::SND_NKE: initialise(frame.address); break;
        case Service::SND_UD: application_.receive_user_data(frame.ci, frame.data); break;
        case Service::REQ_UD2:
            if (answers) return class_2_answer(frame.control, dialogue_of(frame.address), at);
            break;
        case Service::REQ_UD1: break;  // no class 1 data: acknowledged
        default: return std::nullopt;
    }
    if (!answers) return std::nullopt;
    return single_character();
}

SlaveLink::Dialogue& SlaveLink::dialogue_of(std::uint8_t address) {
    return address == address::selected ? secondary_ : own_;
}

void SlaveLink::initialise(std::uint8_t address) {
    if (address == address::selected) {
        set_selected(false);
    } else {
        own_ = {};
    }
}

const OctetBuffer& SlaveLink::class_2_answer(std::uint8_t control_field, Dialogue& dialogue, Nanoseconds at) {
    const bool counted = (control_field & control::fcv) != 0;
    const bool fcb = (control_field & control::fcb) != 0;
    const bool recent = dialogue.next_index > 0 || at - dialogue.answered_at <= repetition_window;
    if (counted && dialogue.fcb == fcb && recent) return dialogue.last_answer;

    if (!counted) dialogue.next_index = 0;
    const UserData data = application_.class_2_data(dialogue.next_index);
    dialogue.next_index = data.more_follows ? dialogue.next_index + 1 : 0;
    dialogue.fcb = counted ? std::optional{fcb} : std::nullopt;
    dialogue.answered_at = at;
    dialogue.last_answer = long_frame(control::RSP_UD, primary_address_, data.ci, data.data);
    return dialogue.last_answer;
}

}  // namespace otbench::bus
