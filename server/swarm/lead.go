package swarm

// How far ahead of the newest tick inputs are meant, in ticks.
const (
	leadStart = 3
	leadMin   = 1
	leadMax   = 40 // the server refuses what is more than 60 off
)

// Pace of changes, in ticks.
const (
	leadSettle = 14 // until the margin tells of an input sent after the last change
	leadCalm   = 90 // of ample margin, after which the lead falls
)

// lead keeps inputs 1 to 2 ticks early by the margin that frames tell.
type lead struct {
	ticks     uint32
	changedAt uint32
	least     int8 // margin since changedAt
}

func newLead(now uint32) lead { return lead{ticks: leadStart, changedAt: now, least: 127} }

// heard takes the margin of the frame of tick now.
func (l *lead) heard(margin int8, now uint32) {
	if now-l.changedAt < leadSettle {
		return
	}
	l.least = min(l.least, margin)
	switch {
	case margin < 1:
		l.set(l.ticks+uint32(1-int32(margin)), now)
	case now-l.changedAt < leadCalm:
	case l.least > 2:
		l.set(l.ticks-1, now)
	default:
		l.set(l.ticks, now)
	}
}

func (l *lead) set(ticks, now uint32) {
	l.ticks, l.changedAt, l.least = min(max(ticks, leadMin), leadMax), now, 127
}
