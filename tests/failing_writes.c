/* Loaded before the C library: makes the call after the next `fail_after` writes fail as on a full disk, and all that
   follow it where `fail_forever` is set. Only what is written to regular files counts, whoever writes it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>

atomic_long fail_after = -1;
atomic_long fail_forever = 0;
atomic_long writes = 0;

static int fails(void)
{
    atomic_fetch_add(&writes, 1);
    long left = atomic_load(&fail_after);
    if (left < 0)
        return 0;
    if (left > 0) {
        atomic_fetch_sub(&fail_after, 1);
        return 0;
    }
    if (!atomic_load(&fail_forever))
        atomic_store(&fail_after, -1);
    errno = ENOSPC;
    return 1;
}

static int regular(int file)
{
    struct stat state;
    return fstat(file, &state) == 0 && S_ISREG(state.st_mode);
}

#define REAL(name)                                                    \
    static __typeof__(name) *real;                                    \
    if (!real)                                                        \
        real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define ON_FILE(result, name, parameters, arguments)                  \
    result name parameters                                            \
    {                                                                 \
        REAL(name);                                                   \
        if (regular(file) && fails())                                 \
            return -1;                                                \
        return real arguments;                                        \
    }

ON_FILE(ssize_t, write, (int file, const void *from, size_t size), (file, from, size))
ON_FILE(ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
ON_FILE(ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
ON_FILE(ssize_t, writev, (int file, const struct iovec *from, int count), (file, from, count))
ON_FILE(ssize_t, pwritev, (int file, const struct iovec *from, int count, off_t at), (file, from, count, at))
ON_FILE(ssize_t, pwritev64, (int file, const struct iovec *from, int count, off64_t at), (file, from, count, at))
ON_FILE(int, ftruncate, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size))
ON_FILE(int, fsync, (int file), (file))
ON_FILE(int, fdatasync, (int file), (file))

int rename(const char *from, const char *to)
{
    REAL(rename);
    return fails() ? -1 : real(from, to);
}
