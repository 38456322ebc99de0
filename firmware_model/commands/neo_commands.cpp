#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/storage/text_values.hpp"

// Pictures on a chain of WS2812B pixels (spec: firmware, section 9.5).

namespace otbench::firmware {
namespace {

constexpr int highest_colour = 0xFFFFFF;
constexpr int slowest_ms = 10000;

/// A picture and what it wants to be told, in the order number, colour, second colour, speed, last colour.
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

/// A hexadecimal number; 0 for anything else.
long to_colour(std::string_view text) {
    long value = 0;
    for (const char c : text) {
        if (!is_hex_digit(c) || value > highest_colour) break;
        value = value * 16 + hex_value(c);
    }
    return value;
}

bool is_colour(CommandCall& call, std::size_t argument) {
    return to_colour(call.argument(argument)) <= highest_colour || call.refuse("colour out of range 000000-ffffff");
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
    return call.fixed(49) && call.firmware.serial().uses(NeoPixels::pin) && !call.refuse("pins in use");
}

}  // namespace

bool trigger_neo(CommandCall& call) {
    const auto* const picture = std::find_if(pictures.begin(), pictures.end(),
                                             [name = call.level(0)](const Picture& p) { return p.name == name; });
    if (refuse_pin_in_use(call)) return false;
    if (call.argument(0).empty()) return call.refuse("missing commands");
    const int pixels = to_number(call.argument(0));
    if (pixels < 1 || pixels > NeoPixels::most) return call.refuse("num must be 1-256");
    if (picture->colours > 0 && call.argument(1).empty()) return call.refuse("no first colour provided");
    const auto colours = static_cast<std::size_t>(picture->colours);
    for (std::size_t i = 1; i <= colours; ++i) {
        if (!is_colour(call, i)) return false;
    }
    if (pixels < picture->fewest_pixels) return call.refuse("rainbow requires at least 2 pixels");
    if (!picture->moves) {
        call.firmware.neo_pixels().show(pixels, call.cause);
        return true;
    }
    if (call.argument(colours + 1).empty()) return call.refuse("not enough commands");
    const auto period = speed_argument(call, colours + 1, pixels);
    if (!period) return false;
    if (picture->has_last_colour) {
        if (call.argument(colours + 2).empty()) return call.refuse("final colour nots provided");
        if (!is_colour(call, colours + 2)) return false;
    }
    call.firmware.neo_pixels().animate(pixels, *period, call.cause);
    return true;
}

bool trigger_neo_message(CommandCall& call) {
    constexpr int pixels = 64;
    constexpr std::string_view display = "8x8";
    if (refuse_pin_in_use(call)) return false;
    if (call.argument(0) != display)
        return call.refuse(fmt::format("only 8x8 display supported: {}", call.argument(0)));
    const auto text = call.argument(4);
    if (text.empty()) return call.refuse("not enough commands");
    if (!is_colour(call, 1) || !is_colour(call, 2)) return false;
    const auto period = speed_argument(call, 3, pixels);
    if (!period) return false;
    const auto odd =
        std::find_if(text.begin(), text.end(), [](char c) { return (c < 'a' || c > 'z') && c != '_'; }) - text.begin();
    if (static_cast<std::size_t>(odd) < text.size()) {
        return call.refuse(fmt::format("invalid char {} {} in message - only a-z and underscore (space) supported",
                                       text[static_cast<std::size_t>(odd)], odd));
    }
    call.firmware.neo_pixels().animate(pixels, *period, call.cause);
    return true;
}

bool trigger_pixel_pattern(CommandCall& call) {
    constexpr int pixels = 252;
    if (refuse_pin_in_use(call)) return false;
    call.firmware.neo_pixels().show(pixels, call.cause);
    return true;
}

}  // namespace otbench::firmware
