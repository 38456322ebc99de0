#include "circuit/solver/schematic.hpp"

#include <algorithm>

namespace otbench::circuit {

Schematic::Node Schematic::find(const std::string& name) const {
    const auto at = std::find(nodes.begin(), nodes.end(), name);
    return at == nodes.end() ? -1 : static_cast<Node>(at - nodes.begin());
}

Schematic::Node Schematic::node(const std::string& name) {
    const Node known = find(name);
    if (known >= 0) return known;
    nodes.push_back(name);
    return static_cast<Node>(nodes.size() - 1);
}

}  // namespace otbench::circuit
