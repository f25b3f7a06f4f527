package conn

import "time"

// pace is a token bucket kept as one instant: the time at which the bucket would be full again.
type pace struct {
	gap   int64 // ns one token takes to come back; 0 is no limit
	slack int64 // ns of debt allowed: the burst
	full  int64 // ns, when the bucket is full again
}

// newPace allows perSecond tokens a second and burst at once; perSecond 0 is no limit.
func newPace(perSecond, burst int) pace {
	if perSecond <= 0 {
		return pace{}
	}
	gap := int64(time.Second) / int64(perSecond)
	return pace{gap: gap, slack: gap * int64(max(1, burst))}
}

// spend takes one token at now (ns on the connection's clock) and reports whether there was one.
func (p *pace) spend(now int64) bool {
	if p.gap == 0 {
		return true
	}
	p.full = max(p.full, now) + p.gap
	return p.full-now <= p.slack
}
