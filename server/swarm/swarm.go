package swarm

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/orbrawl/orbrawl/game/catalog"
)

// Patience of a run.
const (
	askPatience = 5 * time.Second        // for an answer over HTTP
	endPatience = 400 * time.Millisecond // for a pilot to leave at its next frame, of which 5 a second come
)

// course is what the pilots of one run share.
type course struct {
	conf   Config
	cat    *catalog.Catalog
	page   *url.URL
	host   string // as a request names it
	path   string // of the WebSocket
	ledger ledger

	arrivals [causes]arrivals
	returns  returns
	leavers  leavers
	storm    incident // all lines cut at once
	rush     incident // many join at once
	records  []record // of misdeeds

	measuring atomic.Bool
	from, to  atomic.Pointer[time.Time] // of the measurement; nil is not yet
	ending    atomic.Bool
	newest    atomic.Uint32 // tick
	radius    atomic.Uint32 // u, of the sector, as was told last; 0 is not yet
	dialled   atomic.Uint64 // lines
}

// seen notes the newest tick that any pilot was told.
func (c *course) seen(tick uint32) {
	for {
		known := c.newest.Load()
		if known != 0 && int32(tick-known) <= 0 || c.newest.CompareAndSwap(known, tick) {
			return
		}
	}
}

// begin opens the measurement.
func (c *course) begin(now time.Time) {
	c.from.Store(&now)
	c.measuring.Store(true)
}

// end closes it.
func (c *course) end(now time.Time) {
	c.measuring.Store(false)
	c.to.Store(&now)
}

// bounds is from when the measurement lasts and until when, now if it goes on. A zero from is not yet.
func (c *course) bounds(now time.Time) (from, to time.Time) {
	if t := c.from.Load(); t != nil {
		from = *t
	}
	if t := c.to.Load(); t != nil && t.Before(now) {
		now = *t
	}
	return from, now
}

// measured is how many seconds of the measurement lie between two moments.
func (c *course) measured(since, until time.Time) float64 {
	from, to := c.bounds(until)
	if from.IsZero() {
		return 0
	}
	if since.After(from) {
		from = since
	}
	return max(0, to.Sub(from).Seconds())
}

// patience is how long a pilot that closes waits for the server to close too.
func (c *course) patience() time.Duration {
	d := endPatience + 2*(c.conf.Delay+c.conf.Jitter)
	if c.conf.Stalls > 0 {
		d += stallMost
	}
	return d
}

// dial opens a connection to the server, with the weather of the run on it.
func (c *course) dial(ctx context.Context) (net.Conn, error) {
	conn, err := c.call(ctx)
	if err != nil || !c.conf.isFaulty() {
		return conn, err
	}
	now, line := time.Now(), c.dialled.Add(1)
	return newLagged(conn, newWeather(&c.conf, now, line, 0), newWeather(&c.conf, now, line, 1)), nil
}

func (c *course) call(ctx context.Context) (net.Conn, error) {
	plain := &net.Dialer{Timeout: c.conf.JoinWait}
	if c.page.Scheme != "https" {
		return plain.DialContext(ctx, "tcp", hostPort(c.page, "80"))
	}
	secure := &tls.Dialer{NetDialer: plain, Config: &tls.Config{ServerName: c.page.Hostname(), MinVersion: tls.VersionTLS12}}
	return secure.DialContext(ctx, "tcp", hostPort(c.page, "443"))
}

func hostPort(u *url.URL, port string) string {
	if p := u.Port(); p != "" {
		port = p
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// Run flies the swarm and reports. When ctx is done it ends early, with the report of what there was. An error
// means that the run could not begin; what goes wrong later stands in the report.
func Run(ctx context.Context, conf Config) (*Report, error) {
	c, w, err := prepare(ctx, conf)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, w), nil
}

// prepare asks the server what a run needs to know, and finds out how it can be watched.
func prepare(ctx context.Context, conf Config) (*course, *watch, error) {
	if err := conf.Check(); err != nil {
		return nil, nil, fmt.Errorf("swarm: %w", err)
	}
	client := &http.Client{Timeout: askPatience, Transport: &http.Transport{DisableKeepAlives: true}}
	base := strings.TrimRight(conf.URL, "/")
	page, err := url.Parse(base)
	if err != nil {
		return nil, nil, fmt.Errorf("swarm: %w", err)
	}
	cat, err := fetchCatalog(ctx, client, base)
	if err != nil {
		return nil, nil, err
	}
	c := &course{
		conf: conf, cat: cat, page: page, host: page.Host, path: page.EscapedPath() + "/ws",
		records: newRecords(),
	}
	metrics, err := findObserver(ctx, client, &conf)
	if err != nil {
		return nil, nil, err
	}
	w := newWatch(metrics, page, conf.ServerPID)
	return c, w, checkFiles(w.own.read(), conf.Pilots+conf.Burst)
}

// filesBeside is how many files the swarm opens beside one for each pilot.
const filesBeside = 50

// checkFiles says whether this process may open as many lines as there are pilots. (Go has raised the limit as far as
// it may.)
func checkFiles(own *usage, pilots int) error {
	if own == nil || own.filesMost == 0 || pilots+filesBeside <= own.filesMost {
		return nil
	}
	return fmt.Errorf("swarm: %d pilots need %d open files, and this process may open %d; raise the limit with ulimit -n",
		pilots, pilots+filesBeside, own.filesMost)
}

// findObserver finds the server's metrics; without them it returns no observer, which is an error only when they
// were asked for.
func findObserver(ctx context.Context, client *http.Client, conf *Config) (*observer, error) {
	address, asked := conf.adminURL()
	if address == "" {
		return nil, nil
	}
	o := &observer{client, address}
	_, err := o.read(ctx)
	switch {
	case err == nil:
		return o, nil
	case asked:
		return nil, err
	}
	return nil, nil
}

// run lets the pilots join, measures, lets them leave, and adds up.
func (c *course) run(ctx context.Context, w *watch) *Report {
	f := newFleet(ctx, c)
	s := stretch{before: w.look()}
	began := time.Now()
	f.launch(ctx, c.conf.Pilots, c.conf.Rate, causeFirst)
	settled := f.settle(ctx)
	s.begin(c, w)
	c.begin(s.from)
	c.play(f, w)
	c.end(time.Now())
	s.end(c, w)
	f.land()
	r := c.report(f, &s, began)
	r.SettleS = round(settled.Seconds(), 1)
	return r
}

// wait reports whether the time passed before ctx was done.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
