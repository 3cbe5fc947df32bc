/* A file layer that fails on demand, loaded before the C library's (LD_PRELOAD).
 *
 * Calls that change what is in the folder FAULT_FOLDER (open for writing, write, ftruncate, fsync, rename, unlink, mkdir) are
 * counted from 1. At call number FAULT_AT the program is killed, or the call fails with the error FAULT_ERRNO where that is set
 * (and so do all later ones, as on a disk that stays full, until FAULT_FOR of them have failed). FAULT_HALF=1 lets a write put half of its
 * bytes first. The number of calls is written to FAULT_COUNT when the program ends.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static const char *folder;
static long at, last, number;
static int half;

static long setting(const char *name, long otherwise) {
    const char *value = getenv(name);
    return value ? atol(value) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    folder = getenv("FAULT_FOLDER");
    at = setting("FAULT_AT", 0);
    last = at + setting("FAULT_FOR", LONG_MAX / 2);
    number = setting("FAULT_ERRNO", 0);
    half = setting("FAULT_HALF", 0) != 0;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("FAULT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", (long)calls);
        fclose(file);
    }
}

static int concerns(const char *path) {
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int concerns_open(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return concerns(path);
}

/* Counts a call. Nonzero where it is to fail. */
static int fails(void) {
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (!at || call < at || call >= last)
        return 0;
    if (!number)
        kill(getpid(), SIGKILL);
    errno = (int)number;
    return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t length) {
    if (concerns_open(fd)) {
        if (half && atomic_load(&calls) + 1 == at)
            NEXT(write)(fd, bytes, length / 2);
        if (fails())
            return -1;
    }
    return NEXT(write)(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
    return concerns_open(fd) && fails() ? -1 : NEXT(writev)(fd, pieces, count);
}

int fsync(int fd) {
    return concerns_open(fd) && fails() ? -1 : NEXT(fsync)(fd);
}

int ftruncate64(int fd, off64_t length) {
    return concerns_open(fd) && fails() ? -1 : NEXT(ftruncate64)(fd, length);
}

int rename(const char *from, const char *to) {
    return concerns(to) && fails() ? -1 : NEXT(rename)(from, to);
}

int unlink(const char *path) {
    return concerns(path) && fails() ? -1 : NEXT(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
    return concerns(path) && fails() ? -1 : NEXT(mkdir)(path, mode);
}

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    if ((flags & O_ACCMODE) != O_RDONLY && concerns(path) && fails())
        return -1;
    return NEXT(open64)(path, flags, mode);
}
