package server

import "github.com/orbrawl/orbrawl/game"

// A client that takes less than it is sent must not see an ever older world: TCP alone hides seconds of it. So
// each client acknowledges the newest tick it has seen, and one that is further behind than its round trip
// explains is skipped until it has caught up.

const (
	// paceSlack is how many ticks beyond the usual delay of its acknowledgements a client may be behind: they
	// come with inputs, every 6 ticks at least, and lines jitter and stand still for a moment.
	paceSlack = 15
	// paceFloorMax is the longest usual delay that is believed. More is a queue, not a way.
	paceFloorMax = 24
	// paceWindow is the number of ticks after which the usual delay is measured anew.
	paceWindow = 300
	// paceCalm is the number of ticks without pressure after which the load rises by one step. It doubles up to
	// paceCalmMax each time that this brought the pressure back.
	paceCalm    = 90
	paceCalmMax = 1200
	// paceRelief is how many ticks a step down has to show.
	paceRelief = 75
	// paceAsk is how many ticks a client that is behind may say nothing until it is sent a frame all the same.
	// A client speaks when a frame comes, and of frames that come together it acknowledges the first: without a
	// further one it may stay silent for ever.
	paceAsk = 30
)

// paceSteps are what a client gets under rising pressure. At first it sees less far: a frame of every tick holds
// changes only, while one after a pause holds whole cells, and costs more than the frames it replaces unless
// the pause is long.
var paceSteps = [...]struct {
	reach float64   // share of the view's half sides
	pause game.Tick // from frame to frame
}{{1, 1}, {0.5, 1}, {0.25, 1}, {0.25, 12}}

// verdict is what pace says about a tick.
type verdict int

const (
	paceSend   verdict = iota
	paceRest           // not its turn
	paceWait           // behind
	paceGiveUp         // behind without progress for too long
)

// paceRoom is the most frames that are unacknowledged at once: one a tick while a client is not behind, and a
// few beyond.
const paceRoom = 64

// pace is how a client keeps up.
type pace struct {
	// under way
	oldest game.Tick // open[first], looked at in each tick
	first  int       // in open
	count  int

	// of the way
	floor   game.Tick // shortest delay of an acknowledgement in this window and the last
	next    game.Tick // shortest in this window
	renewAt game.Tick // 0 until something was acknowledged
	pressed bool      // it was behind in this window: its delays tell of our own queue
	drain   bool      // the queue shall run empty, so that the way can be measured
	cleanAt game.Tick // tick of a frame that was sent into an empty queue; 0 is none

	// of the pressure
	step   int       // index into paceSteps
	calm   game.Tick // ticks without pressure until the load rises
	calmAt game.Tick // when they are over
	fellAt game.Tick // when the load was lowered last, 0 for never
	roseAt game.Tick // when it rose last, 0 for never
	waits  bool      // it is behind

	// of its silence
	heardAt game.Tick // when it last acknowledged something new, or was found behind after good times
	askAt   game.Tick // when it is sent a frame though it is behind
	askIn   game.Tick // how long that waited

	open [paceRoom]game.Tick // ticks of the frames that are not acknowledged, a ring; last, for it is long
}

// begin starts the measure on a new line. Until it is known the way may be the longest that is believed.
func (p *pace) begin(now game.Tick) { *p = pace{heardAt: now, calm: paceCalm, floor: paceFloorMax} }

// reach is the share of its view that a client is shown.
func (p *pace) reach() float64 { return paceSteps[p.step].reach }

// acked notes the acknowledgement of seen, which is newer than all before.
func (p *pace) acked(seen, now game.Tick) {
	for p.count > 0 && p.open[p.first] <= seen {
		p.first = (p.first + 1) % paceRoom
		p.count--
		p.oldest = p.open[p.first]
	}
	p.hush(now)
	delay := now - seen
	switch {
	case p.renewAt == 0 || p.cleanAt != 0 && seen == p.cleanAt:
		p.renew(delay, delay, now)
	case now >= p.renewAt && p.pressed:
		p.drain = true
	case now >= p.renewAt:
		p.renew(p.next, delay, now)
	}
	if seen >= p.cleanAt {
		p.cleanAt = 0
	}
	p.next = min(p.next, delay)
	p.floor = min(p.floor, delay)
}

// renew opens a window.
func (p *pace) renew(floor, next, now game.Tick) {
	p.floor, p.next, p.renewAt, p.pressed, p.drain = min(floor, paceFloorMax), next, now+paceWindow, false, false
}

// hush starts the wait until a silent client is asked.
func (p *pace) hush(now game.Tick) { p.heardAt, p.askIn, p.askAt = now, paceAsk, now+paceAsk }

// judge decides about a client whose newest frame is of sent.
func (p *pace) judge(sent, now game.Tick) verdict {
	behind := p.behind(now)
	switch {
	case behind && now-p.heardAt > stuckTicks:
		return paceGiveUp
	case (behind || p.drain && p.count > 0) && now < p.askAt:
		return paceWait
	case !behind && now-sent < paceSteps[p.step].pause:
		return paceRest
	}
	return paceSend
}

// behind reports whether the oldest frame that is not acknowledged is too old, and keeps the account of good
// and bad times.
func (p *pace) behind(now game.Tick) bool {
	if p.count == 0 || now-p.oldest <= p.floor+paceSlack {
		p.waits = false
		p.ease(now)
		return false
	}
	if !p.waits {
		p.waits = true
		p.hush(now)
		if p.renewAt != 0 && !p.drain { // else it is only the way that is long, or our own silence
			p.press(now)
		}
	}
	p.pressed = true
	p.calmAt = now + p.calm
	return true
}

// press lowers the load, unless it was lowered just now: the whole cells of catching up come before the relief.
func (p *pace) press(now game.Tick) {
	if p.fellAt != 0 && now-p.fellAt < paceRelief {
		return
	}
	p.fellAt = now
	if p.roseAt != 0 && now-p.roseAt < 2*p.calm {
		p.calm = min(2*p.calm, paceCalmMax)
	} else {
		p.calm = paceCalm
	}
	p.step = min(p.step+1, len(paceSteps)-1)
}

// ease raises it after good times.
func (p *pace) ease(now game.Tick) {
	if p.step > 0 && now >= p.calmAt {
		p.step--
		p.roseAt, p.calmAt = now, now+p.calm
	}
}

// sent notes a frame.
func (p *pace) sent(now game.Tick) {
	if p.count < paceRoom {
		p.open[(p.first+p.count)%paceRoom] = now
		p.count++
		p.oldest = p.open[p.first]
	}
	if p.waits {
		p.askIn *= 3
		p.askAt = now + p.askIn
	}
	if p.drain {
		p.drain, p.cleanAt = false, now
		p.renewAt = now + paceWindow
	}
}
