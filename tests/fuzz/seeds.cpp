// Writes the first inputs of every fuzz target, made from the recorded decoder cases: write_fuzz_seeds FOLDER fills
// FOLDER/TARGET/. tests/data/decoder/README.md describes the cases.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bus/libmbus/libmbus_hex.hpp"
#include "bus/message/describe.hpp"
#include "firmware_model/commands/commands.hpp"
#include "meters/description/description_text.hpp"

namespace {

namespace fs = std::filesystem;
using namespace otbench;

constexpr std::size_t before_length = 1, before_body = 4, after_body = 2;  // octets of a long frame around its parts

class Corpora {
public:
    explicit Corpora(fs::path folder) : folder_(std::move(folder)) {}

    void add(const char* target, std::string_view input) {
        const fs::path folder = folder_ / target;
        fs::create_directories(folder);
        std::ofstream file{folder / fmt::format("seed-{:04}", count_++), std::ios::binary};
        file << input;
    }
    [[nodiscard]] std::size_t size() const { return count_; }

private:
    fs::path folder_;
    std::size_t count_ = 0;
};

std::string as_text(OctetView octets) {
    return {octets.begin(), octets.end()};
}

/// One frame in all the forms in which targets take frames.
void add_frame(Corpora& corpora, const std::string& hex) {
    const OctetBuffer octets = bus::libmbus_file_octets(hex);
    const OctetView frame{octets};
    corpora.add("frame_splitter", as_text(frame));
    const std::string spaced = fmt::format("{:02x}", fmt::join(octets, " "));
    corpora.add("capture_reader", spaced + '\n');
    corpora.add("capture_reader", fmt::format("RECV ({:03}): {}\n", octets.size(), spaced));
    corpora.add("capture_reader", fmt::format("otb-iot/0/status ok:{:02x}/xx\n", fmt::join(octets, "/")));
    corpora.add("client_output", fmt::format("ok:{:02x}/xx\n", fmt::join(octets, "/")));
    corpora.add("capture_reader", fmt::format("> 2024/01/02  length={} from=0\n {}\n--\n", octets.size(), spaced));
    corpora.add("capture_reader", fmt::format("1.5 < heat RSP_UD {} | energy 1 Wh\n", spaced));
    corpora.add("capture_reader", fmt::format(R"({{"kind":"frame","hex":"{:02x}"}})", fmt::join(octets, "")));
    corpora.add("capture_reader", fmt::format("telegram=|{:02x}|+3\n", fmt::join(octets, "_")));
    corpora.add("libmbus_frame", hex);
    corpora.add("libmbus_frame", as_text(frame));
    const auto parsed = bus::parse_frame(frame);
    if (!parsed || parsed->kind != bus::FrameKind::long_frame) return;
    const std::string telegram = static_cast<char>(frame[before_length]) +
                                 as_text(frame.subspan(before_body, frame.size() - before_body - after_body));
    for (const char* target :
         {"answer", "describe", "description_text", "encrypted_answer", "profile_import", "profile_text"})
        corpora.add(target, telegram);
    if (const auto description = bus::describe_answer(*parsed))
        corpora.add("description_file", meters::description_text(*description));
}

void add_cases(Corpora& corpora, const fs::path& list) {
    std::ifstream file{list};
    for (std::string line; std::getline(file, line);) {
        const auto entry = nlohmann::json::parse(line);
        if (entry.contains("hex")) add_frame(corpora, entry["hex"]);
        for (const auto& hex : entry.value("frames", nlohmann::json::array())) add_frame(corpora, hex);
    }
}

void add_written_inputs(Corpora& corpora) {
    using namespace std::string_literals;
    corpora.add("tape", R"({"mbus-tape":1,"source":"otbench","started_ns":1,"baud":2400,"parity":"even","stop-bits":1}
{"t_ns":0,"end_ns":20,"from":"master","hex":"107b058016"}
{"t_ns":30,"end_ns":90,"from":"slave","hex":"680707680805780c7860312714a2"}
{"t_ns":95,"end_ns":99,"from":"slave","hex":"e5","damaged":true,"comment":"heat: event 7"}
)");
    corpora.add("check_description", R"(endpoint: pty
baud: 2400
topic: t/{id}
answers: a
expect: telegram:ok:([0-9a-f/]+)
words: {id: x}
commands: {read: "send {request}\npause 1 s\ndump"}
)");
    for (const char* text : {"9730 kWh", "15.3 °C", "1638.0 m^3", "-2", "0x22", "2 %", "0.05 C", "14273160", "ACW",
                             "energy[storage=1,tariff=2,device=1,function=maximum,modifier=backward,index=0]",
                             "2017-02-11T19:36:05", "****-**-01", "19:36", "bcd-positive", "volume,0.1 m3"})
        corpora.add("written_values", text);
    for (const std::string& command :
         {"\x50"s, "\x50\x10"s, "\x52\x60\x31\x27\x14\x77\x04\x09\x04"s,
          "\x52\x60\x31\x27\x14\x77\x04\x09\x04\x0c\x78\x60\x31\x27\x14"s, "\x56\x14\x27\x31\x60\x04\x77\x09\x04"s,
          "\x51\x01\x7a\x05"s, "\x51\x04\x6d\x24\x13\x2b\x22"s, "\xbb"s, "\xb8"s, "\x54"s})
        corpora.add("command", command);
}

/// Hat and mezzanine: octets in and out, edges and time, a few of each operation.
void add_chip_operations(Corpora& corpora) {
    using namespace std::string_literals;
    for (const std::string& operations : {"\x04\x09\x02\x55\x06\x01\x00\xff"s, "\x01\x00\x00\x02\x01\x01\x00\x10"s,
                                          "\x03\x00\x03\x68\x0d\x07\x05\x10\x06\x00\x00\x40"s})
        corpora.add("hat_and_serial", operations);
}

/// One command of each kind that the firmware takes, with an argument, on its own topic.
void add_firmware_commands(Corpora& corpora) {
    char board = 0;
    for (const auto& command : firmware::command_table())
        corpora.add("firmware_command", fmt::format("{}\n{}/1\n", board++, command.path));
}

/// The converter as a parameter file, and a small one as a netlist with what ngspice would list of it.
void add_circuits(Corpora& corpora) {
    std::ifstream file{fs::path{OTBENCH_SOURCE_DIR} / "circuit/netlists/level_converter.json"};
    corpora.add("circuit_file", std::string{std::istreambuf_iterator<char>{file}, {}});
    corpora.add("circuit_file",
                ".subckt mbus_master tx rx vbus36 mbusp mbusn com params: r1=1k\nR1 tx rx {r1}\n.ends\n---\n"
                "r.xa.r1 tx_a rx_a 1k\nq.xa.q1 a b 0 qnpn\n.model qnpn npn is=1e-14 bf=100\n");
}

void add_file(Corpora& corpora, const char* target, const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    corpora.add(target, std::string{std::istreambuf_iterator<char>{file}, {}});
}

/// What clients of `otbench emulate` and those who set it up write.
void add_emulation(Corpora& corpora) {
    using namespace std::string_literals;
    for (const char* line : {"list", "buses", "get heat", "get heat energy", "set heat energy=9740 kWh",
                             "set * mute=yes", "set bus:bus link-drop=28 at 33", "set heat energy== 60 + noise in kWh",
                             "set heat model=heat in-flow billing=06-30", "set heat header-manufacturer=ABC"})
        corpora.add("control_line", line);
    for (const char* text : {"pty", "pty:/tmp/meter", "serial:/dev/ttyUSB0?baud=2400&parity=even&stop-bits=2",
                             "tcp:host:10001", "tcp-listen:127.0.0.1:0", "rfc2217-listen:[::1]:2217"})
        corpora.add("endpoint", text);
    corpora.add("fleet_file",
                "buses:\n  cellar:\n    on: [pty:/tmp/a, \"tcp-listen:127.0.0.1:1\"]\n    echo: true\n"
                "    baud: 300\n    faults: {link-flip: 01 at 2}\n    meters:\n      heat: {profile: x, "
                "address: \"{n}\", count: 20, id: \"1{n:07}\", values: {energy: 5 kWh}, faults: {mute: yes}}\n");
    for (const std::string& octets : {"\xff\xfb\x2c\xff\xfd\x2c"s, "\xff\xfa\x2c\x01\x00\x00\x09\x60\xff\xf0"s,
                                      "\xff\xfa\x2c\x03\x03\xff\xf0"s, "\x10\x40\xff\xff\x01"s})
        corpora.add("telnet", octets);
}

/// What clients of the control interface send.
void add_control_requests(Corpora& corpora) {
    constexpr const char* calls[][2] = {
        {"version", "{}"},
        {"rpc.describe", "{}"},
        {"run.for", R"({"duration":"2s"})"},
        {"run.step", R"({"within":"1min"})"},
        {"step", R"({"step":{"publish":"trigger/ping","expect":"ok:pong"},"line":7})"},
        {"step", R"({"step":"- wait: 2s\n- {read: heat}"})"},
        {"meter.set", R"({"meter":"heat","set":{"energy":"5 kWh","mute":"yes"}})"},
        {"meter.add", R"({"name":"cold","as":"{profile: itron-cf-echo-2, address: 7}"})"},
        {"bus.add", R"({"name":"cellar","as":{"cable":{"length":"20 m"},"meters":{}}})"},
        {"signal.get", R"({"signal":"bus voltage","bus":"bus","since_ns":0})"},
        {"events.since", R"({"id":1,"kinds":["run","step"],"limit":10})"},
        {"journal.verify", R"({"kind":"SND_NKE","address":1,"before":"REQ_UD2","count":1})"},
        {"checkpoint.save", R"({"name":"first"})"},
    };
    std::string all;
    for (const auto& [method, parameters] : calls) {
        const std::string line =
            fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"{}","params":{}}})", method, parameters) + '\n';
        corpora.add("control_requests", line);
        all += line;
    }
    corpora.add("control_requests", all);
    corpora.add("control_requests", "[[[[{}]]]]\n{\"jsonrpc\":\"2.0\"}\n\xff\n");
}

