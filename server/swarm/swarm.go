package swarm

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orbrawl/orbrawl/game/catalog"
)

// Patience of a run.
const (
	askPatience = 5 * time.Second        // for an answer over HTTP
	endPatience = 400 * time.Millisecond // for the pilots to leave at their next frame, of which 5 a second come
)

// course is what the pilots of one run share.
type course struct {
	conf   Config
	cat    *catalog.Catalog
	page   string // scheme and host, without a slash at the end
	socket string // URL of the WebSocket
	ledger ledger

	settled   chan struct{} // one for each pilot that has joined or never will
	measuring atomic.Bool
	ending    atomic.Bool
	newest    atomic.Uint32 // tick
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

// dial opens a connection to the server.
func (c *course) dial(ctx context.Context) (net.Conn, error) {
	u, err := url.Parse(c.page)
	if err != nil {
		return nil, err
	}
	plain := &net.Dialer{Timeout: c.conf.JoinWait}
	if u.Scheme != "https" {
		return plain.DialContext(ctx, "tcp", hostPort(u, "80"))
	}
	secure := &tls.Dialer{NetDialer: plain, Config: &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}}
	return secure.DialContext(ctx, "tcp", hostPort(u, "443"))
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
	if err := conf.Check(); err != nil {
		return nil, fmt.Errorf("swarm: %w", err)
	}
	client := &http.Client{Timeout: askPatience, Transport: &http.Transport{DisableKeepAlives: true}}
	page := strings.TrimRight(conf.URL, "/")
	cat, err := fetchCatalog(ctx, client, page)
	if err != nil {
		return nil, err
	}
	c := &course{
		conf: conf, cat: cat, page: page, socket: "ws" + strings.TrimPrefix(page, "http") + "/ws",
		settled: make(chan struct{}, conf.Pilots),
	}
	watch, before, err := findObserver(ctx, client, &conf)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, watch, before)
}

// findObserver takes the first reading; without metrics it returns no observer, which is an error only when they
// were asked for.
func findObserver(ctx context.Context, client *http.Client, conf *Config) (*observer, *reading, error) {
	address, asked := conf.adminURL()
	if address == "" {
		return nil, nil, nil
	}
	o := &observer{client, address}
	r, err := o.read(ctx)
	switch {
	case err == nil:
		return o, r, nil
	case asked:
		return nil, nil, err
	}
	return nil, nil, nil
}

// run lets the pilots join, measures, lets them leave, and adds up.
func (c *course) run(ctx context.Context, watch *observer, before *reading) (*Report, error) {
	lines, cut := context.WithCancel(context.Background())
	defer cut()
	var flying sync.WaitGroup
	pilots := c.launch(ctx, lines, &flying)

	some, none := context.WithCancel(ctx)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		flying.Wait()
		none()
	}()

	s := stretch{before: before}
	s.begin(c, watch)
	wait(some, c.conf.For) // nothing is left to measure when all are lost
	s.end(c, watch)

	c.ending.Store(true)
	defer time.AfterFunc(endPatience, cut).Stop()
	<-gone
	return c.report(pilots, &s), nil
}

// launch starts pilots at the rate of joining, and waits until each has joined or will not.
func (c *course) launch(ctx, lines context.Context, flying *sync.WaitGroup) []*pilot {
	full := c.conf.full()
	start := time.Now()
	var pilots []*pilot
	for no := range c.conf.Pilots {
		due := start.Add(time.Duration(float64(no) / c.conf.Rate * float64(time.Second)))
		if !wait(ctx, time.Until(due)) {
			return pilots
		}
		// Those who verify are spread evenly among the rest.
		p := newPilot(c, no, (no+1)*full/c.conf.Pilots > no*full/c.conf.Pilots)
		pilots = append(pilots, p)
		flying.Go(func() { p.live(lines) })
	}
	late := time.NewTimer(c.conf.JoinWait)
	defer late.Stop()
	for range pilots {
		select {
		case <-c.settled:
		case <-late.C:
			return pilots
		case <-ctx.Done():
			return pilots
		}
	}
	return pilots
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
