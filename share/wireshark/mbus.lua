-- M-Bus (EN 13757-2 and -3) for Wireshark 3.6 and later: frames, records with values and units, response times.
--
-- Copy this file to Wireshark's folder of personal Lua plugins (Help > About Wireshark > Folders), or name it on the
-- command line: tshark -X lua_script:mbus.lua -r bus.pcapng
-- It dissects the payload of RTAC serial lines, which Otbench's captures are made of, by itself. For a gateway that
-- passes bytes through TCP, choose Analyze > Decode As > TCP port > M-Bus.

-- The tables of Otbench's codec, as `otbench dissector` prints them.
-- begin of tables
local tables = {
    services = {
        [0x08] = "RSP_UD",
        [0x18] = "RSP_UD",
        [0x28] = "RSP_UD",
        [0x38] = "RSP_UD",
        [0x40] = "SND_NKE",
        [0x43] = "SND_UD",
        [0x4A] = "REQ_UD1",
        [0x4B] = "REQ_UD2",
        [0x53] = "SND_UD",
        [0x5A] = "REQ_UD1",
        [0x5B] = "REQ_UD2",
        [0x63] = "SND_UD",
        [0x6A] = "REQ_UD1",
        [0x6B] = "REQ_UD2",
        [0x73] = "SND_UD",
        [0x7A] = "REQ_UD1",
        [0x7B] = "REQ_UD2",
    },
    ci = {
        [0x00] = "DLMS data",
        [0x01] = "DLMS data",
        [0x02] = "DLMS data",
        [0x03] = "DLMS data",
        [0x04] = "DLMS data",
        [0x05] = "DLMS data",
        [0x06] = "DLMS data",
        [0x07] = "DLMS data",
        [0x08] = "DLMS data",
        [0x09] = "DLMS data",
        [0x0A] = "DLMS data",
        [0x0B] = "DLMS data",
        [0x0C] = "DLMS data",
        [0x0D] = "DLMS data",
        [0x0E] = "DLMS data",
        [0x0F] = "DLMS data",
        [0x10] = "DLMS data",
        [0x11] = "DLMS data",
        [0x12] = "DLMS data",
        [0x13] = "DLMS data",
        [0x14] = "DLMS data",
        [0x15] = "DLMS data",
        [0x16] = "DLMS data",
        [0x17] = "DLMS data",
        [0x18] = "DLMS data",
        [0x19] = "DLMS data",
        [0x1A] = "DLMS data",
        [0x1B] = "DLMS data",
        [0x1C] = "DLMS data",
        [0x1D] = "DLMS data",
        [0x1E] = "DLMS data",
        [0x1F] = "DLMS data",
        [0x20] = "data under a reserved control information",
        [0x21] = "data under a reserved control information",
        [0x22] = "data under a reserved control information",
        [0x23] = "data under a reserved control information",
        [0x24] = "data under a reserved control information",
        [0x25] = "data under a reserved control information",
        [0x26] = "data under a reserved control information",
        [0x27] = "data under a reserved control information",
        [0x28] = "data under a reserved control information",
        [0x29] = "data under a reserved control information",
        [0x2A] = "data under a reserved control information",
        [0x2B] = "data under a reserved control information",
        [0x2C] = "data under a reserved control information",
        [0x2D] = "data under a reserved control information",
        [0x2E] = "data under a reserved control information",
        [0x2F] = "data under a reserved control information",
        [0x30] = "data under a reserved control information",
        [0x31] = "data under a reserved control information",
        [0x32] = "data under a reserved control information",
        [0x33] = "data under a reserved control information",
        [0x34] = "data under a reserved control information",
        [0x35] = "data under a reserved control information",
        [0x36] = "data under a reserved control information",
        [0x37] = "data under a reserved control information",
        [0x38] = "data under a reserved control information",
        [0x39] = "data under a reserved control information",
        [0x3A] = "data under a reserved control information",
        [0x3B] = "data under a reserved control information",
        [0x3C] = "data under a reserved control information",
        [0x3D] = "data under a reserved control information",
        [0x3E] = "data under a reserved control information",
        [0x3F] = "data under a reserved control information",
        [0x40] = "data under a reserved control information",
        [0x41] = "data under a reserved control information",
        [0x42] = "data under a reserved control information",
        [0x43] = "data under a reserved control information",
        [0x44] = "data under a reserved control information",
        [0x45] = "data under a reserved control information",
        [0x46] = "data under a reserved control information",
        [0x47] = "data under a reserved control information",
        [0x48] = "data under a reserved control information",
        [0x49] = "data under a reserved control information",
        [0x4A] = "data under a reserved control information",
        [0x4B] = "data under a reserved control information",
        [0x4C] = "data under a reserved control information",
        [0x4D] = "data under a reserved control information",
        [0x4E] = "data under a reserved control information",
        [0x4F] = "data under a reserved control information",
        [0x50] = "application reset",
        [0x51] = "data for the slave",
        [0x52] = "selection of slaves",
        [0x53] = "command of a master",
        [0x54] = "synchronise action",
        [0x55] = "command of a master",
        [0x56] = "command of a master",
        [0x57] = "command of a master",
        [0x58] = "command of a master",
        [0x59] = "command of a master",
        [0x5A] = "data for the slave with a short header",
        [0x5B] = "data for the slave with a long header",
        [0x5C] = "command of a master",
        [0x5D] = "command of a master",
        [0x5E] = "command of a master",
        [0x5F] = "command of a master",
        [0x60] = "COSEM data from a master",
        [0x61] = "COSEM data from a master",
        [0x62] = "data under a reserved control information",
        [0x63] = "data under a reserved control information",
        [0x64] = "OBIS data from a master",
        [0x65] = "OBIS data from a master",
        [0x66] = "data under a reserved control information",
        [0x67] = "data under a reserved control information",
        [0x68] = "data under a reserved control information",
        [0x69] = "format frame without header",
        [0x6A] = "format frame with a short header",
        [0x6B] = "format frame with a long header",
        [0x6C] = "clock synchronisation",
        [0x6D] = "clock synchronisation",
        [0x6E] = "application error with a short header",
        [0x6F] = "application error with a long header",
        [0x70] = "application error",
        [0x71] = "alarm",
        [0x72] = "variable data",
        [0x73] = "fixed data",
        [0x74] = "alarm with a short header",
        [0x75] = "alarm with a long header",
        [0x76] = "data under a reserved control information",
        [0x77] = "data under a reserved control information",
        [0x78] = "variable data without header",
        [0x79] = "compact frame without header",
        [0x7A] = "variable data with a short header",
        [0x7B] = "compact frame with a short header",
        [0x7C] = "COSEM data with a long header",
        [0x7D] = "COSEM data with a short header",
        [0x7E] = "OBIS data with a long header",
        [0x7F] = "OBIS data with a short header",
        [0x80] = "transport layer with a long header",
        [0x81] = "network layer data",
        [0x82] = "network management data",
        [0x83] = "network management data",
        [0x84] = "network management data",
        [0x85] = "data under a reserved control information",
        [0x86] = "data under a reserved control information",
        [0x87] = "data under a reserved control information",
        [0x88] = "network management data",
        [0x89] = "network management data",
        [0x8A] = "transport layer with a short header",
        [0x8B] = "transport layer with a long header",
        [0x8C] = "extended link layer",
        [0x8D] = "extended link layer",
        [0x8E] = "extended link layer",
        [0x8F] = "extended link layer",
        [0x90] = "authentication and fragmentation layer",
        [0x91] = "data under a reserved control information",
        [0x92] = "data under a reserved control information",
        [0x93] = "data under a reserved control information",
        [0x94] = "data under a reserved control information",
        [0x95] = "data under a reserved control information",
        [0x96] = "data under a reserved control information",
        [0x97] = "data under a reserved control information",
        [0x98] = "data under a reserved control information",
        [0x99] = "data under a reserved control information",
        [0x9A] = "data under a reserved control information",
        [0x9B] = "data under a reserved control information",
        [0x9C] = "data under a reserved control information",
        [0x9D] = "data under a reserved control information",
        [0x9E] = "data under a reserved control information",
        [0x9F] = "data under a reserved control information",
        [0xA0] = "manufacturer-specific data",
        [0xA1] = "manufacturer-specific data",
        [0xA2] = "manufacturer-specific data",
        [0xA3] = "manufacturer-specific data",
        [0xA4] = "manufacturer-specific data",
        [0xA5] = "manufacturer-specific data",
        [0xA6] = "manufacturer-specific data",
        [0xA7] = "manufacturer-specific data",
        [0xA8] = "manufacturer-specific data",
        [0xA9] = "manufacturer-specific data",
        [0xAA] = "manufacturer-specific data",
        [0xAB] = "manufacturer-specific data",
        [0xAC] = "manufacturer-specific data",
        [0xAD] = "manufacturer-specific data",
        [0xAE] = "manufacturer-specific data",
        [0xAF] = "manufacturer-specific data",
        [0xB0] = "manufacturer-specific data",
        [0xB1] = "manufacturer-specific data",
        [0xB2] = "manufacturer-specific data",
        [0xB3] = "manufacturer-specific data",
        [0xB4] = "manufacturer-specific data",
        [0xB5] = "manufacturer-specific data",
        [0xB6] = "manufacturer-specific data",
        [0xB7] = "manufacturer-specific data",
        [0xB8] = "set 300 baud",
        [0xB9] = "set 600 baud",
        [0xBA] = "set 1200 baud",
        [0xBB] = "set 2400 baud",
        [0xBC] = "set 4800 baud",
        [0xBD] = "set 9600 baud",
        [0xBE] = "set 19200 baud",
        [0xBF] = "set 38400 baud",
        [0xC0] = "image transfer, security or time management",
        [0xC1] = "image transfer, security or time management",
        [0xC2] = "image transfer, security or time management",
        [0xC3] = "image transfer, security or time management",
        [0xC4] = "image transfer, security or time management",
        [0xC5] = "image transfer, security or time management",
        [0xC6] = "image transfer, security or time management",
        [0xC7] = "image transfer, security or time management",
        [0xC8] = "data under a reserved control information",
        [0xC9] = "data under a reserved control information",
        [0xCA] = "data under a reserved control information",
        [0xCB] = "data under a reserved control information",
        [0xCC] = "data under a reserved control information",
        [0xCD] = "data under a reserved control information",
        [0xCE] = "data under a reserved control information",
        [0xCF] = "data under a reserved control information",
        [0xD0] = "data under a reserved control information",
        [0xD1] = "data under a reserved control information",
        [0xD2] = "data under a reserved control information",
        [0xD3] = "data under a reserved control information",
        [0xD4] = "data under a reserved control information",
        [0xD5] = "data under a reserved control information",
        [0xD6] = "data under a reserved control information",
        [0xD7] = "data under a reserved control information",
        [0xD8] = "data under a reserved control information",
        [0xD9] = "data under a reserved control information",
        [0xDA] = "data under a reserved control information",
        [0xDB] = "data under a reserved control information",
        [0xDC] = "data under a reserved control information",
        [0xDD] = "data under a reserved control information",
        [0xDE] = "data under a reserved control information",
        [0xDF] = "data under a reserved control information",
        [0xE0] = "data under a reserved control information",
        [0xE1] = "data under a reserved control information",
        [0xE2] = "data under a reserved control information",
        [0xE3] = "data under a reserved control information",
        [0xE4] = "data under a reserved control information",
        [0xE5] = "data under a reserved control information",
        [0xE6] = "data under a reserved control information",
        [0xE7] = "data under a reserved control information",
        [0xE8] = "data under a reserved control information",
        [0xE9] = "data under a reserved control information",
        [0xEA] = "data under a reserved control information",
        [0xEB] = "data under a reserved control information",
        [0xEC] = "data under a reserved control information",
        [0xED] = "data under a reserved control information",
        [0xEE] = "data under a reserved control information",
        [0xEF] = "data under a reserved control information",
        [0xF0] = "data under a reserved control information",
        [0xF1] = "data under a reserved control information",
        [0xF2] = "data under a reserved control information",
        [0xF3] = "data under a reserved control information",
        [0xF4] = "data under a reserved control information",
        [0xF5] = "data under a reserved control information",
        [0xF6] = "data under a reserved control information",
        [0xF7] = "data under a reserved control information",
        [0xF8] = "data under a reserved control information",
        [0xF9] = "data under a reserved control information",
        [0xFA] = "data under a reserved control information",
        [0xFB] = "data under a reserved control information",
        [0xFC] = "data under a reserved control information",
        [0xFD] = "data under a reserved control information",
        [0xFE] = "data under a reserved control information",
        [0xFF] = "data under a reserved control information",
    },
    layouts = {
        [0x6E] = {"error", "brief"},
        [0x6F] = {"error", "full"},
        [0x70] = {"error", "none"},
        [0x71] = {"alarm", "none"},
        [0x72] = {"variable", "full"},
        [0x73] = {"fixed", "full"},
        [0x74] = {"alarm", "brief"},
        [0x75] = {"alarm", "full"},
        [0x78] = {"variable", "none"},
        [0x7A] = {"variable", "brief"},
        [0x90] = {"wrapped", "none"},
    },
    media = {
        [0x00] = "Other",
        [0x01] = "Oil",
        [0x02] = "Electricity",
        [0x03] = "Gas",
        [0x04] = "Heat: Outlet",
        [0x05] = "Steam",
        [0x06] = "Warm water (30-90°C)",
        [0x07] = "Water",
        [0x08] = "Heat Cost Allocator",
        [0x09] = "Compressed Air",
        [0x0A] = "Cooling load meter: Outlet",
        [0x0B] = "Cooling load meter: Inlet",
        [0x0C] = "Heat: Inlet",
        [0x0D] = "Heat / Cooling load meter",
        [0x0E] = "Bus/System",
        [0x0F] = "Unknown Medium",
        [0x10] = "Irrigation Water",
        [0x11] = "Water Logger",
        [0x12] = "Gas Logger",
        [0x13] = "Gas Converter",
        [0x14] = "Calorific value",
        [0x15] = "Hot water (>90°C)",
        [0x16] = "Cold water",
        [0x17] = "Dual water",
        [0x18] = "Pressure",
        [0x19] = "A/D Converter",
        [0x1A] = "Smoke Detector",
        [0x1B] = "Ambient Sensor",
        [0x1C] = "Gas Detector",
        [0x20] = "Breaker: Electricity",
        [0x21] = "Valve: Gas or Water",
        [0x25] = "Customer Unit: Display Device",
        [0x28] = "Waste Water",
        [0x29] = "Garbage",
        [0x2A] = "Carbon dioxide",
        [0x30] = "Service Unit",
        [0x31] = "Gateway",
        [0x32] = "Unidirectional Repeater",
        [0x33] = "Bidirectional Repeater",
        [0x36] = "Radio Converter: System",
        [0x37] = "Radio Converter: Meter",
        [0x38] = "Bus Converter: Meter",
    },
    application_errors = {
        [0x00] = "unspecified error",
        [0x01] = "CI not implemented",
        [0x02] = "buffer too long, data cut",
        [0x03] = "too many records",
        [0x04] = "premature end of record",
        [0x05] = "more than 10 DIFEs",
        [0x06] = "more than 10 VIFEs",
        [0x07] = "reserved error",
        [0x08] = "application busy",
        [0x09] = "too many readouts",
    },
    primary = {
        [0x00] = {"energy", "Wh", -3, "number"},
        [0x01] = {"energy", "Wh", -2, "number"},
        [0x02] = {"energy", "Wh", -1, "number"},
        [0x03] = {"energy", "Wh", 0, "number"},
        [0x04] = {"energy", "Wh", 1, "number"},
        [0x05] = {"energy", "Wh", 2, "number"},
        [0x06] = {"energy", "Wh", 3, "number"},
        [0x07] = {"energy", "Wh", 4, "number"},
        [0x08] = {"energy", "J", 0, "number"},
        [0x09] = {"energy", "J", 1, "number"},
        [0x0A] = {"energy", "J", 2, "number"},
        [0x0B] = {"energy", "J", 3, "number"},
        [0x0C] = {"energy", "J", 4, "number"},
        [0x0D] = {"energy", "J", 5, "number"},
        [0x0E] = {"energy", "J", 6, "number"},
        [0x0F] = {"energy", "J", 7, "number"},
        [0x10] = {"volume", "m3", -6, "number"},
        [0x11] = {"volume", "m3", -5, "number"},
        [0x12] = {"volume", "m3", -4, "number"},
        [0x13] = {"volume", "m3", -3, "number"},
        [0x14] = {"volume", "m3", -2, "number"},
        [0x15] = {"volume", "m3", -1, "number"},
        [0x16] = {"volume", "m3", 0, "number"},
        [0x17] = {"volume", "m3", 1, "number"},
        [0x18] = {"mass", "kg", -3, "number"},
        [0x19] = {"mass", "kg", -2, "number"},
        [0x1A] = {"mass", "kg", -1, "number"},
        [0x1B] = {"mass", "kg", 0, "number"},
        [0x1C] = {"mass", "kg", 1, "number"},
        [0x1D] = {"mass", "kg", 2, "number"},
        [0x1E] = {"mass", "kg", 3, "number"},
        [0x1F] = {"mass", "kg", 4, "number"},
        [0x20] = {"on-time", "s", 0, "number"},
        [0x21] = {"on-time", "min", 0, "number"},
        [0x22] = {"on-time", "h", 0, "number"},
        [0x23] = {"on-time", "d", 0, "number"},
        [0x24] = {"operating-time", "s", 0, "number"},
        [0x25] = {"operating-time", "min", 0, "number"},
        [0x26] = {"operating-time", "h", 0, "number"},
        [0x27] = {"operating-time", "d", 0, "number"},
        [0x28] = {"power", "W", -3, "number"},
        [0x29] = {"power", "W", -2, "number"},
        [0x2A] = {"power", "W", -1, "number"},
        [0x2B] = {"power", "W", 0, "number"},
        [0x2C] = {"power", "W", 1, "number"},
        [0x2D] = {"power", "W", 2, "number"},
        [0x2E] = {"power", "W", 3, "number"},
        [0x2F] = {"power", "W", 4, "number"},
        [0x30] = {"power", "J/h", 0, "number"},
        [0x31] = {"power", "J/h", 1, "number"},
        [0x32] = {"power", "J/h", 2, "number"},
        [0x33] = {"power", "J/h", 3, "number"},
        [0x34] = {"power", "J/h", 4, "number"},
        [0x35] = {"power", "J/h", 5, "number"},
        [0x36] = {"power", "J/h", 6, "number"},
        [0x37] = {"power", "J/h", 7, "number"},
        [0x38] = {"volume-flow", "m3/h", -6, "number"},
        [0x39] = {"volume-flow", "m3/h", -5, "number"},
        [0x3A] = {"volume-flow", "m3/h", -4, "number"},
        [0x3B] = {"volume-flow", "m3/h", -3, "number"},
        [0x3C] = {"volume-flow", "m3/h", -2, "number"},
        [0x3D] = {"volume-flow", "m3/h", -1, "number"},
        [0x3E] = {"volume-flow", "m3/h", 0, "number"},
        [0x3F] = {"volume-flow", "m3/h", 1, "number"},
        [0x40] = {"volume-flow", "m3/min", -7, "number"},
        [0x41] = {"volume-flow", "m3/min", -6, "number"},
        [0x42] = {"volume-flow", "m3/min", -5, "number"},
        [0x43] = {"volume-flow", "m3/min", -4, "number"},
        [0x44] = {"volume-flow", "m3/min", -3, "number"},
        [0x45] = {"volume-flow", "m3/min", -2, "number"},
        [0x46] = {"volume-flow", "m3/min", -1, "number"},
        [0x47] = {"volume-flow", "m3/min", 0, "number"},
        [0x48] = {"volume-flow", "m3/s", -9, "number"},
        [0x49] = {"volume-flow", "m3/s", -8, "number"},
        [0x4A] = {"volume-flow", "m3/s", -7, "number"},
        [0x4B] = {"volume-flow", "m3/s", -6, "number"},
        [0x4C] = {"volume-flow", "m3/s", -5, "number"},
        [0x4D] = {"volume-flow", "m3/s", -4, "number"},
        [0x4E] = {"volume-flow", "m3/s", -3, "number"},
        [0x4F] = {"volume-flow", "m3/s", -2, "number"},
        [0x50] = {"mass-flow", "kg/h", -3, "number"},
        [0x51] = {"mass-flow", "kg/h", -2, "number"},
        [0x52] = {"mass-flow", "kg/h", -1, "number"},
        [0x53] = {"mass-flow", "kg/h", 0, "number"},
        [0x54] = {"mass-flow", "kg/h", 1, "number"},
        [0x55] = {"mass-flow", "kg/h", 2, "number"},
        [0x56] = {"mass-flow", "kg/h", 3, "number"},
        [0x57] = {"mass-flow", "kg/h", 4, "number"},
        [0x58] = {"flow-temperature", "C", -3, "number"},
        [0x59] = {"flow-temperature", "C", -2, "number"},
        [0x5A] = {"flow-temperature", "C", -1, "number"},
        [0x5B] = {"flow-temperature", "C", 0, "number"},
        [0x5C] = {"return-temperature", "C", -3, "number"},
        [0x5D] = {"return-temperature", "C", -2, "number"},
        [0x5E] = {"return-temperature", "C", -1, "number"},
        [0x5F] = {"return-temperature", "C", 0, "number"},
        [0x60] = {"temperature-difference", "K", -3, "number"},
        [0x61] = {"temperature-difference", "K", -2, "number"},
        [0x62] = {"temperature-difference", "K", -1, "number"},
        [0x63] = {"temperature-difference", "K", 0, "number"},
        [0x64] = {"external-temperature", "C", -3, "number"},
        [0x65] = {"external-temperature", "C", -2, "number"},
        [0x66] = {"external-temperature", "C", -1, "number"},
        [0x67] = {"external-temperature", "C", 0, "number"},
        [0x68] = {"pressure", "bar", -3, "number"},
        [0x69] = {"pressure", "bar", -2, "number"},
        [0x6A] = {"pressure", "bar", -1, "number"},
        [0x6B] = {"pressure", "bar", 0, "number"},
        [0x6C] = {"time-point", "", 0, "point"},
        [0x6D] = {"time-point", "", 0, "point"},
        [0x6E] = {"heat-cost-units", "", 0, "number"},
        [0x70] = {"averaging-duration", "s", 0, "number"},
        [0x71] = {"averaging-duration", "min", 0, "number"},
        [0x72] = {"averaging-duration", "h", 0, "number"},
        [0x73] = {"averaging-duration", "d", 0, "number"},
        [0x74] = {"actuality-duration", "s", 0, "number"},
        [0x75] = {"actuality-duration", "min", 0, "number"},
        [0x76] = {"actuality-duration", "h", 0, "number"},
        [0x77] = {"actuality-duration", "d", 0, "number"},
        [0x78] = {"fabrication-number", "", 0, "counter"},
        [0x79] = {"identification", "", 0, "counter"},
        [0x7A] = {"bus-address", "", 0, "counter"},
        [0x7C] = {"plain-text", "", 0, "number"},
        [0x7E] = {"any-quantity", "", 0, "number"},
        [0x7F] = {"manufacturer-specific", "", 0, "number"},
    },
    extension_fb = {
        [0x00] = {"energy", "Wh", 5, "number"},
        [0x01] = {"energy", "Wh", 6, "number"},
        [0x02] = {"reactive-energy", "varh", 3, "number"},
        [0x03] = {"reactive-energy", "varh", 4, "number"},
        [0x04] = {"apparent-energy", "VAh", 3, "number"},
        [0x05] = {"apparent-energy", "VAh", 4, "number"},
        [0x08] = {"energy", "J", 8, "number"},
        [0x09] = {"energy", "J", 9, "number"},
        [0x0C] = {"energy", "cal", 5, "number"},
        [0x0D] = {"energy", "cal", 6, "number"},
        [0x0E] = {"energy", "cal", 7, "number"},
        [0x0F] = {"energy", "cal", 8, "number"},
        [0x10] = {"volume", "m3", 2, "number"},
        [0x11] = {"volume", "m3", 3, "number"},
        [0x14] = {"reactive-power", "var", 0, "number"},
        [0x15] = {"reactive-power", "var", 1, "number"},
        [0x16] = {"reactive-power", "var", 2, "number"},
        [0x17] = {"reactive-power", "var", 3, "number"},
        [0x18] = {"mass", "kg", 5, "number"},
        [0x19] = {"mass", "kg", 6, "number"},
        [0x1A] = {"relative-humidity", "%", -1, "number"},
        [0x1B] = {"relative-humidity", "%", 0, "number"},
        [0x20] = {"volume", "ft3", 0, "number"},
        [0x21] = {"volume", "ft3", -1, "number"},
        [0x22] = {"volume", "gal", -1, "number"},
        [0x23] = {"volume", "gal", 0, "number"},
        [0x24] = {"volume-flow", "gal/min", -3, "number"},
        [0x25] = {"volume-flow", "gal/min", 0, "number"},
        [0x26] = {"volume-flow", "gal/h", 0, "number"},
        [0x28] = {"power", "W", 5, "number"},
        [0x29] = {"power", "W", 6, "number"},
        [0x2A] = {"voltage-phase", "deg", -1, "number"},
        [0x2B] = {"current-phase", "deg", -1, "number"},
        [0x2C] = {"frequency", "Hz", -3, "number"},
        [0x2D] = {"frequency", "Hz", -2, "number"},
        [0x2E] = {"frequency", "Hz", -1, "number"},
        [0x2F] = {"frequency", "Hz", 0, "number"},
        [0x30] = {"power", "J/h", 8, "number"},
        [0x31] = {"power", "J/h", 9, "number"},
        [0x34] = {"apparent-power", "VA", 0, "number"},
        [0x35] = {"apparent-power", "VA", 1, "number"},
        [0x36] = {"apparent-power", "VA", 2, "number"},
        [0x37] = {"apparent-power", "VA", 3, "number"},
        [0x58] = {"flow-temperature", "F", -3, "number"},
        [0x59] = {"flow-temperature", "F", -2, "number"},
        [0x5A] = {"flow-temperature", "F", -1, "number"},
        [0x5B] = {"flow-temperature", "F", 0, "number"},
        [0x5C] = {"return-temperature", "F", -3, "number"},
        [0x5D] = {"return-temperature", "F", -2, "number"},
        [0x5E] = {"return-temperature", "F", -1, "number"},
        [0x5F] = {"return-temperature", "F", 0, "number"},
        [0x60] = {"temperature-difference", "F difference", -3, "number"},
        [0x61] = {"temperature-difference", "F difference", -2, "number"},
        [0x62] = {"temperature-difference", "F difference", -1, "number"},
        [0x63] = {"temperature-difference", "F difference", 0, "number"},
        [0x64] = {"external-temperature", "F", -3, "number"},
        [0x65] = {"external-temperature", "F", -2, "number"},
        [0x66] = {"external-temperature", "F", -1, "number"},
        [0x67] = {"external-temperature", "F", 0, "number"},
        [0x68] = {"heat-cost-rating", "", 0, "number"},
        [0x69] = {"heat-cost-rating", "", 0, "number"},
        [0x6A] = {"heat-cost-rating", "", 0, "number"},
        [0x6B] = {"heat-cost-rating", "", 0, "number"},
        [0x6C] = {"heat-cost-rating", "", 0, "number"},
        [0x6D] = {"heat-cost-rating", "", 0, "number"},
        [0x6E] = {"heat-cost-rating", "", 0, "number"},
        [0x70] = {"temperature-limit", "F", -3, "number"},
        [0x71] = {"temperature-limit", "F", -2, "number"},
        [0x72] = {"temperature-limit", "F", -1, "number"},
        [0x73] = {"temperature-limit", "F", 0, "number"},
        [0x74] = {"temperature-limit", "C", -3, "number"},
        [0x75] = {"temperature-limit", "C", -2, "number"},
        [0x76] = {"temperature-limit", "C", -1, "number"},
        [0x77] = {"temperature-limit", "C", 0, "number"},
        [0x78] = {"cumulated-maximum-power", "W", -3, "number"},
        [0x79] = {"cumulated-maximum-power", "W", -2, "number"},
        [0x7A] = {"cumulated-maximum-power", "W", -1, "number"},
        [0x7B] = {"cumulated-maximum-power", "W", 0, "number"},
        [0x7C] = {"cumulated-maximum-power", "W", 1, "number"},
        [0x7D] = {"cumulated-maximum-power", "W", 2, "number"},
        [0x7E] = {"cumulated-maximum-power", "W", 3, "number"},
        [0x7F] = {"cumulated-maximum-power", "W", 4, "number"},
    },
    extension_fd = {
        [0x00] = {"credit", "currency", -3, "number"},
        [0x01] = {"credit", "currency", -2, "number"},
        [0x02] = {"credit", "currency", -1, "number"},
        [0x03] = {"credit", "currency", 0, "number"},
        [0x04] = {"debit", "currency", -3, "number"},
        [0x05] = {"debit", "currency", -2, "number"},
        [0x06] = {"debit", "currency", -1, "number"},
        [0x07] = {"debit", "currency", 0, "number"},
        [0x08] = {"transmission-count", "", 0, "counter"},
        [0x09] = {"medium", "", 0, "bits"},
        [0x0A] = {"manufacturer", "", 0, "bits"},
        [0x0B] = {"parameter-set", "", 0, "bits"},
        [0x0C] = {"model-version", "", 0, "counter"},
        [0x0D] = {"hardware-version", "", 0, "counter"},
        [0x0E] = {"firmware-version", "", 0, "counter"},
        [0x0F] = {"software-version", "", 0, "counter"},
        [0x10] = {"customer-location", "", 0, "bits"},
        [0x11] = {"customer", "", 0, "bits"},
        [0x12] = {"access-code-user", "", 0, "bits"},
        [0x13] = {"access-code-operator", "", 0, "bits"},
        [0x14] = {"access-code-system-operator", "", 0, "bits"},
        [0x15] = {"access-code-developer", "", 0, "bits"},
        [0x16] = {"password", "", 0, "bits"},
        [0x17] = {"error-flags", "", 0, "bits"},
        [0x18] = {"error-mask", "", 0, "bits"},
        [0x19] = {"security-key", "", 0, "bits"},
        [0x1A] = {"digital-output", "", 0, "bits"},
        [0x1B] = {"digital-input", "", 0, "bits"},
        [0x1C] = {"baud-rate", "Bd", 0, "counter"},
        [0x1D] = {"response-delay", "bit times", 0, "counter"},
        [0x1E] = {"retry", "", 0, "counter"},
        [0x1F] = {"remote-control", "", 0, "bits"},
        [0x20] = {"first-cyclic-storage", "", 0, "counter"},
        [0x21] = {"last-cyclic-storage", "", 0, "counter"},
        [0x22] = {"storage-block-size", "", 0, "counter"},
        [0x23] = {"tariff-descriptor", "", 0, "bits"},
        [0x24] = {"storage-interval", "s", 0, "number"},
        [0x25] = {"storage-interval", "min", 0, "number"},
        [0x26] = {"storage-interval", "h", 0, "number"},
        [0x27] = {"storage-interval", "d", 0, "number"},
        [0x28] = {"storage-interval", "months", 0, "number"},
        [0x29] = {"storage-interval", "years", 0, "number"},
        [0x2A] = {"operator-data", "", 0, "bits"},
        [0x2B] = {"second-of-time-point", "s", 0, "number"},
        [0x2C] = {"duration-since-readout", "s", 0, "number"},
        [0x2D] = {"duration-since-readout", "min", 0, "number"},
        [0x2E] = {"duration-since-readout", "h", 0, "number"},
        [0x2F] = {"duration-since-readout", "d", 0, "number"},
        [0x30] = {"tariff-start", "", 0, "point"},
        [0x31] = {"tariff-duration", "min", 0, "number"},
        [0x32] = {"tariff-duration", "h", 0, "number"},
        [0x33] = {"tariff-duration", "d", 0, "number"},
        [0x34] = {"tariff-period", "s", 0, "number"},
        [0x35] = {"tariff-period", "min", 0, "number"},
        [0x36] = {"tariff-period", "h", 0, "number"},
        [0x37] = {"tariff-period", "d", 0, "number"},
        [0x38] = {"tariff-period", "months", 0, "number"},
        [0x39] = {"tariff-period", "years", 0, "number"},
        [0x3A] = {"dimensionless", "", 0, "number"},
        [0x3B] = {"wireless-container", "", 0, "opaque"},
        [0x3C] = {"transmission-period", "s", 0, "number"},
        [0x3D] = {"transmission-period", "min", 0, "number"},
        [0x3E] = {"transmission-period", "h", 0, "number"},
        [0x3F] = {"transmission-period", "d", 0, "number"},
        [0x40] = {"voltage", "V", -9, "number"},
        [0x41] = {"voltage", "V", -8, "number"},
        [0x42] = {"voltage", "V", -7, "number"},
        [0x43] = {"voltage", "V", -6, "number"},
        [0x44] = {"voltage", "V", -5, "number"},
        [0x45] = {"voltage", "V", -4, "number"},
        [0x46] = {"voltage", "V", -3, "number"},
        [0x47] = {"voltage", "V", -2, "number"},
        [0x48] = {"voltage", "V", -1, "number"},
        [0x49] = {"voltage", "V", 0, "number"},
        [0x4A] = {"voltage", "V", 1, "number"},
        [0x4B] = {"voltage", "V", 2, "number"},
        [0x4C] = {"voltage", "V", 3, "number"},
        [0x4D] = {"voltage", "V", 4, "number"},
        [0x4E] = {"voltage", "V", 5, "number"},
        [0x4F] = {"voltage", "V", 6, "number"},
        [0x50] = {"current", "A", -12, "number"},
        [0x51] = {"current", "A", -11, "number"},
        [0x52] = {"current", "A", -10, "number"},
        [0x53] = {"current", "A", -9, "number"},
        [0x54] = {"current", "A", -8, "number"},
        [0x55] = {"current", "A", -7, "number"},
        [0x56] = {"current", "A", -6, "number"},
        [0x57] = {"current", "A", -5, "number"},
        [0x58] = {"current", "A", -4, "number"},
        [0x59] = {"current", "A", -3, "number"},
        [0x5A] = {"current", "A", -2, "number"},
        [0x5B] = {"current", "A", -1, "number"},
        [0x5C] = {"current", "A", 0, "number"},
        [0x5D] = {"current", "A", 1, "number"},
        [0x5E] = {"current", "A", 2, "number"},
        [0x5F] = {"current", "A", 3, "number"},
        [0x60] = {"reset-counter", "", 0, "counter"},
        [0x61] = {"cumulation-counter", "", 0, "counter"},
        [0x62] = {"control-signal", "", 0, "bits"},
        [0x63] = {"day-of-week", "", 0, "counter"},
        [0x64] = {"week-number", "", 0, "counter"},
        [0x65] = {"time-of-day-change", "", 0, "bits"},
        [0x66] = {"parameter-activation-state", "", 0, "bits"},
        [0x67] = {"supplier-information", "", 0, "bits"},
        [0x68] = {"duration-since-cumulation", "h", 0, "number"},
        [0x69] = {"duration-since-cumulation", "d", 0, "number"},
        [0x6A] = {"duration-since-cumulation", "months", 0, "number"},
        [0x6B] = {"duration-since-cumulation", "years", 0, "number"},
        [0x6C] = {"battery-operating-time", "h", 0, "number"},
        [0x6D] = {"battery-operating-time", "d", 0, "number"},
        [0x6E] = {"battery-operating-time", "months", 0, "number"},
        [0x6F] = {"battery-operating-time", "years", 0, "number"},
        [0x70] = {"battery-change", "", 0, "point"},
        [0x71] = {"rf-level", "dBm", 0, "number"},
        [0x72] = {"daylight-saving", "", 0, "bits"},
        [0x73] = {"listening-window", "", 0, "bits"},
        [0x74] = {"remaining-battery-life", "d", 0, "number"},
        [0x75] = {"stop-count", "", 0, "counter"},
        [0x76] = {"manufacturer-container", "", 0, "opaque"},
    },
    second_level = {
        [0x00] = {"selected-application", "", 0, "bits"},
        [0x02] = {"remaining-battery-life", "months", 0, "number"},
        [0x03] = {"remaining-battery-life", "years", 0, "number"},
    },
    vife = {
        [0x01] = {"record_error", "too many DIFEs", 0, ""},
        [0x02] = {"record_error", "storage number not implemented", 0, ""},
        [0x03] = {"record_error", "sub-unit not implemented", 0, ""},
        [0x04] = {"record_error", "tariff not implemented", 0, ""},
        [0x05] = {"record_error", "function not implemented", 0, ""},
        [0x06] = {"record_error", "data class not implemented", 0, ""},
        [0x07] = {"record_error", "data size not implemented", 0, ""},
        [0x0B] = {"record_error", "too many VIFEs", 0, ""},
        [0x0C] = {"record_error", "illegal VIF group", 0, ""},
        [0x0D] = {"record_error", "illegal VIF exponent", 0, ""},
        [0x0E] = {"record_error", "VIF does not fit the DIF", 0, ""},
        [0x0F] = {"record_error", "action not implemented", 0, ""},
        [0x12] = {"qualifies", "average", 0, ""},
        [0x13] = {"packs", "inverse-compact-profile", 0, ""},
        [0x14] = {"qualifies", "relative-deviation", 0, ""},
        [0x15] = {"record_error", "no data available", 0, ""},
        [0x16] = {"record_error", "data overflow", 0, ""},
        [0x17] = {"record_error", "data underflow", 0, ""},
        [0x18] = {"record_error", "data error", 0, ""},
        [0x1C] = {"record_error", "premature end of record", 0, ""},
        [0x1D] = {"qualifies", "standard-conform", 0, ""},
        [0x1E] = {"packs", "compact-profile-with-registers", 0, ""},
        [0x1F] = {"packs", "compact-profile", 0, ""},
        [0x20] = {"qualifies", "per-second", 0, ""},
        [0x21] = {"qualifies", "per-minute", 0, ""},
        [0x22] = {"qualifies", "per-hour", 0, ""},
        [0x23] = {"qualifies", "per-day", 0, ""},
        [0x24] = {"qualifies", "per-week", 0, ""},
        [0x25] = {"qualifies", "per-month", 0, ""},
        [0x26] = {"qualifies", "per-year", 0, ""},
        [0x27] = {"qualifies", "per-measurement", 0, ""},
        [0x28] = {"qualifies", "per-input-pulse-0", 0, ""},
        [0x29] = {"qualifies", "per-input-pulse-1", 0, ""},
        [0x2A] = {"qualifies", "per-output-pulse-0", 0, ""},
        [0x2B] = {"qualifies", "per-output-pulse-1", 0, ""},
        [0x2C] = {"qualifies", "per-litre", 0, ""},
        [0x2D] = {"qualifies", "per-cubic-metre", 0, ""},
        [0x2E] = {"qualifies", "per-kilogram", 0, ""},
        [0x2F] = {"qualifies", "per-kelvin", 0, ""},
        [0x30] = {"qualifies", "per-kilowatt-hour", 0, ""},
        [0x31] = {"qualifies", "per-gigajoule", 0, ""},
        [0x32] = {"qualifies", "per-kilowatt", 0, ""},
        [0x33] = {"qualifies", "per-kelvin-litre", 0, ""},
        [0x34] = {"qualifies", "per-volt", 0, ""},
        [0x35] = {"qualifies", "per-ampere", 0, ""},
        [0x36] = {"qualifies", "times-second", 0, ""},
        [0x37] = {"qualifies", "times-second-per-volt", 0, ""},
        [0x38] = {"qualifies", "times-second-per-ampere", 0, ""},
        [0x39] = {"point_of", "start", 0, ""},
        [0x3A] = {"qualifies", "uncorrected", 0, ""},
        [0x3B] = {"qualifies", "forward", 0, ""},
        [0x3C] = {"qualifies", "backward", 0, ""},
        [0x3D] = {"qualifies", "non-metric", 0, ""},
        [0x3E] = {"qualifies", "at-base-conditions", 0, ""},
        [0x3F] = {"qualifies", "obis-declaration", 0, ""},
        [0x40] = {"qualifies", "lower-limit", 0, ""},
        [0x41] = {"qualifies", "count-below-lower-limit", 0, ""},
        [0x42] = {"point_of", "first-begin-below-lower-limit", 0, ""},
        [0x43] = {"point_of", "first-end-below-lower-limit", 0, ""},
        [0x46] = {"point_of", "last-begin-below-lower-limit", 0, ""},
        [0x47] = {"point_of", "last-end-below-lower-limit", 0, ""},
        [0x48] = {"qualifies", "upper-limit", 0, ""},
        [0x49] = {"qualifies", "count-above-upper-limit", 0, ""},
        [0x4A] = {"point_of", "first-begin-above-upper-limit", 0, ""},
        [0x4B] = {"point_of", "first-end-above-upper-limit", 0, ""},
        [0x4E] = {"point_of", "last-begin-above-upper-limit", 0, ""},
        [0x4F] = {"point_of", "last-end-above-upper-limit", 0, ""},
        [0x50] = {"duration_of", "first-below-lower-limit", 0, "s"},
        [0x51] = {"duration_of", "first-below-lower-limit", 0, "min"},
        [0x52] = {"duration_of", "first-below-lower-limit", 0, "h"},
        [0x53] = {"duration_of", "first-below-lower-limit", 0, "d"},
        [0x54] = {"duration_of", "last-below-lower-limit", 0, "s"},
        [0x55] = {"duration_of", "last-below-lower-limit", 0, "min"},
        [0x56] = {"duration_of", "last-below-lower-limit", 0, "h"},
        [0x57] = {"duration_of", "last-below-lower-limit", 0, "d"},
        [0x58] = {"duration_of", "first-above-upper-limit", 0, "s"},
        [0x59] = {"duration_of", "first-above-upper-limit", 0, "min"},
        [0x5A] = {"duration_of", "first-above-upper-limit", 0, "h"},
        [0x5B] = {"duration_of", "first-above-upper-limit", 0, "d"},
        [0x5C] = {"duration_of", "last-above-upper-limit", 0, "s"},
        [0x5D] = {"duration_of", "last-above-upper-limit", 0, "min"},
        [0x5E] = {"duration_of", "last-above-upper-limit", 0, "h"},
        [0x5F] = {"duration_of", "last-above-upper-limit", 0, "d"},
        [0x60] = {"duration_of", "first-duration", 0, "s"},
        [0x61] = {"duration_of", "first-duration", 0, "min"},
        [0x62] = {"duration_of", "first-duration", 0, "h"},
        [0x63] = {"duration_of", "first-duration", 0, "d"},
        [0x64] = {"duration_of", "last-duration", 0, "s"},
        [0x65] = {"duration_of", "last-duration", 0, "min"},
        [0x66] = {"duration_of", "last-duration", 0, "h"},
        [0x67] = {"duration_of", "last-duration", 0, "d"},
        [0x68] = {"qualifies", "during-lower-limit-excess", 0, ""},
        [0x69] = {"qualifies", "leakage", 0, ""},
        [0x6A] = {"point_of", "first-begin", 0, ""},
        [0x6B] = {"point_of", "first-end", 0, ""},
        [0x6C] = {"qualifies", "during-upper-limit-excess", 0, ""},
        [0x6D] = {"qualifies", "overflow", 0, ""},
        [0x6E] = {"point_of", "last-begin", 0, ""},
        [0x6F] = {"point_of", "last-end", 0, ""},
        [0x70] = {"multiplies", "", -6, ""},
        [0x71] = {"multiplies", "", -5, ""},
        [0x72] = {"multiplies", "", -4, ""},
        [0x73] = {"multiplies", "", -3, ""},
        [0x74] = {"multiplies", "", -2, ""},
        [0x75] = {"multiplies", "", -1, ""},
        [0x76] = {"multiplies", "", 0, ""},
        [0x77] = {"multiplies", "", 1, ""},
        [0x78] = {"adds", "", -3, ""},
        [0x79] = {"adds", "", -2, ""},
        [0x7A] = {"adds", "", -1, ""},
        [0x7B] = {"adds", "", 0, ""},
        [0x7C] = {"opens_table", "further-table", 0, ""},
        [0x7D] = {"multiplies", "", 3, ""},
        [0x7E] = {"qualifies", "future", 0, ""},
        [0x7F] = {"opens_table", "manufacturer-specific", 0, ""},
    },
    further_vife = {
        [0x01] = {"qualifies", "phase-L1", 0, ""},
        [0x02] = {"qualifies", "phase-L2", 0, ""},
        [0x03] = {"qualifies", "phase-L3", 0, ""},
        [0x04] = {"qualifies", "neutral", 0, ""},
        [0x05] = {"qualifies", "between-L1-L2", 0, ""},
        [0x06] = {"qualifies", "between-L2-L3", 0, ""},
        [0x07] = {"qualifies", "between-L3-L1", 0, ""},
        [0x08] = {"qualifies", "quadrant-1", 0, ""},
        [0x09] = {"qualifies", "quadrant-2", 0, ""},
        [0x0A] = {"qualifies", "quadrant-3", 0, ""},
        [0x0B] = {"qualifies", "quadrant-4", 0, ""},
        [0x0C] = {"qualifies", "import-minus-export", 0, ""},
        [0x10] = {"qualifies", "absolute-sum", 0, ""},
        [0x11] = {"qualifies", "type-c", 0, ""},
        [0x12] = {"qualifies", "type-d", 0, ""},
    },
    fixed_units = {
        [0x00] = {"time-point", "", 0},
        [0x01] = {"time-point", "", 0},
        [0x02] = {"energy", "Wh", 0},
        [0x03] = {"energy", "Wh", 1},
        [0x04] = {"energy", "Wh", 2},
        [0x05] = {"energy", "Wh", 3},
        [0x06] = {"energy", "Wh", 4},
        [0x07] = {"energy", "Wh", 5},
        [0x08] = {"energy", "Wh", 6},
        [0x09] = {"energy", "Wh", 7},
        [0x0A] = {"energy", "Wh", 8},
        [0x0B] = {"energy", "J", 3},
        [0x0C] = {"energy", "J", 4},
        [0x0D] = {"energy", "J", 5},
        [0x0E] = {"energy", "J", 6},
        [0x0F] = {"energy", "J", 7},
        [0x10] = {"energy", "J", 8},
        [0x11] = {"energy", "J", 9},
        [0x12] = {"energy", "J", 10},
        [0x13] = {"energy", "J", 11},
        [0x14] = {"power", "W", 0},
        [0x15] = {"power", "W", 1},
        [0x16] = {"power", "W", 2},
        [0x17] = {"power", "W", 3},
        [0x18] = {"power", "W", 4},
        [0x19] = {"power", "W", 5},
        [0x1A] = {"power", "W", 6},
        [0x1B] = {"power", "W", 7},
        [0x1C] = {"power", "W", 8},
        [0x1D] = {"power", "J/h", 3},
        [0x1E] = {"power", "J/h", 4},
        [0x1F] = {"power", "J/h", 5},
        [0x20] = {"power", "J/h", 6},
        [0x21] = {"power", "J/h", 7},
        [0x22] = {"power", "J/h", 8},
        [0x23] = {"power", "J/h", 9},
        [0x24] = {"power", "J/h", 10},
        [0x25] = {"power", "J/h", 11},
        [0x26] = {"volume", "m3", -6},
        [0x27] = {"volume", "m3", -5},
        [0x28] = {"volume", "m3", -4},
        [0x29] = {"volume", "m3", -3},
        [0x2A] = {"volume", "m3", -2},
        [0x2B] = {"volume", "m3", -1},
        [0x2C] = {"volume", "m3", 0},
        [0x2D] = {"volume", "m3", 1},
        [0x2E] = {"volume", "m3", 2},
        [0x2F] = {"volume-flow", "m3/h", -6},
        [0x30] = {"volume-flow", "m3/h", -5},
        [0x31] = {"volume-flow", "m3/h", -4},
        [0x32] = {"volume-flow", "m3/h", -3},
        [0x33] = {"volume-flow", "m3/h", -2},
        [0x34] = {"volume-flow", "m3/h", -1},
        [0x35] = {"volume-flow", "m3/h", 0},
        [0x36] = {"volume-flow", "m3/h", 1},
        [0x37] = {"volume-flow", "m3/h", 2},
        [0x38] = {"any-quantity", "C", -3},
        [0x39] = {"heat-cost-units", "", 0},
        [0x3A] = {"reserved", "", 0},
        [0x3B] = {"reserved", "", 0},
        [0x3C] = {"reserved", "", 0},
        [0x3D] = {"reserved", "", 0},
        [0x3F] = {"dimensionless", "", 0},
    },
    prefixed = {
        ["Wh"] = true,
        ["J"] = true,
        ["cal"] = true,
        ["varh"] = true,
        ["VAh"] = true,
        ["W"] = true,
        ["J/h"] = true,
        ["var"] = true,
        ["VA"] = true,
    },
}
-- end of tables

