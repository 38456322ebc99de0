#include "circuit/solver/spice_number.hpp"

#include <array>
#include <cctype>
#include <string>

#include "base/numbers.hpp"

namespace otbench::circuit {

std::optional<double> spice_number(std::string_view text) {
    const auto [digits, letters] = split_number(text);
    const auto number = parse_number(digits);
    if (!number) return std::nullopt;
    std::string suffix;
    for (const unsigned char letter : letters) {
        if (std::isalpha(letter) == 0 || std::tolower(letter) == 'x') return std::nullopt;  // no hexadecimal numbers
        suffix += static_cast<char>(std::tolower(letter));
    }
    struct Scale {
        std::string_view name;
        double factor;
    };
    static constexpr std::array<Scale, 11> scales{{{"meg", 1e6},
                                                   {"mil", 25.4e-6},
                                                   {"t", 1e12},
                                                   {"g", 1e9},
                                                   {"k", 1e3},
                                                   {"m", 1e-3},
                                                   {"u", 1e-6},
                                                   {"n", 1e-9},
                                                   {"p", 1e-12},
                                                   {"f", 1e-15},
                                                   {"a", 1e-18}}};
    for (const auto& scale : scales) {
        if (suffix.compare(0, scale.name.size(), scale.name) == 0) return *number * scale.factor;
    }
    return *number;
}

}  // namespace otbench::circuit
