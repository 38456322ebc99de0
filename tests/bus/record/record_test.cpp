#include "bus/record/record.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace otbench::bus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Walks octets that have no header; keeps them alive as long as the records.
class Walk {
public:
    explicit Walk(OctetBuffer octets, Dialect dialect = Dialect::standard) : octets_(std::move(octets)) {
        RecordWalker walker{octets_, 0, dialect};
        while (true) {
            const auto record = walker.next();
            if (!record) error_ = record.error();
            if (!record || *record == nullptr) break;
            records_.push_back(**record);
        }
        EXPECT_TRUE(walker.next().has_value()) << "after an error the walk is over";
    }
    [[nodiscard]] const std::vector<Record>& records() const { return records_; }
    [[nodiscard]] std::optional<CodecErrc> error() const { return error_ ? std::optional{error_->code} : std::nullopt; }
    [[nodiscard]] std::size_t error_offset() const { return error_ ? error_->offset : 0; }

private:
    OctetBuffer octets_;
    std::vector<Record> records_;
    std::optional<CodecError> error_;
};

TEST(RecordWalker, splits_a_record_into_its_parts) {
    const Walk walk{{0xC4, 0x90, 0x40,  // DIF int32, storage bit 0; DIFE tariff 1; DIFE device bit 1
                     0xFD, 0xC8, 0x3B,  // VIF FD, VIFE voltage in 0.1 V, VIFE accumulation only if positive
                     0x01, 0x02, 0x03, 0x04}};
    ASSERT_EQ(walk.records().size(), 1u);
    const Record& record = walk.records()[0];
    EXPECT_EQ(record.storage(), 1u);
    EXPECT_EQ(record.tariff(), 1u);
    EXPECT_EQ(record.device(), 2u);
    EXPECT_EQ(record.vif_code().table, VifTable::extension_fd);
    EXPECT_EQ(record.vif_code().code, 0x48);
    EXPECT_THAT(record.combinable_vife(), ElementsAre(0x3B));
    EXPECT_THAT(record.data, ElementsAre(1, 2, 3, 4));
}

TEST(RecordWalker, puts_storage_tariff_and_device_of_ten_dife_together) {
    OctetBuffer octets(12, 0xFF);  // DIF and ten DIFEs, all bits set
    octets[0] = 0xC0;              // no data, storage bit 0
    octets[10] = 0x7F;             // the tenth DIFE has no extension bit
    octets[11] = 0x06;
    const Walk walk{octets};
    ASSERT_EQ(walk.records().size(), 1u);
    EXPECT_EQ(walk.records()[0].storage(), (std::uint64_t{1} << 41) - 1);
    EXPECT_EQ(walk.records()[0].tariff(), (1u << 20) - 1);
    EXPECT_EQ(walk.records()[0].device(), (1u << 10) - 1);
}

TEST(RecordWalker, skips_fillers_and_ends_with_a_manufacturer_block) {
    const Walk walk{{0x2F, 0x2F, 0x01, 0x06, 0x05, 0x2F, 0x1F, 0xAA, 0x01}};
    ASSERT_EQ(walk.records().size(), 2u);
    EXPECT_EQ(walk.records()[0].offset, 2u);
    EXPECT_EQ(walk.records()[1].kind, Record::Kind::more_follow);
    EXPECT_THAT(walk.records()[1].data, ElementsAre(0xAA, 0x01));
}

TEST(RecordWalker, an_empty_manufacturer_block_and_a_record_without_data_may_end_the_telegram) {
    EXPECT_EQ(Walk({0x0F}).records().size(), 1u);
    EXPECT_EQ(Walk({0x00, 0x06}).records().size(), 1u);
    EXPECT_THAT(Walk({0x2F, 0x2F}).records(), IsEmpty());
}

TEST(RecordWalker, takes_the_text_of_a_plain_text_vif_before_its_vife) {
    const Walk walk{{0x01, 0xFC, 0x03, 'H', 'R', '%', 0x74, 0x2A}};
    ASSERT_EQ(walk.records().size(), 1u);
    EXPECT_EQ(text_of(walk.records()[0].vif_text), "%RH");
    EXPECT_THAT(walk.records()[0].vife, ElementsAre(0x74));
    EXPECT_THAT(walk.records()[0].data, ElementsAre(0x2A));
}

