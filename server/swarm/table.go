package swarm

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// Write prints the report for people.
func (r *Report) Write(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	row := func(name, format string, args ...any) { fmt.Fprintf(w, "%s\t%s\n", name, fmt.Sprintf(format, args...)) }
	row("pilots", "%d of %d held, %d verified everything, %.1f s measured", r.PilotsHeld, r.PilotsWanted, r.PilotsFull, r.Seconds)
	row("joining", "%d joined; %.0f ms p50, %.0f ms p99; %d B p50, %d B at most", r.Joined, r.JoinMsP50, r.JoinMsP99, r.JoinBytesP50, r.JoinBytesMax)
	row("ticks", "%d; more than one late: %s (while joining: %s), given up: %s", r.Ticks, show(r.TicksLate), show(r.TicksLateJoining), show(r.TicksGivenUp))
	row("tick interval", "%.2f ms p50, %.2f ms p99; longest wait for a frame %.1f ms", r.TickIntervalP50, r.TickIntervalP99, r.FrameGapMaxMs)
	row("tick work", "%s ms p50, %s ms p99; begins late by %s ms p99", show(r.TickWorkP50Ms), show(r.TickWorkP99Ms), show(r.TickLateP99Ms))
	row("with writes", "%s ms p50, %s ms p99", show(r.TickWholeP50Ms), show(r.TickWholeP99Ms))
	row("payload", "%.0f B/s a player, %d B in the worst second; %.1f frames/s", r.PayloadPerPlayer, r.PayloadWorstSecond, r.FramesPerPlayer)
	row("in a window", "%.1f ships, %.1f things", r.ShipsKnown, r.ThingsKnown)
	row("server", "%s µs CPU a client and tick, %s of a core, %s MB; the swarm itself %s of a core",
		show(r.ServerCPUPerClientTick), show(r.ServerCPUShare), show(r.ServerRSSMB), show(r.SwarmCPUShare))
	row("play", "%d kills, %d deaths, %d shots", r.Kills, r.Deaths, r.Shots)
	row("inputs", "%.2f %% late, margin %d ticks p50", r.InputLateShare*100, r.MarginP50)
	row("own flight", "%d compared; %d corrections (%.2f u p50, %.2f u p99), %d exact", r.Compared, r.Corrections, r.CorrectionP50, r.CorrectionP99, r.Exact)
	for _, name := range slices.Sorted(maps.Keys(r.BytesByMessage)) {
		row("  "+name, "%d B", r.BytesByMessage[name])
	}
	for _, name := range slices.Sorted(maps.Keys(r.BytesByRecord)) {
		row("    "+name, "%d B", r.BytesByRecord[name])
	}
	for _, text := range slices.Sorted(maps.Keys(r.Drops)) {
		row("dropped", "%d: %s", r.Drops[text], text)
	}
	for _, text := range slices.Sorted(maps.Keys(r.Errors)) {
		row("ERROR", "%d: %s", r.Errors[text], text)
	}
	for _, example := range r.Examples {
		row("  for instance", "%s", example)
	}
	return w.Flush()
}

// show is a number that may be unknown.
func show[T int | float64](v *T) string {
	if v == nil {
		return "?"
	}
	return fmt.Sprint(*v)
}
