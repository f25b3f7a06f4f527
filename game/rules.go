package game

import (
	"fmt"
	"strings"
)

// Rules is what a mode decides. The world calls it at fixed points of a step; rules hold no state of their
// own beside the world's, so that a snapshot is whole. Embed [Plain] and override what differs.
type Rules interface {
	// Name is the mode's key in configuration.
	Name() string
	// MayHurt reports whether what one pilot does can hurt another.
	MayHurt(w *World, by, victim PilotID) bool
	// Killed shares out what a kill is worth and returns the bounty that was paid. The killer may be nil.
	Killed(w *World, killer, victim *Pilot) (bounty uint32)
	// Tick runs once in every step, after all harm is done and before the dead leave.
	Tick(w *World)
}

// Plain is a mode without rules of its own: everybody may hurt everybody, nothing is scored.
type Plain struct{}

// MayHurt allows all but hurting oneself.
func (Plain) MayHurt(_ *World, by, victim PilotID) bool { return by != victim }

// Killed pays nothing.
func (Plain) Killed(*World, *Pilot, *Pilot) uint32 { return 0 }

// Tick does nothing.
func (Plain) Tick(*World) {}

// modes are the rules there are.
var modes = []Rules{Brawl{}}

// NewRules finds a mode by name; "" is the first. An unknown name is an error that lists the known ones.
func NewRules(name string) (Rules, error) {
	if name == "" {
		return modes[0], nil
	}
	var known []string
	for _, m := range modes {
		if m.Name() == name {
			return m, nil
		}
		known = append(known, m.Name())
	}
	return nil, fmt.Errorf("game: there is no mode %q; there are: %s", name, strings.Join(known, ", "))
}
