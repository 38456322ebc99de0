#pragma once

#include <array>

#include "circuit/solver/junction.hpp"

namespace otbench::circuit {

/// A parameter's SPICE name and place.
template <typename Model>
struct ModelField {
    const char* name;
    double Model::*value;
};

/// A bipolar transistor by Gummel and Poon; the fields are SPICE's parameters, in its units and with its defaults (zero
/// switches an effect off). Substrate and excess phase are left out.
struct BipolarModel {
    double pnp = 0;  ///< 1: PNP
    double is = 1e-16, bf = 100, nf = 1, vaf = 0, ikf = 0, ise = 0, ne = 1.5;
    double br = 1, nr = 1, var = 0, ikr = 0, isc = 0, nc = 2;
    double rb = 0, irb = 0, rbm = 0, re = 0, rc = 0;
    double cje = 0, vje = 0.75, mje = 0.33, tf = 0, xtf = 0, vtf = 0, itf = 0;
    double cjc = 0, vjc = 0.75, mjc = 0.33, xcjc = 1, tr = 0, fc = 0.5;
    double xtb = 0, eg = 1.11, xti = 3;
};

inline constexpr std::array<ModelField<BipolarModel>, 35> bipolar_fields{{
    {"pnp", &BipolarModel::pnp}, {"is", &BipolarModel::is},   {"bf", &BipolarModel::bf},
    {"nf", &BipolarModel::nf},   {"vaf", &BipolarModel::vaf}, {"ikf", &BipolarModel::ikf},
    {"ise", &BipolarModel::ise}, {"ne", &BipolarModel::ne},   {"br", &BipolarModel::br},
    {"nr", &BipolarModel::nr},   {"var", &BipolarModel::var}, {"ikr", &BipolarModel::ikr},
    {"isc", &BipolarModel::isc}, {"nc", &BipolarModel::nc},   {"rb", &BipolarModel::rb},
    {"irb", &BipolarModel::irb}, {"rbm", &BipolarModel::rbm}, {"re", &BipolarModel::re},
    {"rc", &BipolarModel::rc},   {"cje", &BipolarModel::cje}, {"vje", &BipolarModel::vje},
    {"mje", &BipolarModel::mje}, {"tf", &BipolarModel::tf},   {"xtf", &BipolarModel::xtf},
    {"vtf", &BipolarModel::vtf}, {"itf", &BipolarModel::itf}, {"cjc", &BipolarModel::cjc},
    {"vjc", &BipolarModel::vjc}, {"mjc", &BipolarModel::mjc}, {"xcjc", &BipolarModel::xcjc},
    {"tr", &BipolarModel::tr},   {"fc", &BipolarModel::fc},   {"xtb", &BipolarModel::xtb},
    {"eg", &BipolarModel::eg},   {"xti", &BipolarModel::xti},
}};

/// A transistor at a temperature. Voltages and currents are those of an NPN; of a PNP all are reversed.
class Bipolar {
public:
    Bipolar(const BipolarModel& model, double kelvin);

    /// Currents into collector and base and the charges between the inner terminals, with their slopes.
    struct Point {
        double collector_a, collector_by_be, collector_by_bc;
        double base_a, base_by_be, base_by_bc;
        double base_siemens;  ///< of the base's resistance; 0 when it has none
        double be_coulomb, be_by_be, be_by_bc;
        double be_layer;  ///< of be_by_be the depletion layer's part
        Curve bc;
        double bc_layer;
    };
    [[nodiscard]] Point at(double v_be, double v_bc) const;
    /// How much its junctions bend at a point: see junction_bend. `lead`: current of a charge, a second.
    struct Bends {
        double be, bc, outer;
    };
    [[nodiscard]] Bends bends(const Point& point, double v_be, double v_bc, double v_outer, double lead) const;
    /// Charge between outer base and inner collector.
    [[nodiscard]] Curve outer_charge(double v) const { return outer_.charge(v); }

    [[nodiscard]] double limited_be(double wanted, double before) const;
    [[nodiscard]] double limited_bc(double wanted, double before) const;
    [[nodiscard]] const BipolarModel& model() const { return m_; }
    [[nodiscard]] double sign() const { return m_.pnp != 0 ? -1.0 : 1.0; }

private:
    [[nodiscard]] double base_siemens(double base_a, double base_charge) const;

    BipolarModel m_;  ///< with currents and gains moved to the temperature
    double vt_;
    double critical_be_, critical_bc_;
    Depletion be_, bc_, outer_;
};

}  // namespace otbench::circuit
