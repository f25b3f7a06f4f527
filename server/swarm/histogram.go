package swarm

import (
	"math"

	dto "github.com/prometheus/client_model/go"
)

// histogram is a Prometheus histogram: how many observations lay at or below each bound. The last bound is
// infinite.
type histogram struct {
	bounds []float64
	counts []float64 // cumulative
	sum    float64   // of all that was observed
}

func histogramOf(m *dto.Histogram) histogram {
	h := histogram{sum: m.GetSampleSum()}
	for _, b := range m.GetBucket() {
		h.bounds = append(h.bounds, b.GetUpperBound())
		h.counts = append(h.counts, float64(b.GetCumulativeCount()))
	}
	if n := len(h.bounds); n == 0 || !math.IsInf(h.bounds[n-1], 1) {
		h.bounds = append(h.bounds, math.Inf(1))
		h.counts = append(h.counts, float64(m.GetSampleCount()))
	}
	return h
}

// since is what was observed after an earlier reading of the same histogram.
func (h histogram) since(earlier histogram) histogram {
	d := histogram{bounds: h.bounds, counts: make([]float64, len(h.counts)), sum: h.sum - earlier.sum}
	for i := range h.counts {
		d.counts[i] = h.counts[i]
		if i < len(earlier.counts) {
			d.counts[i] -= earlier.counts[i]
		}
	}
	return d
}

// mean is false when nothing was observed.
func (h histogram) mean() (float64, bool) {
	n := len(h.counts)
	if n == 0 || h.counts[n-1] <= 0 {
		return 0, false
	}
	return h.sum / h.counts[n-1], true
}

// quantile is the value at share q, taken as evenly spread within its bucket; what lies in the last, endless
// bucket counts as the last finite bound. It is false when nothing was observed.
func (h histogram) quantile(q float64) (float64, bool) {
	n := len(h.counts)
	if n == 0 || h.counts[n-1] <= 0 {
		return 0, false
	}
	rank := q * h.counts[n-1]
	low, below := 0.0, 0.0
	for i, bound := range h.bounds {
		if h.counts[i] >= rank && h.counts[i] > below {
			if math.IsInf(bound, 1) {
				return low, true
			}
			return low + (bound-low)*(rank-below)/(h.counts[i]-below), true
		}
		low, below = bound, h.counts[i]
	}
	return low, true
}
