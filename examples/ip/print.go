package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// print prints n objects: as a JSON array of what one returns, or by people.
func (p *program) print(n int, one func(i int) (*object, error), people func(t *table)) error {
	if !p.json {
		var t table
		if n > 0 {
			people(&t)
		}
		_, err := io.WriteString(p.out, t.String())
		return err
	}
	all := make([]*object, 0, n)
	for i := range n {
		o, err := one(i)
		if err != nil {
			return err
		}
		all = append(all, o)
	}
	return json.NewEncoder(p.out).Encode(all)
}

// A table has rows whose cells line up, and lines between them that do not.
type table struct{ rows [][]string }

func (t *table) row(cells ...string) {
	for i, c := range cells {
		if c == "" {
			cells[i] = "-"
		}
	}
	t.rows = append(t.rows, cells)
}

// line adds a line of one cell.
func (t *table) line(s string) { t.rows = append(t.rows, []string{s}) }

// note adds words below a row, in lines that fit a terminal.
func (t *table) note(s string) {
	line := "   "
	for _, w := range strings.Fields(s) {
		if len(line)+1+len(w) > 100 {
			t.line(line)
			line = "       "
		}
		line += " " + w
	}
	t.line(line)
}

// String returns the lines, each column as wide as its widest cell.
func (t *table) String() string {
	var width []int
	for _, r := range t.rows {
		for i := 0; len(r) > 1 && i < len(r); i++ {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], len(r[i]))
		}
	}
	var b strings.Builder
	for _, r := range t.rows {
		var line strings.Builder
		for i, c := range r {
			if len(r) > 1 {
				c = fmt.Sprintf("%-*s  ", width[i], c)
			}
			line.WriteString(c)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// flat returns an object in one line.
func flat(o *object) string {
	var s []string
	for _, m := range o.members {
		switch v := m.value.(type) {
		case bool:
			if !v {
				s = append(s, "no")
			}
			s = append(s, m.key)
		case nil:
			s = append(s, m.key)
		default:
			s = append(s, m.key, flatValue(v))
		}
	}
	return strings.Join(s, " ")
}

func flatValue(v any) string {
	switch v := v.(type) {
	case *object:
		return "{" + flat(v) + "}"
	case []any:
		var s []string
		for _, e := range v {
			s = append(s, flatValue(e))
		}
		return strings.Join(s, ",")
	}
	return fmt.Sprint(v)
}
