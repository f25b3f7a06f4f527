// Package game is the world and its rules: a pure function of a configuration, a catalog and inputs. It has no
// clock, no goroutine, no socket, no lock, no randomness but the world's own; the same inputs give the same
// world, bit for bit, on every machine. Keep it so: every product of floats that feeds a sum stands in float64(),
// and no function of package math but Sqrt, Floor, Min, Max and Abs touches state.
//
// Start at step.go, the table of contents of a tick. In its order: input.go and pilot.go take what pilots do,
// bots.go lets minds (game/brain) do the same; fly.go moves by game/flight; contact.go bounces; guns.go, strike.go
// and harm.go fight; harvest.go and growth.go reward; rules.go and brawl.go are the mode; fate.go ends what must
// end; sector.go and spawn.go keep the place alive. ship.go and rock.go hold what flies, slots.go names it,
// grid.go finds it.
//
// What of it is told to whom is the second half: belief.go is what everybody holds of a thing, cell.go which things
// lie in which square. cells.go compares beliefs with the truth and writes what changed into notes.go, encode.go makes
// the bytes of it, once per cell, viewer.go says where one viewer looks, and feed.go puts together what that window
// needs. game/mirror reads it back.
//
// snapshot.go, hash.go and record.go keep worlds: to go on later, to tell them apart, to live them again. What they
// read passes bounds.go before it is unpacked and check.go after.
package game
