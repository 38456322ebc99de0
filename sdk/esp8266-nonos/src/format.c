/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
#include "format.h"

#include <stdint.h>
#include <string.h>

struct out {
    void (*put)(void *context, char c);
    void *context;
    int count;
};

struct conversion {
    int left, zero, plus, blank, alternative;
    int width, precision; /* precision -1: none */
    int longs;            /* number of l */
    char type;
};

static void put(struct out *out, char c) {
    out->put(out->context, c);
    ++out->count;
}

static void repeat(struct out *out, char c, int count) {
    while (count-- > 0) put(out, c);
}

static void put_text(struct out *out, const char *text, int size) {
    for (int i = 0; i < size; ++i) put(out, text[i]);
}

static const char *read_number(const char *at, int *number) {
    for (*number = 0; *at >= '0' && *at <= '9'; ++at)
        if (*number < 100000) *number = *number * 10 + (*at - '0');
    return at;
}

static const char *read_flags(const char *at, struct conversion *conversion) {
    for (;; ++at) {
        switch (*at) {
            case '-': conversion->left = 1; break;
            case '0': conversion->zero = 1; break;
            case '+': conversion->plus = 1; break;
            case ' ': conversion->blank = 1; break;
            case '#': conversion->alternative = 1; break;
            default: return at;
        }
    }
}

/* What stands behind a %; the end of it, or NULL when it is no conversion. Takes the arguments of '*'. */
static const char *read_conversion(const char *at, struct conversion *conversion, va_list *arguments) {
    *conversion = (struct conversion){.precision = -1};
    at = read_flags(at, conversion);
    if (*at == '*') {
        conversion->width = va_arg(*arguments, int);
        if (conversion->width < 0) conversion->left = 1, conversion->width = -conversion->width;
        ++at;
    } else {
        at = read_number(at, &conversion->width);
    }
    if (*at == '.') {
        if (*++at == '*')
            conversion->precision = va_arg(*arguments, int), ++at;
        else
            at = read_number(at, &conversion->precision);
    }
    for (; *at == 'h' || *at == 'l' || *at == 'z'; ++at) conversion->longs += *at == 'l';
    conversion->type = *at;
    return *at && strchr("diuxXopcs%", *at) ? at + 1 : NULL;
}

static uint64_t fetch(const struct conversion *conversion, va_list *arguments) {
    const int is_signed = conversion->type == 'd' || conversion->type == 'i';
    if (conversion->longs > 1) return va_arg(*arguments, uint64_t);
    return is_signed ? (uint64_t)(int64_t)va_arg(*arguments, int) : va_arg(*arguments, unsigned);
}

static void put_number(struct out *out, struct conversion *conversion, uint64_t value) {
    char digits[24];
    int size = 0;
    const char *sign = "";
    const char *const letters = conversion->type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    if (conversion->type == 'd' || conversion->type == 'i') {
        sign = (int64_t)value < 0 ? "-" : conversion->plus ? "+" : conversion->blank ? " " : "";
        if ((int64_t)value < 0) value = 0 - value;
    }
    const unsigned base = strchr("xXp", conversion->type) ? 16 : conversion->type == 'o' ? 8 : 10;
    if (conversion->type == 'p' || (conversion->alternative && base == 16 && value)) sign = "0x";
    for (; value; value /= base) digits[size++] = letters[value % base];
    if (size == 0 && conversion->precision != 0) digits[size++] = '0';

    const int signs = (int)strlen(sign);
    int zeros = conversion->precision > size ? conversion->precision - size : 0;
    if (conversion->zero && !conversion->left && conversion->precision < 0 && conversion->width > size + signs)
        zeros = conversion->width - size - signs;
    const int blanks = conversion->width - signs - zeros - size;
    if (!conversion->left) repeat(out, ' ', blanks);
    put_text(out, sign, signs);
    repeat(out, '0', zeros);
    while (size > 0) put(out, digits[--size]);
    if (conversion->left) repeat(out, ' ', blanks);
}

static void put_padded(struct out *out, const struct conversion *conversion, const char *text, int size) {
    if (!conversion->left) repeat(out, ' ', conversion->width - size);
    put_text(out, text, size);
    if (conversion->left) repeat(out, ' ', conversion->width - size);
}

static void convert(struct out *out, struct conversion *conversion, va_list *arguments) {
    if (conversion->type == '%') {
        put(out, '%');
    } else if (conversion->type == 'c') {
        const char c = (char)va_arg(*arguments, int);
        put_padded(out, conversion, &c, 1);
    } else if (conversion->type == 's') {
        const char *text = va_arg(*arguments, const char *);
        int size = 0;
        while ((conversion->precision < 0 || size < conversion->precision) && text[size]) ++size;
        put_padded(out, conversion, text, size);
    } else {
        put_number(out, conversion, fetch(conversion, arguments));
    }
}

int sdk_format(void (*put_one)(void *context, char c), void *context, const char *format, va_list arguments) {
    struct out out = {put_one, context, 0};
    va_list rest;
    va_copy(rest, arguments);
    while (*format) {
        struct conversion conversion;
        const char *after = *format == '%' ? read_conversion(format + 1, &conversion, &rest) : NULL;
        if (after)
            convert(&out, &conversion, &rest);
        else
            put(&out, *format);
        format = after ? after : format + 1;
    }
    va_end(rest);
    return out.count;
}
