package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A difference is between what ip(8) prints and what this program does.
type difference struct {
	path         string
	theirs, ours any
}

func (d difference) String() string {
	return fmt.Sprintf("%s: ip has %s, here it is %s", d.path, asJSON(d.theirs), asJSON(d.ours))
}

func asJSON(v any) string {
	if v == missing {
		return "nothing"
	}
	b, _ := json.Marshal(v)
	return string(b)
}

type nothing struct{}

// missing stands for a member that there is not.
var missing any = nothing{}

// An answer is what was printed about an object, such as "link".
type answer struct {
	object string
	all    []any
}

// decode reads what was printed, an array for each object. Empty objects, which ip(8) prints for what it filtered,
// are left out.
func decode(t *testing.T, text string, objects ...string) (all []answer) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	for i := 0; ; i++ {
		var list []any
		if err := d.Decode(&list); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		if i == len(objects) {
			t.Fatalf("more than %d arrays in %q", i, text)
		}
		list = slices.DeleteFunc(list, func(o any) bool { m, ok := o.(map[string]any); return ok && len(m) == 0 })
		all = append(all, answer{objects[i], list})
	}
	for len(all) < len(objects) {
		all = append(all, answer{object: objects[len(all)]})
	}
	return all
}

// A comparison is of two answers, member by member.
type comparison struct {
	found   []difference
	visited map[string]bool // the paths of the objects that were looked into
}

func compare(theirs, ours []answer) comparison {
	c := comparison{visited: map[string]bool{}}
	for i := range theirs {
		path := theirs[i].object
		if path == "addr" {
			path = "link" // which it is all of, but for the addresses
		}
		c.list(path, theirs[i].all, ours[i].all)
	}
	return c
}

func (c *comparison) differ(path string, theirs, ours any) {
	c.found = append(c.found, difference{path, theirs, ours})
}

func (c *comparison) list(path string, theirs, ours []any) {
	if len(theirs) != len(ours) {
		c.differ(path+"[]", theirs, ours)
		return
	}
	for i := range theirs {
		c.value(path, theirs[i], ours[i])
	}
}

func (c *comparison) value(path string, theirs, ours any) {
	switch x := theirs.(type) {
	case map[string]any:
		if y, ok := ours.(map[string]any); ok {
			c.members(path, x, y)
			return
		}
	case []any:
		if y, ok := ours.([]any); ok {
			c.list(path, x, y)
			return
		}
	case json.Number:
		if y, ok := ours.(json.Number); ok && near(path, x, y) {
			return
		}
	default:
		if reflect.DeepEqual(theirs, ours) {
			return
		}
	}
	c.differ(path, theirs, ours)
}

func (c *comparison) members(path string, theirs, ours map[string]any) {
	c.visited[path] = true
	keys := slices.Sorted(maps.Keys(theirs))
	for k := range ours {
		if _, both := theirs[k]; !both {
			keys = append(keys, k)
		}
	}
	for _, k := range keys {
		x, y := orMissing(theirs, k), orMissing(ours, k)
		switch k {
		case "linkinfo":
			c.value("linkinfo", x, y)
		case "info_data":
			c.value(fmt.Sprintf("%v", theirs["info_kind"]), x, y)
		case "info_slave_data":
			c.value(fmt.Sprintf("%v_slave", theirs["info_slave_kind"]), x, y)
		case "addr_info":
			c.value("addr", x, y)
		default:
			c.value(path+"."+k, x, y)
		}
	}
}

func orMissing(m map[string]any, k string) any {
	if v, ok := m[k]; ok {
		return v
	}
	return missing
}

// passing are members that change while one looks, and by how much.
var passing = map[string]float64{
	"_timer": 3, ".gc_timer": 400, "life_time": 2, ".expires": 2, ".used": 2, ".confirmed": 2, ".updated": 2, ".age": 2, ".last_use": 3,
}

// near reports whether two numbers are the same, or as near as time lets them be.
func near(path string, x, y json.Number) bool {
	if x == y {
		return true
	}
	a, err1 := x.Float64()
	b, err2 := y.Float64()
	if err1 != nil || err2 != nil {
		return false
	}
	if a == b && strings.ContainsAny(string(x+y), ".e") {
		return true
	}
	for suffix, by := range passing {
		if strings.HasSuffix(path, suffix) && math.Abs(a-b) <= by {
			return true
		}
	}
	return false
}
