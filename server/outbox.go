package server

import (
	"runtime"
	"slices"
	"sync"

	"github.com/orbrawl/orbrawl/server/conn"
)

// handful is the number of frames from which it pays to write from more than one goroutine: a write costs some
// microseconds of kernel time, starting a goroutine less than one.
const handful = 64

// letter is one frame on its way to one client.
type letter struct {
	client   *client
	line     line // the client's: whoever writes looks at nothing else of the client
	from, to int  // in the outbox's bytes, head room included
	owed     int  // kills that the client was owed from ticks before
	whole    bool // it brings a whole view
	err      error
}

// outbox holds the frames of one tick between composing and writing. The loop fills it; while it is being sent
// nothing else touches it.
type outbox struct {
	hands   int // goroutines that write at once; 0 is one for each processor
	bytes   []byte
	usual   int // bytes of the fullest of the last ticks
	letters []letter
	crew    sync.WaitGroup
}

// send writes every frame, each in one attempt that never waits, and settles what became of it.
func (l *loop) send() {
	o := &l.outbox
	share := len(o.letters)
	hands := o.hands
	if hands == 0 {
		hands = runtime.GOMAXPROCS(0)
	}
	if hands > 1 && share >= handful {
		share = (share + hands - 1) / hands
	}
	for rest := o.letters; len(rest) > 0; {
		n := min(share, len(rest))
		if n == len(rest) {
			o.write(rest)
		} else {
			o.crew.Add(1)
			go o.help(rest[:n])
		}
		rest = rest[n:]
	}
	o.crew.Wait()
	for i := range o.letters {
		l.settle(&o.letters[i])
	}
	o.shrink()
	clear(o.letters)
	o.letters, o.bytes = o.letters[:0], o.bytes[:0]
}

func (o *outbox) help(letters []letter) {
	defer o.crew.Done()
	o.write(letters)
}

// fetched is the number of lines that are looked at before the first of them is written to: the processor fetches
// them from memory at once, where it would wait for one after the other.
const fetched = 16

func (o *outbox) write(letters []letter) {
	for some := range slices.Chunk(letters, fetched) {
		for i := range some {
			some[i].line.Ready()
		}
		for i := range some {
			p := &some[i]
			p.err = p.line.WriteFrame(conn.Seal(o.bytes[p.from:p.to:p.to]))
		}
	}
}

// outboxSpare is what an outbox may be too large, in bytes.
const outboxSpare = 256 << 10

// shrink gives the room of a storm of joins back when ticks have long needed less.
func (o *outbox) shrink() {
	o.usual = max(len(o.bytes), o.usual-o.usual/64)
	if cap(o.bytes) > 2*o.usual+outboxSpare {
		o.bytes = make([]byte, 0, o.usual)
	}
}

// settle notes that a frame was sent. One that was refused is lost, so its viewer starts anew: with whole cells,
// and all that concerns the player. What it told of kills is owed again.
func (l *loop) settle(p *letter) {
	c := p.client
	if p.err != nil {
		c.kills = c.kills[:p.owed]
		l.oweKills(c, c.viewer.Window, true)
		c.forget()
		l.count.skip("refused")
		return
	}
	c.kills = c.kills[:0]
	c.budget.spent(p.to-p.from-conn.HeadRoom, p.whole, l.now()-c.sentAt, l.now())
	c.sentAt, c.headAt = l.now(), l.now()
	c.pace.sent(l.now())
	l.count.sent(p.to - p.from - conn.HeadRoom)
}
