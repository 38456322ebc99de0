#include "circuit/netlist/circuit_file.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

namespace otbench::circuit {
namespace {

using nlohmann::json;

constexpr const char* format_name = "otbench converter parameters 1";

template <typename Model, typename Fields>
json write_model(const Model& model, const Fields& fields) {
    json values = json::object();
    const Model usual;
    for (const auto& field : fields) {
        if (model.*(field.value) != usual.*(field.value)) values[field.name] = model.*(field.value);
    }
    return values;
}

template <typename Model, typename Fields>
Model read_model(const json& values, const Fields& fields) {
    Model model;
    for (const auto& field : fields) model.*(field.value) = values.value(field.name, model.*(field.value));
    return model;
}

json write_parts(const Schematic& parts) {
    const auto& node = parts.nodes;
    const auto at = [&](Schematic::Node index) { return node[static_cast<std::size_t>(index)]; };
    json list = json::array();
    for (const auto& p : parts.resistors)
        list.push_back({{"resistor", p.name}, {"nodes", {at(p.a), at(p.b)}}, {"ohm", p.ohm}});
    for (const auto& p : parts.capacitors)
        list.push_back({{"capacitor", p.name}, {"nodes", {at(p.a), at(p.b)}}, {"farad", p.farad}});
    for (const auto& p : parts.coils)
        list.push_back({{"coil", p.name}, {"nodes", {at(p.a), at(p.b)}}, {"ohm", p.ohm}, {"henry", p.henry}});
    for (const auto& p : parts.batteries)
        list.push_back({{"battery", p.name}, {"nodes", {at(p.plus), at(p.minus)}}, {"volts", p.volts}});
    for (const auto& p : parts.transistors) {
        list.push_back({{"transistor", p.name},
                        {"nodes", {at(p.collector), at(p.base), at(p.emitter)}},
                        {"model", write_model(p.model, bipolar_fields)}});
    }
    for (const auto& p : parts.diodes) {
        list.push_back({{"diode", p.name},
                        {"nodes", {at(p.anode), at(p.cathode)}},
                        {"model", write_model(p.model, diode_fields)}});
    }
    return list;
}

void read_part(const json& part, Schematic& parts) {
    const auto node = [&](std::size_t i) { return parts.node(part.at("nodes").at(i).get<std::string>()); };
    const auto number = [&](const char* key) { return part.at(key).get<double>(); };
    const auto name = [&](const char* kind) { return part.at(kind).get<std::string>(); };
    if (part.contains("resistor")) {
        parts.resistors.push_back({name("resistor"), node(0), node(1), number("ohm")});
    } else if (part.contains("capacitor")) {
        parts.capacitors.push_back({name("capacitor"), node(0), node(1), number("farad")});
    } else if (part.contains("coil")) {
        parts.coils.push_back({name("coil"), node(0), node(1), number("ohm"), number("henry")});
    } else if (part.contains("battery")) {
        parts.batteries.push_back({name("battery"), node(0), node(1), number("volts")});
    } else if (part.contains("transistor")) {
        parts.transistors.push_back({name("transistor"), node(0), node(1), node(2),
                                     read_model<BipolarModel>(part.at("model"), bipolar_fields)});
    } else {
        parts.diodes.push_back(
            {name("diode"), node(0), node(1), read_model<DiodeModel>(part.at("model"), diode_fields)});
    }
}

}  // namespace

NetlistResult<Circuit> read_circuit(std::string_view text) {
    try {
        const json file = json::parse(text);
        if (file.at("format") != format_name) return NetlistError{fmt::format("not a file of '{}'", format_name)};
        Circuit circuit;
        circuit.netlist = file.at("netlist").at("file").get<std::string>();
        circuit.netlist_hash = file.at("netlist").at("hash").get<std::string>();
        circuit.netlist_text = file.at("netlist").value("text", "");
        for (const char* port : {"tx", "rx", "vbus36", "mbusp", "mbusn"}) circuit.parts.node(port);
        for (const json& part : file.at("parts")) read_part(part, circuit.parts);
        for (const json& entry : file.at("parameters")) {
            Circuit::Parameter parameter{entry.at("name").get<std::string>(), entry.at("nominal").get<double>(), {}};
            for (const auto& [part, slope] : entry.at("effects").items())
                parameter.effects.push_back({part, slope.get<double>()});
            circuit.parameters.push_back(parameter);
        }
        return circuit;
    } catch (const json::exception& error) {
        return NetlistError{fmt::format("not a parameter file of a converter: {}", error.what())};
    }
}

std::string write_circuit(const Circuit& circuit) {
    json parameters = json::array();
    for (const auto& parameter : circuit.parameters) {
        json effects = json::object();
        for (const auto& effect : parameter.effects) effects[effect.part] = effect.slope;
        parameters.push_back({{"name", parameter.name}, {"nominal", parameter.nominal}, {"effects", effects}});
    }
    const json file{
        {"format", format_name},
        {"netlist", {{"file", circuit.netlist}, {"hash", circuit.netlist_hash}, {"text", circuit.netlist_text}}},
        {"parameters", parameters},
        {"parts", write_parts(circuit.parts)}};
    return file.dump(1) + "\n";
}

}  // namespace otbench::circuit
