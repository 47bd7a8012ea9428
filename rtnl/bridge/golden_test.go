package bridge_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io/fs"
	"iter"
	"net/netip"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	hw = nlattr.MustParseHWAddr
	ip = netip.MustParseAddr
)

// A sent is what says in Go what the command of a golden says.
type sent struct {
	name string // of the golden
	req  rtnl.Request
	back nlattr.Attrser // what is read of the message, and empty where it is not meant to be read
	diff string         // what is different, as DiffMessages has it
	why  string         // and why that is meant
}

// An object is a type of this package: its goldens, and how it is read.
type object struct {
	family string                // its goldens are family* and reply-family*
	head   int                   // size of the fixed header, bytes
	fresh  func() nlattr.Attrser // what a message is read into
	sent   []sent
	asked  []ask
	read   map[string][]nlattr.Attrser // what the kernel's answers say
	listed []listed
}

// A listed is what a listing says of a golden.
type listed struct {
	name string // of the golden
	list func(context.Context, *rtnl.Conn) (any, error)
	as   uint16 // of a request: the type of the kernel's message that has the same in it
	want any
}

func collect[T any](f func(context.Context, *rtnl.Conn) iter.Seq2[T, error]) func(context.Context, *rtnl.Conn) (any, error) {
	return func(ctx context.Context, c *rtnl.Conn) (any, error) { return rtnl.Collect(f(ctx, c)) }
}

// TestListGoldens lists what is in goldens as if the kernel had just sent it.
func TestListGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, o := range objects {
		for _, tt := range o.listed {
			t.Run(tt.name, func(t *testing.T) {
				var msgs [][]byte
				for _, m := range nltest.Goldens(t, tt.name)[0].Messages() {
					m = bytes.Clone(m)
					if tt.as != 0 {
						binary.LittleEndian.PutUint16(m[4:], tt.as)
					}
					msgs = append(msgs, m)
				}
				c, _ := dialKernel(t, msgs)
				got, err := tt.list(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				if diff := place.Diff(tt.want, got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			})
		}
	}
}

// objects is filled by the files of the objects.
var objects []object

// devices are those of the goldens, as "ip link add" numbered them.
var devices = map[string]int32{"eth0": 2, "br0": 2, "vx0": 2, "eth1": 3}

func device(name string) (int32, error) {
	if i := devices[name]; i != 0 {
		return i, nil
	}
	return 0, fs.ErrNotExist
}

// TestGoldens compares what this package sends with what bridge(8) sent, and what
// it reads of that with what was to be said.
func TestGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, o := range objects {
		for _, tt := range o.sent {
			t.Run(tt.name, func(t *testing.T) {
				g := nltest.Goldens(t, tt.name)[0]
				got, err := tt.req.AppendMessage(nil, device)
				if err != nil {
					t.Fatalf("%v: %v", tt.req, err)
				}
				if diff := nltest.DiffMessages(g.Bytes, got, nil); diff != tt.diff {
					t.Errorf("%v\nsays what %q says, but for\n%s\nwant, because %s:\n%s", tt.req, g.Command, diff, tt.why, tt.diff)
				}
				if tt.back == nil {
					return
				}
				v := reflect.New(reflect.TypeOf(tt.back).Elem()).Interface().(nlattr.Attrser)
				if err := nlattr.Parse(g.Bytes[16:], o.head, v); err != nil {
					t.Error(err)
				}
				if diff := place.Diff(tt.back, v); diff != "" {
					t.Errorf("reading %q: -want +got\n%s", g.Command, diff)
				}
			})
		}
	}
}

// TestReadGoldens decodes what a kernel answered.
func TestReadGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, o := range objects {
		for name, want := range o.read {
			t.Run(name, func(t *testing.T) {
				var got []nlattr.Attrser
				for _, m := range nltest.Goldens(t, name)[0].Messages() {
					v := o.fresh()
					if err := nlattr.Parse(m[16:], o.head, v); err != nil {
						t.Error(err)
					}
					got = append(got, v)
				}
				if diff := place.Diff(want, got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			})
		}
	}
}

// Each golden of the objects of this package is in a table of the tests.
func TestGoldensAreUsed(t *testing.T) {
	for _, o := range objects {
		used := map[string]bool{}
		for _, tt := range o.sent {
			used[tt.name] = true
		}
		for _, tt := range o.asked {
			used[tt.name] = true
		}
		for name := range o.read {
			used[name] = true
		}
		for _, tt := range o.listed {
			used[tt.name] = true
		}
		for _, prefix := range []string{"", "reply-"} {
			files, err := filepath.Glob(filepath.Join("..", "testdata", "golden", prefix+o.family+"*.golden"))
			if err != nil || len(files) == 0 {
				t.Errorf("no golden %s%s*: %v", prefix, o.family, err)
			}
			for _, f := range files {
				name := strings.TrimSuffix(filepath.Base(f), ".golden")
				if !used[name] {
					t.Errorf("no test uses %s", name)
				}
				delete(used, name)
			}
		}
		for name := range used {
			t.Errorf("%s is not of the family %s", name, o.family)
		}
	}
}

// fuzz decodes message bodies. Nothing panics, the input stays as it is, and what
// was decoded, if it was well formed, survives being sent again.
func fuzz(f *testing.F, family string) {
	o := objects[slices.IndexFunc(objects, func(o object) bool { return o.family == family })]
	for _, prefix := range []string{"", "reply-"} {
		for _, g := range nltest.Goldens(f, prefix+family+"*") {
			for _, m := range g.Messages() {
				f.Add(m[16:])
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		in := bytes.Clone(b)
		var c nlattr.Codec
		v := o.fresh()
		bad := c.Decode(in, o.head, v)
		if !bytes.Equal(in, b) {
			t.Fatal("decoding changed the message")
		}
		again, err := c.EncodeReport(nil, v)
		if err != nil {
			t.Fatalf("it cannot be sent again: %v", err)
		}
		w := o.fresh()
		err = c.Decode(again, o.head, w)
		if bad != nil {
			return // what is malformed need not be sent again
		}
		if err != nil {
			t.Fatalf("sent again it is malformed: %v\n% x\n% x", err, b, again)
		}
		if diff := place.Diff(v, w, sameUnknown, otherEmpty); diff != "" {
			t.Fatalf("sent again it is another: -before +after\n%s\n% x\n% x", diff, b, again)
		}
	})
}

// sameUnknown compares but for what is kept and not sent again: attributes that
// another one of their type follows.
var sameUnknown = cmp.Comparer(func(a, b []nlattr.Attr) bool {
	superseded := func(a nlattr.Attr) bool { return a.Problem == "another one follows" }
	a, b = slices.DeleteFunc(slices.Clone(a), superseded), slices.DeleteFunc(slices.Clone(b), superseded)
	return place.Diff(a, b, cmpopts.EquateEmpty()) == ""
})

// otherEmpty takes what is empty for none, but for what sameUnknown compares.
var otherEmpty = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type() != reflect.TypeFor[[]nlattr.Attr]() }, cmpopts.EquateEmpty())

// testRejected checks that requests are refused before they are sent, by names
// of attributes. The values of reports with the same in them are not.
func testRejected(t *testing.T, all map[string]rtnl.Request) {
	t.Helper()
	for want, req := range all {
		if _, err := req.AppendMessage(nil, device); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v, want one with %q", req, err, want)
		}
	}
}
