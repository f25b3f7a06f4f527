package protocol

// Flags of a ship in [Course].
const (
	ShipBoosting  = 1 << 4 // the booster burns
	ShipBeaming   = 1 << 5 // the mining beam is on
	ShipProtected = 1 << 6 // fresh from spawn, cannot be hurt
	ShipAdrift    = 1 << 7 // an autopilot flies
	ShipPower     = 0x0f   // the thrust, 15 is full
)

// Flags of a ship in [Look].
const (
	ShipBot    = 1 << 0
	ShipBounty = 1 << 1
)

// Course is a ship's motion as everybody believes it from this tick on.
//
//wire:record
type Course struct {
	Slot  uint16
	X     int16 // half units, see QuantPos
	Y     int16
	Vx    int16 // 1/16 u/s, see QuantVel
	Vy    int16
	Move  uint8 // direction of thrust in 1/256 turns
	Aim   uint8 // 1/256 turns
	Flags uint8 // ShipPower and the flags above it
}

// Aim is a change of where a ship points, and of nothing else.
//
//wire:record
type Aim struct {
	Slot uint16
	Aim  uint8
}

// Vital is a ship's condition.
//
//wire:record
type Vital struct {
	Slot   uint16
	Hull   uint8 // 255ths of the full hull
	Shield uint8
}

// Look is what else can be seen of a ship.
//
//wire:record
type Look struct {
	Slot  uint16
	Hull  uint8 // index into the catalog's hulls
	Level uint8
	Drive uint8 // level of the engine track, decides how it flies
	Flags uint8 // ShipBot, ShipBounty
}

// What a [Hit] struck.
const (
	HitHull   = 0
	HitShield = 1
	HitRock   = 2
	HitNone   = 3 // a protected ship: the bolt is spent, nothing is hurt
)

// Hit is a bolt that struck, and is gone.
//
//wire:record
type Hit struct {
	Bolt   uint16
	Target uint16
	Amount uint8 // damage points, 255 and more say 255
	Kind   uint8 // HitHull and so on
}

// Why a thing is [Gone].
const (
	GoneQuiet  = 0 // it left: no show
	GoneBlast  = 1 // it blew up
	GoneSpent  = 2 // it ran out
	GoneBroken = 3 // a rock that was shot or mined to pieces
)

// Gone is the end of a ship, rock or piece of ore. Bolts that reach the end of their range go without a word.
//
//wire:record
type Gone struct {
	Slot  uint16
	Cause uint8
}

// Taken is a piece of ore that a ship picked up.
//
//wire:record
type Taken struct {
	Ore  uint16
	Ship uint16
}

// Drift is a rock's or an ore's motion as everybody believes it from this tick on.
//
//wire:record
type Drift struct {
	Slot uint16
	X    int16
	Y    int16
	Vx   int16
	Vy   int16
}

// Wear is how much of a rock is left.
//
//wire:record
type Wear struct {
	Slot uint16
	Left uint8 // 255ths
}

// ShipState is all that is known of a ship. Its course was true Age ticks before the frame's tick; the
// client flies it forward from there.
//
//wire:record
type ShipState struct {
	Slot   uint16
	Gen    uint8 // tells apart the things that held the slot
	X      int16
	Y      int16
	Vx     int16
	Vy     int16
	Move   uint8
	Aim    uint8 // of now, not of then
	Flags  uint8 // as in Course
	Age    uint8
	Hull   uint8 // as in Look
	Level  uint8
	Drive  uint8
	Looks  uint8 // Look.Flags
	Left   uint8 // Vital.Hull
	Shield uint8
	Hue    uint8
	Name   string
}

// RockState is all that is known of a rock.
//
//wire:record
type RockState struct {
	Slot   uint16
	Gen    uint8
	X      int16
	Y      int16
	Vx     int16
	Vy     int16
	Age    uint8
	Radius uint8 // u
	Seed   uint8 // decides the shape
	Rich   uint8 // 255ths: how much ore glows in it
	Left   uint8 // Wear.Left
}

// OreState is all that is known of a piece of ore.
//
//wire:record
type OreState struct {
	Slot uint16
	Gen  uint8
	X    int16
	Y    int16
	Vx   int16
	Vy   int16
	Age  uint8
	Kind uint8 // OrePlain and so on
}

// Kinds of ore.
const (
	OrePlain  = 0
	OreRich   = 1
	OreRepair = 2 // mends the hull of who takes it
)

// Shot is a bolt just fired: a [BoltState] of age 0.
//
//wire:record
type Shot struct {
	Slot  uint16
	Owner uint16
	X     int16
	Y     int16
	Dir   uint16
	Kind  uint8
	Range uint8 // ShotRange: level of the range track, and above it the hue
}

// ShotRange is the part of [Shot.Range] that is the level; what lies above it, shifted by ShotHue, is the hue.
const (
	ShotRange = 0x1f
	ShotHue   = 5
)

// BoltState is a shot: told once, flown by the client, gone at its end without a word. It lives shorter than a
// freed slot rests, so it needs no generation.
//
//wire:record
type BoltState struct {
	Slot  uint16
	Owner uint16 // slot of the shooter's ship, or Nobody
	X     int16
	Y     int16
	Dir   uint16 // 1/1024 turns
	Age   uint8  // ticks since it was fired
	Kind  uint8  // index into the catalog's weapons
	Hue   uint8
	Range uint8 // level of the shooter's range track: how long it lives
}

// Cause says what killed a ship.
type Cause = uint8

// The causes of death.
const (
	CauseNone  Cause = 0
	CausePulse Cause = 1
	CauseBeam  Cause = 2
	CauseRam   Cause = 3
	CauseRock  Cause = 4
	CauseStorm Cause = 5
	CauseLeft  Cause = 6
)
