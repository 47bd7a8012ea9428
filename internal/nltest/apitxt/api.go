package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// api lists what p exports, one line each, sorted.
func api(p *types.Package) []string {
	var lines []string
	qualify := func(other *types.Package) string {
		if other == p {
			return ""
		}
		return other.Name()
	}
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Const:
			lines = append(lines, types.ObjectString(obj, qualify)+" = "+obj.Val().ExactString())
		case *types.TypeName:
			lines = append(lines, typeLines(obj, qualify)...)
		default: // func, var
			lines = append(lines, types.ObjectString(obj, qualify))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// typeLines gives a type, its exported fields or interface methods, and the
// exported methods declared on it.
func typeLines(obj *types.TypeName, qualify types.Qualifier) []string {
	if obj.IsAlias() {
		return []string{types.ObjectString(obj, qualify)}
	}
	head := "type " + obj.Name()
	named := obj.Type().(*types.Named)
	var lines []string
	switch u := named.Underlying().(type) {
	case *types.Struct:
		lines = append(lines, typeHead(named, qualify)+" struct")
		for f := range u.Fields() {
			if f.Exported() {
				lines = append(lines, head+" struct, "+field(f, qualify))
			}
		}
	case *types.Interface:
		lines = append(lines, typeHead(named, qualify)+" interface"+hidden(u))
		for m := range u.ExplicitMethods() {
			if m.Exported() {
				lines = append(lines, head+" interface, "+m.Name()+signature(m, qualify))
			}
		}
		for e := range u.EmbeddedTypes() {
			lines = append(lines, head+" interface, "+types.TypeString(e, qualify))
		}
	default:
		lines = append(lines, typeHead(named, qualify)+" "+types.TypeString(u, qualify))
	}
	for m := range named.Methods() {
		if m.Exported() {
			recv := m.Signature().Recv().Type()
			lines = append(lines, fmt.Sprintf("method (%s) %s%s", types.TypeString(recv, qualify), m.Name(), signature(m, qualify)))
		}
	}
	return lines
}

func typeHead(t *types.Named, qualify types.Qualifier) string {
	var params []string
	for p := range t.TypeParams().TypeParams() {
		params = append(params, p.Obj().Name()+" "+types.TypeString(p.Constraint(), qualify))
	}
	head := "type " + t.Obj().Name()
	if len(params) > 0 {
		head += "[" + strings.Join(params, ", ") + "]"
	}
	return head
}

func field(f *types.Var, qualify types.Qualifier) string {
	text := f.Name() + " " + types.TypeString(f.Type(), qualify)
	if f.Embedded() {
		text = "embedded " + types.TypeString(f.Type(), qualify)
	}
	return text
}

// hidden marks an interface that only its own package can implement.
func hidden(u *types.Interface) string {
	for m := range u.ExplicitMethods() {
		if !m.Exported() {
			return " with unexported methods"
		}
	}
	return ""
}

func signature(f *types.Func, qualify types.Qualifier) string {
	return strings.TrimPrefix(types.TypeString(f.Signature(), qualify), "func")
}
