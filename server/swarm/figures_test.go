package swarm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	dto "github.com/prometheus/client_model/go"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s is %v, want %v give or take %v", what, got, want, within)
	}
}

func TestSpreadQuantiles(t *testing.T) {
	s := newSpread(1, 10)
	near(t, "the median of nothing", s.quantile(0.5), 0, 0)
	for _, v := range []float64{0.2, 1.2, 1.7, 3.5} {
		s.add(v)
	}
	near(t, "median of one below 1, two below 2 and one below 4", s.quantile(0.5), 1.5, 1e-9)
	near(t, "the lowest quarter's end", s.quantile(0.25), 1, 1e-9)
	near(t, "the top", s.quantile(1), 3.5, 1e-9)
	s.add(250) // beyond the last step
	near(t, "the top with an outlier", s.quantile(1), 10, 1e-9)
	near(t, "the largest value", s.most, 250, 0)
}

func TestSpreadAgreesWithPercentile(t *testing.T) {
	const seed = 42
	r := rand.New(rand.NewPCG(seed, 1))
	a, b := newSpread(0.25, 1000), newSpread(0.25, 1000)
	var all []float64
	for i := range 5000 {
		v := r.ExpFloat64() * 30
		all = append(all, v)
		if i%2 == 0 {
			a.add(v)
		} else {
			b.add(v)
		}
	}
	a.join(&b)
	for _, q := range []float64{0.01, 0.25, 0.5, 0.9, 0.99} {
		if got, want := a.quantile(q), percentile(all, q); math.Abs(got-want) > 1 {
			t.Errorf("seed %d: quantile %v is %v by steps and %v by sorting", seed, q, got, want)
		}
	}
}

func TestPercentile(t *testing.T) {
	values := []float64{40, 10, 30, 20}
	for q, want := range map[float64]float64{0: 10, 0.5: 25, 1: 40, 1.0 / 3: 20, 0.9: 37} {
		near(t, "percentile", percentile(values, q), want, 1e-9)
	}
	near(t, "percentile of nothing", percentile(nil, 0.5), 0, 0)
	near(t, "percentile of one", percentile([]float64{7}, 0.99), 7, 0)
}

// promHistogram makes what the text parser makes.
func promHistogram(bounds []float64, counts []uint64) *dto.Histogram {
	h := &dto.Histogram{SampleCount: &counts[len(counts)-1]}
	for i := range bounds {
		h.Bucket = append(h.Bucket, &dto.Bucket{UpperBound: &bounds[i], CumulativeCount: &counts[i]})
	}
	return h
}

func TestHistogramQuantiles(t *testing.T) {
	bounds := []float64{1, 2, 4, math.Inf(1)}
	earlier := histogramOf(promHistogram(bounds, []uint64{5, 5, 5, 5}))
	h := histogramOf(promHistogram(bounds, []uint64{15, 35, 45, 45})).since(earlier)
	if want := []float64{10, 30, 40, 40}; !slices.Equal(h.counts, want) {
		t.Fatalf("since gives %v, want %v", h.counts, want)
	}
	for q, want := range map[float64]float64{0.125: 0.5, 0.25: 1, 0.5: 1.5, 0.75: 2, 1: 4} {
		got, ok := h.quantile(q)
		if !ok {
			t.Fatalf("quantile %v is not known", q)
		}
		near(t, "quantile", got, want, 1e-9)
	}
	endless := histogramOf(promHistogram(bounds, []uint64{0, 0, 0, 3}))
	if got, ok := endless.quantile(0.5); !ok || got != 4 {
		t.Errorf("the median beyond all bounds is %v, %v; want the last bound", got, ok)
	}
	if _, ok := h.since(h).quantile(0.5); ok {
		t.Error("a histogram that observed nothing has a median")
	}
	if _, ok := (histogram{}).quantile(0.5); ok {
		t.Error("an empty histogram has a median")
	}
}

func TestHistogramWithoutInfiniteBucket(t *testing.T) {
	h := histogramOf(promHistogram([]float64{1, 2}, []uint64{1, 2}))
	if n := len(h.bounds); n != 3 || !math.IsInf(h.bounds[2], 1) || h.counts[2] != 2 {
		t.Errorf("bounds %v, counts %v: want an infinite bucket with all", h.bounds, h.counts)
	}
}

func TestLeadKeepsInputsEarly(t *testing.T) {
	// A line on which inputs take delay ticks: the margin is what the lead leaves of it.
	for _, delay := range []int32{0, 1, 3, 8} {
		l := newLead(0)
		for now := uint32(1); now < 3000; now++ {
			l.heard(int8(int32(l.ticks)-1-delay), now)
		}
		if margin := int32(l.ticks) - 1 - delay; margin < 1 || margin > 2 {
			t.Errorf("with a delay of %d ticks the lead settles at %d, a margin of %d", delay, l.ticks, margin)
		}
	}
}

func TestLeadStaysInBounds(t *testing.T) {
	l := newLead(0)
	for now := uint32(1); now < 1000; now++ {
		l.heard(-128, now)
	}
	if l.ticks != leadMax {
		t.Errorf("the lead is %d, want %d at most", l.ticks, leadMax)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	var f faults
	for i := range 1000 {
		text := string(rune('a'+i%26)) + string(rune('a'+i/26))
		f.add(text, text, 1)
	}
	sum := 0
	for _, n := range f.count {
		sum += n
	}
	if len(f.count) != faultTexts+1 || f.count[otherFault] != 1000-faultTexts || sum != 1000 {
		t.Errorf("%d texts, %d others, %d in all; want %d, %d, 1000", len(f.count), f.count[otherFault], sum, faultTexts+1, 1000-faultTexts)
	}
	if len(f.examples) != faultExamples {
		t.Errorf("%d examples, want %d", len(f.examples), faultExamples)
	}
}