/// What other programs and earlier runs leave.
void add_results(Corpora& corpora) {
    corpora.add("csv_series", "kWh\nx,time,kWh\na,0,1.5\nb,60,-2e1\n");
    corpora.add("ngspice_numbers", " 0.000000e+00  3.600000e+01 \n 1.000000e-06  2.399999e+01 \n");
    corpora.add("recorded_run",
                "{\"id\":1,\"t_ns\":0,\"kind\":\"run\",\"scenario\":\"x\",\"seed\":1}\n---\n"
                "$var wire 1 ! tx $end\n$var wire 1 \" rx $end\n$var real 64 # bus_voltage $end\n"
                "#0\n1!\n1\"\nr36.0 #\n#100\n0!\n");
    corpora.add("trace_query",
                "{\"id\":1,\"t_ns\":0,\"kind\":\"step\",\"title\":\"x\",\"line\":1}\n"
                "{\"id\":2,\"t_ns\":9,\"kind\":\"bus_edge\",\"source\":\"bus\",\"cause\":1,\"volts\":30.5}\n---\n"
                "{\"id\":1,\"t_ns\":9,\"kind\":\"bus_edge\",\"source\":\"bus\",\"volts\":31,\"carries\":[1]}\n");
    corpora.add("vcd",
                "$timescale 1 ns $end\n$scope module bus $end\n$var wire 1 ! tx $end\n$upscope $end\n"
                "$var real 64 \" bus_voltage $end\n#0\n$dumpvars\n1!\nr36.0 \"\n$end\n#100\n0!\n");
    corpora.add("worker_answer",
                R"({"name":"x","path":"x.yaml","verdict":"passed","error":"","broker":"internal","steps":[],)"
                R"("steps_in_file":0,"findings":[],"bridges":[],"stood_still_ms":0,"last_events":[],)"
                R"("virtual_ns":5,"wall_s":0.1,"events":1})");
    corpora.add("http_server", "\x03\x30GET /mqtt/get/info/version HTTP/1.1\r\nHost: x\r\n\r\n");
    corpora.add("http_server", "\x02\x3dPOST / HTTP/1.1\r\nContent-Length: 22\r\n\r\nssid=a&mqtt_port=8%38%38");
}

/// Every scenario that comes along.
void add_scenarios(Corpora& corpora) {
    for (const char* folder : {"library", "field", "defects"})
        for (const auto& entry : fs::directory_iterator{fs::path{OTBENCH_SOURCE_DIR} / "scenarios" / folder})
            if (entry.path().extension() == ".yaml") add_file(corpora, "scenario_file", entry.path());
}

}  // namespace

int main(int argc, char* argv[]) {
    if (argc != 2) {
        std::cerr << "usage: write_fuzz_seeds FOLDER\n";
        return 2;
    }
    Corpora corpora{argv[1]};
    const fs::path cases = fs::path{OTBENCH_SOURCE_DIR} / "tests/data/decoder";
    for (const char* list : {"cases.jsonl", "hazards.jsonl", "multi_telegram.jsonl"}) add_cases(corpora, cases / list);
    add_written_inputs(corpora);
    add_chip_operations(corpora);
    add_firmware_commands(corpora);
    add_circuits(corpora);
    add_results(corpora);
    add_emulation(corpora);
    add_control_requests(corpora);
    add_scenarios(corpora);
    std::cout << corpora.size() << " inputs\n";
}