local mbus = Proto("mbus", "M-Bus")

local f = {
    service = ProtoField.string("mbus.service", "Service"),
    control = ProtoField.uint8("mbus.control", "Control field", base.HEX),
    fcb = ProtoField.bool("mbus.fcb", "Frame count bit", 8, nil, 0x20),
    fcv = ProtoField.bool("mbus.fcv", "Frame count bit valid", 8, nil, 0x10),
    acd = ProtoField.bool("mbus.acd", "Class 1 data wait", 8, nil, 0x20),
    dfc = ProtoField.bool("mbus.dfc", "No more data, please", 8, nil, 0x10),
    length = ProtoField.uint8("mbus.length", "Length"),
    address = ProtoField.uint8("mbus.address", "Address"),
    ci = ProtoField.uint8("mbus.ci", "Control information", base.HEX, tables.ci),
    checksum = ProtoField.uint8("mbus.checksum", "Checksum", base.HEX),
    id = ProtoField.string("mbus.id", "Identification"),
    manufacturer = ProtoField.string("mbus.manufacturer", "Manufacturer"),
    version = ProtoField.uint8("mbus.version", "Version"),
    medium = ProtoField.uint8("mbus.medium", "Medium", base.HEX, tables.media),
    access = ProtoField.uint8("mbus.access_number", "Access number"),
    status = ProtoField.uint8("mbus.status", "Status", base.HEX),
    configuration = ProtoField.uint16("mbus.configuration", "Configuration field", base.HEX),
    record = ProtoField.string("mbus.record", "Record"),
    selector = ProtoField.string("mbus.record.selector", "Selector"),
    value = ProtoField.string("mbus.record.value", "Value"),
    dif = ProtoField.uint8("mbus.record.dif", "DIF", base.HEX),
    vif = ProtoField.uint8("mbus.record.vif", "VIF", base.HEX),
    raw = ProtoField.bytes("mbus.record.data", "Data"),
    own = ProtoField.bytes("mbus.manufacturer_data", "Manufacturer-specific data"),
    encrypted = ProtoField.bytes("mbus.encrypted", "Encrypted data"),
    more = ProtoField.bool("mbus.more_follows", "More records follow in the next telegram"),
    error = ProtoField.uint8("mbus.application_error", "Application error", base.DEC, tables.application_errors),
    other = ProtoField.bytes("mbus.data", "Data"),
    response_in = ProtoField.framenum("mbus.response_in", "Response in", base.NONE, frametype.RESPONSE),
    response_to = ProtoField.framenum("mbus.response_to", "Response to", base.NONE, frametype.REQUEST),
    response_time = ProtoField.relative_time("mbus.response_time", "Response time"),
}
mbus.fields = f

