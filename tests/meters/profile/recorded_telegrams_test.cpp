// Compares the shipped profiles with recorded telegrams of the products (their place is in tests/CMakeLists.txt).
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "meters/profile/profile_import.hpp"
#include "meters/profile/profile_index.hpp"
#include "tests/meters/telegrams.hpp"

namespace otbench::meters {
namespace {

namespace fs = std::filesystem;

/// The recordings of each product, as stems of their files.
struct Recorded {
    const char* product;
    std::vector<const char*> telegrams;
};
const std::vector<Recorded> recordings = {
    {"aquametro-amtron", {"example_data_01"}},
    {"aquametro-calec-mb", {"amt_calec_mb"}},
    {"cf-compact-integral-mk-maxx", {"SLB_CF-Compact-Integral-MK-MaXX"}},
    {"edc-heat-meter", {"EDC"}},
    {"electricity-meter-unnamed", {"electricity-meter-2"}},
    {"elster-f2", {"Elster-F2"}},
    {"elster-f96-plus", {"ELS_Elster-F96-Plus"}},
    {"elster-falcon", {"els_falcon"}},
    {"elvaco-cma10", {"THI_cma10"}},
    {"elvaco-cma11", {"elv_temp_humid"}},
    {"emh-diz", {"emh_diz"}},
    {"engelmann-sensostar-2c", {"engelmann_sensostar2c"}},
    {"finder-7e-23", {"FIN-Finder-7E.23.8.230.0020"}},
    {"gmc-a230-emmod-206", {"gmc_emmod206"}},
    {"hydrometer-heat", {"oms_frame3"}},
    {"hydrometer-water", {"oms_frame2"}},
    {"inm-binary-16", {"example_binary16_lvar"}},
    {"itron-bm-plus-m", {"itron_bm_+m"}},
    {"itron-cf-51", {"itron_cf_51"}},
    {"itron-cf-55", {"itron_cf_55"}},
    {"itron-cf-echo-2", {"seed_cf_echo_2"}},
    {"itron-cf-echo-2-1kwh", {"itron_cf_echo_2"}},
    {"itron-cyble-gas", {"itron_cyble_m-bus_v1.4_gas"}},
    {"itron-cyble-water", {"itron_cyble_m-bus_v1.4_water"}},
    {"kamstrup-382", {"kamstrup_382_005"}},
    {"landis-gyr-g350", {"LGB_G350"}},
    {"landis-gyr-ultraheat-2wr5", {"metrona_ultraheat_xs"}},
    {"landis-gyr-ultraheat-t230", {"landis+gyr_ultraheat_t230"}},
    {"nzr-dhz-5-63", {"nzr_dhz_5_63"}},
    {"pad-water-meter", {"frame2", "manual_frame3"}},
    {"relay-padpuls-m2", {"rel_padpuls3"}},
    {"rossweiner-modularis", {"ram_modularis"}},
    {"saia-burgess-ale3", {"SBC_Saia-Burgess-ALE3"}},
    {"saia-burgess-electricity-meter", {"electricity-meter-1"}},
    {"sensus-pollusonic-2", {"sen_pollusonic_2"}},
    {"sensus-pollustat", {"SEN_Pollustat"}},
    {"sensus-pollustat-e", {"SEN_Sensus-PolluStat-E"}},
    {"sensus-pollutherm", {"metrona_pollutherm"}},
    {"siemens-rvd235", {"siemens_rvd235"}},
    {"siemens-wfh21", {"siemens_wfh21"}},
    {"siemens-wfh21-flow", {"siemens_water"}},
    {"techem-m-bus-s", {"tch_telegramm1"}},
    {"tecson-oil-gauge", {"tecson"}},
    {"abb-delta-meter", {"abb_delta"}},
};

/// Profiles of no product, for examples.
const std::set<std::string> made_up = {"calling-meter", "channel-meter", "log-meter", "sending-meter",
                                       "four-telegram-meter"};

/// Its identity is that of the example in the documentation of otb-iot.
constexpr const char* seed = "itron-cf-echo-2";

const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

const fs::path frames = OTBENCH_SHARED_FRAMES;

/// A recorded frame; its checksum is set right, as the seed's was lost when its identity was made anonymous.
OctetBuffer recorded(const std::string& stem) {
    const fs::path path = frames / (stem + ".hex");
    std::ifstream file{path};
    EXPECT_TRUE(file) << path;
    OctetBuffer octets = from_hex({std::istreambuf_iterator<char>{file}, {}});
    constexpr std::size_t head = 4, tail = 2;
    if (octets.size() > head + tail)
        octets[octets.size() - tail] = bus::checksum({octets.data() + head, octets.size() - head - tail});
    return octets;
}

std::shared_ptr<const Profile> load(const std::string& product) {
    const auto profile = shipped.load(product);
    if (profile) return *profile;
    ADD_FAILURE() << to_string(profile.error().front());
    return std::make_shared<Profile>();
}

/// The names of a telegram's values, in the order in which they are sent.
std::vector<std::string> names_in(const ProfileTelegram& telegram) {
    std::vector<std::string> names;
    if (const auto* variable = std::get_if<VariableTelegram>(&telegram.content)) {
        for (const ProfileRecord& record : variable->records)
            if (record.has_value()) names.push_back(record.name());
        if (!variable->block_name.empty()) names.push_back(variable->block_name);
    } else if (const auto* fixed = std::get_if<FixedTelegram>(&telegram.content)) {
        for (const auto& counter : fixed->counters) names.push_back(counter.name);
    }
    return names;
}

/// What a meter with that profile sends with the identity and values of `recording`.
std::vector<OctetBuffer> retold(const Profile& product, const Profile& recording, std::uint8_t address) {
    Profile profile = product;
    profile.signature = recording.signature;
    Readout readout{std::make_shared<Profile>(profile)};
    const Readout told{std::make_shared<Profile>(recording)};
    EXPECT_TRUE(readout.set_id(recording.id));
    readout.set_status(recording.status);
    const auto names = names_in(profile.readouts.front().telegrams.front());
    const auto told_names = names_in(recording.readouts.front().telegrams.front());
    EXPECT_EQ(names.size(), told_names.size());
    for (std::size_t i = 0; i < std::min(names.size(), told_names.size()); ++i) {
        const auto done = readout.set_value(names[i], told.value(told_names[i]).value());
        if (!done) ADD_FAILURE() << names[i] << ": " << done.error().message;
    }
    return frames_of(profile, readout, address, recording.first_access_number);
}

TEST(RecordedTelegrams, are_rebuilt_octet_for_octet_by_the_profile_of_their_product) {
    for (const auto& [product, telegrams] : recordings) {
        const auto profile = load(product);
        for (const std::string stem : telegrams) {
            SCOPED_TRACE(stem);
            const auto octets = recorded(stem);
            const auto frame = bus::parse_frame(octets);
            ASSERT_TRUE(frame) << bus::describe(frame.error());
            const auto told = import_profile({*frame});
            ASSERT_TRUE(told) << told.error().message;
            EXPECT_THAT(retold(*profile, told->profile, frame->address), testing::ElementsAre(octets)) << product;
        }
    }
}

TEST(RecordedTelegrams, each_have_a_profile_and_each_profile_has_one) {
    std::set<std::string> files, listed, products;
    for (const auto& entry : fs::directory_iterator{frames})
        if (entry.path().extension() == ".hex") files.insert(entry.path().stem().string());
    for (const auto& [product, telegrams] : recordings) {
        products.insert(product);
        listed.insert(telegrams.begin(), telegrams.end());
    }
    EXPECT_EQ(listed, files);
    const auto names = shipped.names();
    products.insert(made_up.begin(), made_up.end());
    EXPECT_EQ(products, std::set<std::string>(names.begin(), names.end()));
}

/// Whether a value identifies the meter.
bool is_personal(const ProfileRecord& record) {
    const auto quantity = bus::vif_entry(record.description.vif).quantity;
    return quantity == bus::Quantity::fabrication_number || quantity == bus::Quantity::customer_location ||
           (quantity == bus::Quantity::plain_text && record.description.coding == bus::Coding::text);
}

TEST(RecordedTelegrams, lend_the_shipped_profiles_no_identity) {
    for (const auto& [product, telegrams] : recordings) {
        if (std::string{product} == seed) continue;
        const auto profile = load(product);
        for (const std::string stem : telegrams) {
            const auto octets = recorded(stem);
            const auto told = import_profile(parsed({octets}));
            ASSERT_TRUE(told) << stem;
            EXPECT_NE(profile->id, told->profile.id) << product;
            const auto* shown = std::get_if<VariableTelegram>(&profile->readouts.front().telegrams.front().content);
            const auto* theirs =
                std::get_if<VariableTelegram>(&told->profile.readouts.front().telegrams.front().content);
            for (std::size_t i = 0; shown && i < shown->records.size(); ++i) {
                const ProfileRecord& record = shown->records[i];
                if (!is_personal(record) || record.follows_id) continue;
                EXPECT_NE(record.initial, theirs->records[i].initial) << product << ": " << record.name();
            }
        }
    }
}

}  // namespace
}  // namespace otbench::meters
