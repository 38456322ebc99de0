#include "meters/values/water.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace otbench::meters {
namespace {

// The dimensionless Gibbs energy of liquid water: a sum of n * (7.1 - pi)^i * (tau - 1.222)^j with the reduced pressure
// pi and the inverse reduced temperature tau (IAPWS-IF97, equation 7 and table 2).
struct Term {
    int i, j;
    double n;
};
constexpr std::array<Term, 34> terms = {{
    {0, -2, 0.14632971213167},        {0, -1, -0.84548187169114},       {0, 0, -0.37563603672040e1},
    {0, 1, 0.33855169168385e1},       {0, 2, -0.95791963387872},        {0, 3, 0.15772038513228},
    {0, 4, -0.16616417199501e-1},     {0, 5, 0.81214629983568e-3},      {1, -9, 0.28319080123804e-3},
    {1, -7, -0.60706301565874e-3},    {1, -1, -0.18990068218419e-1},    {1, 0, -0.32529748770505e-1},
    {1, 1, -0.21841717175414e-1},     {1, 3, -0.52838357969930e-4},     {2, -3, -0.47184321073267e-3},
    {2, 0, -0.30001780793026e-3},     {2, 1, 0.47661393906987e-4},      {2, 3, -0.44141845330846e-5},
    {2, 17, -0.72694996297594e-15},   {3, -4, -0.31679644845054e-4},    {3, 0, -0.28270797985312e-5},
    {3, 6, -0.85205128120103e-9},     {4, -5, -0.22425281908000e-5},    {4, -2, -0.65171222895601e-6},
    {4, 10, -0.14341729937924e-12},   {5, -8, -0.40516996860117e-6},    {8, -11, -0.12734301741641e-8},
    {8, -6, -0.17424871230634e-9},    {21, -29, -0.68762131295531e-18}, {23, -31, 0.14478307828521e-19},
    {29, -38, 0.26335781662795e-22},  {30, -39, -0.11947622640071e-22}, {31, -40, 0.18228094581404e-23},
    {32, -41, -0.93537087292458e-25},
}};
constexpr double gas_constant = 461.526;       // J/(kg K)
constexpr double reducing_pressure = 16.53e6;  // Pa
constexpr double reducing_temperature = 1386;  // K

constexpr double pressure = 1.6e6;  // Pa, that of the tables of EN 1434-1, annex A
constexpr double freezing_point = 273.15;
constexpr double coldest = 0, hottest = 200;  // °C

/// Below this the temperatures count as equal: the coefficient becomes that of their mean.
constexpr double least_difference = 1e-3;  // K

}  // namespace

Water Water::at(double celsius) {
    const double kelvin = std::clamp(celsius, coldest, hottest) + freezing_point;
    const double pi = pressure / reducing_pressure, tau = reducing_temperature / kelvin;
    const double x = 7.1 - pi, y = tau - 1.222;
    double by_pi = 0, by_tau = 0;
    for (const Term& term : terms) {
        if (term.i != 0) by_pi -= term.n * term.i * std::pow(x, term.i - 1) * std::pow(y, term.j);
        if (term.j != 0) by_tau += term.n * std::pow(x, term.i) * term.j * std::pow(y, term.j - 1);
    }
    return {gas_constant * kelvin / reducing_pressure * by_pi, gas_constant * reducing_temperature * by_tau};
}

double heat_coefficient(double flow_celsius, double return_celsius, double sensor_celsius) {
    double difference = flow_celsius - return_celsius;
    if (std::abs(difference) < least_difference) {
        flow_celsius = return_celsius + least_difference;
        difference = least_difference;
    }
    const double heat = Water::at(flow_celsius).enthalpy - Water::at(return_celsius).enthalpy;
    return heat / difference / Water::at(sensor_celsius).volume;
}

}  // namespace otbench::meters
