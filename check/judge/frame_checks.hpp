#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "check/case.hpp"

// Conditions on the frames that a client sends, and on their times.
namespace otbench::check {

/// Asks for data (REQ_UD2) at most, or at least, so often.
[[nodiscard]] Check asks_at_most(std::size_t most);
[[nodiscard]] Check asks_at_least(std::size_t least);
/// Sends at most so many frames of any kind.
[[nodiscard]] Check sends_at_most(std::size_t most);
/// Every byte that it sends is part of a sound frame with a control field for masters.
[[nodiscard]] Check sends_sound_frames();
/// Sends a frame of this service to this address.
[[nodiscard]] Check sends(bus::Service service, int address);
/// Sends no frame of this service to this address.
[[nodiscard]] Check sends_no(bus::Service service, int address);
/// Sends a command (SND_UD) to this address with this CI field and these bytes in hex behind it; an empty text: any.
[[nodiscard]] Check sends_command(int address, std::uint8_t ci, std::string data = {});
/// Sends no command (SND_UD) to this address with this CI field.
[[nodiscard]] Check sends_no_command(int address, std::uint8_t ci);
/// Every REQ_UD2 goes to one of these addresses.
[[nodiscard]] Check asks_only(std::vector<int> addresses);

/// SND_NKE goes to this address before the first REQ_UD2 to it.
[[nodiscard]] Check resets_before_asking(int address);
/// The first REQ_UD2 after SND_NKE to its address has FCV and FCB set.
[[nodiscard]] Check starts_with_fcb_set();
/// After a good answer, the next REQ_UD2 to the same address has the other frame count bit, unless SND_NKE was sent.
[[nodiscard]] Check toggles_fcb();
/// A REQ_UD2 that follows another one to the same address without SND_NKE between has the same frame count bit.
[[nodiscard]] Check repeats_unchanged();

/// At least so many bit times from the end of an answer to the next request.
[[nodiscard]] Check pauses(double bits);
/// A request without an answer is followed by another one after 330 bit times + 50 ms at the earliest.
[[nodiscard]] Check waits_for_answers();
/// Sends nothing while a meter sends.
[[nodiscard]] Check does_not_interrupt();
/// Uses at most so many connections.
[[nodiscard]] Check connects_at_most(std::size_t most);

}  // namespace otbench::check
