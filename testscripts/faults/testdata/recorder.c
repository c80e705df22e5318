// Records what SQLite asks of the operating system in one folder: the bytes that it writes, what it makes sure has reached the disk, and which
// names come and go. It is loaded before the C library and passes everything on.
//
// A record is a line "KIND OFFSET LENGTH NAME", behind a write followed by its bytes. KIND is c (created), w (written), t (truncated to OFFSET),
// s (synced), u (unlinked). The folder itself has the name ".".
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FDS 1024

static char names[FDS][256];
static const char *folder;
static int out = -1;

__attribute__((constructor)) static void start(void) {
	folder = getenv("RECORD_FOLDER");
	const char *to = getenv("RECORD_TO");
	if (folder && to) out = REAL(open)(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// inside is the name of a path in the folder, or NULL.
static const char *inside(const char *path) {
	if (out < 0) return NULL;
	size_t n = strlen(folder);
	if (strncmp(path, folder, n) != 0) return NULL;
	if (path[n] == 0) return ".";
	return path[n] == '/' ? path + n + 1 : NULL;
}

static const char *named(int fd) { return out >= 0 && fd >= 0 && fd < FDS && names[fd][0] ? names[fd] : NULL; }

static void record(char kind, const char *name, long long at, const void *data, size_t n) {
	char line[400];
	int m = snprintf(line, sizeof line, "%c %lld %zu %s\n", kind, at, n, name);
	if (REAL(write)(out, line, m) != m || (n && REAL(write)(out, data, n) != (ssize_t)n)) abort();
}

static int opened(int fd, const char *path, int flags, int was) {
	const char *name = inside(path);
	if (fd >= 0 && fd < FDS) {
		names[fd][0] = 0;
		if (name) snprintf(names[fd], sizeof names[fd], "%s", name);
		if (name && (flags & O_CREAT) && !was) record('c', name, 0, NULL, 0);
	}
	return fd;
}

#define OPEN(name)                                                                                    \
	int name(const char *path, int flags, ...) {                                                  \
		va_list more;                                                                         \
		va_start(more, flags);                                                                \
		int mode = flags & O_CREAT ? va_arg(more, int) : 0;                                   \
		va_end(more);                                                                         \
		int was = access(path, F_OK) == 0;                                                    \
		return opened(REAL(name)(path, flags, mode), path, flags, was);                       \
	}
OPEN(open)
OPEN(open64)

int close(int fd) {
	if (named(fd)) names[fd][0] = 0;
	return REAL(close)(fd);
}

#define PWRITE(name, offset)                                                                          \
	ssize_t name(int fd, const void *data, size_t n, offset at) {                                 \
		ssize_t done = REAL(name)(fd, data, n, at);                                           \
		if (done > 0 && named(fd)) record('w', named(fd), at, data, done);                    \
		return done;                                                                          \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t n) {
	long long at = named(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
	ssize_t done = REAL(write)(fd, data, n);
	if (done > 0 && named(fd)) record('w', named(fd), at, data, done);
	return done;
}

#define TRUNCATE(name, offset)                                                                        \
	int name(int fd, offset size) {                                                               \
		int failed = REAL(name)(fd, size);                                                    \
		if (!failed && named(fd)) record('t', named(fd), size, NULL, 0);                      \
		return failed;                                                                        \
	}
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                                                    \
	int name(int fd) {                                                                            \
		int failed = REAL(name)(fd);                                                          \
		if (!failed && named(fd)) record('s', named(fd), 0, NULL, 0);                         \
		return failed;                                                                        \
	}
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
	int failed = REAL(unlink)(path);
	const char *name = inside(path);
	if (!failed && name) record('u', name, 0, NULL, 0);
	return failed;
}
