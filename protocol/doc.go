// Package protocol is the language that server, client and mods speak: the nouns, their ranges, and
// their bytes. It knows no rule of the game and owns no connection.
//
// Start at messages.go, which declares every message once; the codecs beside it and the TypeScript
// types in web/src/net are generated from it by `go generate ./protocol`. What happens in the world
// travels as news, groups of the records of records.go, which news.go packs. PROTOCOL.md is the same
// standard in words, for people who read no Go; testdata/golden holds the bytes that prove both.
package protocol
