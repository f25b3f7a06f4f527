package swarm

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// table is rows of a name and a text, for people.
type table struct{ *tabwriter.Writer }

func newTable(out io.Writer) table { return table{tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)} }

func (t table) row(name, format string, args ...any) {
	fmt.Fprintf(t, "%s\t%s\n", name, fmt.Sprintf(format, args...))
}

// Write prints the report for people, on one screen when all is well.
func (r *Report) Write(out io.Writer) error {
	t := newTable(out)
	t.row("pilots", "%d of %d held, %d verified everything; %.1f s measured, after %.1f s for the sector to grow",
		r.PilotsHeld, r.PilotsWanted, r.PilotsFull, r.Seconds, r.SettleS)
	t.row("joining", "%d joined; %.0f ms p50, %.0f ms p99, %.0f ms at most; all in after %s ms; %d B p50, %d B at most",
		r.Joined, r.JoinMsP50, r.JoinMsP99, r.JoinMsMax, show(r.JoinAllMs), r.JoinBytesP50, r.JoinBytesMax)
	r.writeAsked(t)
	r.writeTicks(t)
	t.row("payload", "%.0f B/s a player; in a second %d B p50, %d B p99, %d B at most; %.1f frames/s, %.1f inputs/s up",
		r.PayloadPerPlayer, r.PayloadSecondP50, r.PayloadSecondP99, r.PayloadWorstSecond, r.FramesPerPlayer, r.InputsPerPlayer)
	if len(r.BytesByMessage) > 0 {
		t.row("  by message", "%s", shares(r.BytesByMessage))
	}
	if len(r.BytesByRecord) > 0 {
		t.row("  by record", "%s", shares(r.BytesByRecord))
	}
	t.row("server", "%s µs CPU a client and tick, %s of a core of %s (by %s); %s MB, %s KiB a pilot",
		show(r.ServerCPUPerClientTick), show(r.ServerCPUShare), show(r.ServerCores), cmp.Or(r.ServerCPUSource, "?"),
		show(r.ServerRSSMB), show(r.ServerKiBPerPilot))
	t.row("swarm", "%s of a core; the machine %s of all its cores", show(r.SwarmCPUShare), show(r.MachineCPUShare))
	t.row("play", "%d kills, %d deaths, %d shots; in a window %.1f ships, %.1f things", r.Kills, r.Deaths, r.Shots, r.ShipsKnown, r.ThingsKnown)
	t.row("inputs", "%.2f %% late, margin %d ticks p50, %d p1", r.InputLateShare*100, r.MarginP50, r.MarginP01)
	t.row("own flight", "%d compared; %d corrections (%.2f u p50, %.2f u p99), %d exact", r.Compared, r.Corrections, r.CorrectionP50, r.CorrectionP99, r.Exact)
	r.writeTrouble(t)
	if r.Verdict != "" {
		t.row("LIMIT", "%s", r.Verdict)
	}
	return t.Flush()
}

func (r *Report) writeTicks(t table) {
	t.row("ticks", "%d; more than one late: %s (while joining: %s), given up: %s", r.Ticks, show(r.TicksLate), show(r.TicksLateJoining), show(r.TicksGivenUp))
	t.row("tick interval", "at the pilots %.2f ms p50, %.2f ms p99, %.2f ms p99.9; at the server %s ms p50, %s ms p99",
		r.TickIntervalP50, r.TickIntervalP99, r.TickIntervalP999, show(r.ServerIntervalP50), show(r.ServerIntervalP99))
	t.row("tick work", "%s ms p50, %s ms p99, %s ms of a processor on average; with writes %s ms p50, %s ms p99; begins late by %s ms p50, %s ms p99",
		show(r.TickWorkP50Ms), show(r.TickWorkP99Ms), show(r.TickWorkCPUMs), show(r.TickWholeP50Ms), show(r.TickWholeP99Ms), show(r.TickLateP50Ms), show(r.TickLateP99Ms))
	t.row("wait for a frame", "%.0f ms p99, %.0f ms p99.9, %.1f ms at most; of that overdue %.0f ms p99.9, %.1f ms at most%s",
		r.FrameGapP99Ms, r.FrameGapP999Ms, r.FrameGapMaxMs, r.FrameLateP999Ms, r.FrameLateMaxMs,
		listed("; not sent: ", r.FramesSkipped))
}

