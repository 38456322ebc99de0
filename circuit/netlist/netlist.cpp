#include "circuit/netlist/netlist.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <sstream>
#include <utility>

#include "circuit/solver/spice_number.hpp"

namespace otbench::circuit {
namespace {

constexpr double nudge = 1.01;  // by which a parameter is changed to see what depends on it

std::string lower(std::string_view text) {
    std::string copy{text};
    std::transform(copy.begin(), copy.end(), copy.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return copy;
}

/// Words between blanks, brackets and commas; `=` is a word of its own.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (const char c : line) {
        if (c == '=') {
            end_word();
            words.emplace_back("=");
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0 || c == '(' || c == ')' || c == ',') {
            end_word();
        } else {
            word += c;
        }
    }
    end_word();
    return words;
}

/// Lines without comments, in lower case, continuations joined.
std::vector<std::string> cards_of(const std::string& text) {
    std::vector<std::string> cards;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) {
        line = lower(line.substr(0, line.find(';')));
        if (line.empty() || line[0] == '*') continue;
        if (line[0] == '+' && !cards.empty()) {
            cards.back() += " " + line.substr(1);
        } else {
            cards.push_back(line);
        }
    }
    return cards;
}

/// The flat parts of one instance, from the lines of a listing.
class PartReader {
public:
    PartReader(const std::string& instance, const std::map<std::string, std::vector<std::string>>& models)
        : prefix_{instance + "."}, models_{models} {
        parts_.nodes = {"0"};
        for (const char* port : {"tx", "rx", "vbus36", "mbusp", "mbusn"}) parts_.node(port);
    }

    /// Takes a part of this instance and passes over all others; an error's text, or nothing.
    std::string read_card(const std::vector<std::string>& words) {
        const std::string& name = words[0];
        const auto dot = name.find('.');
        if (dot != 1 || name.compare(2, prefix_.size(), prefix_) != 0) return {};
        name_ = name.substr(2 + prefix_.size());
        switch (name[0]) {
            case 'r': return read_value(words, 'r');
            case 'c': return read_value(words, 'c');
            case 'l': return read_value(words, 'l');
            case 'v': return read_value(words, 'v');
            case 'q': return read_transistor(words);
            case 'd': return read_diode(words);
            default: break;
        }
        return fmt::format("unsupported kind of part '{}' (expected R, C, L, D, Q or V)", name_);
    }

    /// The parts, with wires joined.
    Schematic finish() {
        for (const auto& [kept, gone] : wires_) join(kept, gone);
        return std::move(parts_);
    }

private:
    Schematic::Node node(const std::string& name) {
        const bool inner = name.compare(0, prefix_.size(), prefix_) == 0;
        return parts_.node(inner ? name.substr(prefix_.size()) : name == "gnd" ? "0" : name.substr(0, name.find('@')));
    }

    std::string read_value(const std::vector<std::string>& words, char kind) {
        if (words.size() < 4) return fmt::format("part '{}': two nodes and a value", name_);
        const auto a = node(words[1]), b = node(words[2]);
        std::size_t at = 3;
        if (kind == 'v' && words[at] == "dc") ++at;
        if (words[at].size() == 1 && words[at][0] == kind && at + 2 < words.size() && words[at + 1] == "=") at += 2;
        const auto value = at < words.size() ? spice_number(words[at]) : std::nullopt;
        if (!value)
            return fmt::format("part '{}': invalid value '{}' (expected a number)", name_,
                               words[std::min(at, words.size() - 1)]);
        if (at + 1 != words.size()) {
            return fmt::format("part '{}': unsupported parameter '{}' after the value", name_, words[at + 1]);
        }
        switch (kind) {
            case 'r': parts_.resistors.push_back({name_, a, b, *value}); break;
            case 'c': parts_.capacitors.push_back({name_, a, b, *value}); break;
            case 'l': parts_.coils.push_back({name_, a, b, 0.0, *value}); break;
            default:
                if (*value == 0) {
                    wires_.emplace_back(a, b);
                } else {
                    parts_.batteries.push_back({name_, a, b, *value});
                }
        }
        return {};
    }

