package store

/*
// Weak, as the driver's part of the program has it, which the linker adds last.
extern int sqlite3_config(int, ...) __attribute__((weak));

static int count_no_memory(void) {
	enum { SQLITE_CONFIG_MEMSTATUS = 9 };
	return sqlite3_config ? sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) : 0;
}
*/
import "C"

// SQLite counts the memory that it takes, behind one lock for all connections, where those that work side by side, as
// the repetitions of an experiment do, wait for each other. Nobody asks for the count.
// Source: https://www.sqlite.org/c3ref/c_config_covering_index_scan.html, SQLITE_CONFIG_MEMSTATUS.
func init() { C.count_no_memory() }
