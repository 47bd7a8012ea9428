package main

import (
	"fmt"
	"go/ast"
	"go/token"
)

// undocumented lists the exported identifiers in files without a comment:
// above, at the end of the line, or above the group they are in. In a struct or
// an interface a group is what follows without an empty line.
func undocumented(fset *token.FileSet, files []*ast.File) []string {
	d := docs{fset: fset}
	var packageDoc bool
	for _, f := range files {
		packageDoc = packageDoc || f.Doc != nil
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Doc == nil && exportedReceiver(decl) {
					d.missing(decl.Name)
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					d.spec(decl, spec)
				}
			}
		}
	}
	if !packageDoc && len(files) > 0 {
		d.missing(files[0].Name)
	}
	return d.complaints
}

type docs struct {
	fset       *token.FileSet
	complaints []string
}

func (d *docs) missing(name *ast.Ident) {
	d.complaints = append(d.complaints, fmt.Sprintf("%s: %s has no doc comment", d.fset.Position(name.Pos()), name.Name))
}

func (d *docs) spec(decl *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if !spec.Name.IsExported() {
			return
		}
		if decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
			d.missing(spec.Name)
		}
		switch t := spec.Type.(type) {
		case *ast.StructType:
			d.fields(t.Fields)
		case *ast.InterfaceType:
			d.fields(t.Methods)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() && decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				d.missing(name)
			}
		}
	}
}

func (d *docs) fields(list *ast.FieldList) {
	group, last := false, 0 // whether the group has a comment, and the line it reaches to
	for _, f := range list.List {
		first := d.fset.Position(f.Pos()).Line
		group = f.Doc != nil || group && first == last+1
		last = d.fset.Position(f.End()).Line
		if group || f.Comment != nil {
			continue
		}
		for _, name := range f.Names {
			if name.IsExported() {
				d.missing(name)
			}
		}
	}
}

// exportedReceiver reports whether f is an exported function, or an exported
// method of an exported type.
func exportedReceiver(f *ast.FuncDecl) bool {
	if !f.Name.IsExported() {
		return false
	}
	if f.Recv == nil {
		return true
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}
