// Command soak shows that a server does not wear out: pilots fly against it, leave or lose their line, and others join,
// while its memory, goroutines, file descriptors and clients are sampled. The first quarter of the samples is the time to
// warm up; the median of the last quarter must be that of the second, within what the table allows, and when all have
// left the server must be as it was before they came. It ends with an error when that, or the game, was not in order.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// errInterrupted is a run that was told to end.
var errInterrupted = errors.New("interrupted")

const program = "bin/orbrawl"

const (
	// brief is a run too short for memory to level off. It is allowed more, and does not wait until those who
	// may come back are given up.
	brief = 3 * time.Minute
	// grace is how long the server keeps a client whose line has ended.
	grace = 30 * time.Second
	// calm is how long the server has to close what the last pilots left behind.
	calm = 10 * time.Second
)

// plan is what is flown.
type plan struct {
	pilots int
	length time.Duration
	churn  time.Duration // mean life of a pilot
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := plan{}
	flag.DurationVar(&p.length, "for", 30*time.Minute, "how long to fly, 15s and more; under 3m the bounds are wider")
	flag.IntVar(&p.pilots, "pilots", 300, "how many fly at once, 10 to 1000")
	flag.DurationVar(&p.churn, "churn", 30*time.Second, "mean life of a pilot, 1s and more; half of them end by a cut line")
	flag.Parse()
	if err := p.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func (p plan) check() error {
	var errs []error
	if p.length < 15*time.Second {
		errs = append(errs, fmt.Errorf("for is %v; allowed are 15s and more", p.length))
	}
	if p.pilots < 10 || p.pilots > 1000 {
		errs = append(errs, fmt.Errorf("pilots is %d; allowed are 10 to 1000", p.pilots))
	}
	if p.churn < time.Second {
		errs = append(errs, fmt.Errorf("churn is %v; allowed are 1s and more", p.churn))
	}
	return errors.Join(errs...)
}

// brief reports whether the run is too short for the narrow bounds.
func (p plan) brief() bool { return p.length < brief }

// kept is how many clients without a line the server may keep at once: those who were cut, for their ships, and those
// who left, for their score.
func (p plan) kept() float64 {
	return float64(p.pilots) * min(grace, p.length).Seconds() / p.churn.Seconds()
}

// every is the time between two samples.
func (p plan) every() time.Duration {
	return min(max(p.length/60, 500*time.Millisecond), 5*time.Second)
}

func (p plan) run(ctx context.Context) (err error) {
	if err := p.check(); err != nil {
		return err
	}
	fmt.Printf("%d pilots for %v, each for a mean of %v; up to %.0f more are kept for their return\n", p.pilots, p.length, p.churn, p.kept())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := serve(ctx, p)
	if err != nil {
		return err
	}
	defer func() {
		if ended := s.stop(); !errors.Is(err, errInterrupted) { // then it was told to end more than once
			err = errors.Join(err, ended)
		}
	}()
	before, err := s.atRest(ctx)
	if err != nil {
		return err
	}
	flown := fly(ctx, s, p)
	defer flown.stop()
	flight, err := s.watch(ctx, p, flown)
	if err != nil {
		return err
	}
	after, err := s.left(ctx, p, before)
	if err != nil {
		return err
	}
	return errors.Join(flown.judge(p), p.judge(os.Stdout, before, flight, after))
}
