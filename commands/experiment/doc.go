// Package experiment plans experiments and tells their results: scripts that are played for every combination of their
// parameters, many times each, with other seeds. plan.go has the combinations, play.go hands them out, lines.go keeps
// each repetition as a line, merge.go puts shards together; statistics.go counts, and table.go, curve.go, csv.go and
// svg.go show, with what chart.go and axis.go have laid out.
//
// It must never play a script itself: it is given a function that does. It measures nothing of the real world, so
// whatever it shows says "simulated" and gives the assumptions.
package experiment
