package server

import "github.com/orbrawl/orbrawl/game"

// A client that takes less than it is sent must not see an ever older world: TCP alone hides seconds of it. So
// each client acknowledges the newest tick it has seen, and one that is further behind than its round trip
// explains is skipped until it has caught up.

const (
	// paceSlack is how many ticks beyond the usual delay of its acknowledgements a client may be behind: they
	// come with inputs, every 6 ticks at least, and lines jitter.
	paceSlack = 14
	// paceWindow is the number of ticks after which the usual delay is measured anew.
	paceWindow = 300
	// paceSteps are the ticks from frame to frame under rising pressure, paceCalm the ticks without pressure
	// after which it falls by one step.
	paceCalm = 90
)

var paceSteps = [...]game.Tick{1, 2, 3, 6}

// pace is how a client keeps up.
type pace struct {
	floor   game.Tick // shortest delay of an acknowledgement in this window and the last
	next    game.Tick // shortest in this window
	renewAt game.Tick
	step    int // index into paceSteps
	calmAt  game.Tick
	stuckAt game.Tick // when it was first found too far behind, 0 when it is not
}

// acked notes an acknowledgement that took delay ticks.
func (p *pace) acked(delay, now game.Tick) {
	if p.renewAt == 0 || now >= p.renewAt {
		if p.renewAt == 0 {
			p.next = delay
		}
		p.floor, p.next, p.renewAt = p.next, delay, now+paceWindow
	}
	p.next = min(p.next, delay)
	p.floor = min(p.floor, delay)
}

// behind reports whether a client whose newest frame is of sent and newest acknowledgement of seen must be
// skipped.
func (p *pace) behind(sent, seen, now game.Tick) bool {
	if sent <= seen || sent-seen <= p.floor+paceSlack {
		p.clear(now)
		return false
	}
	if p.stuckAt == 0 {
		p.stuckAt = now
		p.step = min(p.step+1, len(paceSteps)-1)
	}
	p.calmAt = now + paceCalm
	return true
}

func (p *pace) clear(now game.Tick) {
	p.stuckAt = 0
	if p.step > 0 && now >= p.calmAt {
		p.step--
		p.calmAt = now + paceCalm
	}
}

// due reports whether it is time for the next frame.
func (p *pace) due(sent, now game.Tick) bool { return now-sent >= paceSteps[p.step] }
