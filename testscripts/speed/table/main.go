// Table writes what benchmarks printed as the tables of testscripts/README.md:
//
//	go test -run '^$' -bench . ./commands | go run ./testscripts/speed/table
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"log"
	"os"
	"regexp"
	"strings"
)

// columns are the figures in their order, and what they are called.
var columns = []struct{ unit, title string }{
	{"floor-ms", "floor, ms"},
	{"recallbox-ms", "recallbox, ms"},
	{"ratio", "ratio"},
	{"fuller-ms", "fuller floor, ms"},
	{"ratio-fuller", "ratio to that"},
	{"more-ms", "more than the floor, ms"},
	{"ratio-passed", "of the time that passed"},
	{"B/recipient", "bytes a recipient"},
	{"MiB", "peak memory, MiB"},
}

func main() {
	if err := write(os.Stdout, os.Stdin); err != nil {
		log.Fatal(err)
	}
}

func write(to io.Writer, from io.Reader) error {
	fmt.Fprint(to, "| what |")
	for _, c := range columns {
		fmt.Fprintf(to, " %s |", c.title)
	}
	fmt.Fprintf(to, "\n|---|%s\n", strings.Repeat("---|", len(columns)))
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) > 3 && strings.HasPrefix(words[0], "Benchmark") {
			writeRow(to, label(words[0]), words[2:])
		}
	}
	return lines.Err()
}

// writeRow writes one benchmark, whose figures are numbers with their units.
func writeRow(to io.Writer, what string, figures []string) {
	values := map[string]string{}
	for i := 0; i+1 < len(figures); i += 2 {
		values[figures[i+1]] = figures[i]
	}
	if values["ratio"] == "" {
		return // it measures something else
	}
	fmt.Fprintf(to, "| %s |", what)
	for _, c := range columns {
		fmt.Fprintf(to, " %s |", cmp.Or(short(values[c.unit]), " "))
	}
	fmt.Fprintln(to)
}

var (
	processors = regexp.MustCompile(`-\d+$`)
	newWord    = regexp.MustCompile(`([a-z])([A-Z0-9])|(\d)([A-Z])`)
)

// label is a benchmark's name in words: BenchmarkBatchOf10000-2 is "batch of 10000".
func label(name string) string {
	name = processors.ReplaceAllString(strings.TrimPrefix(name, "Benchmark"), "")
	kind, of, some := strings.Cut(name, "/")
	kind = strings.ToLower(newWord.ReplaceAllString(kind, "$1$3 $2$4"))
	if !some {
		return kind
	}
	return kind + ": " + strings.ReplaceAll(of, "_", " ")
}

// short is a number with no more than two digits behind the point, and none where three stand before it.
func short(number string) string {
	var n float64
	if _, err := fmt.Sscan(number, &n); err != nil {
		return ""
	}
	if n >= 100 {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.2g", n)
}
