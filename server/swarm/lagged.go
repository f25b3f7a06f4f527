package swarm

import (
	"net"
	"sync"
	"time"
)

const (
	lagPiece = 4 << 10   // bytes read at once
	lagRoom  = 256 << 10 // bytes under way on one way; beyond, the network feels it
)

// lagged is a connection with bad weather on both ways. What is written comes out later at the other end, and what
// comes in is read later; the order of bytes stays, and nobody else waits. Two goroutines carry it.
type lagged struct {
	net.Conn
	in, out *way
	half    piece // begun by the reader
	closed  chan struct{}
	once    sync.Once
}

func newLagged(conn net.Conn, in, out weather) *lagged {
	l := &lagged{Conn: conn, closed: make(chan struct{})}
	l.in, l.out = newWay(in, l.closed), newWay(out, l.closed)
	go l.fetch()
	go l.carry()
	return l
}

// fetch takes what comes from the network as soon as it is there.
func (l *lagged) fetch() {
	buf := make([]byte, lagPiece)
	for {
		n, err := l.Conn.Read(buf)
		if !l.in.put(buf[:n], err) || err != nil {
			return
		}
	}
}

// carry gives to the network what is due.
func (l *lagged) carry() {
	for {
		piece, ok := l.out.take()
		if !ok {
			return
		}
		if _, err := l.Conn.Write(piece.bytes); err != nil {
			l.in.put(nil, err)
			return
		}
	}
}

// Read waits for what is due.
func (l *lagged) Read(p []byte) (int, error) {
	if len(l.half.bytes) == 0 && l.half.err == nil {
		var ok bool
		if l.half, ok = l.in.take(); !ok {
			return 0, net.ErrClosed
		}
	}
	n := copy(p, l.half.bytes)
	if l.half.bytes = l.half.bytes[n:]; n > 0 {
		return n, nil
	}
	return 0, l.half.err
}

// Write returns at once, unless too much is under way already.
func (l *lagged) Write(p []byte) (int, error) {
	if !l.out.put(p, nil) {
		return 0, net.ErrClosed
	}
	return len(p), nil
}

// Close drops what is under way on both ways.
func (l *lagged) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Conn.Close()
}

// piece is what entered a way at once.
type piece struct {
	bytes []byte
	err   error // how the way ended behind it
	due   time.Time
}

// way is one direction of a lagged line: one goroutine puts, another takes.
type way struct {
	closed <-chan struct{}
	news   chan struct{} // something was put
	room   chan struct{} // something was taken

	mu      sync.Mutex
	weather weather
	pieces  []piece
	size    int // bytes in pieces
}

func newWay(w weather, closed <-chan struct{}) *way {
	return &way{weather: w, closed: closed, news: make(chan struct{}, 1), room: make(chan struct{}, 1)}
}

// put lets a copy of the bytes enter; it is false when the line is closed.
func (w *way) put(b []byte, err error) bool {
	for !w.isClosed() {
		if w.enter(b, err) {
			ring(w.news)
			return true
		}
		select {
		case <-w.room:
		case <-w.closed:
		}
	}
	return false
}

// enter is put when there is room.
func (w *way) enter(b []byte, err error) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.size > lagRoom {
		return false
	}
	w.pieces = append(w.pieces, piece{append([]byte(nil), b...), err, w.weather.due(time.Now())})
	w.size += len(b)
	return true
}

// take waits until the first piece is due, and takes it; it is false when the line is closed.
func (w *way) take() (piece, bool) {
	for !w.isClosed() {
		first, wait := w.first()
		if wait == 0 {
			ring(w.room)
			return first, true
		}
		w.rest(wait)
	}
	return piece{}, false
}

// rest waits for news, or so long when that is above 0, or for the end of the line.
func (w *way) rest(wait time.Duration) {
	if wait < 0 {
		select {
		case <-w.news:
		case <-w.closed:
		}
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C: // what was put meanwhile comes behind
	case <-w.closed:
	}
}

func (w *way) isClosed() bool {
	select {
	case <-w.closed:
		return true
	default:
		return false
	}
}

// first takes the first piece if it is due. Else it says how long to wait, below 0 for news.
func (w *way) first() (piece, time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.pieces) == 0 {
		return piece{}, -1
	}
	p := w.pieces[0]
	if wait := time.Until(p.due); wait > 0 {
		return piece{}, wait
	}
	w.pieces[0] = piece{}
	w.pieces = w.pieces[1:]
	w.size -= len(p.bytes)
	return p, 0
}

// ring leaves a note for whoever waits.
func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}
