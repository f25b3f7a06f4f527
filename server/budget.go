package server

import (
	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// In a crowd a client would be told more than its host wants to send. Then first the inner part of its window becomes
// smaller, in which shots, hits and ore are told; who flies where is told of the whole window all the same. Only when
// even that is too much for the line is the window itself made smaller.

// Both buckets of a budget hold some seconds of it, so that a short fight is seen whole.
const (
	meanSeconds = 4
	peakSeconds = 0.4
)

// Pace of changes, in ticks.
const (
	narrowPause = flight.Rate / 2 // by the mean
	hurryPause  = 2               // by the peak
	shrinkPause = flight.Rate / 3 // of the window
	widenPause  = 2 * flight.Rate
)

// Rings of cells around a client's own that make the inner part.
const (
	ringsLeast = 0 // in the smallest window only
	ringsSmall = 1
	ringsHurry = 3 // at once, when far too much is sent
	ringsMost  = 9 // beyond that a ring lies outside every screen
)

// reachSteps are the shares of the view that a window shows. Of ships beyond, Afar tells.
var reachSteps = [...]float64{1, 0.8, 0.6, 0.45, 0.32, 0.22, 0.14, 0.08}

// budget is what a client may be sent, and what it is shown for it.
type budget struct {
	mean, peak bucket
	rings      int
	reach      int // index into reachSteps
	ringsAt    game.Tick
	debt       float64   // what mean had left at that tick
	reachAt    game.Tick // when each changed last
	usual      float64   // bytes a tick of late
}

// ringsCost is how much more is sent with the first ring than without, about.
const ringsCost = 1.5

// usualLag is the weight of the newest tick in budget.usual.
const usualLag = 1.0 / 20

// bucket fills steadily and is emptied by what is sent.
type bucket struct{ rate, depth, left float64 } // bytes a tick, bytes, bytes

func newBucket(perSecond, seconds float64) bucket {
	return bucket{rate: perSecond / flight.Rate, depth: perSecond * seconds}
}

func (b *bucket) fill(ticks float64) { b.left = min(b.depth, b.left+float64(b.rate*ticks)) }

func (b *bucket) take(bytes int) { b.left = max(b.left-float64(bytes), -b.depth) }

// peakFactor is how much more than its mean a client may be sent in one second.
const peakFactor = 1.8

func newBudget(perSecond int) budget {
	return budget{
		mean: newBucket(float64(perSecond), meanSeconds), peak: newBucket(float64(perSecond)*peakFactor, peakSeconds),
		rings: ringsMost,
	}
}

// spent notes a frame. Whole views, which are told once, count for the second in which they fall only.
func (b *budget) spent(bytes int, whole bool, ticks, now game.Tick) {
	b.mean.fill(float64(ticks))
	b.peak.fill(float64(ticks))
	b.peak.take(bytes)
	if whole {
		return
	}
	b.mean.take(bytes)
	since := float64(max(ticks, 1))
	b.usual += min(1, usualLag*since) * (float64(bytes)/since - b.usual)
	b.adjustRings(now)
	b.adjustReach(now)
}

// adjustRings narrows while the debt grows, and at once when a second becomes too dear.
func (b *budget) adjustRings(now game.Tick) {
	since := now - b.ringsAt
	grows := b.mean.left < 0 && b.mean.left <= b.debt && since >= narrowPause
	dear := b.usual >= b.peak.rate/2 // else it was one large view
	hurts := dear && b.peak.left < 0 && since >= hurryPause
	rich := b.mean.left > b.mean.depth/4 || b.rings < ringsSmall && b.roomFor(ringsCost)
	switch {
	case dear && b.peak.left <= -b.peak.depth/2 && b.rings > ringsHurry:
		b.setRings(ringsHurry, now)
	case b.rings > ringsSmall && (grows || hurts), b.rings > ringsLeast && hurts && b.reach == len(reachSteps)-1:
		b.setRings(b.rings-1, now)
	case b.rings < ringsMost && rich && b.peak.left > 0 && since >= b.widenPause():
		b.setRings(b.rings+1, now)
	}
}

// widenPause is short while there is plenty, as after the view that a spawn brings.
func (b *budget) widenPause() game.Tick {
	if b.mean.left > b.mean.depth/2 {
		return narrowPause
	}
	return widenPause
}

func (b *budget) setRings(rings int, now game.Tick) {
	b.rings, b.ringsAt, b.debt = rings, now, b.mean.left
}

// roomFor reports whether times as much as now may be sent without a second becoming too dear.
func (b *budget) roomFor(times float64) bool { return b.peak.left > 0 && b.usual*times < b.peak.rate }

// adjustReach follows when rings alone cannot help, and not for a moment. It widens only where what is sent now leaves
// room for what a wider window would cost.
func (b *budget) adjustReach(now game.Tick) {
	since := now - b.reachAt
	switch {
	case b.usual > b.peak.rate && b.rings <= ringsSmall && b.reach < len(reachSteps)-1 && since >= shrinkPause:
		b.reach, b.reachAt = b.reach+1, now
	case b.reach > 0 && b.rings >= ringsSmall && since >= widenPause && b.roomFor(reachSteps[b.reach-1]/reachSteps[b.reach]):
		b.reach, b.reachAt = b.reach-1, now
	}
}

// narrowed reports whether the client is shown less than its screen.
func (b *budget) narrowed() bool { return b.rings < ringsMost || b.reach > 0 }

// ringsOf is how many rings of cells may make the inner part.
func (b *budget) ringsOf() int {
	if b.rings == ringsMost {
		return game.EveryRing
	}
	return b.rings
}

// apart reports whether two windows have no cell in common, so that one is no move of the other.
func apart(a, b protocol.Window) bool {
	return a.X0 > b.X1 || b.X0 > a.X1 || a.Y0 > b.Y1 || b.Y0 > a.Y1
}
