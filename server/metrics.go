package server

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// phase is a part of a tick.
type phase int

// The phases, in order.
const (
	phaseInput phase = iota
	phaseStep
	phaseCells
	phaseFeed
	phaseWrite
	phaseCount
)

var phaseNames = [phaseCount]string{"input", "step", "cells", "feed", "write"}

// thingNames are the kinds of things that are counted.
var thingNames = [...]string{"ship", "rock", "ore", "bolt"}

// counters is what the host can see. The loop's part is set by the loop, the rest from anywhere.
type counters struct {
	registry *prometheus.Registry
	work     prometheus.Histogram
	workCPU  prometheus.Histogram
	whole    prometheus.Histogram
	phase    [phaseCount]prometheus.Observer
	late     prometheus.Histogram
	lateMany prometheus.Counter
	slips    prometheus.Counter
	bytes    [256]prometheus.Counter // by message
	fed      game.Told               // what of the cells has been counted
	frames   prometheus.Counter
	frameLen prometheus.Histogram
	skips    map[string]prometheus.Counter
	dropped  map[string]prometheus.Counter
	closes   map[protocol.CloseCode]prometheus.Counter
	closeOdd prometheus.Counter
	refusals [64]prometheus.Counter
	faults   [64]prometheus.Counter
	joins    *prometheus.CounterVec
	notFound prometheus.Counter
	badVerb  prometheus.Counter
	things   [len(thingNames)]prometheus.Gauge
	open     prometheus.Gauge
	cut      prometheus.Gauge
	tick     prometheus.Gauge
	shed     prometheus.Gauge
	narrow   prometheus.Gauge
	strain   prometheus.Gauge
	relief   [shedLevels]prometheus.Counter
	interval prometheus.Histogram
	beganAt  time.Time // of the newest tick
}

// The reasons there are; each is a metric label from the start.
var (
	skipReasons = []string{"behind", "unsent", "pace", "refused"}
	dropReasons = []string{"flood", "stale_input", "name_cleaned", "far_tick", "out_of_game", "bad_data", "out_of_place", "unknown_message", "stalled"}
)

func newCounters() *counters {
	c := &counters{registry: prometheus.NewRegistry()}
	c.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	tickBuckets := []float64{.0002, .0005, .001, .002, .003, .004, .005, .006, .008, .01, .012, .016, .02, .0333, .0667, .2, 1}
	c.work = c.histogram("tick_work_seconds", "Time spent working in a tick, without the writes to sockets.", tickBuckets)
	c.workCPU = c.histogram("tick_work_cpu_seconds", "Processor time spent working in a tick, without the writes to sockets: work that is much longer waited for a processor. Linux only.", tickBuckets)
	c.whole = c.histogram("tick_whole_seconds", "Time spent in a tick, with the writes to sockets.", tickBuckets)
	c.late = c.histogram("tick_late_seconds", "How late a tick began.", tickBuckets)
	c.lateMany = c.counter("ticks_late_total", "Ticks that began more than one tick late.", nil)
	c.slips = c.counter("ticks_given_up_total", "Ticks given up because the loop was too slow: time went slower for all.", nil)
	phases := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "orbrawl", Name: "tick_phase_seconds", Help: "Time spent in each phase of a tick.", Buckets: tickBuckets,
	}, []string{"phase"})
	c.registry.MustRegister(phases)
	for i, name := range phaseNames {
		c.phase[i] = phases.WithLabelValues(name)
	}
	for _, m := range protocol.Messages {
		c.bytes[m.ID] = c.counter("sent_bytes_total", "Payload bytes composed for clients, by message.", prometheus.Labels{"message": m.Name})
	}
	c.frames = c.counter("sent_frames_total", "Frames of the world sent.", nil)
	c.frameLen = c.histogram("frame_bytes", "Payload bytes of a frame of the world.", prometheus.ExponentialBuckets(16, 2, 12))
	c.reasons()
	c.notFound = c.counter("http_refused_total", "Requests for the page that were refused, by status.", prometheus.Labels{"status": "404"})
	c.badVerb = c.counter("http_refused_total", "Requests for the page that were refused, by status.", prometheus.Labels{"status": "405"})
	c.joins = prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "orbrawl", Name: "welcomes_total", Help: "Handshakes answered, new or resumed."}, []string{"kind"})
	for i, kind := range thingNames {
		c.things[i] = c.gauge("things", "Things in the world, by kind.", prometheus.Labels{"kind": kind})
	}
	const clientsHelp = "Clients the loop knows, by state of their line."
	c.open = c.gauge("clients", clientsHelp, prometheus.Labels{"line": "open"})
	c.cut = c.gauge("clients", clientsHelp, prometheus.Labels{"line": "cut"})
	c.tick = c.gauge("tick", "The world's tick.", nil)
	c.shed = c.gauge("clients_slowed", "Clients that are shown less because they cannot keep up.", nil)
	c.registry.MustRegister(c.joins)
	c.narrow = c.gauge("clients_narrowed", "Clients that are not told of distant shots and ore, so that their bytes stay within the budget.", nil)
	c.strain = c.gauge("strain_level", "What gives way for the sake of the ticks: 0 nothing, 1 what is far, 2 also the rate of frames, 3 also the bots' thinking.", nil)
	for level, name := range strainNames {
		c.relief[level] = c.counter("strain_total", "Changes to a level of strain, by what gives way there at last.", prometheus.Labels{"gives_way": name})
	}
	c.interval = c.histogram("tick_interval_seconds", "Time from the begin of one tick to the begin of the next.", intervalBuckets())
	return c
}

