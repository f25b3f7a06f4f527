package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// answerWithin is how long the server may take to tell its figures.
const answerWithin = 10 * time.Second

// sample is what the server says of itself at one moment. Memory is in bytes.
type sample struct {
	at         time.Time
	resident   float64
	inUse      float64 // spans of the heap
	live       float64 // what the newest collection of garbage left, with its part of the stacks
	goroutines float64
	files      float64 // descriptors
	open       float64 // clients with a line
	cut        float64 // clients without a line, who may come back
	tick       float64
	late       float64 // ticks that began more than one tick late, so far
}

// ask gets a page of the admin listener.
func (s *server) ask(ctx context.Context, path string, read func(io.Reader) error) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.admin+path, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s%s answers %s", s.admin, path, answer.Status)
	}
	if err := read(answer.Body); err != nil {
		return fmt.Errorf("%s%s: %w", s.admin, path, err)
	}
	return nil
}

// sample reads the figures.
func (s *server) sample(ctx context.Context) (got sample, err error) {
	err = s.ask(ctx, "/metrics", func(body io.Reader) error {
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(body)
		if err == nil {
			got, err = sampleOf(families)
		}
		return err
	})
	return got, err
}

// collect lets the server collect its garbage twice, since what is pooled outlives one collection.
func (s *server) collect(ctx context.Context) error {
	for range 2 {
		if err := s.ask(ctx, "/debug/pprof/heap?gc=1", func(body io.Reader) error {
			_, err := io.Copy(io.Discard, body)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func sampleOf(families map[string]*dto.MetricFamily) (sample, error) {
	got := sample{at: time.Now()}
	var goal, percent float64
	for _, f := range []struct {
		into *float64
		name string
		line string // label of the client's line, "" where there is none
	}{
		{&got.resident, "process_resident_memory_bytes", ""},
		{&got.inUse, "go_memstats_heap_inuse_bytes", ""},
		{&goal, "go_memstats_next_gc_bytes", ""},
		{&percent, "go_gc_gogc_percent", ""},
		{&got.goroutines, "go_goroutines", ""},
		{&got.files, "process_open_fds", ""},
		{&got.open, "orbrawl_clients", "open"},
		{&got.cut, "orbrawl_clients", "cut"},
		{&got.tick, "orbrawl_tick", ""},
		{&got.late, "orbrawl_ticks_late_total", ""},
	} {
		m := find(families[f.name], f.line)
		if m == nil {
			return got, fmt.Errorf("the server's metrics lack %s %s; this needs Linux", f.name, f.line)
		}
		*f.into = m.GetGauge().GetValue() + m.GetCounter().GetValue()
	}
	got.live = goal / (1 + percent/100)
	return got, nil
}

// find is the metric of a family whose line is so, nil when there is none.
func find(f *dto.MetricFamily, line string) *dto.Metric {
	for _, m := range f.GetMetric() {
		if line == "" {
			return m
		}
		for _, l := range m.GetLabel() {
			if l.GetName() == "line" && l.GetValue() == line {
				return m
			}
		}
	}
	return nil
}
