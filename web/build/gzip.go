package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
)

const (
	wholeRounds = 8  // parses of the whole, each by the costs that the one before it leads to
	blockRounds = 12 // and then of each block
)

// pack compresses a file once so that it may be sent a million times: gzip as any browser reads it, some hundredths
// smaller than common compressors make it, and a thousand times as slow. The header holds no name and no time.
//
// find.go finds what can be repeated, parse.go chooses among it, split.go cuts what was chosen into blocks, block.go
// writes one, huffman.go finds its codes.
func pack(data []byte) []byte {
	out := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255} // deflate, slowest, system unknown
	out = append(out, deflate(data)...)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(data))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(data)))
	if common := common(data); len(common) < len(out) {
		return common // a small file wants a table of codes that need not be sent
	}
	return out
}

func common(data []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

func deflate(data []byte) []byte {
	var w writer
	p := newParser(data)
	ends := split(p.best(0, len(data), guess(data), wholeRounds))
	from := 0
	for i, to := range ends {
		tokens := p.best(from, to, guess(data[from:to]), blockRounds)
		w.block(tokens, i == len(ends)-1)
		from = to
	}
	return w.done()
}
