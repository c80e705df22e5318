//go:build !cgo

package store

// SQLite is C. Without a C compiler, or with CGO_ENABLED=0, the build ends here and says why.
var _ = recallbox_needs_a_C_compiler_for_SQLite_install_gcc_or_clang
