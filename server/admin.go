package server

import (
	"fmt"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// liveWithin is the age of the newest tick at which the server counts as hung.
const liveWithin = 2 * time.Second

// adminHandler is what the host reaches: health, metrics, profiles. It must not be open to players.
func (s *Server) adminHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", s.serveLive)
	mux.HandleFunc("GET /readyz", s.serveReady)
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.count.registry, promhttp.HandlerOpts{DisableCompression: true}))
	mux.HandleFunc("GET /debug/counters", s.serveCounters)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

func (s *Server) serveLive(w http.ResponseWriter, _ *http.Request) {
	if age := s.pulse.tickAge(); age > liveWithin {
		http.Error(w, fmt.Sprintf("the last tick was %v ago", age.Round(time.Millisecond)), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

func (s *Server) serveReady(w http.ResponseWriter, _ *http.Request) {
	switch {
	case s.pulse.draining.Load():
		http.Error(w, "draining", http.StatusServiceUnavailable)
	case s.pulse.tickAge() > liveWithin:
		http.Error(w, "not ticking", http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ok")
	}
}

// serveCounters is the metrics for people: a line each, without help texts and histogram buckets.
func (s *Server) serveCounters(w http.ResponseWriter, _ *http.Request) {
	families, err := s.count.registry.Gather()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	for _, f := range families {
		for _, m := range f.GetMetric() {
			fmt.Fprint(w, f.GetName())
			for _, l := range m.GetLabel() {
				fmt.Fprintf(w, " %s=%s", l.GetName(), l.GetValue())
			}
			switch {
			case m.GetCounter() != nil:
				fmt.Fprintf(w, " %g\n", m.GetCounter().GetValue())
			case m.GetGauge() != nil:
				fmt.Fprintf(w, " %g\n", m.GetGauge().GetValue())
			case m.GetHistogram() != nil:
				h := m.GetHistogram()
				fmt.Fprintf(w, " count %d mean %g\n", h.GetSampleCount(), h.GetSampleSum()/max(1, float64(h.GetSampleCount())))
			default:
				fmt.Fprintln(w)
			}
		}
	}
}