    /// The values of a model's card in the fields of `model`; an error's text, or nothing. What the model has no field
    /// for (noise, substrate, limits) is left out; the comparison with ngspice shows whether it matters.
    template <typename Model, typename Fields>
    std::string fill(Model& model, const Fields& fields, const std::vector<std::string>& card) {
        for (std::size_t i = 2; i + 2 < card.size(); ++i) {
            if (card[i + 1] != "=") continue;
            const std::string key = spelled(card[i]);
            const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return key == f.name; });
            if (field == fields.end()) continue;
            const auto value = spice_number(card[i + 2]);
            if (!value)
                return fmt::format("model '{0}': invalid value '{2}' of {1} (expected a number)", card[0], card[i],
                                   card[i + 2]);
            model.*(field->value) = *value;
        }
        return {};
    }

    /// Other spellings of SPICE.
    static std::string spelled(const std::string& key) {
        static const std::map<std::string, std::string> others{
            {"va", "vaf"},  {"vb", "var"}, {"ik", "ikf"},  {"pe", "vje"},  {"pc", "vjc"},
            {"me", "mje"},  {"mc", "mjc"}, {"cj0", "cjo"}, {"cj", "cjo"},  {"pt", "xti"},
            {"vrev", "bv"}, {"pb", "vj"},  {"mj", "m"},    {"jbv", "ibv"}, {"tf1", "tf"}};
        const auto found = others.find(key);
        return found == others.end() ? key : found->second;
    }

    std::string read_transistor(const std::vector<std::string>& words) {
        std::size_t at = 4;
        while (at < words.size() && models_.count(words[at]) == 0) ++at;
        if (at >= words.size()) return fmt::format("transistor '{}': missing model", name_);
        const auto& card = models_.at(words[at]);
        Schematic::Transistor part{name_, node(words[1]), node(words[2]), node(words[3]), {}};
        if (card[1] != "npn" && card[1] != "pnp")
            return fmt::format("invalid model '{}' of '{}' (expected NPN or PNP)", card[0], name_);
        part.model.pnp = card[1] == "pnp" ? 1 : 0;
        if (auto error = fill(part.model, bipolar_fields, card); !error.empty()) return error;
        if (at + 1 < words.size())
            return fmt::format("transistor '{}': unsupported parameter '{}'", name_, words[at + 1]);
        parts_.transistors.push_back(part);
        return {};
    }

    std::string read_diode(const std::vector<std::string>& words) {
        if (words.size() != 4 || models_.count(words[3]) == 0)
            return fmt::format("diode '{}': two nodes and a model", name_);
        const auto& card = models_.at(words[3]);
        if (card[1] != "d") return fmt::format("invalid model '{}' of '{}' (expected a diode)", card[0], name_);
        Schematic::DiodePart part{name_, node(words[1]), node(words[2]), {}};
        if (auto error = fill(part.model, diode_fields, card); !error.empty()) return error;
        parts_.diodes.push_back(part);
        return {};
    }

    /// Makes two nodes one; the node of the port stays.
    void join(Schematic::Node a, Schematic::Node b) {
        const auto kept = std::min(a, b), gone = std::max(a, b);
        const auto move = [&](Schematic::Node& node) {
            if (node == gone) node = kept;
        };
        for (auto* list : {&parts_.resistors})
            for (auto& p : *list) move(p.a), move(p.b);
        for (auto& p : parts_.capacitors) move(p.a), move(p.b);
        for (auto& p : parts_.coils) move(p.a), move(p.b);
        for (auto& p : parts_.batteries) move(p.plus), move(p.minus);
        for (auto& p : parts_.diodes) move(p.anode), move(p.cathode);
        for (auto& p : parts_.transistors) move(p.collector), move(p.base), move(p.emitter);
        parts_.resistors.push_back({"wire", kept, gone, 1e-6});
    }

    std::string prefix_;
    const std::map<std::string, std::vector<std::string>>& models_;
    Schematic parts_;
    std::string name_;
    std::vector<std::pair<Schematic::Node, Schematic::Node>> wires_;
};

template <typename Parts, typename Value>
double value_of(const Parts& parts, const std::string& name, Value value) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
    return found == parts.end() ? NAN : (*found).*value;
}

}  // namespace

