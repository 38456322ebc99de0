#include "firmware_model/board/eeprom_image.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "firmware_model/board/board_eeproms.hpp"

namespace otbench::firmware {
namespace {

// An EEPROM holds components: a list of them at its beginning, and the others behind it. Each has a header, a structure
// of a fixed size, and perhaps an array. All numbers are little endian and have 32 bits, but for the bytes of addresses
// and flags. The kind of a component is its place here.
enum Kind : std::uint8_t { info, main_board, module_socket, sdk_data, gpio_pins, main_module, module_pins };
constexpr std::uint32_t magics[] = {0xBC13EE7A, 0xA140C5AD, 0x498AF75E, 0xB3B8D62C, 0x8A60EBE8, 0xEB6438DC, 0x9F99EB64};

constexpr std::uint32_t chip_octets = 16 << 10;  // a 24xx128
constexpr std::uint32_t flash_octets = 4 << 20;
constexpr std::uint32_t write_date = 0x20200520;  // the day on which the recorded firmware was built
constexpr std::uint32_t esp12 = 1;
constexpr std::size_t serial_octets = 16;
constexpr std::size_t mac_octets = 6;
constexpr std::size_t component_header_octets = 24;
constexpr std::size_t checksum_at = 20;

// Of the serial M-Bus mezzanine, version 0.1.
constexpr std::uint32_t serial_mbus_module = 0x41;
constexpr int mezzanine_pins[] = {4, 5, 12, 13};

/// What may be plugged on a board, where its own EEPROM answers, and how many connectors it has.
struct Socket {
    bool MainBoard::*is_there;
    std::uint32_t type, headers;
    std::uint8_t address;
};
constexpr std::uint32_t mezzanine_socket = 1;
constexpr Socket sockets[] = {
    {&MainBoard::takes_mezzanines, mezzanine_socket, 2, mezzanine_eeprom_address},
    {&MainBoard::takes_hat, 5, 1, hat_eeprom_address},
};

class Component {
public:
    explicit Component(Kind kind) : kind_(kind) {
        constexpr std::uint32_t version = 1;
        // The sizes and the checksum are filled in at the end.
        for (const std::uint32_t value : {magics[kind], std::uint32_t{kind}, 0U, version, 0U, 0U}) number(value);
    }

    Component& number(std::uint32_t value, int octets = 4) {
        for (int i = 0; i < octets; ++i) octets_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        return *this;
    }
    Component& bytes(const std::vector<std::uint8_t>& octets) {
        octets_.insert(octets_.end(), octets.begin(), octets.end());
        return *this;
    }
    /// Zeros follow, up to `size`.
    Component& text(std::string_view text, std::size_t size) {
        octets_.insert(octets_.end(), text.begin(), text.end());
        octets_.resize(octets_.size() + size - text.size());
        return *this;
    }
    /// What follows is the array.
    Component& end_of_structure() {
        structure_ = octets_.size();
        return *this;
    }
    Component& pin(int pin, std::uint32_t module) {
        number(static_cast<std::uint32_t>(pin)).number(0).number(0).number(module);
        return number(0).number(0);  // more about it, and whether it is pulled
    }

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::size_t size() const { return octets_.size(); }
    /// With sizes and checksum.
    [[nodiscard]] std::vector<std::uint8_t> octets() const {
        constexpr std::size_t structure_at = 8, length_at = 16;
        auto finished = octets_;
        const auto fill = [&](std::size_t at, std::uint32_t value) {
            for (unsigned i = 0; i < 4; ++i) finished[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
        };
        fill(structure_at, static_cast<std::uint32_t>(structure_ != 0 ? structure_ : octets_.size()));
        fill(length_at, static_cast<std::uint32_t>(octets_.size()));
        std::uint32_t checksum = 0x12345678;
        for (std::size_t i = 0; i < finished.size(); ++i)
            if (i < checksum_at || i >= component_header_octets)
                checksum += std::uint32_t{finished[i]} << (8 * (i % 4));
        fill(checksum_at, checksum);
        return finished;
    }

private:
    Kind kind_;
    std::vector<std::uint8_t> octets_;
    std::size_t structure_ = 0;
};

/// The list of components, which is the first of them, and the others.
std::vector<std::uint8_t> image_of(const std::vector<Component>& components) {
    constexpr std::size_t info_octets = 36, entry_octets = 12;
    const std::size_t count = components.size() + 1, list_octets = info_octets + entry_octets * count;
    Component list{info};
    list.number(chip_octets).number(static_cast<std::uint32_t>(count)).number(write_date).end_of_structure();
    std::size_t at = 0;
    const auto add = [&](Kind kind, std::size_t size) {
        list.number(kind).number(static_cast<std::uint32_t>(at)).number(static_cast<std::uint32_t>(size));
        at += size;
    };
    add(info, list_octets);
    for (const Component& component : components) add(component.kind(), component.size());
    auto image = list.octets();
    for (const Component& component : components) {
        const auto octets = component.octets();
        image.insert(image.end(), octets.begin(), octets.end());
    }
    return image;
}

std::vector<std::uint8_t> octets_of(const std::string& mac) {
    std::string digits;
    std::copy_if(mac.begin(), mac.end(), std::back_inserter(digits), [](char c) { return c != ':'; });
    auto octets = parse_octets(digits);
    if (!octets || octets->size() != mac_octets) return std::vector<std::uint8_t>(mac_octets);
    return *std::move(octets);
}

Component main_board_of(const MainBoard& board, const std::string& mac, std::size_t modules) {
    constexpr std::uint8_t access_point_bit = 2;
    const auto station = octets_of(mac);
    auto access_point = station;
    access_point[0] |= access_point_bit;
    Component component{main_board};
    component.text(board.serial, serial_octets).number(board.code).number(board.subcode);
    component.bytes({station.end() - 3, station.end()}).number(0, 1);  // the chip's id, padded
    component.bytes(station).bytes(access_point);
    component.number(esp12).number(flash_octets).number(0).number(0);  // no converters
    component.number(static_cast<std::uint32_t>(modules));
    return component;
}

}  // namespace

std::vector<std::uint8_t> board_eeprom_image(const MainBoard& board, const std::string& mac) {
    std::vector<Component> modules;
    for (const Socket& socket : sockets) {
        if (!(board.*socket.is_there)) continue;
        Component module{module_socket};
        module.number(static_cast<std::uint32_t>(modules.size())).number(socket.type).number(socket.headers);
        module.number(0).number(socket.address);  // without a list of the connectors' pins
        modules.push_back(std::move(module));
    }
    Component pins{gpio_pins};
    pins.number(PinBank::count).end_of_structure();
    for (int pin = 0; pin < PinBank::count; ++pin) pins.pin(pin, 0);

    std::vector<Component> components{main_board_of(board, mac, modules.size())};
    components.insert(components.end(), modules.begin(), modules.end());
    components.push_back(std::move(pins));
    return image_of(components);
}

std::vector<std::uint8_t> mezzanine_eeprom_image() {
    Component module{main_module};
    module.text("MBUS0041", serial_octets).number(1).number(1);  // code and subcode
    module.number(serial_mbus_module).number(mezzanine_socket).number(0);
    Component pins{module_pins};
    pins.number(std::size(mezzanine_pins)).end_of_structure();
    for (const int pin : mezzanine_pins) pins.pin(pin, 1);
    return image_of({module, pins});
}

}  // namespace otbench::firmware