// reasons makes the counters whose labels are a fixed list.
func (c *counters) reasons() {
	c.skips, c.dropped = map[string]prometheus.Counter{}, map[string]prometheus.Counter{}
	for _, r := range skipReasons {
		c.skips[r] = c.counter("skipped_frames_total", "Frames not sent to a client that could not take them, by reason.", prometheus.Labels{"reason": r})
	}
	for _, r := range dropReasons {
		c.dropped[r] = c.counter("dropped_total", "What clients sent and was not taken, and clients that were dropped, by reason.", prometheus.Labels{"reason": r})
	}
	c.closes = map[protocol.CloseCode]prometheus.Counter{}
	const closeHelp = "Connections closed, by close code."
	for _, k := range protocol.Closings {
		c.closes[k.Code] = c.counter("closes_total", closeHelp, prometheus.Labels{"code": strconv.Itoa(int(k.Code)), "name": k.Name})
	}
	c.closes[conn.CodeNoStatus] = c.counter("closes_total", closeHelp, prometheus.Labels{"code": "1005", "name": "no_status"})
	c.closes[conn.CodeAbnormal] = c.counter("closes_total", closeHelp, prometheus.Labels{"code": "1006", "name": "abnormal"})
	c.closeOdd = c.counter("closes_total", closeHelp, prometheus.Labels{"code": "other", "name": "other"})
	for _, r := range conn.Refusals() {
		c.refusals[r] = c.counter("handshakes_refused_total", "WebSocket handshakes refused, by reason.", prometheus.Labels{"reason": r.String()})
	}
	for _, f := range conn.Faults() {
		c.faults[f] = c.counter("connection_faults_total", "Connections closed for breaking a rule of the WebSocket protocol or a limit.", prometheus.Labels{"reason": f.String()})
	}
}

// intervalBuckets are fine around the length of a tick.
func intervalBuckets() []float64 {
	var all []float64
	for ms := 20.0; ms < 50; ms += 0.5 {
		all = append(all, ms/1000)
	}
	return append(all, .055, .06, .0667, .08, .1, .15, .2, .5, 1)
}

// strained notes a change of what gives way.
func (c *counters) strained(level int) {
	c.strain.Set(float64(level))
	c.relief[level].Inc()
}

func (c *counters) counter(name, help string, labels prometheus.Labels) prometheus.Counter {
	m := prometheus.NewCounter(prometheus.CounterOpts{Namespace: "orbrawl", Name: name, Help: help, ConstLabels: labels})
	c.registry.MustRegister(m)
	return m
}

func (c *counters) gauge(name, help string, labels prometheus.Labels) prometheus.Gauge {
	m := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "orbrawl", Name: name, Help: help, ConstLabels: labels})
	c.registry.MustRegister(m)
	return m
}

func (c *counters) histogram(name, help string, buckets []float64) prometheus.Histogram {
	m := prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "orbrawl", Name: name, Help: help, Buckets: buckets})
	c.registry.MustRegister(m)
	return m
}

// Refused and Faulted make counters a conn.Meter.
func (c *counters) Refused(r conn.Refusal) {
	if m := c.refusals[r]; m != nil {
		m.Inc()
	}
}

// Faulted counts a broken rule.
func (c *counters) Faulted(f conn.Fault) {
	if m := c.faults[f]; m != nil {
		m.Inc()
	}
}

func (c *counters) drop(reason string) { c.drops(reason, 1) }

func (c *counters) drops(reason string, n int) { c.dropped[reason].Add(float64(n)) }

func (c *counters) skip(reason string) { c.skips[reason].Inc() }

func (c *counters) closed(code protocol.CloseCode) {
	if m := c.closes[code]; m != nil {
		m.Inc()
		return
	}
	c.closeOdd.Inc()
}

// sent counts a frame of that many payload bytes.
func (c *counters) sent(bytes int) {
	c.frames.Inc()
	c.frameLen.Observe(float64(bytes))
}

// tell counts the bytes of a message that was composed for a client.
func (c *counters) tell(id protocol.MessageID, bytes int) { c.bytes[id].Add(float64(bytes)) }

// feed counts by message what the cells have fed to viewers since it was last called.
func (c *counters) feed(now game.Told) {
	was := &c.fed
	c.tell(protocol.IDWindow, now.Window-was.Window)
	c.tell(protocol.IDFrame, now.Frame+now.News-was.Frame-was.News)
	c.tell(protocol.IDCellState, now.CellState-was.CellState)
	c.tell(protocol.IDKill, now.Kill-was.Kill)
	c.fed = now
}

func (c *counters) welcome(resumed bool) {
	kind := "new"
	if resumed {
		kind = "resumed"
	}
	c.joins.WithLabelValues(kind).Inc()
}

// began notes that a tick begins now, that late.
func (c *counters) began(now time.Time, late time.Duration) {
	if !c.beganAt.IsZero() {
		c.interval.Observe(now.Sub(c.beganAt).Seconds())
	}
	c.beganAt = now
	c.late.Observe(late.Seconds())
	if late > tickLength {
		c.lateMany.Inc()
	}
}

func (c *counters) slipped(ticks int) { c.slips.Add(float64(ticks)) }
