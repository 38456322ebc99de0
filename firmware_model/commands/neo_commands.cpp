#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/outputs/neo_pixels.hpp"
#include "firmware_model/serial/serial.hpp"
#include "firmware_model/storage/text_values.hpp"

// Pictures on a chain of WS2812B pixels (spec: firmware, section 9.5).

namespace otbench::firmware {
namespace {

constexpr int highest_colour = 0xFFFFFF;
constexpr int slowest_ms = 10000;
constexpr std::uint32_t dark = 0;

/// A picture and its arguments, in the order number, colour, second colour, speed, last colour.
struct Picture {
    std::string_view name;
    int colours;
    bool moves;
    bool has_last_colour;
    int fewest_pixels;
};
constexpr std::array<Picture, 9> pictures = {{
    {"off", 0, false, false, 1},
    {"solid", 1, false, false, 1},
    {"rainbow", 2, false, false, 2},
    {"bounce", 2, true, false, 1},
    {"round", 2, true, false, 1},
    {"rotate", 2, true, false, 1},
    {"rotateb", 2, true, false, 1},
    {"bouncer", 2, true, true, 1},
    {"rounder", 2, true, true, 1},
}};

bool is_colour(CommandCall& call, std::size_t argument) {
    const auto colour = to_hex_number(call.argument(argument));
    return (colour >= 0 && colour <= highest_colour) || call.refuse("colour out of range 000000-ffffff");
}

/// What a message may consist of: letters, digits, space, underscore and the punctuation between them in ASCII.
bool has_glyph(char c) {
    return (c >= ' ' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// The shortest time between two pictures: what writing them takes, and some.
int fastest_ms(int pixels) {
    return static_cast<int>((312LL * pixels + 100) * 120 / 1'000'000) + 1;
}

/// The time between two pictures from the argument at `index`; nothing, with a reply, when it is out of range.
std::optional<Nanoseconds> speed_argument(CommandCall& call, std::size_t index, int pixels) {
    const int speed = to_number(call.argument(index));
    if (speed >= fastest_ms(pixels) && speed <= slowest_ms) return std::chrono::milliseconds{speed};
    call.refuse(fmt::format("speed out of range {}-{} ms", fastest_ms(pixels), slowest_ms));
    return std::nullopt;
}

bool refuse_pin_in_use(CommandCall& call) {
    return call.fixed(Quirk::outputs_take_serial_pins) && call.firmware.serial().uses(NeoPixels::pin) &&
           !call.refuse("pins in use");
}

}  // namespace

bool trigger_neo(CommandCall& call) {
    const auto* const picture = std::find_if(pictures.begin(), pictures.end(),
                                             [name = call.level(0)](const Picture& p) { return p.name == name; });
    if (refuse_pin_in_use(call)) return false;
    const int pixels = to_number(call.argument(0));
    if (pixels < 1 || pixels > NeoPixels::most) return call.refuse("num must be 1-256");
    const auto colours = static_cast<std::size_t>(picture->colours);
    // A missing argument is noticed only where the one before it is missing, too; else it reads as 0.
    if (picture->moves && call.argument(colours).empty()) return call.refuse("missing commands");
    for (std::size_t i = 1; i <= colours; ++i) {
        if (!is_colour(call, i)) return false;
    }
    if (pixels < picture->fewest_pixels) return call.refuse("rainbow requires at least 2 pixels");
    const auto colour = colours > 0 ? static_cast<std::uint32_t>(to_hex_number(call.argument(1))) : dark;
    if (!picture->moves) {
        call.firmware.neo_pixels().show(pixels, colour, call.cause);
        return true;
    }
    const auto period = speed_argument(call, colours + 1, pixels);
    if (!period) return false;
    if (picture->has_last_colour && !is_colour(call, colours + 2)) return false;
    call.firmware.neo_pixels().animate(pixels, colour, *period, call.cause);
    return true;
}

bool trigger_neo_message(CommandCall& call) {
    constexpr int pixels = 64;
    constexpr std::string_view display = "8x8";  // of the argument, three characters are looked at
    if (refuse_pin_in_use(call)) return false;
    if (call.argument(2).empty()) return call.refuse("not enough commands");
    const auto period = speed_argument(call, 3, pixels);
    if (!period) return false;
    const auto text = call.argument(4);
    if (text.empty()) return call.refuse("not enough commands");
    const auto size = call.argument(0);
    if ((call.fixed(Quirk::display_prefix) ? size : size.substr(0, display.size())) != display) {
        return call.refuse(fmt::format("only 8x8 display supported: {}", size));
    }
    if (!is_colour(call, 1) || !is_colour(call, 2)) return false;
    const auto odd = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), has_glyph) - text.begin());
    if (odd < text.size()) {
        return call.refuse(fmt::format("invalid char {} {} in message - only a-z and underscore (space) supported",
                                       static_cast<unsigned char>(text[odd]), odd));
    }
    const auto background = static_cast<std::uint32_t>(to_hex_number(call.argument(1)));
    call.firmware.neo_pixels().animate(pixels, background, *period, call.cause);
    return true;
}

bool trigger_pixel_pattern(CommandCall& call) {
    constexpr int pixels = 252;
    if (refuse_pin_in_use(call)) return false;
    call.firmware.neo_pixels().show(pixels, dark, call.cause);
    return true;
}

}  // namespace otbench::firmware
