package game

import "github.com/orbrawl/orbrawl/game/flight"

// Brawl is everyone for themselves, without end. The leader carries a bounty.
type Brawl struct{ Plain }

// Name is the mode's key.
func (Brawl) Name() string { return "brawl" }

// Killed gives the killer score and experience, and the leader's bounty if the victim carried it. The victim
// keeps a part of its score.
func (Brawl) Killed(w *World, killer, victim *Pilot) (bounty uint32) {
	g := &w.cat.Growth
	if killer != nil {
		if victim.ID == w.Leader {
			bounty = g.BountyBase + uint32(float64(victim.Score)*g.BountyShare)
		}
		w.score(killer, g.ScoreKill+bounty)
		w.learn(killer.ID, g.KillExperience+float64(g.KillPerLevel*float64(victim.Level)))
	}
	victim.Score = uint32(float64(victim.Score) * g.ScoreKept)
	return bounty
}

// Tick names the leader once a second.
func (Brawl) Tick(w *World) {
	if w.Tick%flight.Rate != 0 {
		return
	}
	var best *Pilot
	for i := range w.Pilots {
		p := &w.Pilots[i]
		if p.Phase != Flying || p.Score < w.cat.Growth.BountyFrom {
			continue
		}
		if best == nil || p.Score > best.Score || p.Score == best.Score && p.ID < best.ID {
			best = p
		}
	}
	if best == nil {
		w.Leader = 0
		return
	}
	w.Leader = best.ID
}
