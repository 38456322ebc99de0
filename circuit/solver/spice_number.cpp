#include "circuit/solver/spice_number.hpp"

#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string>

namespace otbench::circuit {

std::optional<double> spice_number(std::string_view text) {
    const std::string copy{text};
    const char* begin = copy.c_str();
    char* end = nullptr;
    const double number = std::strtod(begin, &end);
    if (end == begin || !std::isfinite(number) || copy.find_first_of("xX") != std::string::npos) return std::nullopt;
    std::string suffix;
    for (; *end != '\0'; ++end) {
        if (std::isalpha(static_cast<unsigned char>(*end)) == 0) return std::nullopt;
        suffix += static_cast<char>(std::tolower(static_cast<unsigned char>(*end)));
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
        if (suffix.compare(0, scale.name.size(), scale.name) == 0) return number * scale.factor;
    }
    return number;
}

}  // namespace otbench::circuit
