#include "bus/message/product.hpp"

#include <array>

#include "bus/record/manufacturer.hpp"

namespace otbench::bus {
namespace {

enum class Key : std::uint8_t { version, id_high };  // the octet that distinguishes products of one manufacturer
constexpr int any = -1;

struct Product {
    constexpr Product(std::string_view letters, Key octet, std::uint8_t from, std::uint8_t to, int only_medium,
                      std::string_view product)
        : manufacturer(*manufacturer_code(letters)),
          key(octet),
          first(from),
          last(to),
          medium(only_medium),
          name(product) {}

    std::uint16_t manufacturer;
    Key key;
    std::uint8_t first, last;
    int medium;
    std::string_view name;
};

// By manufacturer; the first match counts. The names are those that libmbus prints (spec: decoder XML, 9.1).
constexpr std::array<Product, 81> products = {{
    {"ABB", Key::version, 0x02, 0x02, any, "ABB Delta-Meter"},
    {"ABB", Key::version, 0x20, 0x20, any, "ABB B21 113-100"},
    {"ACW", Key::version, 0x09, 0x09, any, "Itron CF Echo 2"},
    {"ACW", Key::version, 0x0A, 0x0A, any, "Itron CF 51"},
    {"ACW", Key::version, 0x0B, 0x0B, any, "Itron CF 55"},
    {"ACW", Key::version, 0x0E, 0x0E, any, "Itron BM +m"},
    {"ACW", Key::version, 0x0F, 0x0F, any, "Itron CF 800"},
    {"ACW", Key::version, 0x14, 0x14, any, "Itron CYBLE M-Bus 1.4"},
    {"AMT", Key::version, 0x00, 0x3F, any, "Aquametro AMTRON"},
    {"AMT", Key::version, 0x40, 0x7F, any, "Aquametro SAPHIR"},
    {"AMT", Key::version, 0x80, 0xBF, any, "Aquametro CALEC MB"},
    {"AMT", Key::version, 0xC0, 0xFF, any, "Aquametro CALEC ST"},
    {"BEC", Key::version, 0x00, 0x00, 0x02, "Berg DCMi"},
    {"BEC", Key::version, 0x07, 0x07, 0x02, "Berg BLMi"},
    {"BEC", Key::version, 0x71, 0x71, 0x0F, "Berg BMB-10S0"},
    {"EFE", Key::version, 0x00, 0x00, 0x06, "Engelmann WaterStar"},
    {"EFE", Key::version, 0x00, 0x00, any, "Engelmann / Elster SensoStar 2"},
    {"EFE", Key::version, 0x01, 0x01, any, "Engelmann SensoStar 2C"},
    {"ELS", Key::version, 0x02, 0x02, any, "Elster TMP-A"},
    {"ELS", Key::version, 0x0A, 0x0A, any, "Elster Falcon"},
    {"ELS", Key::version, 0x2F, 0x2F, any, "Elster F96 Plus"},
    {"ELV", Key::version, 0x14, 0x1D, any, "Elvaco CMa10"},
    {"ELV", Key::version, 0x32, 0x3B, any, "Elvaco CMa11"},
    {"EMH", Key::version, 0x00, 0x00, any, "EMH DIZ"},
    {"EMU", Key::version, 0x10, 0x10, 0x02, "EMU Professional 3/75 M-Bus"},
    {"GAV", Key::version, 0x2D, 0x30, 0x02, "Carlo Gavazzi EM24"},
    {"GAV", Key::version, 0x39, 0x3A, 0x02, "Carlo Gavazzi EM21"},
    {"GAV", Key::version, 0x40, 0x40, 0x02, "Carlo Gavazzi EM33"},
    {"GMC", Key::version, 0xE6, 0xE6, any, "GMC-I A230 EMMOD 206"},
    {"GTE", Key::id_high, 0x30, 0x30, any, "Sensoco PT100"},
    {"GTE", Key::id_high, 0x41, 0x41, any, "Sensoco 2-NTC"},
    {"GTE", Key::id_high, 0x45, 0x45, any, "Sensoco Laser Light"},
    {"GTE", Key::id_high, 0x48, 0x48, any, "Sensoco ADIO"},
    {"GTE", Key::id_high, 0x51, 0x51, any, "Sensoco THU"},
    {"GTE", Key::id_high, 0x61, 0x61, any, "Sensoco THU"},
    {"GTE", Key::id_high, 0x80, 0x80, any, "Sensoco PulseCounter for E-Meter"},
    {"HYD", Key::version, 0x28, 0x28, any, "ABB F95 Typ US770"},
    {"HYD", Key::version, 0x2F, 0x2F, any, "Hydrometer Sharky 775"},
    {"JAN", Key::version, 0x09, 0x09, 0x02, "Janitza UMG 96S"},
    {"KAM", Key::version, 0x01, 0x01, any, "Kamstrup 382 (6850-005)"},
    {"KAM", Key::version, 0x08, 0x08, any, "Kamstrup Multical 601"},
    {"LSE", Key::version, 0x99, 0x99, any, "Siemens WFH21"},
    {"LUG", Key::version, 0x02, 0x02, any, "Landis & Gyr Ultraheat 2WR5"},
    {"LUG", Key::version, 0x03, 0x03, any, "Landis & Gyr Ultraheat 2WR6"},
    {"LUG", Key::version, 0x04, 0x04, any, "Landis & Gyr Ultraheat UH50"},
    {"LUG", Key::version, 0x07, 0x07, any, "Landis & Gyr Ultraheat T230"},
    {"NZR", Key::version, 0x01, 0x01, any, "NZR DHZ 5/63"},
    {"NZR", Key::version, 0x50, 0x50, any, "NZR IC-M2"},
    {"RAM", Key::version, 0x03, 0x03, any, "Rossweiner ETK/ETW Modularis"},
    {"REL", Key::version, 0x08, 0x08, any, "Relay PadPuls M1"},
    {"REL", Key::version, 0x12, 0x12, any, "Relay PadPuls M4"},
    {"REL", Key::version, 0x20, 0x20, any, "Relay Padin 4"},
    {"REL", Key::version, 0x30, 0x30, any, "Relay AnDi 4"},
    {"REL", Key::version, 0x40, 0x40, any, "Relay PadPuls M2"},
    {"RKE", Key::version, 0x69, 0x69, any, "Ista sensonic II mbus"},
    {"SBC", Key::id_high, 0x10, 0x10, any, "Saia-Burgess ALE3"},
    {"SBC", Key::id_high, 0x19, 0x19, any, "Saia-Burgess ALE3"},
    {"SBC", Key::id_high, 0x11, 0x11, any, "Saia-Burgess AWD3"},
    {"SEN", Key::version, 0x08, 0x08, any, "Sensus PolluCom E"},
    {"SEN", Key::version, 0x19, 0x19, any, "Sensus PolluCom E"},
    {"SEN", Key::version, 0x0B, 0x0B, any, "Sensus PolluTherm"},
    {"SEN", Key::version, 0x0E, 0x0E, any, "Sensus PolluStat E"},
    {"SEO", Key::id_high, 0x30, 0x30, any, "Sensoco PT100"},
    {"SEO", Key::id_high, 0x41, 0x41, any, "Sensoco 2-NTC"},
    {"SEO", Key::id_high, 0x45, 0x45, any, "Sensoco Laser Light"},
    {"SEO", Key::id_high, 0x48, 0x48, any, "Sensoco ADIO"},
    {"SEO", Key::id_high, 0x51, 0x51, any, "Sensoco THU"},
    {"SEO", Key::id_high, 0x61, 0x61, any, "Sensoco THU"},
    {"SEO", Key::id_high, 0x80, 0x80, any, "Sensoco PulseCounter for E-Meter"},
    {"SLB", Key::version, 0x02, 0x02, any, "Allmess Megacontrol CF-50"},
    {"SLB", Key::version, 0x06, 0x06, any, "CF Compact / Integral MK MaXX"},
    {"SON", Key::version, 0x0D, 0x0D, any, "Sontex Supercal 531"},
    {"SPX", Key::version, 0x31, 0x31, any, "Sensus PolluTherm"},
    {"SPX", Key::version, 0x34, 0x34, any, "Sensus PolluTherm"},
    {"SVM", Key::version, 0x08, 0x08, any, "Elster F2 / Deltamess F2"},
    {"SVM", Key::version, 0x09, 0x09, any, "Elster F4 / Kamstrup SVM F22"},
    {"TCH", Key::version, 0x26, 0x26, any, "Techem m-bus S"},
    {"TCH", Key::version, 0x40, 0x40, any, "Techem ultra S3"},
    {"WZG", Key::version, 0x03, 0x03, any, "Modularis ETW-EAX"},
    {"ZRM", Key::version, 0x81, 0x81, any, "Minol Minocal C2"},
    {"ZRM", Key::version, 0x82, 0x82, any, "Minol Minocal WR3"},
}};

}  // namespace

std::string_view product_name(const DeviceKey& device) {
    const auto id_high = static_cast<std::uint8_t>(device.id >> 24);
    for (const Product& product : products) {
        if (product.manufacturer != device.manufacturer) continue;
        const std::uint8_t octet = product.key == Key::version ? device.version : id_high;
        if (octet < product.first || octet > product.last) continue;
        if (product.medium == any || product.medium == device.medium) return product.name;
    }
    return {};
}

}  // namespace otbench::bus
