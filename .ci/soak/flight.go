package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// flight is a swarm under way.
type flight struct {
	ended  chan struct{} // closed when the swarm has ended; what follows holds from then on
	report report
	err    error // that left no report
	stop   func()
}

// report is what is read of the swarm's.
type report struct {
	Wanted *int           `json:"pilots_wanted"`
	Held   int            `json:"pilots_held"`
	Late   int            `json:"ticks_late"`
	Errors map[string]int `json:"errors"`
	Drops  map[string]int `json:"drops"`
	Churn  *struct {
		Left   int `json:"left_cleanly"`
		Cut    int `json:"left_by_cut"`
		Joined int `json:"joined"`
	} `json:"churn"`
}

// fly lets a swarm fly against a server. The sector is as large as it will get, so there is nothing to settle.
func fly(ctx context.Context, s *server, p plan) *flight {
	ctx, cancel := context.WithCancel(ctx)
	f := &flight{ended: make(chan struct{})}
	f.stop = func() {
		cancel()
		<-f.ended
	}
	var out bytes.Buffer
	swarm := exec.CommandContext(ctx, program, "swarm", "--json", "--url", s.page, "--admin", s.admin, "--settle", "0s",
		"--pilots", strconv.Itoa(p.pilots), "--churn", p.churn.String(), "--for", p.length.String())
	swarm.Cancel = func() error { return swarm.Process.Signal(syscall.SIGTERM) }
	swarm.WaitDelay, swarm.Stdout, swarm.Stderr = 10*time.Second, &out, os.Stderr
	go func() {
		defer close(f.ended)
		ended := swarm.Run() // a swarm that found something wrong also fails; the report says what
		if err := json.Unmarshal(out.Bytes(), &f.report); err != nil || f.report.Wanted == nil {
			f.err = errors.Join(errors.New("the swarm printed no report"), ended, err)
		}
	}()
	return f
}

// judge reports what of the game was not in order.
func (f *flight) judge(p plan) error {
	if f.err != nil {
		return f.err
	}
	r := f.report
	var errs []error
	for text, times := range r.Errors {
		errs = append(errs, fmt.Errorf("protocol error, %d times: %s", times, text))
	}
	for text, times := range r.Drops {
		errs = append(errs, fmt.Errorf("pilot lost, %d times: %s", times, text))
	}
	if r.Held < *r.Wanted {
		errs = append(errs, fmt.Errorf("%d of %d pilots held", r.Held, *r.Wanted))
	}
	if r.Churn == nil || float64(r.Churn.Joined) < float64(p.pilots)*p.length.Seconds()/p.churn.Seconds()/2 {
		return errors.Join(append(errs, errors.New("too few pilots made room for others for this to show anything"))...)
	}
	fmt.Printf("%d pilots left, %d were cut, %d joined for them; all ticks late by more than one: %d\n", r.Churn.Left, r.Churn.Cut, r.Churn.Joined, r.Late)
	return errors.Join(errs...)
}