// writeAsked prints what came of the faults and incidents that were asked for.
func (r *Report) writeAsked(t table) {
	if f := r.Faults; f != nil {
		t.row("lines", "%.0f ms each way ± %.0f ms, stalled %.1f %% of the time", f.DelayMs, f.JitterMs, f.Stalls*100)
	}
	if c := r.Cut; c != nil {
		t.row("cut", "%d lines at %.1f s; %d back, %d by their key; %.0f ms p50, %.0f ms p99, %.0f ms at most; ticks late %s",
			c.Lines, c.AtS, c.Back, c.Resumed, c.BackMsP50, c.BackMsP99, c.BackMsMax, show(c.TicksLate))
		t.row("", "ships: %d kept, %d destroyed meanwhile, %d without one before, %d lost", c.Kept, c.Destroyed, c.Shipless, c.Lost)
	}
	if b := r.Burst; b != nil {
		t.row("burst", "%d of %d joined at %.1f s; all in after %s ms; %.0f ms p50, %.0f ms p99, %.0f ms at most; ticks late %s",
			b.Joined, b.Pilots, b.AtS, show(b.AllInMs), b.JoinMsP50, b.JoinMsP99, b.JoinMsMax, show(b.TicksLate))
	}
	if c := r.Churn; c != nil {
		t.row("churn", "%d left cleanly, %d by a cut, %d joined for them; %.0f ms p50, %.0f ms p99, %.0f ms at most",
			c.LeftCleanly, c.LeftByCut, c.Joined, c.JoinMsP50, c.JoinMsP99, c.JoinMsMax)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Hostile)) {
		h := r.Hostile[name]
		t.row("hostile: "+name, "%s, %s, %d sent%s", count(h.Clients, "client"), count(h.Lines, "line"), h.Sent, listed("; ", h.Ends))
	}
}

// writeTrouble prints what went wrong.
func (r *Report) writeTrouble(t table) {
	for _, text := range slices.Sorted(maps.Keys(r.Drops)) {
		t.row("dropped", "%d: %s", r.Drops[text], text)
	}
	for _, text := range slices.Sorted(maps.Keys(r.Errors)) {
		t.row("ERROR", "%d: %s", r.Errors[text], text)
	}
	for _, example := range r.Examples {
		t.row("  for instance", "%s", example)
	}
}

// sharesShown is how many parts of a whole are named.
const sharesShown = 7

// shares names the largest parts in percent, as far as they are one or more.
func shares(parts map[string]int) string {
	total := 0
	for _, n := range parts {
		total += n
	}
	names := slices.SortedFunc(maps.Keys(parts), func(a, b string) int {
		return cmp.Or(cmp.Compare(parts[b], parts[a]), cmp.Compare(a, b))
	})
	var words []string
	for _, name := range names[:min(len(names), sharesShown)] {
		if share := 100 * float64(parts[name]) / float64(max(total, 1)); share >= 1 {
			words = append(words, fmt.Sprintf("%s %.0f %%", name, share))
		}
	}
	return strings.Join(words, ", ") + fmt.Sprintf("; %d B in all", total)
}

// listed is a tally in one line, the largest first, after some words; nothing when it is empty.
func listed(words string, counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%d %s", counts[name], name)
	}
	if len(names) == 0 {
		return ""
	}
	return words + strings.Join(names, ", ")
}

// count is how many, in words for one and more.
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// show is a number that may be unknown.
func show[T int | float64](v *T) string {
	if v == nil {
		return "?"
	}
	return fmt.Sprint(*v)
}
