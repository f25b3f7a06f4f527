package server

import (
	"runtime"
	"sync"

	"github.com/orbrawl/orbrawl/server/conn"
)

// handful is the number of frames from which it pays to write from more than one goroutine: a write costs some
// microseconds of kernel time, starting a goroutine less than one.
const handful = 64

// parcel is one frame on its way to one client.
type parcel struct {
	client   *client
	from, to int // in the outbox's bytes, head room included
	err      error
}

// outbox holds the frames of one tick between composing and writing. The loop fills it; while it is being sent
// nothing else touches it.
type outbox struct {
	bytes   []byte
	parcels []parcel
	crew    sync.WaitGroup
}

// send writes every frame, each in one attempt that never waits, and settles what became of it.
func (l *loop) send() {
	o := &l.outbox
	share := len(o.parcels)
	if hands := runtime.GOMAXPROCS(0); hands > 1 && share >= handful {
		share = (share + hands - 1) / hands
	}
	for rest := o.parcels; len(rest) > 0; {
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
	for i := range o.parcels {
		l.settle(&o.parcels[i])
	}
	clear(o.parcels)
	o.parcels, o.bytes = o.parcels[:0], o.bytes[:0]
}

func (o *outbox) help(parcels []parcel) {
	defer o.crew.Done()
	o.write(parcels)
}

func (o *outbox) write(parcels []parcel) {
	for i := range parcels {
		p := &parcels[i]
		p.err = p.client.session.conn.WriteFrame(conn.Seal(o.bytes[p.from:p.to:p.to]))
	}
}

// settle notes that a frame was sent. One that was refused is lost, so its viewer starts anew: with whole cells,
// and all that concerns the player.
func (l *loop) settle(p *parcel) {
	if p.err != nil {
		p.client.forget()
		l.count.skip("refused")
		return
	}
	p.client.sentAt = l.now()
	p.client.pace.sent(l.now())
	l.count.sent(p.to - p.from - conn.HeadRoom)
}