local group, severity = expert.group, expert.severity
local e = {
    checksum = ProtoExpert.new("mbus.expert.checksum", "Wrong checksum", group.CHECKSUM, severity.ERROR),
    length = ProtoExpert.new("mbus.expert.length", "Wrong length", group.MALFORMED, severity.ERROR),
    damaged = ProtoExpert.new("mbus.expert.damaged", "No frame: damage, a break or a collision", group.MALFORMED, severity.ERROR),
    collision = ProtoExpert.new("mbus.expert.collision", "Another answer to the same request: a collision",
                                group.SEQUENCE, severity.WARN),
    late = ProtoExpert.new("mbus.expert.late", "Late answer (more than 330 bit times + 50 ms)", group.SEQUENCE, severity.WARN),
    early = ProtoExpert.new("mbus.expert.early", "Early answer (less than 11 bit times)", group.SEQUENCE, severity.WARN),
    fcb = ProtoExpert.new("mbus.expert.fcb", "Unchanged frame count bit: the last telegram is requested again",
                          group.SEQUENCE, severity.NOTE),
    record = ProtoExpert.new("mbus.expert.record", "A record does not fit the telegram", group.MALFORMED, severity.ERROR),
}
mbus.experts = e
mbus.prefs.baud = Pref.uint("Baud rate", 2400, "Speed of the bus, by which answers are late or early")

