// Apitxt compares the exported API of packages with the api.txt in each one's
// directory, and reports what is exported without a doc comment:
//
//	go run ./internal/nltest/apitxt [-w] [package ...]
//
// -w writes the files. Without arguments it takes every package of the module
// that others can import.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	write := flag.Bool("w", false, "write the api.txt files")
	flag.Parse()
	ok, err := run(os.Stdout, *write, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "apitxt:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// run reports to out and tells whether there was nothing to report.
func run(out io.Writer, write bool, patterns []string) (bool, error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	pkgs, err := list(patterns)
	if err != nil {
		return false, err
	}
	exports := map[string]string{}
	for _, p := range pkgs {
		exports[p.ImportPath] = p.Export
	}
	ok, seen := true, false
	for _, p := range pkgs {
		if !p.public() {
			continue
		}
		seen = true
		complaints, err := p.check(write, exports)
		if err != nil {
			return false, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		for _, c := range complaints {
			ok = false
			fmt.Fprintln(out, c)
		}
	}
	if !seen {
		return false, errors.New("no package to check")
	}
	return ok, nil
}

// A pkg is what go list tells of one.
type pkg struct {
	ImportPath, Dir, Name, Export string
	GoFiles                       []string
	DepOnly                       bool
}

func list(patterns []string) ([]pkg, error) {
	args := append([]string{"list", "-deps", "-export", "-json=ImportPath,Dir,Name,Export,GoFiles,DepOnly", "--"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var pkgs []pkg
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return pkgs, nil
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
}

// public reports whether p was asked for and can be imported from elsewhere.
func (p pkg) public() bool {
	return !p.DepOnly && p.Name != "main" && !strings.Contains("/"+p.ImportPath+"/", "/internal/")
}

func (p pkg) check(write bool, exports map[string]string) ([]string, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", lookup)}
	checked, err := conf.Check(p.ImportPath, fset, files, nil)
	if err != nil {
		return nil, err
	}
	complaints := undocumented(fset, files)
	file := filepath.Join(p.Dir, "api.txt")
	now := strings.Join(api(checked), "\n") + "\n"
	if write {
		return complaints, os.WriteFile(file, []byte(now), 0o644)
	}
	was, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if string(was) != now {
		complaints = append(complaints, file+" is not the API; go run ./internal/nltest/apitxt -w writes:")
		complaints = append(complaints, diff(string(was), now)...)
	}
	return complaints, nil
}

// diff lists the lines that are in only one of two sorted texts.
func diff(was, now string) []string {
	var lines []string
	for _, d := range []struct{ sign, from, other string }{{"-", was, now}, {"+", now, was}} {
		other := map[string]bool{}
		for line := range strings.Lines(d.other) {
			other[line] = true
		}
		for line := range strings.Lines(d.from) {
			if !other[line] {
				lines = append(lines, d.sign+strings.TrimRight(line, "\n"))
			}
		}
	}
	return lines
}
