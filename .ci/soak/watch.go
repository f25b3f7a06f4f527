package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A server at rest is looked at so often and so many times: the figures of its clients are a second old at most.
const (
	restEvery = 400 * time.Millisecond
	restLooks = 4
)

// wait returns false when ctx ended first.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// told is what went wrong, or that the run was told to end, which makes everything go wrong.
func told(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

// atRest is the middle of some samples of a server with no pilots.
func (s *server) atRest(ctx context.Context) (sample, error) {
	if err := s.collect(ctx); err != nil {
		return sample{}, told(ctx, err)
	}
	var all []sample
	for range restLooks {
		if !wait(ctx, restEvery) {
			return sample{}, errInterrupted
		}
		one, err := s.sample(ctx)
		if err != nil {
			return sample{}, told(ctx, err)
		}
		all = append(all, one)
	}
	return middle(all), nil
}

// watch samples until the swarm has ended, and returns what was sampled while all its pilots were in.
func (s *server) watch(ctx context.Context, p plan, flown *flight) ([]sample, error) {
	const in = 0.9 // of the pilots are in whenever all are, as some make room for others
	var all []sample
	clock := time.NewTicker(p.every())
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, errInterrupted
		case <-flown.ended:
			if ctx.Err() != nil {
				return nil, errInterrupted // a swarm that was told to end may be quicker
			}
			return all, nil
		case <-clock.C:
		}
		one, err := s.sample(ctx)
		switch {
		case err != nil:
			return nil, told(ctx, err)
		case len(all) == 0 && one.open < in*float64(p.pilots):
		case len(all) == 0 || one.at.Sub(all[0].at) < p.length:
			all = append(all, one)
			tell(all)
		}
	}
}

// tell prints a line each minute.
func tell(all []sample) {
	if len(all) < 2 {
		return
	}
	was, now := all[len(all)-2], all[len(all)-1]
	if minute := now.at.Sub(all[0].at).Truncate(time.Minute); minute > was.at.Sub(all[0].at) {
		fmt.Printf("  %v: %.1f MB resident, %.1f MB live, %.0f goroutines, %.0f descriptors, %.0f + %.0f clients\n",
			minute, now.resident/mega, now.live/mega, now.goroutines, now.files, now.open, now.cut)
	}
}

// left waits until the server is as it was before, or for as long as that may take, and returns how it then is.
func (s *server) left(ctx context.Context, p plan, before sample) (sample, error) {
	patience := calm
	if !p.brief() {
		patience += grace
	}
	for deadline := time.Now().Add(patience); ; {
		after, err := s.atRest(ctx)
		if err != nil || p.returned(before, after) || time.Now().After(deadline) {
			return after, err
		}
	}
}

// middle is the median of each figure, and the newest moment.
func middle(all []sample) sample {
	of := func(figure func(sample) float64) float64 { return median(all, figure) }
	newest := all[len(all)-1]
	return sample{
		at: newest.at, tick: newest.tick, late: newest.late,
		resident:   of(func(s sample) float64 { return s.resident }),
		inUse:      of(func(s sample) float64 { return s.inUse }),
		live:       of(func(s sample) float64 { return s.live }),
		goroutines: of(func(s sample) float64 { return s.goroutines }),
		files:      of(func(s sample) float64 { return s.files }),
		open:       of(func(s sample) float64 { return s.open }),
		cut:        of(func(s sample) float64 { return s.cut }),
	}
}

func median(all []sample, figure func(sample) float64) float64 {
	values := make([]float64, len(all))
	for i, one := range all {
		values[i] = figure(one)
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
