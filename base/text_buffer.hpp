#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/decimal.hpp"

namespace otbench {

/// Text that grows at its end. It keeps its memory when it is cleared, so rendering into one buffer again and again
/// allocates nothing after the first documents.
class TextBuffer {
public:
    [[nodiscard]] std::string_view view() const { return {octets_.get(), size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }

    void append(std::string_view text) {
        if (capacity_ - size_ < text.size()) grow(size_ + text.size());
        if (!text.empty()) std::memcpy(octets_.get() + size_, text.data(), text.size());
        size_ += text.size();
    }

    void clear() { size_ = 0; }
    /// Drops what was written after `size` octets.
    void truncate(std::size_t size) { size_ = std::min(size, size_); }

private:
    friend class TextWriter;

    /// Kept out of line, so that callers of `append` have its test and its copy alone.
    [[gnu::noinline, gnu::cold]] void grow(std::size_t wanted) {
        const std::size_t capacity = std::max(wanted, 2 * capacity_);
        std::unique_ptr<char[]> larger{new char[capacity]};
        if (size_ != 0) std::memcpy(larger.get(), octets_.get(), size_);
        octets_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> octets_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// Writes a bounded piece of text to the end of a buffer; the buffer has it when the writer is gone.
///
/// The room is claimed once, so that no call checks it again: whoever makes a writer knows the longest text it may
/// write.
class TextWriter {
public:
    TextWriter(TextBuffer& buffer, std::size_t room) : buffer_(buffer) {
        if (buffer.capacity_ - buffer.size_ < room) buffer.grow(buffer.size_ + room);
        at_ = buffer.octets_.get() + buffer.size_;
        end_ = at_ + room;
    }
    ~TextWriter() { buffer_.size_ = static_cast<std::size_t>(at_ - buffer_.octets_.get()); }
    TextWriter(const TextWriter&) = delete;
    TextWriter& operator=(const TextWriter&) = delete;

    template <std::size_t N>
    void literal(const char (&text)[N]) {
        std::memcpy(at_, text, N - 1);
        at_ += N - 1;
    }
    void text(std::string_view text) {
        if (!text.empty()) std::memcpy(at_, text.data(), text.size());
        at_ += text.size();
    }
    void octet(char octet) { *at_++ = octet; }
    void blanks(std::size_t count) {
        std::memset(at_, ' ', count);
        at_ += count;
    }
    template <class Integer>
    void decimal(Integer number) {
        at_ = std::to_chars(at_, end_, number).ptr;
    }
    /// Decimal with leading zeros.
    void padded(std::uint32_t number, int digits) {
        for (int i = digits; i-- > 0; number /= 10) at_[i] = static_cast<char>('0' + number % 10);
        at_ += digits;
    }
    /// As C's `%f` prints it.
    void fixed(double number) { at_ = std::to_chars(at_, end_, number, std::chars_format::fixed, 6).ptr; }
    void five_digits(double number) { at_ = write_five_digits(at_, number); }
    /// As C's `%.*g` prints it.
    void general(double number, int significant) { at_ = write_general(at_, number, significant); }
    void growing(std::uint64_t number, GrowingDecimal& decimal) { at_ = decimal.write(at_, number); }
    /// Two upper-case hex digits.
    void hex(std::uint8_t octet) {
        *at_++ = digit(octet >> 4);
        *at_++ = digit(octet & 0x0F);
    }
    /// Two lower-case hex digits.
    void lower_hex(std::uint8_t octet) {
        for (const char c : {digit(octet >> 4), digit(octet & 0x0F)})
            *at_++ = static_cast<char>(c >= 'A' ? c + ('a' - 'A') : c);
    }
    /// Upper-case hex without leading zeros.
    void hex_number(std::uint64_t number) {
        int digits = 1;
        while (digits < 16 && number >> (4 * digits) != 0) ++digits;
        while (digits-- > 0) *at_++ = digit(static_cast<unsigned>(number >> (4 * digits)) & 0x0F);
    }
    /// How much has been written since `start`, an earlier position.
    [[nodiscard]] const char* position() const { return at_; }

private:
    static char digit(unsigned value) { return "0123456789ABCDEF"[value]; }

    TextBuffer& buffer_;
    char* at_;
    char* end_;
};

}  // namespace otbench
