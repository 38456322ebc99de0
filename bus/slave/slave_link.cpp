#include "bus/slave/slave_link.hpp"

#include <algorithm>
#include <utility>

#include "bus/message/byte_order.hpp"
#include "bus/message/command.hpp"

namespace otbench::bus {
namespace {

/// The service that a frame asks for; a service in the wrong kind of frame is none.
Service requested_service(const Frame& frame) {
    const Service service = service_of(frame.control);
    const bool carries_data = frame.kind == FrameKind::control_frame || frame.kind == FrameKind::long_frame;
    return carries_data == (service == Service::SND_UD) ? service : Service::unknown;
}

bool from_master(const Frame& frame) {
    return frame.kind != FrameKind::single_character && (frame.control & control::from_master) != 0;
}

/// A selection in either byte order, lawful or not.
bool is_selection(const Frame& frame) {
    return frame.address == address::selected && requested_service(frame) == Service::SND_UD &&
           (frame.ci | ci_big_endian) == (ci_select_slave | ci_big_endian);
}

}  // namespace

SlaveLink::SlaveLink(SlaveApplication& application, std::uint8_t primary_address, LinkVariant variant)
    : application_(application), primary_address_(primary_address), variant_(std::move(variant)) {}

bool SlaveLink::concerns(const Frame& frame) const {
    if (!from_master(frame)) return false;
    if (is_selection(frame)) return selection_fits(frame);
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
    last_command_.clear();
}

std::optional<OctetBuffer> SlaveLink::receive(const Frame& frame, Nanoseconds at, Class2Answer class_2) {
    if (!from_master(frame)) return std::nullopt;
    update_selection(frame, at);
    if (is_selection(frame)) return select(frame, at);
    if (!concerns(frame)) return std::nullopt;
    const bool answers = frame.address != address::broadcast;
    switch (requested_service(frame)) {
        case Service::SND_NKE: initialise(frame.address); break;
        case Service::SND_UD:
            if (!execute(frame, at)) return std::nullopt;
            break;
        case Service::REQ_UD2:
            if (answers) return class_2_answer(frame.control, dialogue_of(frame.address), at, class_2);
            break;
        case Service::REQ_UD1:
            if (answers) return class_1_answer(frame.control, dialogue_of(frame.address), at);
            break;
        default: return std::nullopt;
    }
    if (!answers) return std::nullopt;
    return single_character();
}

/// What a frame does also to slaves that it is not addressed to.
void SlaveLink::update_selection(const Frame& frame, Nanoseconds at) {
    const bool nke = requested_service(frame) == Service::SND_NKE;
    if (requested_service(frame) != Service::SND_UD || is_selection(frame) || !concerns(frame)) last_command_.clear();
    if (nke && frame.address == address::selected && variant_.nke_resets == LinkVariant::NkeResets::own_and_other)
        own_ = {};
    if (!selected_) return;
    const auto& forgotten = variant_.selection.forgotten;
    const bool too_late = forgotten && at - selected_talk_ > *forgotten;
    if (too_late || (nke && frame.address != address::selected && variant_.selection.any_nke_deselects))
        set_selected(false);
    if (frame.address == address::selected) selected_talk_ = at;
}

bool SlaveLink::selection_fits(const Frame& frame) const {
    // A slave that sends the low octet first does not match its identification in the other byte order.
    if (frame.ci != ci_select_slave) return false;
    const SelectionVariant& variant = variant_.selection;
    if (variant.control && frame.control != *variant.control) return false;
    const auto command = parse_command(frame.ci, frame.data);
    if (!command) return false;
    const auto& selection = std::get<SelectSlave>(*command);
    if (variant.fully_specified && has_wild_card(selection)) return false;
    return application_.selected_by(selection, variant.wild_cards);
}

std::optional<OctetBuffer> SlaveLink::select(const Frame& frame, Nanoseconds at) {
    const bool fits = selection_fits(frame);
    set_selected(fits);
    selected_talk_ = at;
    if (fits || variant_.selection.acknowledges_all) return single_character();
    return std::nullopt;
}

SlaveLink::Dialogue& SlaveLink::dialogue_of(std::uint8_t address) {
    return address == address::selected && !variant_.shared_fcb ? secondary_ : own_;
}

void SlaveLink::initialise(std::uint8_t address) {
    if (address == address::selected) {
        set_selected(false);
        if (!variant_.shared_fcb) return;
    }
    const std::size_t next = variant_.nke_resets == LinkVariant::NkeResets::never ? own_.next_index : 0;
    own_ = {};
    own_.next_index = next;
}

/// Carries a command out, unless it is a repetition that is to be filtered; false when the slave stays silent.
bool SlaveLink::execute(const Frame& frame, Nanoseconds at) {
    if (variant_.filters_commands && (frame.control & control::fcv) != 0 &&
        std::equal(frame.octets.begin(), frame.octets.end(), last_command_.begin(), last_command_.end()))
        return true;
    const CommandEffect effect = application_.receive_user_data(frame.ci, frame.data, at);
    for (Dialogue* dialogue : {&own_, &secondary_}) {
        dialogue->outdated |= effect.outdates_answers || effect.starts_over;
        if (effect.starts_over) dialogue->next_index = 0;
    }
    if (effect.primary_address) primary_address_ = *effect.primary_address;
    if (variant_.filters_commands) last_command_.assign(frame.octets.begin(), frame.octets.end());
    return effect.acknowledged;
}

const OctetBuffer& SlaveLink::class_2_answer(std::uint8_t control_field, Dialogue& dialogue, Nanoseconds at,
                                             Class2Answer choice) {
    const bool counted = (control_field & control::fcv) != 0;
    const bool fcb = (control_field & control::fcb) != 0;
    const bool recent = dialogue.next_index > 0 || at - dialogue.answered_at <= variant_.repetition_window;
    const bool repeats =
        variant_.fcb == LinkVariant::Fcb::honoured && counted && dialogue.fcb == fcb && recent && !dialogue.outdated;
    const bool always_last = choice == Class2Answer::last || variant_.fcb == LinkVariant::Fcb::stuck;
    if (repeats || (always_last && !dialogue.last_answer.empty())) return dialogue.last_answer;

    if (!counted && !variant_.fcv_0_continues) dialogue.next_index = 0;
    const UserData data = application_.class_2_data(dialogue.next_index, at);
    dialogue.next_index = data.more_follows ? dialogue.next_index + 1 : 0;
    dialogue.fcb = counted ? std::optional{fcb} : std::nullopt;
    dialogue.answered_at = at;
    dialogue.outdated = false;
    dialogue.last_answer = respond(data);
    return dialogue.last_answer;
}

OctetBuffer SlaveLink::class_1_answer(std::uint8_t control_field, Dialogue& dialogue, Nanoseconds at) {
    const bool counted = (control_field & control::fcv) != 0;
    const bool fcb = (control_field & control::fcb) != 0;
    const bool recent = at - dialogue.class_1_at <= variant_.repetition_window;
    const bool repeats = variant_.fcb == LinkVariant::Fcb::honoured && counted && dialogue.class_1_fcb == fcb &&
                         recent && !dialogue.last_class_1.empty();
    if (repeats) return dialogue.last_class_1;
    dialogue.class_1_fcb = counted ? std::optional{fcb} : std::nullopt;
    dialogue.class_1_at = at;
    const auto data = application_.class_1_data(at);
    dialogue.last_class_1 = data ? respond(*data) : OctetBuffer{};
    return data ? dialogue.last_class_1 : single_character();
}

OctetBuffer SlaveLink::respond(const UserData& data) const {
    return long_frame(control::RSP_UD | data.flags, primary_address_, data.ci, data.data);
}

}  // namespace otbench::bus
