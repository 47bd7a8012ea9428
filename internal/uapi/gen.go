//go:build ignore

// Gen writes uapi.go from uapi.tsv: "go generate ./internal/uapi".
package main

import (
	"log"
	"os"

	"github.com/eb30ede5/netlink/internal/uapi/internal/gen"
)

func main() {
	tsv, err := os.ReadFile("uapi.tsv")
	if err != nil {
		log.Fatal(err)
	}
	src, err := gen.Source(tsv)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("uapi.go", src, 0o644); err != nil {
		log.Fatal(err)
	}
}
