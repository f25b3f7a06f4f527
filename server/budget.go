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
	narrowPause = flight.Rate / 2
	widenPause  = 2 * flight.Rate
)

// Rings of cells around a client's own that make the inner part.
const (
	ringsLeast = 1
	ringsMost  = 9 // beyond that a ring lies outside every screen
)

// reachSteps are the shares of the view that a window shows.
var reachSteps = [...]float64{1, 0.8, 0.6, 0.45, 0.3}

// budget is what a client may be sent, and what it is shown for it.
type budget struct {
	mean, peak bucket
	rings      int
	reach      int // index into reachSteps
	ringsAt    game.Tick
	debt       float64   // what mean had left at that tick
	reachAt    game.Tick // when each changed last
}

// bucket fills steadily and is emptied by what is sent.
type bucket struct{ rate, depth, left float64 } // bytes a tick, bytes, bytes

func newBucket(perSecond, seconds float64) bucket {
	return bucket{rate: perSecond / flight.Rate, depth: perSecond * seconds, left: perSecond * seconds}
}

func (b *bucket) fill(ticks float64) { b.left = min(b.depth, b.left+float64(b.rate*ticks)) }

// peakFactor is how much more than its mean a client may be sent in one second.
const peakFactor = 3

func newBudget(perSecond int) budget {
	return budget{
		mean: newBucket(float64(perSecond), meanSeconds), peak: newBucket(float64(perSecond)*peakFactor, peakSeconds),
		rings: ringsMost,
	}
}

// spent notes a frame. Whole views, which are told once, are not held against the player.
func (b *budget) spent(bytes int, whole bool, ticks, now game.Tick) {
	b.mean.fill(float64(ticks))
	b.peak.fill(float64(ticks))
	if whole {
		return
	}
	b.mean.left -= float64(bytes)
	b.peak.left -= float64(bytes)
	b.adjustRings(now)
	b.adjustReach(now)
}

func (b *budget) adjustRings(now game.Tick) {
	b.mean.left = max(b.mean.left, -b.mean.depth)
	switch {
	case b.mean.left < 0 && b.mean.left <= b.debt && b.rings > ringsLeast && now-b.ringsAt >= narrowPause:
		b.rings, b.ringsAt, b.debt = b.rings-1, now, b.mean.left // but while the debt shrinks, that is enough
	case b.mean.left > b.mean.depth/2 && b.rings < ringsMost && now-b.ringsAt >= widenPause:
		b.rings, b.ringsAt, b.debt = b.rings+1, now, 0
	}
}

func (b *budget) adjustReach(now game.Tick) {
	switch {
	case b.peak.left < 0 && b.rings == ringsLeast && b.reach < len(reachSteps)-1 && now-b.reachAt >= narrowPause:
		b.reach, b.reachAt = b.reach+1, now
	case b.peak.left > b.peak.depth/2 && b.reach > 0 && now-b.reachAt >= widenPause:
		b.reach, b.reachAt = b.reach-1, now
	}
	b.peak.left = max(b.peak.left, -b.peak.depth)
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
