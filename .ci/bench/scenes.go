package main

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// scene is one situation and its figures.
type scene struct {
	name, words string
	run         func(ctx context.Context) ([]row, error)
}

const (
	tickMs  = 1000.0 / 30
	crowdy  = 300 // pilots in the scenes that are about closeness
	aWorld  = 1000
	hostile = "0.05"
)

func scenes(length, find time.Duration) []scene {
	all := []scene{
		{"world", "1000 pilots in one world, the server on one core", func(ctx context.Context) ([]row, error) { return world(ctx, length) }},
		{"sight", "about 40 ships in sight of each of 300 pilots, all verifying", func(ctx context.Context) ([]row, error) { return sight(ctx, length) }},
		{"crowd", "300 pilots inside one screen", func(ctx context.Context) ([]row, error) { return crowd(ctx, length) }},
		{"storm", "1000 lines cut at once; then 500 joins at once", func(ctx context.Context) ([]row, error) { return storm(ctx) }},
		{"abuse", "1000 pilots, 5 % of them hostile", func(ctx context.Context) ([]row, error) { return abuse(ctx, length) }},
	}
	for _, cores := range []int{1, 2} {
		name := fmt.Sprintf("find%d", cores)
		words := fmt.Sprintf("how many pilots the server holds on %d of the cores", cores)
		if find > 0 {
			all = append(all, scene{name, words, func(ctx context.Context) ([]row, error) { return limit(ctx, cores, find) }})
		}
	}
	return all
}

// under runs a swarm against a server of its own.
func under(ctx context.Context, cores int, changed sector, pilots int, length time.Duration, more ...string) (*swarmReport, error) {
	s, err := serve(ctx, cores, changed)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	return fly(ctx, s, pilots, length, more...)
}

func world(ctx context.Context, length time.Duration) ([]row, error) {
	r, err := under(ctx, 1, nil, aWorld, length, "--rate", "200", "--full-share", "0.02")
	if err != nil {
		return nil, err
	}
	f, err := floorBeside(ctx, r, length)
	if err != nil {
		return nil, err
	}
	return []row{
		{"pilots held", "1000", r.PilotsHeld, atLeast(aWorld)},
		{"ticks late by more than one", "0", r.TicksLate, atMost(0)},
		{"p99 of the tick's interval, ms", "30 to 36.7", r.IntervalP99, atMost(1.1 * tickMs)},
		{"server CPU a client and tick, µs", "", r.CPU, nil},
		{"raw send(2) of such frames, likewise", "", f.Raw, nil},
		{"server CPU, in floors", "<= 1.5", ratio(r.CPU, f.Raw), atMost(1.5)},
		{"of that ours, without the writes, µs", "<= 2", r.Work, atMost(2)},
		{"payload a player, B/s", "", r.Payload, nil},
		{"memory a pilot, KiB", "<= 16", r.KiBPerPilot, atMost(16)},
		{"protocol errors", "0", r.broken(), atMost(0)},
		{"processor of the whole machine in use", "", r.MachineShare, nil},
	}, nil
}

// floorBeside measures the floor with frames as long as those that a swarm got.
func floorBeside(ctx context.Context, r *swarmReport, length time.Duration) (*floorReport, error) {
	bytes := 100
	if mean := ratio(r.Payload, r.Frames); mean != nil {
		bytes = int(*mean)
	}
	f := new(floorReport)
	return f, ask(ctx, f, "floor", "--json", "--clients", strconv.Itoa(aWorld), "--bytes", strconv.Itoa(bytes), "--for", length.String())
}

func sight(ctx context.Context, length time.Duration) ([]row, error) {
	close := sector{"areaPerPilot": 80000, "radiusMin": 2900}
	r, err := under(ctx, 1, close, crowdy, 2*length, "--full-share", "1")
	if err != nil {
		return nil, err
	}
	return []row{
		{"ships known to a pilot", "about 40", r.Ships, nil},
		{"payload a player, B/s", "<= 2560", r.Payload, atMost(2560)},
		{"in the worst second of any, bytes", "<= 8192", r.PayloadWorst, atMost(8192)},
		{"largest join, bytes", "<= 24576", r.JoinBytes, atMost(24 << 10)},
		{"protocol errors", "0", r.broken(), atMost(0)},
	}, nil
}

func crowd(ctx context.Context, length time.Duration) ([]row, error) {
	screen := sector{"areaPerPilot": 20000, "radiusMin": 800, "radiusMax": 800, "rockMax": 0, "spawnClear": 0}
	r, err := under(ctx, 1, screen, crowdy, length, "--full-share", "0.2", "--warm", "6s")
	if err != nil {
		return nil, err
	}
	return []row{
		{"ships known to a pilot", "", r.Ships, nil},
		{"ticks late by more than one", "0", r.TicksLate, atMost(0)},
		{"p99 of the tick's interval, ms", "30 to 36.7", r.IntervalP99, atMost(1.1 * tickMs)},
		{"payload a player, B/s", "<= 8192", r.Payload, atMost(8192)},
		{"a second of one player, p99, bytes", "<= 8192", r.PayloadP99, atMost(8192)},
		{"protocol errors", "0", r.broken(), atMost(0)},
	}, nil
}

func storm(ctx context.Context) ([]row, error) {
	cut, err := under(ctx, 2, nil, aWorld, 15*time.Second, "--rate", "200", "--full-share", "0.02", "--cut-at", "2s")
	if err != nil {
		return nil, err
	}
	burst, err := under(ctx, 2, nil, 100, 10*time.Second, "--rate", "200", "--full-share", "0.1", "--burst", "500@2s")
	if err != nil {
		return nil, err
	}
	if cut.Cut == nil || burst.Burst == nil {
		return nil, errNoReport
	}
	return []row{
		{"all back in their ships after, ms", "<= 10000", cut.Cut.AllBackMs, atMost(10000)},
		{"ships lost", "0", cut.Cut.ShipsLost, atMost(0)},
		{"ticks late meanwhile", "<= 1", cut.Cut.TicksLate, atMost(1)},
		{"500 at once, all in after, ms", "<= 3000", burst.Burst.AllInMs, atMost(3000)},
		{"ticks late meanwhile", "<= 1", burst.Burst.TicksLate, atMost(1)},
	}, nil
}

func abuse(ctx context.Context, length time.Duration) ([]row, error) {
	r, err := under(ctx, 2, nil, aWorld, length, "--rate", "200", "--full-share", "0.02", "--hostile", hostile)
	if err != nil {
		return nil, err
	}
	return []row{
		{"good pilots held", "950", r.PilotsHeld, atLeast(0.95 * aWorld)},
		{"ticks late by more than one", "0", r.TicksLate, atMost(0)},
		{"longest wait of a good pilot for a frame that was due, ms", "<= 167", r.FrameLateWorst, atMost(2*tickMs + 100)},
		{"protocol errors", "0", r.broken(), atMost(0)},
	}, nil
}

func limit(ctx context.Context, cores int, length time.Duration) ([]row, error) {
	r := new(swarmReport)
	err := ask(ctx, r, "swarm", "--find", "--json", "--bots", "0", "--cores", strconv.Itoa(cores), "--find-for", length.String(), "--rate", "200")
	if err != nil {
		return nil, err
	}
	fmt.Println("  " + r.Verdict)
	return []row{{"pilots held", ">= 1000", r.PilotsMax, atLeast(aWorld)}}, nil
}

func ratio(a, b *float64) *float64 {
	if a == nil || b == nil || *b == 0 {
		return nil
	}
	v := *a / *b
	return &v
}
