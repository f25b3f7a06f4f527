package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
)

// row is one figure: the goal in words and as a bound, and what was measured.
type row struct {
	name  string
	goal  string
	value *float64
	holds func(v float64) bool // nil when there is no goal
}

func atMost(limit float64) func(float64) bool  { return func(v float64) bool { return v <= limit } }
func atLeast(limit float64) func(float64) bool { return func(v float64) bool { return v >= limit } }

// table prints rows as they come and counts the goals that were missed.
type table struct {
	out    io.Writer
	missed int
}

func newTable(out io.Writer) *table { return &table{out: out} }

// show prints the rows of a scene. A figure that nobody measured misses its goal.
func (t *table) show(rows []row) {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		measured, verdict := "not measured", ""
		if r.value != nil {
			measured = figure(*r.value)
		}
		switch {
		case r.holds == nil:
		case r.value != nil && r.holds(*r.value):
			verdict = "ok"
		default:
			verdict = "MISSED"
			t.missed++
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", r.name, measured, r.goal, verdict)
	}
	if err := w.Flush(); err != nil {
		t.missed++
	}
}

// figure is a number with no more digits than it deserves.
func figure(v float64) string {
	if v == math.Trunc(v) || math.Abs(v) >= 1000 {
		return strconv.FormatFloat(math.Round(v), 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}
