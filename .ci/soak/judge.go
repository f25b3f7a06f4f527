package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
)

const mega = 1 << 20

// bound is what a figure may grow by: a share, or so much where that is more.
type bound struct{ share, least float64 }

func (b bound) above(v float64) float64 { return v + max(v*b.share, b.least) }

// figure is one that must stay level.
type figure struct {
	name  string
	of    func(sample) float64
	unit  float64
	grows bound   // over the second quarter
	most  float64 // in place of that, when it is not 0
	rest  *bound  // when all have left, over what it was before; nil when that is not judged
}

// figures are those that are judged. In a brief run the heap has not levelled off, and clients are still kept.
func (p plan) figures() []figure {
	memory, inUse, live, rest, keptRest := bound{0.05, 2 * mega}, bound{0.08, 2 * mega}, bound{0.05, 1 * mega}, &bound{0.2, 8 * mega}, &bound{}
	if p.brief() {
		memory, inUse, live, rest, keptRest = bound{0.15, 6 * mega}, bound{0.2, 4 * mega}, bound{0.2, 3 * mega}, &bound{0.2, 4 * mega}, nil
	}
	lines := bound{0.02, 5}
	return []figure{
		{name: "resident memory, MB", of: func(s sample) float64 { return s.resident }, unit: mega, grows: memory},
		{name: "heap in use, MB", of: func(s sample) float64 { return s.inUse }, unit: mega, grows: inUse},
		{name: "heap after a collection, MB", of: func(s sample) float64 { return s.live }, unit: mega, grows: live, rest: rest},
		{name: "goroutines", of: func(s sample) float64 { return s.goroutines }, unit: 1, grows: lines, rest: &bound{0, 3}},
		{name: "file descriptors", of: func(s sample) float64 { return s.files }, unit: 1, grows: lines, rest: &bound{0, 1}},
		{name: "clients with a line", of: func(s sample) float64 { return s.open }, unit: 1, most: lines.above(float64(p.pilots)), rest: &bound{}},
		{name: "clients kept without one", of: func(s sample) float64 { return s.cut }, unit: 1, most: bound{0.25, 10}.above(p.kept()), rest: keptRest},
	}
}

// leftBehind reports whether there is more than before, now that all have left.
func (f figure) leftBehind(before, after sample) bool {
	return f.rest != nil && f.of(after) > f.rest.above(f.of(before))
}

// returned reports whether the server is again as it was before.
func (p plan) returned(before, after sample) bool {
	for _, f := range p.figures() {
		if f.leftBehind(before, after) {
			return false
		}
	}
	return true
}

// judge prints the table, and fails when a figure did not stay level.
func (p plan) judge(out io.Writer, before sample, flight []sample, after sample) error {
	n := len(flight)
	if n < 16 {
		return fmt.Errorf("only %d samples with all pilots in; at least 16 are needed", n)
	}
	warm, end := flight[n/4:n/2], flight[n-n/4:]
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\tbefore\tafter warm-up\tat the end\tallowed\tall gone\tallowed\t")
	var errs []error
	for _, f := range p.figures() {
		start, was, is, gone := f.of(before), median(warm, f.of), median(end, f.of), f.of(after)
		allowed, rest, verdict := f.grows.above(was), "", ""
		if f.most > 0 {
			allowed = f.most
		}
		if is > allowed {
			verdict = "GREW "
			errs = append(errs, fmt.Errorf("%s: %s at the end, above %s", f.name, f.show(is), f.show(allowed)))
		}
		if f.rest != nil {
			rest = "<= " + f.show(f.rest.above(start))
		}
		if f.leftBehind(before, after) {
			verdict += "LEFT BEHIND"
			errs = append(errs, fmt.Errorf("%s: %s when all had left, not %s", f.name, f.show(gone), rest))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t<= %s\t%s\t%s\t%s\n", f.name, f.show(start), f.show(was), f.show(is), f.show(allowed), f.show(gone), rest, cmp.Or(verdict, "ok"))
	}
	errs = append(errs, ticking(w, warm, end))
	return errors.Join(append(errs, w.Flush())...)
}

func (f figure) show(v float64) string {
	if f.unit > 1 {
		return fmt.Sprintf("%.1f", v/f.unit)
	}
	return fmt.Sprintf("%.0f", v)
}

// ticking adds how the world went on. A late tick may be the machine's doing, so only its pace is judged.
func ticking(w io.Writer, warm, end []sample) error {
	const least = 27 // ticks a second, of 30
	was, is := pace(warm), pace(end)
	verdict, err := "ok", error(nil)
	if is < least {
		verdict, err = "SLOW", fmt.Errorf("the world went on at %.1f ticks a second at the end, below %d", is, least)
	}
	fmt.Fprintf(w, "ticks a second\t\t%.1f\t%.1f\t>= %d\t\t\t%s\n", was, is, least, verdict)
	fmt.Fprintf(w, "ticks late by more than one\t\t%.0f\t%.0f\t\t\t\t\n", grown(warm), grown(end))
	return err
}

func pace(all []sample) float64 {
	from, to := all[0], all[len(all)-1]
	return (to.tick - from.tick) / to.at.Sub(from.at).Seconds()
}

// grown is how many ticks were late while the samples were taken.
func grown(all []sample) float64 { return all[len(all)-1].late - all[0].late }
