package swarm

import (
	"math"
	"slices"
)

// spread counts values from 0 up in steps of equal width; what is beyond the last step counts into it. The
// zero value is not ready: see newSpread.
type spread struct {
	step   float64
	per    float64 // steps in 1
	counts []uint32
	total  uint64
	most   float64 // largest value
}

func newSpread(step float64, steps int) spread {
	return spread{step: step, per: 1 / step, counts: make([]uint32, steps)}
}

func (s *spread) add(v float64) {
	i := 0
	if v > 0 {
		i = int(min(v*s.per, float64(len(s.counts)-1)))
	}
	s.counts[i]++
	s.total++
	if v > s.most {
		s.most = v
	}
}

// join adds what another spread of the same steps counted.
func (s *spread) join(o *spread) {
	for i, n := range o.counts {
		s.counts[i] += n
	}
	s.total += o.total
	s.most = max(s.most, o.most)
}

// quantile is the value below which the share q of all values lies, taken as evenly spread within a step and
// never above the largest; 0 when there are none.
func (s *spread) quantile(q float64) float64 {
	if s.total == 0 {
		return 0
	}
	rank := q * float64(s.total)
	below := 0.0
	for i, n := range s.counts {
		if n > 0 && below+float64(n) >= rank {
			return min(s.step*(float64(i)+(rank-below)/float64(n)), s.most)
		}
		below += float64(n)
	}
	return s.most
}

// percentile is the value at share q of the values in order, between two neighbours in proportion; 0 when
// there are none. It sorts values.
func percentile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	at := q * float64(len(values)-1)
	low := int(math.Floor(at))
	high := min(low+1, len(values)-1)
	return values[low] + (values[high]-values[low])*(at-float64(low))
}
