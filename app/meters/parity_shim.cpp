// Preloaded into a client by `otbench exec`: lets it set parity on a pty.
//
// The kernel takes PARENB from a pty and fails with EINVAL when nothing else was asked for. So parity is written in
// flags that a pty keeps: CMSPAR for parity (with PARODD: odd), PARODD alone for none; and read back from them. Serial
// devices and everything else are left alone. Nothing of the C++ library is used.
#include <asm/termbits.h>  // excludes <termios.h>, of which this replaces two functions
#include <dlfcn.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstdarg>
#include <cstring>

namespace {

/// struct termios of the C library, which begins like the kernel's.
struct LibcTermios {
    tcflag_t c_iflag, c_oflag, c_cflag, c_lflag;
    unsigned char rest[44];
};

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool is_pty(int fd) {
    constexpr unsigned first_major = 136, last_major = 143;  // of /dev/pts (Linux, devices.txt)
    struct stat info {};
    if (fstat(fd, &info) != 0 || !S_ISCHR(info.st_mode)) return false;
    return major(info.st_rdev) >= first_major && major(info.st_rdev) <= last_major;
}

tcflag_t for_pty(tcflag_t flags) {
    const tcflag_t wanted = flags & (PARENB | PARODD);
    flags &= ~static_cast<tcflag_t>(PARENB | PARODD | CMSPAR);
    if ((wanted & PARENB) == 0) return flags | PARODD;
    return flags | CMSPAR | (wanted & PARODD);
}

tcflag_t for_client(tcflag_t flags) {
    if ((flags & CMSPAR) != 0) return (flags & ~static_cast<tcflag_t>(CMSPAR)) | PARENB;
    return flags & ~static_cast<tcflag_t>(PARODD);
}

}  // namespace

extern "C" {

int tcsetattr(int fd, int actions, const LibcTermios* settings) {
    static auto* const original = next<int(int, int, const LibcTermios*)>("tcsetattr");
    if (!is_pty(fd)) return original(fd, actions, settings);
    LibcTermios changed = *settings;
    changed.c_cflag = for_pty(changed.c_cflag);
    return original(fd, actions, &changed);
}

int tcgetattr(int fd, LibcTermios* settings) {
    static auto* const original = next<int(int, LibcTermios*)>("tcgetattr");
    const int result = original(fd, settings);
    if (result == 0 && is_pty(fd)) settings->c_cflag = for_client(settings->c_cflag);
    return result;
}

int ioctl(int fd, unsigned long request, ...) noexcept {
    static auto* const original = next<int(int, unsigned long, ...)>("ioctl");
    va_list arguments;
    va_start(arguments, request);
    void* const argument = va_arg(arguments, void*);
    va_end(arguments);
    const bool sets = request == TCSETS || request == TCSETSW || request == TCSETSF;
    const bool sets2 = request == TCSETS2 || request == TCSETSW2 || request == TCSETSF2;
    if ((sets || sets2) && is_pty(fd)) {
        termios2 changed{};  // begins like struct termios
        std::memcpy(&changed, argument, sets2 ? sizeof(termios2) : sizeof(termios));
        changed.c_cflag = for_pty(changed.c_cflag);
        return original(fd, request, &changed);
    }
    const int result = original(fd, request, argument);
    if (result == 0 && (request == TCGETS || request == TCGETS2) && is_pty(fd)) {
        auto* const settings = static_cast<termios2*>(argument);
        settings->c_cflag = for_client(settings->c_cflag);
    }
    return result;
}
}
