#include "bus/libmbus/libmbus_texts.hpp"

#include <array>

namespace otbench::bus {
namespace {

using Table = std::array<VifTexts, 128>;

// Unit of plain output, unit, quantity and factor of normalised output; an empty first text is computed from the octet.
// Codes in order (spec: decoder XML, 9.4).
constexpr Table primary = {{
    {"Energy (mWh)", "Wh", "Energy", 0.001},                                        // 00
    {"Energy (1e-2 Wh)", "Wh", "Energy", 0.01},                                     // 01
    {"Energy (1e-1 Wh)", "Wh", "Energy", 0.1},                                      // 02
    {"Energy (Wh)", "Wh", "Energy", 1},                                             // 03
    {"Energy (10 Wh)", "Wh", "Energy", 10},                                         // 04
    {"Energy (100 Wh)", "Wh", "Energy", 100},                                       // 05
    {"Energy (kWh)", "Wh", "Energy", 1000},                                         // 06
    {"Energy (10 kWh)", "Wh", "Energy", 10000},                                     // 07
    {"Energy (J)", "J", "Energy", 1},                                               // 08
    {"Energy (10 J)", "J", "Energy", 10},                                           // 09
    {"Energy (100 J)", "J", "Energy", 100},                                         // 0A
    {"Energy (kJ)", "J", "Energy", 1000},                                           // 0B
    {"Energy (10 kJ)", "J", "Energy", 10000},                                       // 0C
    {"Energy (100 kJ)", "J", "Energy", 100000},                                     // 0D
    {"Energy (MJ)", "J", "Energy", 1000000.0},                                      // 0E
    {"Energy (1e7 J)", "J", "Energy", 10000000.0},                                  // 0F
    {"Volume (my m^3)", "m^3", "Volume", 1e-06},                                    // 10
    {"Volume (1e-5  m^3)", "m^3", "Volume", 1e-05},                                 // 11
    {"Volume (1e-4  m^3)", "m^3", "Volume", 0.0001},                                // 12
    {"Volume (m m^3)", "m^3", "Volume", 0.001},                                     // 13
    {"Volume (1e-2  m^3)", "m^3", "Volume", 0.01},                                  // 14
    {"Volume (1e-1  m^3)", "m^3", "Volume", 0.1},                                   // 15
    {"Volume ( m^3)", "m^3", "Volume", 1},                                          // 16
    {"Volume (10  m^3)", "m^3", "Volume", 10},                                      // 17
    {"Mass (mkg)", "kg", "Mass", 0.001},                                            // 18
    {"Mass (1e-2 kg)", "kg", "Mass", 0.01},                                         // 19
    {"Mass (1e-1 kg)", "kg", "Mass", 0.1},                                          // 1A
    {"Mass (kg)", "kg", "Mass", 1},                                                 // 1B
    {"Mass (10 kg)", "kg", "Mass", 10},                                             // 1C
    {"Mass (100 kg)", "kg", "Mass", 100},                                           // 1D
    {"Mass (kkg)", "kg", "Mass", 1000},                                             // 1E
    {"Mass (10 kkg)", "kg", "Mass", 10000},                                         // 1F
    {"On time (seconds)", "s", "On time", 1},                                       // 20
    {"On time (minutes)", "s", "On time", 60},                                      // 21
    {"On time (hours)", "s", "On time", 3600},                                      // 22
    {"On time (days)", "s", "On time", 86400},                                      // 23
    {"Operating time (seconds)", "s", "Operating time", 1},                         // 24
    {"Operating time (minutes)", "s", "Operating time", 60},                        // 25
    {"Operating time (hours)", "s", "Operating time", 3600},                        // 26
    {"Operating time (days)", "s", "Operating time", 86400},                        // 27
    {"Power (mW)", "W", "Power", 0.001},                                            // 28
    {"Power (1e-2 W)", "W", "Power", 0.01},                                         // 29
    {"Power (1e-1 W)", "W", "Power", 0.1},                                          // 2A
    {"Power (W)", "W", "Power", 1},                                                 // 2B
    {"Power (10 W)", "W", "Power", 10},                                             // 2C
    {"Power (100 W)", "W", "Power", 100},                                           // 2D
    {"Power (kW)", "W", "Power", 1000},                                             // 2E
    {"Power (10 kW)", "W", "Power", 10000},                                         // 2F
    {"Power (J/h)", "J/h", "Power", 1},                                             // 30
    {"Power (10 J/h)", "J/h", "Power", 10},                                         // 31
    {"Power (100 J/h)", "J/h", "Power", 100},                                       // 32
    {"Power (kJ/h)", "J/h", "Power", 1000},                                         // 33
    {"Power (10 kJ/h)", "J/h", "Power", 10000},                                     // 34
    {"Power (100 kJ/h)", "J/h", "Power", 100000},                                   // 35
    {"Power (MJ/h)", "J/h", "Power", 1000000.0},                                    // 36
    {"Power (1e7 J/h)", "J/h", "Power", 10000000.0},                                // 37
    {"Volume flow (my m^3/h)", "m^3/h", "Volume flow", 1e-06},                      // 38
    {"Volume flow (1e-5  m^3/h)", "m^3/h", "Volume flow", 1e-05},                   // 39
    {"Volume flow (1e-4  m^3/h)", "m^3/h", "Volume flow", 0.0001},                  // 3A
    {"Volume flow (m m^3/h)", "m^3/h", "Volume flow", 0.001},                       // 3B
    {"Volume flow (1e-2  m^3/h)", "m^3/h", "Volume flow", 0.01},                    // 3C
    {"Volume flow (1e-1  m^3/h)", "m^3/h", "Volume flow", 0.1},                     // 3D
    {"Volume flow ( m^3/h)", "m^3/h", "Volume flow", 1},                            // 3E
    {"Volume flow (10  m^3/h)", "m^3/h", "Volume flow", 10},                        // 3F
    {"Volume flow (1e-7  m^3/min)", "m^3/min", "Volume flow", 1e-07},               // 40
    {"Volume flow (my m^3/min)", "m^3/min", "Volume flow", 1e-06},                  // 41
    {"Volume flow (1e-5  m^3/min)", "m^3/min", "Volume flow", 1e-05},               // 42
    {"Volume flow (1e-4  m^3/min)", "m^3/min", "Volume flow", 0.0001},              // 43
    {"Volume flow (m m^3/min)", "m^3/min", "Volume flow", 0.001},                   // 44
    {"Volume flow (1e-2  m^3/min)", "m^3/min", "Volume flow", 0.01},                // 45
    {"Volume flow (1e-1  m^3/min)", "m^3/min", "Volume flow", 0.1},                 // 46
    {"Volume flow ( m^3/min)", "m^3/min", "Volume flow", 1},                        // 47
    {"Volume flow (1e-9  m^3/s)", "m^3/s", "Volume flow", 1e-09},                   // 48
    {"Volume flow (1e-8  m^3/s)", "m^3/s", "Volume flow", 1e-08},                   // 49
    {"Volume flow (1e-7  m^3/s)", "m^3/s", "Volume flow", 1e-07},                   // 4A
    {"Volume flow (my m^3/s)", "m^3/s", "Volume flow", 1e-06},                      // 4B
    {"Volume flow (1e-5  m^3/s)", "m^3/s", "Volume flow", 1e-05},                   // 4C
    {"Volume flow (1e-4  m^3/s)", "m^3/s", "Volume flow", 0.0001},                  // 4D
    {"Volume flow (m m^3/s)", "m^3/s", "Volume flow", 0.001},                       // 4E
    {"Volume flow (1e-2  m^3/s)", "m^3/s", "Volume flow", 0.01},                    // 4F
    {"Mass flow (m kg/h)", "kg/h", "Mass flow", 0.001},                             // 50
    {"Mass flow (1e-2  kg/h)", "kg/h", "Mass flow", 0.01},                          // 51
    {"Mass flow (1e-1  kg/h)", "kg/h", "Mass flow", 0.1},                           // 52
    {"Mass flow ( kg/h)", "kg/h", "Mass flow", 1},                                  // 53
    {"Mass flow (10  kg/h)", "kg/h", "Mass flow", 10},                              // 54
    {"Mass flow (100  kg/h)", "kg/h", "Mass flow", 100},                            // 55
    {"Mass flow (k kg/h)", "kg/h", "Mass flow", 1000},                              // 56
    {"Mass flow (10 k kg/h)", "kg/h", "Mass flow", 10000},                          // 57
    {"Flow temperature (mdeg C)", "°C", "Flow temperature", 0.001},                 // 58
    {"Flow temperature (1e-2 deg C)", "°C", "Flow temperature", 0.01},              // 59
    {"Flow temperature (1e-1 deg C)", "°C", "Flow temperature", 0.1},               // 5A
    {"Flow temperature (deg C)", "°C", "Flow temperature", 1},                      // 5B
    {"Return temperature (mdeg C)", "°C", "Return temperature", 0.001},             // 5C
    {"Return temperature (1e-2 deg C)", "°C", "Return temperature", 0.01},          // 5D
    {"Return temperature (1e-1 deg C)", "°C", "Return temperature", 0.1},           // 5E
    {"Return temperature (deg C)", "°C", "Return temperature", 1},                  // 5F
    {"Temperature Difference (m deg C)", "K", "Temperature difference", 0.001},     // 60
    {"Temperature Difference (1e-2  deg C)", "K", "Temperature difference", 0.01},  // 61
    {"Temperature Difference (1e-1  deg C)", "K", "Temperature difference", 0.1},   // 62
    {"Temperature Difference ( deg C)", "K", "Temperature difference", 1},          // 63
    {"External temperature (m deg C)", "°C", "External temperature", 0.001},        // 64
    {"External temperature (1e-2  deg C)", "°C", "External temperature", 0.01},     // 65
    {"External temperature (1e-1  deg C)", "°C", "External temperature", 0.1},      // 66
    {"External temperature ( deg C)", "°C", "External temperature", 1},             // 67
    {"Pressure (m bar)", "bar", "Pressure", 0.001},                                 // 68
    {"Pressure (1e-2  bar)", "bar", "Pressure", 0.01},                              // 69
    {"Pressure (1e-1  bar)", "bar", "Pressure", 0.1},                               // 6A
    {"Pressure ( bar)", "bar", "Pressure", 1},                                      // 6B
    {"Time Point (date)", "-", "Time point (date)", 1},                             // 6C
    {"Time Point (time &amp; date)", "-", "Time point (date &amp; time)", 1},       // 6D
    {"Units for H.C.A.", "Units for H.C.A.", "H.C.A.", 1},                          // 6E
    {"Reserved", "Reserved", "Reserved", 0},                                        // 6F
    {"Averaging Duration (seconds)", "s", "Averaging Duration", 1},                 // 70
    {"Averaging Duration (minutes)", "s", "Averaging Duration", 60},                // 71
    {"Averaging Duration (hours)", "s", "Averaging Duration", 3600},                // 72
    {"Averaging Duration (days)", "s", "Averaging Duration", 86400},                // 73
    {"Actuality Duration (seconds)", "s", "Actuality Duration", 1},                 // 74
    {"Actuality Duration (minutes)", "s", "Actuality Duration", 60},                // 75
    {"Actuality Duration (hours)", "s", "Actuality Duration", 3600},                // 76
    {"Actuality Duration (days)", "s", "Actuality Duration", 86400},                // 77
    {"Fabrication number", "", "Fabrication No", 1},                                // 78
    {"", "", "(Enhanced) Identification", 1},                                       // 79
    {"Bus Address", "", "Bus Address", 1},                                          // 7A
    {"", "", "", 0},                                                                // 7B
    {"Custom VIF", "-", "", 1},                                                     // 7C
    {"", "", "", 0},                                                                // 7D
    {"", "", "Any VIF", 1},                                                         // 7E
    {"Manufacturer specific", "", "Manufacturer specific", 1},                      // 7F
}};

// spec: decoder XML, 9.5; factor of 79 and units of 08, 09, 30, 31 as libmbus has them.
constexpr Table extension_fb = {{
    {"Energy (0.1 MWh)", "Wh", "Energy", 100000},                                                     // 00
    {"Energy (MWh)", "Wh", "Energy", 1000000.0},                                                      // 01
    {"", "Reserved", "Reserved", 1},                                                                  // 02
    {"", "Reserved", "Reserved", 1},                                                                  // 03
    {"", "Reserved", "Reserved", 1},                                                                  // 04
    {"", "Reserved", "Reserved", 1},                                                                  // 05
    {"", "Reserved", "Reserved", 1},                                                                  // 06
    {"", "Reserved", "Reserved", 1},                                                                  // 07
    {"Energy (0.1 GJ)", "Reserved", "Energy", 100000000.0},                                           // 08
    {"Energy (GJ)", "Reserved", "Energy", 1000000000.0},                                              // 09
    {"", "Reserved", "Reserved", 1},                                                                  // 0A
    {"", "Reserved", "Reserved", 1},                                                                  // 0B
    {"", "Reserved", "Reserved", 1},                                                                  // 0C
    {"", "Reserved", "Reserved", 1},                                                                  // 0D
    {"", "Reserved", "Reserved", 1},                                                                  // 0E
    {"", "Reserved", "Reserved", 1},                                                                  // 0F
    {"Volume (100 m3)", "m^3", "Volume", 100},                                                        // 10
    {"Volume (km3)", "m^3", "Volume", 1000},                                                          // 11
    {"", "Reserved", "Reserved", 1},                                                                  // 12
    {"", "Reserved", "Reserved", 1},                                                                  // 13
    {"", "Reserved", "Reserved", 1},                                                                  // 14
    {"", "Reserved", "Reserved", 1},                                                                  // 15
    {"", "Reserved", "Reserved", 1},                                                                  // 16
    {"", "Reserved", "Reserved", 1},                                                                  // 17
    {"Mass (100 t)", "kg", "Mass", 100000},                                                           // 18
    {"Mass (kt)", "kg", "Mass", 1000000.0},                                                           // 19
    {"", "Reserved", "Reserved", 1},                                                                  // 1A
    {"", "Reserved", "Reserved", 1},                                                                  // 1B
    {"", "Reserved", "Reserved", 1},                                                                  // 1C
    {"", "Reserved", "Reserved", 1},                                                                  // 1D
    {"", "Reserved", "Reserved", 1},                                                                  // 1E
    {"", "Reserved", "Reserved", 1},                                                                  // 1F
    {"", "Reserved", "Reserved", 1},                                                                  // 20
    {"Volume (0.1 feet^3)", "feet^3", "Volume", 0.1},                                                 // 21
    {"Volume (0.1 american gallon)", "American gallon", "Volume", 0.1},                               // 22
    {"Volume (american gallon)", "American gallon", "Volume", 1},                                     // 23
    {"Volume flow (0.001 american gallon/min)", "American gallon/min", "Volume flow", 0.001},         // 24
    {"Volume flow (american gallon/min)", "American gallon/min", "Volume flow", 1},                   // 25
    {"Volume flow (american gallon/h)", "American gallon/h", "Volume flow", 1},                       // 26
    {"", "Reserved", "Reserved", 1},                                                                  // 27
    {"Power (0.1 MW)", "W", "Power", 100000},                                                         // 28
    {"Power (MW)", "W", "Power", 1000000.0},                                                          // 29
    {"", "Reserved", "Reserved", 1},                                                                  // 2A
    {"", "Reserved", "Reserved", 1},                                                                  // 2B
    {"", "Reserved", "Reserved", 1},                                                                  // 2C
    {"", "Reserved", "Reserved", 1},                                                                  // 2D
    {"", "Reserved", "Reserved", 1},                                                                  // 2E
    {"", "Reserved", "Reserved", 1},                                                                  // 2F
    {"Power (0.1 GJ/h)", "J", "Power", 100000000.0},                                                  // 30
    {"Power (GJ/h)", "J", "Power", 1000000000.0},                                                     // 31
    {"", "Reserved", "Reserved", 1},                                                                  // 32
    {"", "Reserved", "Reserved", 1},                                                                  // 33
    {"", "Reserved", "Reserved", 1},                                                                  // 34
    {"", "Reserved", "Reserved", 1},                                                                  // 35
    {"", "Reserved", "Reserved", 1},                                                                  // 36
    {"", "Reserved", "Reserved", 1},                                                                  // 37
    {"", "Reserved", "Reserved", 1},                                                                  // 38
    {"", "Reserved", "Reserved", 1},                                                                  // 39
    {"", "Reserved", "Reserved", 1},                                                                  // 3A
    {"", "Reserved", "Reserved", 1},                                                                  // 3B
    {"", "Reserved", "Reserved", 1},                                                                  // 3C
    {"", "Reserved", "Reserved", 1},                                                                  // 3D
    {"", "Reserved", "Reserved", 1},                                                                  // 3E
    {"", "Reserved", "Reserved", 1},                                                                  // 3F
    {"", "Reserved", "Reserved", 1},                                                                  // 40
    {"", "Reserved", "Reserved", 1},                                                                  // 41
    {"", "Reserved", "Reserved", 1},                                                                  // 42
    {"", "Reserved", "Reserved", 1},                                                                  // 43
    {"", "Reserved", "Reserved", 1},                                                                  // 44
    {"", "Reserved", "Reserved", 1},                                                                  // 45
    {"", "Reserved", "Reserved", 1},                                                                  // 46
    {"", "Reserved", "Reserved", 1},                                                                  // 47
    {"", "Reserved", "Reserved", 1},                                                                  // 48
    {"", "Reserved", "Reserved", 1},                                                                  // 49
    {"", "Reserved", "Reserved", 1},                                                                  // 4A
    {"", "Reserved", "Reserved", 1},                                                                  // 4B
    {"", "Reserved", "Reserved", 1},                                                                  // 4C
    {"", "Reserved", "Reserved", 1},                                                                  // 4D
    {"", "Reserved", "Reserved", 1},                                                                  // 4E
    {"", "Reserved", "Reserved", 1},                                                                  // 4F
    {"", "Reserved", "Reserved", 1},                                                                  // 50
    {"", "Reserved", "Reserved", 1},                                                                  // 51
    {"", "Reserved", "Reserved", 1},                                                                  // 52
    {"", "Reserved", "Reserved", 1},                                                                  // 53
    {"", "Reserved", "Reserved", 1},                                                                  // 54
    {"", "Reserved", "Reserved", 1},                                                                  // 55
    {"", "Reserved", "Reserved", 1},                                                                  // 56
    {"", "Reserved", "Reserved", 1},                                                                  // 57
    {"Flow Temperature (m degree F)", "°F", "Flow temperature", 0.001},                               // 58
    {"Flow Temperature (1e-2  degree F)", "°F", "Flow temperature", 0.01},                            // 59
    {"Flow Temperature (1e-1  degree F)", "°F", "Flow temperature", 0.1},                             // 5A
    {"Flow Temperature ( degree F)", "°F", "Flow temperature", 1},                                    // 5B
    {"Return Temperature (m degree F)", "°F", "Return temperature", 0.001},                           // 5C
    {"Return Temperature (1e-2  degree F)", "°F", "Return temperature", 0.01},                        // 5D
    {"Return Temperature (1e-1  degree F)", "°F", "Return temperature", 0.1},                         // 5E
    {"Return Temperature ( degree F)", "°F", "Return temperature", 1},                                // 5F
    {"Temperature Difference (m degree F)", "°F", "Temperature difference", 0.001},                   // 60
    {"Temperature Difference (1e-2  degree F)", "°F", "Temperature difference", 0.01},                // 61
    {"Temperature Difference (1e-1  degree F)", "°F", "Temperature difference", 0.1},                 // 62
    {"Temperature Difference ( degree F)", "°F", "Temperature difference", 1},                        // 63
    {"External Temperature (m degree F)", "°F", "External temperature", 0.001},                       // 64
    {"External Temperature (1e-2  degree F)", "°F", "External temperature", 0.01},                    // 65
    {"External Temperature (1e-1  degree F)", "°F", "External temperature", 0.1},                     // 66
    {"External Temperature ( degree F)", "°F", "External temperature", 1},                            // 67
    {"", "Reserved", "Reserved", 1},                                                                  // 68
    {"", "Reserved", "Reserved", 1},                                                                  // 69
    {"", "Reserved", "Reserved", 1},                                                                  // 6A
    {"", "Reserved", "Reserved", 1},                                                                  // 6B
    {"", "Reserved", "Reserved", 1},                                                                  // 6C
    {"", "Reserved", "Reserved", 1},                                                                  // 6D
    {"", "Reserved", "Reserved", 1},                                                                  // 6E
    {"", "Reserved", "Reserved", 1},                                                                  // 6F
    {"Cold / Warm Temperature Limit (m degree F)", "°F", "Cold / Warm Temperature Limit", 0.001},     // 70
    {"Cold / Warm Temperature Limit (1e-2  degree F)", "°F", "Cold / Warm Temperature Limit", 0.01},  // 71
    {"Cold / Warm Temperature Limit (1e-1  degree F)", "°F", "Cold / Warm Temperature Limit", 0.1},   // 72
    {"Cold / Warm Temperature Limit ( degree F)", "°F", "Cold / Warm Temperature Limit", 1},          // 73
    {"Cold / Warm Temperature Limit (m degree C)", "°C", "Cold / Warm Temperature Limit", 0.001},     // 74
    {"Cold / Warm Temperature Limit (1e-2  degree C)", "°C", "Cold / Warm Temperature Limit", 0.01},  // 75
    {"Cold / Warm Temperature Limit (1e-1  degree C)", "°C", "Cold / Warm Temperature Limit", 0.1},   // 76
    {"Cold / Warm Temperature Limit ( degree C)", "°C", "Cold / Warm Temperature Limit", 1},          // 77
    {"cumul. count max power (m W)", "W", "Cumul count max power", 0.001},                            // 78
    {"cumul. count max power (1e-2  W)", "W", "Cumul count max power", 0.001},                        // 79
    {"cumul. count max power (1e-1  W)", "W", "Cumul count max power", 0.1},                          // 7A
    {"cumul. count max power ( W)", "W", "Cumul count max power", 1},                                 // 7B
    {"cumul. count max power (10  W)", "W", "Cumul count max power", 10},                             // 7C
    {"cumul. count max power (100  W)", "W", "Cumul count max power", 100},                           // 7D
    {"cumul. count max power (k W)", "W", "Cumul count max power", 1000},                             // 7E
    {"cumul. count max power (10 k W)", "W", "Cumul count max power", 10000},                         // 7F
}};

// spec: decoder XML, 9.6.
constexpr Table extension_fd = {{
    {"Credit of m of the nominal local legal currency units", "Currency units", "Credit", 0.001},     // 00
    {"Credit of 1e-2  of the nominal local legal currency units", "Currency units", "Credit", 0.01},  // 01
    {"Credit of 1e-1  of the nominal local legal currency units", "Currency units", "Credit", 0.1},   // 02
    {"Credit of  of the nominal local legal currency units", "Currency units", "Credit", 1},          // 03
    {"Debit of m of the nominal local legal currency units", "Currency units", "Debit", 0.001},       // 04
    {"Debit of 1e-2  of the nominal local legal currency units", "Currency units", "Debit", 0.01},    // 05
    {"Debit of 1e-1  of the nominal local legal currency units", "Currency units", "Debit", 0.1},     // 06
    {"Debit of  of the nominal local legal currency units", "Currency units", "Debit", 1},            // 07
    {"Access Number (transmission count)", "", "Access Number (transmission count)", 1},              // 08
    {"Medium (as in fixed header)", "", "Medium", 1},                                                 // 09
    {"Manufacturer (as in fixed header)", "", "Manufacturer", 1},                                     // 0A
    {"Parameter set identification", "", "Parameter set identification", 1},                          // 0B
    {"Model / Version", "", "Model / Version", 1},                                                    // 0C
    {"Hardware version", "", "Hardware version", 1},                                                  // 0D
    {"Firmware version", "", "Firmware version", 1},                                                  // 0E
    {"Software version", "", "Software version", 1},                                                  // 0F
    {"Customer location", "", "Customer location", 1},                                                // 10
    {"Customer", "", "Customer", 1},                                                                  // 11
    {"Access Code User", "", "Access Code User", 1},                                                  // 12
    {"Access Code Operator", "", "Access Code Operator", 1},                                          // 13
    {"Access Code System Operator", "", "Access Code System Operator", 1},                            // 14
    {"Access Code Developer", "", "Access Code Developer", 1},                                        // 15
    {"Password", "", "Password", 1},                                                                  // 16
    {"Error flags", "", "Error flags", 1},                                                            // 17
    {"Error mask", "", "Error mask", 1},                                                              // 18
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 19
    {"Digital output (binary)", "", "Digital Output", 1},                                             // 1A
    {"Digital input (binary)", "", "Digital Input", 1},                                               // 1B
    {"Baudrate", "Baud", "Baudrate", 1},                                                              // 1C
    {"response delay time", "Bittimes", "Response delay time", 1},                                    // 1D
    {"Retry", "", "Retry", 1},                                                                        // 1E
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 1F
    {"First storage # for cyclic storage", "", "First storage # for cyclic storage", 1},              // 20
    {"Last storage # for cyclic storage", "", "Last storage # for cyclic storage", 1},                // 21
    {"Size of storage block", "", "Size of storage block", 1},                                        // 22
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 23
    {"Storage interval second(s)", "s", "Storage interval", 1},                                       // 24
    {"Storage interval minute(s)", "s", "Storage interval", 60},                                      // 25
    {"Storage interval hour(s)", "s", "Storage interval", 3600},                                      // 26
    {"Storage interval day(s)", "s", "Storage interval", 86400},                                      // 27
    {"Storage interval month(s)", "s", "Storage interval", 2629743.83},                               // 28
    {"Storage interval year(s)", "s", "Storage interval", 31556926.0},                                // 29
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 2A
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 2B
    {"Duration since last readout second(s)", "s", "Duration since last readout", 1},                 // 2C
    {"Duration since last readout minute(s)", "s", "Duration since last readout", 60},                // 2D
    {"Duration since last readout hour(s)", "s", "Duration since last readout", 3600},                // 2E
    {"Duration since last readout day(s)", "s", "Duration since last readout", 86400},                // 2F
    {"Start (date/time) of tariff", "Reserved", "Reserved", 1},                                       // 30
    {"Duration of tariff minute(s)", "s", "Duration of tariff", 60},                                  // 31
    {"Duration of tariff hour(s)", "s", "Duration of tariff", 3600},                                  // 32
    {"Duration of tariff day(s)", "s", "Duration of tariff", 86400},                                  // 33
    {"Period of tariff second(s)", "s", "Period of tariff", 1},                                       // 34
    {"Period of tariff minute(s)", "s", "Period of tariff", 60},                                      // 35
    {"Period of tariff hour(s)", "s", "Period of tariff", 3600},                                      // 36
    {"Period of tariff day(s)", "s", "Period of tariff", 86400},                                      // 37
    {"Period of tariff months(s)", "s", "Period of tariff", 2629743.83},                              // 38
    {"Period of tariff year(s)", "s", "Period of tariff", 31556926.0},                                // 39
    {"dimensionless / no VIF", "", "Dimensionless", 1},                                               // 3A
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 3B
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 3C
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 3D
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 3E
    {"Reserved", "Reserved", "Reserved", 1},                                                          // 3F
    {"1e-9  V", "V", "Voltage", 1e-09},                                                               // 40
    {"1e-8  V", "V", "Voltage", 1e-08},                                                               // 41
    {"1e-7  V", "V", "Voltage", 1e-07},                                                               // 42
    {"my V", "V", "Voltage", 1e-06},                                                                  // 43
    {"1e-5  V", "V", "Voltage", 1e-05},                                                               // 44
    {"1e-4  V", "V", "Voltage", 0.0001},                                                              // 45
    {"m V", "V", "Voltage", 0.001},                                                                   // 46
    {"1e-2  V", "V", "Voltage", 0.01},                                                                // 47
    {"1e-1  V", "V", "Voltage", 0.1},                                                                 // 48
    {" V", "V", "Voltage", 1},                                                                        // 49
    {"10  V", "V", "Voltage", 10},                                                                    // 4A
    {"100  V", "V", "Voltage", 100},                                                                  // 4B
    {"k V", "V", "Voltage", 1000},                                                                    // 4C
    {"10 k V", "V", "Voltage", 10000},                                                                // 4D
    {"100 k V", "V", "Voltage", 100000},                                                              // 4E
    {"M V", "V", "Voltage", 1000000.0},                                                               // 4F
    {"1e-12  A", "A", "Current", 1e-12},                                                              // 50
    {"1e-11  A", "A", "Current", 1e-11},                                                              // 51
    {"1e-10  A", "A", "Current", 1e-10},                                                              // 52
    {"1e-9  A", "A", "Current", 1e-09},                                                               // 53
    {"1e-8  A", "A", "Current", 1e-08},                                                               // 54
    {"1e-7  A", "A", "Current", 1e-07},                                                               // 55
    {"my A", "A", "Current", 1e-06},                                                                  // 56
    {"1e-5  A", "A", "Current", 1e-05},                                                               // 57
    {"1e-4  A", "A", "Current", 0.0001},                                                              // 58
    {"m A", "A", "Current", 0.001},                                                                   // 59
    {"1e-2  A", "A", "Current", 0.01},                                                                // 5A
    {"1e-1  A", "A", "Current", 0.1},                                                                 // 5B
    {" A", "A", "Current", 1},                                                                        // 5C
    {"10  A", "A", "Current", 10},                                                                    // 5D
    {"100  A", "A", "Current", 100},                                                                  // 5E
    {"k A", "A", "Current", 1000},                                                                    // 5F
    {"Reset counter", "", "Reset counter", 1},                                                        // 60
    {"Cumulation counter", "", "Cumulation counter", 1},                                              // 61
    {"Control signal", "", "Control signal", 1},                                                      // 62
    {"Day of week", "", "Day of week", 1},                                                            // 63
    {"Week number", "", "Week number", 1},                                                            // 64
    {"Time point of day change", "", "Time point of day change", 1},                                  // 65
    {"State of parameter activation", "", "State of parameter activation", 1},                        // 66
    {"Special supplier information", "", "Special supplier information", 1},                          // 67
    {"Duration since last cumulation hour(s)", "s", "Duration since last cumulation", 3600},          // 68
    {"Duration since last cumulation day(s)", "s", "Duration since last cumulation", 86400},          // 69
    {"Duration since last cumulation month(s)", "s", "Duration since last cumulation", 2629743.83},   // 6A
    {"Duration since last cumulation year(s)", "s", "Duration since last cumulation", 31556926.0},    // 6B
    {"Operating time battery hour(s)", "s", "Operating time battery", 3600},                          // 6C
    {"Operating time battery day(s)", "s", "Operating time battery", 86400},                          // 6D
    {"Operating time battery month(s)", "s", "Operating time battery", 2629743.83},                   // 6E
    {"Operating time battery year(s)", "s", "Operating time battery", 31556926.0},                    // 6F
    {"Date and time of battery change", "", "Date and time of battery change", 1},                    // 70
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 71
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 72
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 73
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 74
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 75
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 76
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 77
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 78
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 79
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 7A
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 7B
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 7C
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 7D
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 7E
    {"Reserved VIF extension", "Reserved", "Reserved", 1},                                            // 7F
}};

// spec: decoder XML, 7.
constexpr std::array<std::string_view, 10> application_errors = {{
    "Unspecified error",
    "Unimplemented CI-Field",
    "Buffer too long, truncated",
    "Too many records",
    "Premature end of record",
    "More than 10 DIFE´s",
    "More than 10 VIFE´s",
    "Reserved",
    "Application busy",
    "Too many readouts",
}};

// spec: decoder XML, 8; 0D and 0E are swapped against the standard.
constexpr std::array<std::string_view, 64> fixed_units = {{
    "h,m,s",         "D,M,Y",         "Wh",       "10 Wh",    "100 Wh",   "kWh",      "10 kWh",
    "100 kWh",       "MWh",           "10 MWh",   "100 MWh",  "kJ",       "10 kJ",    "MJ",
    "100 kJ",        "10 MJ",         "100 MJ",   "GJ",       "10 GJ",    "100 GJ",   "W",
    "10 W",          "100 W",         "kW",       "10 kW",    "100 kW",   "MW",       "10 MW",
    "100 MW",        "kJ/h",          "10 kJ/h",  "100 kJ/h", "MJ/h",     "10 MJ/h",  "100 MJ/h",
    "GJ/h",          "10 GJ/h",       "100 GJ/h", "ml",       "10 ml",    "100 ml",   "l",
    "10 l",          "100 l",         "m^3",      "10 m^3",   "100 m^3",  "ml/h",     "10 ml/h",
    "100 ml/h",      "l/h",           "10 l/h",   "100 l/h",  "m^3/h",    "10 m^3/h", "100 m^3/h",
    "1e-3 °C",       "units for HCA", "reserved", "reserved", "reserved", "reserved", "reserved but historic",
    "without units",
}};

}  // namespace

const VifTexts& libmbus_vif_texts(VifCode code) {
    switch (code.table) {
        case VifTable::extension_fb: return extension_fb[code.code & 0x7F];
        case VifTable::extension_fd: return extension_fd[code.code & 0x7F];
        case VifTable::primary: break;
    }
    return primary[code.code & 0x7F];
}

std::string_view libmbus_application_error(std::uint8_t code) {
    return code < application_errors.size() ? application_errors[code] : std::string_view{};
}

std::string_view libmbus_fixed_unit(std::uint8_t unit) {
    return fixed_units[unit & 0x3F];
}

}  // namespace otbench::bus
