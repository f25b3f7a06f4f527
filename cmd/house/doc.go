// Package house keeps the house rules: its tests read the sources of the whole repository and fail where one breaks a
// rule. It has no code of its own and nothing imports it.
//
// The tests parse files and never run the go command: Go's test cache notices a changed file that a test has opened,
// but not what a child process read. Start at imports_test.go, the map of who may import whom; purity_test.go keeps
// the rules of the game repeatable, shape_test.go keeps files small and explained, client_test.go does both for the
// TypeScript client. tree_test.go finds and parses the files.
package house
