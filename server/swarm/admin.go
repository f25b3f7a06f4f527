package swarm

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// reading is what the server says of itself at one moment.
type reading struct {
	tick      float64
	ticksLate float64
	givenUp   float64
	cpu       float64            // s, user and system, since the process began
	rss       float64            // bytes
	cores     float64            // that the process may use at once
	frames    float64            // sent
	skipped   map[string]float64 // frames, by reason
	closes    map[string]float64 // by code
	work      histogram
	workCPU   histogram
	whole     histogram
	late      histogram
	interval  histogram
}

// observer reads the server's metrics. A nil observer reads nothing.
type observer struct {
	client *http.Client
	url    string
}

// read takes a reading; an error names the address.
func (o *observer) read(ctx context.Context) (*reading, error) {
	if o == nil {
		return nil, nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/metrics", nil)
	if err != nil {
		return nil, fmt.Errorf("swarm: admin: %w", err)
	}
	answer, err := o.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("swarm: admin: %w; choose the listener with --admin", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("swarm: admin: %s/metrics answers %s", o.url, answer.Status)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("swarm: admin: %s/metrics: %w", o.url, err)
	}
	if families["orbrawl_tick"] == nil {
		return nil, fmt.Errorf("swarm: admin: %s/metrics is not of an orbrawl server", o.url)
	}
	return readingOf(families), nil
}

func readingOf(families map[string]*dto.MetricFamily) *reading {
	return &reading{
		tick:      number(families["orbrawl_tick"]),
		ticksLate: number(families["orbrawl_ticks_late_total"]),
		givenUp:   number(families["orbrawl_ticks_given_up_total"]),
		cpu:       number(families["process_cpu_seconds_total"]),
		rss:       number(families["process_resident_memory_bytes"]),
		cores:     number(families["go_sched_gomaxprocs_threads"]),
		frames:    number(families["orbrawl_sent_frames_total"]),
		skipped:   labelled(families["orbrawl_skipped_frames_total"], "reason"),
		closes:    labelled(families["orbrawl_closes_total"], "code", "name"),
		work:      distribution(families["orbrawl_tick_work_seconds"]),
		workCPU:   distribution(families["orbrawl_tick_work_cpu_seconds"]),
		whole:     distribution(families["orbrawl_tick_whole_seconds"]),
		late:      distribution(families["orbrawl_tick_late_seconds"]),
		interval:  distribution(families["orbrawl_tick_interval_seconds"]),
	}
}

// ownCPU is the CPU time in seconds that this process has taken, user and system; false where the system does
// not tell.
func ownCPU() (float64, bool) {
	own := prometheus.NewRegistry()
	own.MustRegister(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	families, err := own.Gather()
	if err != nil {
		return 0, false
	}
	for _, f := range families {
		if f.GetName() == "process_cpu_seconds_total" {
			return number(f), true
		}
	}
	return 0, false
}

// number is the first value of a family, 0 when it is not there.
func number(f *dto.MetricFamily) float64 {
	if f == nil || len(f.GetMetric()) == 0 {
		return 0
	}
	m := f.GetMetric()[0]
	switch {
	case m.GetCounter() != nil:
		return m.GetCounter().GetValue()
	case m.GetGauge() != nil:
		return m.GetGauge().GetValue()
	}
	return m.GetUntyped().GetValue()
}

// labelled is all values of a family of counters, by some of their labels.
func labelled(f *dto.MetricFamily, labels ...string) map[string]float64 {
	values := map[string]float64{}
	for _, m := range f.GetMetric() {
		var words []string
		for _, name := range labels {
			for _, l := range m.GetLabel() {
				if l.GetName() == name {
					words = append(words, l.GetValue())
				}
			}
		}
		values[strings.Join(words, " ")] += m.GetCounter().GetValue()
	}
	return values
}

func distribution(f *dto.MetricFamily) histogram {
	if f == nil || len(f.GetMetric()) == 0 {
		return histogram{}
	}
	return histogramOf(f.GetMetric()[0].GetHistogram())
}