NetlistResult<Netlist> Netlist::read(std::string text, std::string file_name) {
    static const std::vector<std::string> ports{"tx", "rx", "vbus36", "mbusp", "mbusn", "com"};
    Netlist netlist;
    for (const auto& card : cards_of(text)) {
        const auto words = words_of(card);
        if (words.size() < 2 || words[0] != ".subckt" || words[1] != "mbus_master") continue;
        if (words.size() < 2 + ports.size()) {
            return NetlistError{
                fmt::format("{}: subcircuit mbus_master needs the ports tx rx vbus36 mbusp mbusn com", file_name)};
        }
        for (std::size_t i = 2 + ports.size(); i + 2 < words.size(); ++i) {
            if (words[i + 1] != "=") continue;
            if (const auto value = spice_number(words[i + 2])) netlist.defaults_.push_back({words[i], *value});
        }
        netlist.text_ = std::move(text);
        netlist.file_name_ = std::move(file_name);
        return netlist;
    }
    return NetlistError{fmt::format("{}: no subcircuit mbus_master (ports tx rx vbus36 mbusp mbusn com)", file_name)};
}

std::string Netlist::hash() const {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text_) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return fmt::format("{:016x}", hash);
}

std::string Netlist::listing_deck() const {
    std::string deck = fmt::format("parts of {}\n{}\n", file_name_, text_);
    const auto instance = [&](std::size_t number, const std::string& set) {
        deck += fmt::format("X{} tx rx vbus36 mbusp mbusn 0 mbus_master{}\n", number, set);
    };
    instance(0, "");
    for (std::size_t i = 0; i < defaults_.size(); ++i) {
        instance(i + 1, fmt::format(" {}={:.12g}", defaults_[i].name, defaults_[i].value * nudge));
    }
    return deck + ".control\nlisting expand\nquit 0\n.endc\n.end\n";
}

NetlistResult<Circuit> Netlist::circuit(std::string_view listing) const {
    std::vector<std::vector<std::string>> cards;
    std::map<std::string, std::vector<std::string>> models;
    std::istringstream stream{std::string{listing}};
    for (std::string line; std::getline(stream, line);) {
        const auto colon = line.find(" : ");
        if (colon == std::string::npos || line.find_first_not_of(" 0123456789") != colon + 1) continue;
        auto words = words_of(lower(line.substr(colon + 3)));
        if (words.empty()) continue;
        if (words[0] == ".model" && words.size() > 2) {
            words.erase(words.begin());
            models[words[0]] = words;
        } else {
            cards.push_back(std::move(words));
        }
    }
    const auto read = [&](std::size_t instance, Schematic& parts) -> std::string {
        PartReader reader{fmt::format("x{}", instance), models};
        for (const auto& card : cards) {
            if (auto error = reader.read_card(card); !error.empty()) return error;
        }
        parts = reader.finish();
        return {};
    };
    Circuit circuit;
    circuit.netlist = file_name_;
    circuit.netlist_hash = hash();
    circuit.netlist_text = text_;
    if (auto error = read(0, circuit.parts); !error.empty())
        return NetlistError{fmt::format("{}: {}", file_name_, error)};
    if (circuit.parts.transistors.empty() && circuit.parts.resistors.empty()) {
        return NetlistError{fmt::format("{}: ngspice shows no parts in mbus_master", file_name_)};
    }
    for (std::size_t i = 0; i < defaults_.size(); ++i) {
        Schematic changed;
        if (auto error = read(i + 1, changed); !error.empty()) return NetlistError{error};
        Circuit::Parameter parameter{defaults_[i].name, defaults_[i].value, {}};
        const double step = defaults_[i].value * (nudge - 1);
        const auto compare = [&](const auto& before, const auto& after, auto value) {
            for (const auto& part : before) {
                const double difference = value_of(after, part.name, value) - part.*value;
                if (difference != 0 && std::isfinite(difference))
                    parameter.effects.push_back({part.name, std::round(difference / step * 1e9) * 1e-9});
            }
        };
        compare(circuit.parts.resistors, changed.resistors, &Schematic::Resistor::ohm);
        compare(circuit.parts.capacitors, changed.capacitors, &Schematic::Capacitor::farad);
        if (!parameter.effects.empty()) circuit.parameters.push_back(parameter);
    }
    return circuit;
}

}  // namespace otbench::circuit