-- Numbers -------------------------------------------------------------------------------------------------------------

local function little_endian(bytes, first, last)
    local number = 0
    for i = last, first, -1 do number = number * 256 + bytes:get_index(i) end
    return number
end

local function hex(bytes, separator)
    local texts = {}
    for i = 0, bytes:len() - 1 do texts[#texts + 1] = string.format("%02x", bytes:get_index(i)) end
    return table.concat(texts, separator or "")
end

--- Decimal digits (a sign before them) times 10^exponent, without exponent.
local function scaled_text(digits, exponent)
    local sign = ""
    if digits:sub(1, 1) == "-" then sign, digits = "-", digits:sub(2) end
    digits = digits:gsub("^0+(%d)", "%1")
    if digits == "0" then sign = "" end
    if exponent >= 0 then
        if digits ~= "0" then digits = digits .. string.rep("0", exponent) end
        return sign .. digits
    end
    local decimals = -exponent
    if #digits <= decimals then digits = string.rep("0", decimals + 1 - #digits) .. digits end
    return sign .. digits:sub(1, #digits - decimals) .. "." .. digits:sub(#digits - decimals + 1)
end

local function with_unit(number, unit, prefix)
    if unit == "" then return number end
    return number .. " " .. (prefix or "") .. unit
end

--- "9730 kWh": digits times 10^entry.exponent, with what the VIFEs multiply and add.
local function measure_text(digits, entry)
    local exponent = entry.exponent
    for _, change in ipairs(entry.changes) do
        if change.multiplies then
            exponent = exponent + change.amount
        else
            local finest = math.min(exponent, change.amount)
            local sum = tonumber(digits) * 10 ^ (exponent - finest) + 10 ^ (change.amount - finest)
            digits, exponent = string.format("%.0f", sum), finest
        end
    end
    local prefix
    if tables.prefixed[entry.unit] and exponent >= 3 then
        prefix = exponent >= 6 and "M" or "k"
        exponent = exponent - (exponent >= 6 and 6 or 3)
    end
    return with_unit(scaled_text(digits, exponent), entry.unit, prefix)
end

--- The shortest digits that stand for a number, judged by `same`, as mantissa and exponent.
local function shortest(number, same)
    for precision = 0, 17 do
        local text = string.format("%." .. precision .. "e", number)
        if same(tonumber(text)) then
            local mantissa, power = text:match("^(.-)e(.+)$")
            return mantissa, tonumber(power)
        end
    end
end

local function real_text(bytes, entry)
    local bits = bytes:subset(0, 4)
    local sent = Struct.unpack("<f", bits:raw())
    if sent ~= sent then return "invalid value" end
    if sent == math.huge or sent == -math.huge then return with_unit(sent > 0 and "inf" or "-inf", entry.unit) end
    local mantissa, power = shortest(sent, function(n) return Struct.unpack("<f", Struct.pack("<f", n)) == sent end)
    local added = 0
    for _, change in ipairs(entry.changes) do
        if change.multiplies then power, added = power + change.amount, added * 10 ^ change.amount
        else added = added + 10 ^ change.amount end
    end
    local number = tonumber(mantissa .. "e" .. (power + entry.exponent)) + added
    if number == 0 then return with_unit(1 / number < 0 and "-0" or "0", entry.unit) end
    mantissa, power = shortest(number, function(n) return n == number end)
    local text
    if power < -4 or power >= 16 then
        text = string.format("%se%s%02d", mantissa, power < 0 and "-" or "+", math.abs(power))
    else
        local whole, decimals = mantissa:match("^(%-?%d)%.?(%d*)$")
        text = scaled_text(whole .. decimals, power - #decimals)
    end
    return with_unit(text, entry.unit)
end

-- Points in time (types F, G, I and J) ----------------------------------------------------------------------------------

local function field(value, wild, width)
    if value == wild then return string.rep("*", width) end
    return string.format("%0" .. width .. "d", value)
end

local month_days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

local function date_text(low, high, century)
    local year, month, day = math.floor(low / 32) + math.floor(high / 16) * 8, high % 16, low % 32
    local full = century > 0 and 1900 + 100 * century + year or (year <= 80 and 2000 or 1900) + year
    if year == 127 then full = nil end
    if month ~= 15 and (month < 1 or month > 12) then return nil end
    local last = month == 15 and 31 or month_days[month]
    if month == 2 and full and not (full % 4 == 0 and (full % 100 ~= 0 or full % 400 == 0)) then last = 28 end
    if day > last then return nil end
    return (full and string.format("%04d", full) or "****") .. "-" .. field(month, 15, 2) .. "-" .. field(day, 0, 2)
end

local function time_text(hour, minute, second)
    if (hour > 23 and hour ~= 31) or (minute > 59 and minute ~= 63) or (second and second > 59 and second ~= 63) then
        return nil
    end
    return field(hour, 31, 2) .. ":" .. field(minute, 63, 2) .. (second and ":" .. field(second, 63, 2) or "")
end

local function point_text(bytes)
    local b = function(i) return bytes:get_index(i) end
    local date, time
    if bytes:len() == 2 and not (b(0) == 255 and b(1) == 255) then
        return date_text(b(0), b(1), 0) or "invalid value"
    elseif bytes:len() == 3 then
        return time_text(b(2) % 32, b(1) % 64, b(0) % 64) or "invalid value"
    elseif bytes:len() == 4 and b(0) < 128 then
        date, time = date_text(b(2), b(3), math.floor(b(1) / 32) % 4), time_text(b(1) % 32, b(0) % 64)
    elseif bytes:len() == 6 and b(1) < 128 then
        date, time = date_text(b(3), b(4), 0), time_text(b(2) % 32, b(1) % 64, b(0) % 64)
    end
    return date and time and date .. "T" .. time or "invalid value"
end

-- Values ----------------------------------------------------------------------------------------------------------------

local function manufacturer_text(code)
    local letters, text = {math.floor(code / 1024) % 32, math.floor(code / 32) % 32, code % 32}, ""
    for _, letter in ipairs(letters) do
        if letter < 1 or letter > 26 then return "" end
        text = text .. string.char(64 + letter)
    end
    return text
end

--- Hex digits of a number that is sent least significant byte first.
local function digits_of(bytes, first, last)
    local text = ""
    for i = last, first, -1 do text = text .. string.format("%02X", bytes:get_index(i)) end
    return text
end

local function identification_text(bytes)
    local maker = little_endian(bytes, 4, 5)
    local name = manufacturer_text(maker)
    return string.format("%s %s version %d medium %d", digits_of(bytes, 0, 3),
                         name ~= "" and name or string.format("0x%04x", maker), bytes:get_index(6), bytes:get_index(7))
end

local function all(bytes, value)
    for i = 0, bytes:len() - 1 do if bytes:get_index(i) ~= value then return false end end
    return true
end

local function integer_text(range, entry)
    local bytes = range:bytes()
    local size = bytes:len()
    if entry.nature == "point" then return point_text(bytes) end
    if size > 8 then return hex(bytes, " ") end
    local top = bytes:get_index(size - 1)
    if entry.nature == "number" then
        if top == 128 and (size == 1 or all(bytes:subset(0, size - 1), 0)) then return "invalid value" end
        return measure_text(tostring(range:le_int64()), entry)
    end
    if entry.nature == "counter" and all(bytes, 255) then return "invalid value" end
    if entry.quantity == "identification" and size == 8 then return identification_text(bytes) end
    if size == 8 and top >= 128 then return hex(bytes, " ") end
    return measure_text(tostring(range:le_uint64()), entry)
end

local function bcd_text(bytes, entry, negative)
    local size = bytes:len()
    if entry.error_state and all(bytes, 0x99) then return "value during error state" end
    if size > 9 then return hex(bytes, " ") end
    local digits = digits_of(bytes, 0, size - 1)
    if digits:sub(1, 1) == "F" then negative, digits = true, "0" .. digits:sub(2) end
    if digits:find("[A-F]") then return "invalid digits" end
    return measure_text((negative and "-" or "") .. digits, entry)
end

--- ISO 8859-1, last character first, as UTF-8.
local function reversed_text(bytes)
    local text = ""
    for i = bytes:len() - 1, 0, -1 do
        local c = bytes:get_index(i)
        text = text .. (c < 128 and string.char(c) or string.char(0xC0 + math.floor(c / 64), 0x80 + c % 64))
    end
    return text
end

local function text_or_bytes(bytes, entry)
    if entry.nature == "opaque" then return hex(bytes, " ") end
    local first, last = 0, bytes:len() - 1
    if entry.quantity ~= "manufacturer-specific" then
        while last >= first and bytes:get_index(last) == 0 do last = last - 1 end
        while first <= last and bytes:get_index(first) == 0 do first = first + 1 end
    end
    for i = first, last do
        local c = bytes:get_index(i)
        if not (c >= 0x20 and (c < 0x7F or c > 0x9F)) and c ~= 9 and c ~= 10 and c ~= 13 then return hex(bytes, " ") end
    end
    return last < first and "" or reversed_text(bytes:subset(first, last - first + 1))
end

local function value_text(record)
    local entry, bytes, kind = record.entry, record.bytes, record.dif % 16
    if entry.fault then return entry.fault end
    if kind == 0 or kind == 8 then return "no data" end
    if kind == 5 then return real_text(bytes, entry) end
    if kind == 15 then return hex(bytes, " ") end
    if kind == 13 then
        if record.lvar < 0xC0 then return bytes and text_or_bytes(bytes, entry) or "" end
        if not bytes then return "no data" end
        if record.lvar < 0xE0 then return bcd_text(bytes, entry, record.lvar >= 0xD0) end
        if bytes:len() <= 8 and entry.nature ~= "opaque" then return integer_text(record.range, entry) end
        return hex(bytes, " ")
    end
    if kind >= 9 then return bcd_text(bytes, entry, false) end
    return integer_text(record.range, entry)
end

-- Records ---------------------------------------------------------------------------------------------------------------

local lengths = {[0] = 0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, 0, 6, 8}
local functions = {[0] = "instantaneous", "maximum", "minimum", "error"}

--- How many bytes follow a length byte of variable data; nil when it is reserved.
local function variable_length(lvar)
    if lvar < 0xC0 then return lvar end
    if lvar < 0xF0 then return lvar % 16 end
    if lvar <= 0xF4 then return (lvar - 0xEC) * 4 end
    return ({[0xF5] = 48, [0xF6] = 64})[lvar]
end

--- What the VIF and its VIFEs say about a record: quantity, unit, exponent, nature, changes, modifiers, fault.
local function entry_of(vif, vifes, text)
    local known, rest, own = nil, 1, false
    if vif == 0xFB then known, rest = tables.extension_fb[vifes[1] % 128], 2
    elseif vif == 0xFD and #vifes > 1 and vifes[1] % 128 == 0x7D then known, rest = tables.second_level[vifes[2] % 128], 3
    elseif vif == 0xFD then known, rest = tables.extension_fd[vifes[1] % 128], 2
    else
        known = tables.primary[vif % 128]
        own = vif % 128 == 0x7F
    end
    known = known or {"reserved", "", 0, "number"}
    local entry = {quantity = known[1], name = known[1], unit = known[2], exponent = known[3], nature = known[4],
                   changes = {}, modifiers = {}}
    if text ~= "" and entry.unit == "" then entry.unit = text end
    if own then
        if #vifes > 0 then
            entry.name = entry.name .. "-"
            for _, vife in ipairs(vifes) do entry.name = entry.name .. string.format("%02x", vife) end
        end
        return entry
    end
    while rest <= #vifes do
        local code = vifes[rest] % 128
        local vife, name, taken = tables.vife[code], nil, 1
        if code == 0x7C and rest < #vifes then
            vife, taken = tables.further_vife[vifes[rest + 1] % 128], 2
            name = vife and vife[2] or string.format("further-table-%02x", vifes[rest + 1])
        elseif code == 0x7F then
            taken, name = #vifes - rest + 1, "manufacturer-specific"
            for i = rest + 1, #vifes do name = name .. (i == rest + 1 and "-" or "") .. string.format("%02x", vifes[i]) end
        elseif vife then
            name = vife[2]
        end
        local kind = vife and vife[1] or ""
        if kind == "record_error" then entry.fault, name = name, nil end
        if kind == "multiplies" or kind == "adds" then
            entry.changes[#entry.changes + 1] = {multiplies = kind == "multiplies", amount = vife[3]}
        elseif kind == "point_of" then entry.nature, entry.unit = "point", ""
        elseif kind == "duration_of" then entry.nature, entry.unit, entry.exponent = "number", vife[4], 0
        elseif kind == "packs" then entry.nature = "opaque"
        end
        if name and name ~= "" then entry.modifiers[#entry.modifiers + 1] = name end
        rest = rest + taken
    end
    return entry
end

local function selector_of(record, value)
    local keys = {}
    if record.storage ~= 0 then keys[#keys + 1] = string.format("storage=%.0f", record.storage) end
    if record.tariff ~= 0 then keys[#keys + 1] = "tariff=" .. record.tariff end
    if record.subunit ~= 0 then keys[#keys + 1] = "device=" .. record.subunit end
    local kind = math.floor(record.dif / 16) % 4
    if kind ~= 0 and value ~= "value during error state" then keys[#keys + 1] = "function=" .. functions[kind] end
    for _, modifier in ipairs(record.entry.modifiers) do keys[#keys + 1] = "modifier=" .. modifier end
    return record.entry.name .. (#keys > 0 and "[" .. table.concat(keys, ",") .. "]" or "")
end

--- The bytes with an extension bit from `at` on and the one that ends them, and where they end.
local function extensions(tvb, at)
    local found = {}
    repeat
        if at >= tvb:len() or #found == 10 then return nil end
        found[#found + 1] = tvb(at, 1):uint()
        at = at + 1
    until found[#found] < 128
    return found, at
end

--- The record at `at`, and where it ends; nil when it does not fit.
local function record_at(tvb, at)
    local record = {dif = tvb(at, 1):uint(), dif_at = at, lvar = 0}
    record.storage, record.tariff, record.subunit = math.floor(record.dif / 64) % 2, 0, 0
    at = at + 1
    if record.dif >= 128 then
        local difes
        difes, at = extensions(tvb, at)
        if not difes then return nil end
        for k, dife in ipairs(difes) do
            record.storage = record.storage + dife % 16 * 2 ^ (1 + 4 * (k - 1))
            record.tariff = record.tariff + math.floor(dife / 16) % 4 * 4 ^ (k - 1)
            record.subunit = record.subunit + math.floor(dife / 64) % 2 * 2 ^ (k - 1)
        end
    end
    if at >= tvb:len() then return nil end
    local vif, text, vifes = tvb(at, 1):uint(), "", {}
    record.vif_at = at
    at = at + 1
    if vif % 128 == 0x7C then
        if at >= tvb:len() or at + 1 + tvb(at, 1):uint() > tvb:len() then return nil end
        local size = tvb(at, 1):uint()
        if size > 0 then text = reversed_text(tvb(at + 1, size):bytes()) end
        at = at + 1 + size
    end
    if vif >= 128 then
        vifes, at = extensions(tvb, at)
        if not vifes then return nil end
    end
    record.entry = entry_of(vif, vifes, text)
    record.entry.error_state = math.floor(record.dif / 16) % 4 == 3
    local size = lengths[record.dif % 16]
    if record.dif % 16 == 13 then
        if at >= tvb:len() then return nil end
        record.lvar = tvb(at, 1):uint()
        size, at = variable_length(record.lvar), at + 1
        if not size then return nil end
    end
    if at + size > tvb:len() then return nil end
    record.data_at, record.size = at, size
    if size > 0 then record.range, record.bytes = tvb(at, size), tvb(at, size):bytes() end
    return record, at + size
end

local function dissect_records(tvb, tree)
    local at = 0
    while at < tvb:len() do
        local dif = tvb(at, 1):uint()
        if dif == 0x2F then
            at = at + 1
        elseif dif == 0x0F or dif == 0x1F then
            if dif == 0x1F then tree:add(f.more, tvb(at, 1), true) end
            if at + 1 < tvb:len() then tree:add(f.own, tvb(at + 1)) end
            return
        else
            local record, behind = record_at(tvb, at)
            if not record then
                tree:add(f.other, tvb(at)):add_proto_expert_info(e.record)
                return
            end
            local value = value_text(record)
            local selector = selector_of(record, value)
            local branch = tree:add(f.record, tvb(at, behind - at), selector .. ": " .. value)
            branch:add(f.selector, tvb(at, behind - at), selector)
            branch:add(f.value, tvb(at, behind - at), value)
            branch:add(f.dif, tvb(record.dif_at, 1))
            branch:add(f.vif, tvb(record.vif_at, 1))
            if record.size > 0 then branch:add(f.raw, tvb(record.data_at, record.size)) end
            at = behind
        end
    end
end

-- Answers ---------------------------------------------------------------------------------------------------------------

local function dissect_fixed(tvb, tree)
    if tvb:len() ~= 16 then
        tree:add(f.other, tvb()):add_proto_expert_info(e.length)
        return
    end
    local bytes = tvb:bytes()
    tree:add(f.id, tvb(0, 4), digits_of(bytes, 0, 3))
    tree:add(f.access, tvb(4, 1))
    tree:add(f.status, tvb(5, 1))
    local status = bytes:get_index(5)
    for counter = 0, 1 do
        local own = bytes:get_index(6 + counter) % 64
        local unit = own == 0x3E and bytes:get_index(7 - counter) % 64 or own
        local known = tables.fixed_units[unit] or {"reserved", "", 0}
        local entry = {unit = known[2], exponent = known[3], nature = "number", changes = {}, modifiers = {}, name = known[1]}
        local range = tvb(8 + 4 * counter, 4)
        local stored = own == 0x3E or math.floor(status / 2) % 2 == 1
        local value
        if status % 2 == 1 then
            value = measure_text(tostring(range:le_int64()), entry)
        else
            local digits = digits_of(range:bytes(), 0, 3)
            value = digits:find("[A-F]") and "invalid digits" or measure_text(digits, entry)
        end
        local record = {dif = 0, storage = stored and 1 or 0, tariff = 0, subunit = 0, entry = entry}
        local selector = selector_of(record, value)
        local branch = tree:add(f.record, range, selector .. ": " .. value)
        branch:add(f.selector, range, selector)
        branch:add(f.value, range, value)
        branch:add(f.raw, range)
    end
end

--- The header of an answer; where it ends, nil when it does not fit.
local function dissect_header(tvb, tree, header)
    local size = ({none = 0, brief = 4, full = 12})[header]
    if tvb:len() < size then return nil end
    if header == "full" then
        local bytes = tvb:bytes()
        tree:add(f.id, tvb(0, 4), digits_of(bytes, 0, 3))
        tree:add(f.manufacturer, tvb(4, 2), manufacturer_text(little_endian(bytes, 4, 5)))
        tree:add(f.version, tvb(6, 1))
        tree:add(f.medium, tvb(7, 1))
    end
    if size > 0 then
        tree:add(f.access, tvb(size - 4, 1))
        tree:add(f.status, tvb(size - 3, 1))
        tree:add_le(f.configuration, tvb(size - 2, 2))
    end
    return size
end

--- Where the encrypted bytes behind a header begin and how many they are: blocks of 16 bytes in modes 5 and 7.
local function encrypted_part(tvb, header)
    if header == 0 then return 0, 0 end
    local configuration = tvb(header - 2, 2):le_uint()
    local mode, blocks = math.floor(configuration / 256) % 32, math.floor(configuration / 16) % 16
    if (mode ~= 5 and mode ~= 7) or blocks == 0 then return header, 0 end
    local start = header + (mode == 7 and 1 or 0)
    local size = math.max(0, math.min(16 * blocks, tvb:len() - start))
    if size >= 2 and tvb(start, 2):uint() == 0x2F2F then size = 0 end  -- somebody has decrypted it
    return start, size
end

local function dissect_answer(ci, tvb, tree)
    local layout = tables.layouts[ci] or {"other", "none"}
    if tvb:len() == 0 then return end
    if layout[1] == "fixed" then return dissect_fixed(tvb, tree) end
    local header = dissect_header(tvb, tree, layout[2])
    if not header then
        tree:add(f.other, tvb()):add_proto_expert_info(e.length)
        return
    end
    if header == tvb:len() then return end
    if layout[1] == "variable" then
        local start, size = encrypted_part(tvb, header)
        if size > 0 then tree:add(f.encrypted, tvb(start, size)) end
        if start + size < tvb:len() then dissect_records(tvb(start + size):tvb(), tree) end
    elseif layout[1] == "error" then
        tree:add(f.error, tvb(header, 1))
    else
        tree:add(f.other, tvb(header))
    end
end

local function dissect_command(ci, tvb, tree)
    if tvb:len() == 0 then return end
    if ci == 0x51 then return dissect_records(tvb, tree) end
    if ci == 0x52 and tvb:len() >= 8 then
        local bytes = tvb:bytes()
        local maker = little_endian(bytes, 4, 5)
        tree:add(f.id, tvb(0, 4), (digits_of(bytes, 0, 3):gsub("F", "*")))
        tree:add(f.manufacturer, tvb(4, 2), maker == 0xFFFF and "*" or manufacturer_text(maker))
        tree:add(f.version, tvb(6, 1))
        tree:add(f.medium, tvb(7, 1))
        if tvb:len() > 8 then dissect_records(tvb(8):tvb(), tree) end
        return
    end
    tree:add(f.other, tvb())
end

-- Frames ----------------------------------------------------------------------------------------------------------------

local function service_of(control)
    return tables.services[control] or string.format("control field %02X", control)
end

local function add_control(range, tree)
    local control = range:uint()
    local branch = tree:add(f.control, range)
    branch:append_text(" (" .. service_of(control) .. ")")
    local flags = control >= 64 and {f.fcb, f.fcv} or {f.acd, f.dfc}
    for _, flag in ipairs(flags) do branch:add(flag, range) end
end

local function check_sum(tvb, first, last, tree)
    local sum = 0
    for i = first, last - 1 do sum = sum + tvb(i, 1):uint() end
    local item = tree:add(f.checksum, tvb(last, 1))
    if sum % 256 ~= tvb(last, 1):uint() then
        item:append_text(string.format(" (computed 0x%02x)", sum % 256))
        item:add_proto_expert_info(e.checksum)
    end
end

--- Kind and size of the frame at the beginning of `tvb`; nil when there is none.
local function frame_at(tvb)
    local first = tvb(0, 1):uint()
    if first == 0xE5 then return "single", 1 end
    if first == 0x10 and tvb:len() >= 5 then return "short", 5 end
    if first == 0x68 and tvb:len() >= 4 and tvb(3, 1):uint() == 0x68 then return "long", tvb(1, 1):uint() + 6 end
    return nil
end

--- Adds a frame to the tree; what it is for the line of the list, its control field and address.
local function dissect_frame(tvb, tree)
    local kind, size = frame_at(tvb)
    if not kind or size > tvb:len() or (kind == "long" and size < 9) then
        local item = tree:add(f.other, tvb())
        item:add_proto_expert_info(kind and e.length or e.damaged)
        return {info = kind and "frame of a wrong length" or "no frame", damaged = true, size = tvb:len()}
    end
    if kind == "single" then
        tree:add(f.service, tvb(0, 1), "acknowledgement")
        return {info = "E5 acknowledgement", size = 1}
    end
    local at = kind == "short" and 1 or 4
    local control, address = tvb(at, 1):uint(), tvb(at + 1, 1):uint()
    local frame = {control = control, address = address, size = size}
    frame.info = string.format("%s address %d", service_of(control), address)
    tree:add(f.service, tvb(at, 1), service_of(control))
    if kind == "long" then
        local item = tree:add(f.length, tvb(1, 1))
        if tvb(1, 1):uint() ~= tvb(2, 1):uint() then item:add_proto_expert_info(e.length) end
    end
    add_control(tvb(at, 1), tree)
    tree:add(f.address, tvb(at + 1, 1))
    if kind == "long" then
        local ci = tvb(at + 2, 1):uint()
        tree:add(f.ci, tvb(at + 2, 1))
        frame.info = frame.info .. ", " .. (tables.ci[ci] or string.format("CI %02X", ci))
        local data = tvb(at + 3, size - at - 5):tvb()
        if control >= 64 then dissect_command(ci, data, tree) else dissect_answer(ci, data, tree) end
    end
    check_sum(tvb, at, size - 2, tree)
    if tvb(size - 1, 1):uint() ~= 0x16 then tree:add_proto_expert_info(e.damaged) end
    return frame
end

-- The dialogue: which answer belongs to which request ---------------------------------------------------------------------

local pending, frame_count_bits, links = {}, {}, {}
function mbus.init() pending, frame_count_bits, links = {}, {}, {} end

--- What the dialogue says about a frame, remembered when it is seen for the first time.
local function link(frame, bus, pinfo)
    local found = {}
    local from_master = frame.control and frame.control >= 64
    if frame.damaged then
        found.damaged = true
    elseif from_master then
        pending[bus] = {number = pinfo.number, time = pinfo.abs_ts, answers = 0, found = found}
        local fcv = math.floor(frame.control / 16) % 2 == 1
        local key = bus .. "/" .. frame.address
        if frame.control == 0x40 then frame_count_bits[key] = nil end
        if fcv and frame.control % 16 >= 10 then
            local bit = math.floor(frame.control / 32) % 2
            found.repeated = frame_count_bits[key] == bit
            frame_count_bits[key] = bit
        end
    elseif pending[bus] then
        local request = pending[bus]
        request.answers = request.answers + 1
        found.request, found.time = request.number, pinfo.abs_ts - request.time
        found.collision = request.answers > 1
        if request.answers == 1 then request.found.response = pinfo.number end
    end
    return found
end

local function show_link(found, tree)
    if found.response then tree:add(f.response_in, found.response):set_generated() end
    if found.repeated then tree:add_proto_expert_info(e.fcb) end
    if not found.request then return end
    tree:add(f.response_to, found.request):set_generated()
    local seconds = math.floor(found.time)
    tree:add(f.response_time, NSTime.new(seconds, math.floor((found.time - seconds) * 1e9 + 0.5))):set_generated()
    if found.collision then
        tree:add_proto_expert_info(e.collision)
    elseif found.time > 330 / mbus.prefs.baud + 0.05 then
        tree:add_proto_expert_info(e.late)
    elseif found.time < 11 / mbus.prefs.baud - 0.0005 then
        tree:add_proto_expert_info(e.early)
    end
end

local function dissect(tvb, pinfo, root, bus)
    if tvb:len() == 0 then return 0 end
    pinfo.cols.protocol = "M-Bus"
    local infos, at, part = {}, 0, 0
    while at < tvb:len() do
        local rest = tvb(at):tvb()
        local tree = root:add(mbus, rest())
        local frame = dissect_frame(rest, tree)
        tree:append_text(": " .. frame.info)
        local key = pinfo.number .. "/" .. part
        links[key] = links[key] or link(frame, bus, pinfo)
        show_link(links[key], tree)
        infos[#infos + 1] = frame.info
        at, part = at + frame.size, part + 1
    end
    pinfo.cols.info = table.concat(infos, " | ")
    return tvb:len()
end

function mbus.dissector(tvb, pinfo, root)
    local ends = {tostring(pinfo.src) .. ":" .. pinfo.src_port, tostring(pinfo.dst) .. ":" .. pinfo.dst_port}
    table.sort(ends)
    return dissect(tvb, pinfo, root, table.concat(ends, " "))
end
DissectorTable.get("tcp.port"):add_for_decode_as(mbus)
DissectorTable.get("udp.port"):add_for_decode_as(mbus)

-- Serial lines in captures need no choice by the user: their payload is behind a header of 12 bytes, whose last two, the
-- footer, tell the buses of a capture apart.
local serial = Proto("mbus_serial", "M-Bus on a serial line")
local encapsulations = DissectorTable.get("wtap_encap")
local rtac_serial = encapsulations:get_dissector(wtap_encaps.RTAC_SERIAL)
function serial.dissector(tvb, pinfo, root)
    rtac_serial:call(tvb, pinfo, root)
    if tvb:len() <= 12 then return end
    local event = tvb(8, 1):uint()
    if event >= 1 and event <= 4 then dissect(tvb(12):tvb(), pinfo, root, "serial " .. tvb(10, 2):uint()) end
end
encapsulations:add(wtap_encaps.RTAC_SERIAL, serial)
