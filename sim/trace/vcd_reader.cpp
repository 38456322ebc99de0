#include "sim/trace/vcd_reader.hpp"

#include <fmt/core.h>

#include <sstream>
#include <string_view>
#include <unordered_map>

#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

class Reader {
public:
    explicit Reader(const VcdListener& listener) : listener_{listener} {}

    /// Whether the line could be read.
    bool read(std::string_view line) {
        if (line.empty()) return true;
        switch (line[0]) {
            case '$': return declare(line);
            case '#': return advance(line.substr(1));
            case '0':
            case '1': return change(line.substr(1), line[0] == '1' ? 1.0 : 0.0);
            case 'r': {
                const auto blank = line.find(' ');
                if (blank == std::string_view::npos) return false;
                const auto value = parse_number(line.substr(1, blank - 1));
                return value && change(line.substr(blank + 1), *value);
            }
            default: return false;
        }
    }

    [[nodiscard]] Nanoseconds now() const { return now_; }

private:
    bool declare(std::string_view line) {
        std::istringstream words{std::string{line}};
        std::string keyword, type, size, code, name;
        words >> keyword >> type >> size >> code >> name;
        if (keyword == "$timescale") return type == "1" && size == "ns";
        if (keyword == "$scope") scope_ = size;
        if (keyword == "$upscope") scope_.clear();
        if (keyword != "$var") return true;
        if (name.empty() || (type != "wire" && type != "real")) return false;
        codes_.emplace(code, codes_.size());
        listener_.declared({scope_, name, type == "real"});
        return true;
    }

    bool advance(std::string_view text) {
        const auto time = parse_integer<Nanoseconds::rep>(text);
        if (!time || Nanoseconds{*time} < now_) return false;
        now_ = Nanoseconds{*time};
        return true;
    }

    bool change(std::string_view code, double value) {
        code_.assign(code);
        const auto known = codes_.find(code_);
        if (known == codes_.end()) return false;
        listener_.changed(known->second, now_, value);
        return true;
    }

    const VcdListener& listener_;
    std::unordered_map<std::string, std::size_t> codes_;
    std::string scope_, code_;
    Nanoseconds now_{0};
};

}  // namespace

Checked<Nanoseconds> read_vcd(std::istream& file, const VcdListener& listener) {
    Reader reader{listener};
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (!reader.read(line))
            return InputError{
                fmt::format("line {}: invalid '{}' (expected a VCD with a unit of 1 ns)", number, line.substr(0, 60))};
    }
    return reader.now();
}

}  // namespace otbench::sim
