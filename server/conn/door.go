package conn

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/lxzan/gws"

	"github.com/orbrawl/orbrawl/protocol"
)

// userTimeoutMargin is how much later than StallTimeout the kernel gives a connection up, so that the
// wire is the one to notice.
const userTimeoutMargin = 5 * time.Second

// leastBuffer is the smallest that package bufio makes, in bytes.
const leastBuffer = 16

// Door upgrades HTTP requests to connections. It is an http.Handler for the WebSocket's path; the
// http.Server in front of it sets the deadline for request headers (ReadHeaderTimeout).
type Door struct {
	config   Config
	welcome  func(*Conn) Session
	upgrader *gws.Upgrader
	places   *places
	tails    sync.Pool // of *remainder
	chunks   sync.Pool // of *chunk

	mu       sync.Mutex
	conns    map[*Conn]struct{}
	farewell *farewell // set once the door is shut
}

type farewell struct {
	code     protocol.CloseCode
	sentence string
}

// NewDoor makes a door. For each connection it calls welcome, on the connection's own goroutine, to
// make the session; welcome must not return nil. The error names a setting that cannot work.
func NewDoor(config Config, welcome func(*Conn) Session) (*Door, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	if welcome == nil {
		return nil, errors.New("conn: new door: welcome is nil; pass the function that makes a session")
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Meter == nil {
		config.Meter = new(Tally)
	}
	return &Door{
		config:   config,
		welcome:  welcome,
		upgrader: newUpgrader(&config),
		places:   newPlaces(config.ConnsPerAddress, config.ConnsTotal),
		tails:    sync.Pool{New: func() any { return new(remainder) }},
		chunks:   sync.Pool{New: func() any { return &chunk{make([]byte, config.ReadBuffer)} }},
		conns:    make(map[*Conn]struct{}),
	}, nil
}

// ServeHTTP upgrades the request or refuses it in words. It returns as soon as the connection's own
// goroutine runs, so that the memory of the HTTP request is free again.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	refusal := checkHandshake(r, d.config.Origins)
	if refusal == Welcome && d.config.Admit != nil && !d.config.Admit(r) {
		refusal = RefusedByHost
	}
	if refusal != Welcome {
		d.refuse(w, refusal)
		return
	}
	addr := d.clientAddr(r)
	if refusal := d.places.take(addr); refusal != Welcome {
		d.refuse(w, refusal)
		return
	}
	started := false
	defer func() {
		if !started {
			d.places.give(addr)
		}
	}()
	if c := d.upgrade(w, r, addr); c != nil {
		started = true
		go c.serve()
	}
}

// Shutdown refuses new connections, closes all with code and sentence, and waits until their sessions
// have left and their sockets are closed. It returns ctx's error when that comes first.
func (d *Door) Shutdown(ctx context.Context, code protocol.CloseCode, sentence string) error {
	if d.places.close() {
		d.sayFarewell(farewell{code, sentence})
	}
	select {
	case <-d.places.empty:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("conn: shutdown: %d connections are still open: %w", d.places.count(), ctx.Err())
	}
}

// Len is how many connections are open, those that linger or shake hands included.
func (d *Door) Len() int { return d.places.count() }

func (d *Door) sayFarewell(f farewell) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.farewell = &f
	for c := range d.conns {
		c.Close(f.code, f.sentence)
	}
}

func (d *Door) enter(c *Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.conns[c] = struct{}{}
	if d.farewell != nil {
		c.Close(d.farewell.code, d.farewell.sentence)
	}
}

func (d *Door) leave(c *Conn) {
	d.mu.Lock()
	delete(d.conns, c)
	d.mu.Unlock()
	d.places.give(c.addr)
}

func (d *Door) clientAddr(r *http.Request) netip.Addr {
	if d.config.ClientAddr != nil {
		return d.config.ClientAddr(r)
	}
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Addr()
}

func (d *Door) refuse(w http.ResponseWriter, refusal Refusal) {
	d.config.Meter.Refused(refusal)
	refusal.headers(w.Header(), d.config.RetryAfter)
	w.WriteHeader(refusal.Status())
	_, _ = fmt.Fprintln(w, refusal.Sentence())
}

// upgrade takes the socket from net/http and answers 101; nil means that it was refused.
func (d *Door) upgrade(w http.ResponseWriter, r *http.Request, addr netip.Addr) *Conn {
	raw, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		d.refuse(w, RefusedHijack)
		return nil
	}
	if buffered.Reader.Buffered() > 0 {
		d.refuseRaw(raw, RefusedEarlyBytes)
		return nil
	}
	c, err := d.open(raw, r, addr)
	if err != nil {
		d.config.Meter.Refused(RefusedUpgrading)
		return nil
	}
	return c
}

// open builds the stack on a socket whose request was found in order.
func (d *Door) open(raw net.Conn, r *http.Request, addr netip.Addr) (*Conn, error) {
	_ = raw.SetDeadline(time.Time{}) // those of the HTTP server
	d.tune(raw)
	c := newConn(d, raw, addr)
	reader := bufio.NewReaderSize(&c.guard, leastBuffer) // the guard has the bytes already
	socket, err := d.upgrader.UpgradeFromConn(&c.guard, reader, canonical(r))
	if err != nil {
		return nil, err // gws closed the guard, and that the socket
	}
	c.socket = socket
	c.guard.begin()
	d.enter(c)
	return c, nil
}

func (d *Door) tune(raw net.Conn) {
	tcp, ok := underlying(raw).(*net.TCPConn)
	if !ok {
		return
	}
	_ = tcp.SetNoDelay(true)
	timeout := d.config.StallTimeout
	if timeout > 0 {
		timeout += userTimeoutMargin
	}
	tuneSystem(tcp, d.config.NotSentLowWater, timeout)
}

// refuseRaw refuses on a socket that net/http has let go of.
func (d *Door) refuseRaw(raw net.Conn, refusal Refusal) {
	d.config.Meter.Refused(refusal)
	_ = raw.SetDeadline(time.Now().Add(d.config.Linger))
	if _, err := raw.Write(refusal.rawAnswer()); err == nil {
		discard(raw)
	}
	_ = raw.Close()
}