TEST(RecordWalker, reports_every_kind_of_end_inside_a_record) {
    EXPECT_EQ(Walk({0x84}).error(), CodecErrc::premature_end_at_dif);
    EXPECT_EQ(Walk({0x04}).error(), CodecErrc::premature_end_at_vif);
    EXPECT_EQ(Walk({0x04, 0x86}).error(), CodecErrc::premature_end_at_vif);
    EXPECT_EQ(Walk({0x04, 0xFD}).error(), CodecErrc::premature_end_at_vif);
    EXPECT_EQ(Walk({0x04, 0x7C}).error(), CodecErrc::premature_end_at_text_vif);
    EXPECT_EQ(Walk({0x04, 0x7C, 0x02, 'a'}).error(), CodecErrc::premature_end_at_text_vif);
    EXPECT_EQ(Walk({0x04, 0x06, 1, 2, 3}).error(), CodecErrc::premature_end_at_data);
    EXPECT_EQ(Walk({0x0D, 0x06}).error(), CodecErrc::premature_end_at_data);
    EXPECT_EQ(Walk({0x01, 0x06, 0x00, 0x04, 0x06, 1}).error_offset(), 3u);
}

TEST(RecordWalker, accepts_ten_extensions_and_no_more) {
    OctetBuffer vife(13, 0x80);  // DIF, VIF, ten VIFEs, one octet too many
    vife[0] = 0x00;
    EXPECT_EQ(Walk{vife}.error(), CodecErrc::too_many_vife);
    vife.resize(12);
    vife[11] = 0x00;
    EXPECT_EQ(Walk{vife}.error(), std::nullopt);
    EXPECT_EQ(Walk(OctetBuffer(13, 0x80)).error(), CodecErrc::too_many_dife);
    OctetBuffer long_text(200, 'x');
    long_text[0] = 0x00;
    long_text[1] = 0x7C;
    long_text[2] = 129;
    EXPECT_EQ(Walk{long_text}.error(), CodecErrc::text_vif_too_long);
}

std::size_t data_size(std::uint8_t lvar, Dialect dialect) {
    OctetBuffer octets(100, 0x2F);  // fillers behind the record
    octets[0] = 0x0D;
    octets[1] = 0x06;
    octets[2] = lvar;
    const Walk walk{octets, dialect};
    return walk.records().empty() ? 999 : walk.records()[0].data.size();
}

TEST(RecordWalker, reads_variable_lengths_as_each_dialect_does) {
    struct Case {
        std::uint8_t lvar;
        std::size_t standard, libmbus, fork;
    };
    for (const Case& c : {Case{0x05, 5, 5, 5}, Case{0xC3, 3, 6, 6}, Case{0xD9, 9, 18, 18}, Case{0xE4, 4, 4, 4},
                          Case{0xF0, 16, 16, 0}, Case{0xF4, 32, 32, 4}, Case{0xF5, 48, 48, 5}, Case{0xF6, 64, 64, 6},
                          Case{0xCA, 10, 0, 20}, Case{0xF7, 999, 0, 7}}) {
        EXPECT_EQ(data_size(c.lvar, Dialect::standard), c.standard) << int{c.lvar};
        EXPECT_EQ(data_size(c.lvar, Dialect::libmbus), c.libmbus) << int{c.lvar};
        EXPECT_EQ(data_size(c.lvar, Dialect::fork), c.fork) << int{c.lvar};
    }
}

TEST(RecordWalker, the_fork_reads_a_reserved_length_again_as_the_next_dif) {
    const Walk walk{{0x0D, 0x06, 0xFB, 0x00, 0x06, 0x01, 0x02, 0x03}, Dialect::fork};
    ASSERT_EQ(walk.records().size(), 2u);
    EXPECT_EQ(walk.records()[1].dif, 0xFB);
    EXPECT_THAT(walk.records()[1].data, ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace otbench::bus
