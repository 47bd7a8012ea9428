package nsid_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/nsid"
)

const head = 16 + 4 // nlmsghdr and rtgenmsg

var id = rtnl.Some[int32]

// sent is what says in Go what the command of a golden says, and a golden's
// handle is ns.
func sent(ns *netns.Handle) map[string]nsid.NSID {
	return map[string]nsid.NSID{
		"nsid-set":         {ID: id(4711), NetNS: ns},
		"nsid-set-auto":    {NetNS: ns},
		"nsid-dump":        {},
		"nsid-dump-target": {Target: id(4711)},
		"nsid-get-target":  {ID: id(815), Target: id(4711)},
	}
}

var read = map[string][]nsid.NSID{
	"reply-nsid-dump":   {{ID: id(4711)}},
	"reply-nsid-target": {{ID: id(42), Current: id(815)}, {ID: id(43)}},
}

func TestGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	nltest.Live(t)
	ns, err := netns.Current()
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	for name, n := range sent(ns) {
		t.Run(name, func(t *testing.T) {
			g := nltest.Goldens(t, name)[0]
			want := bytes.ReplaceAll(g.Bytes, []byte{8, 0, 3, 0, 6, 0, 0, 0}, []byte{8, 0, 3, 0, byte(ns.FD()), 0, 0, 0})
			var got []byte
			if strings.HasPrefix(name, "nsid-set") {
				got, err = nsid.Set(n).AppendMessage(nil, nil)
			} else {
				got, err = new(nlattr.Codec).Encode(bytes.Clone(want[:16]), &n)
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := nltest.DiffMessages(want, got, nil); diff != "" {
				t.Errorf("%q: %s", g.Command, diff)
			}
		})
	}
}

func TestReadGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for name, want := range read {
		t.Run(name, func(t *testing.T) {
			var got []nsid.NSID
			for _, m := range nltest.Goldens(t, name)[0].Messages() {
				var n nsid.NSID
				if err := nlattr.Parse(m[16:], head-16, &n); err != nil {
					t.Error(err)
				}
				got = append(got, n)
			}
			if diff := place.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestGoldensAreUsed(t *testing.T) {
	all, used := nltest.Goldens(t, "nsid-*"), sent(nil)
	for _, g := range append(all, nltest.Goldens(t, "reply-nsid-*")...) {
		if _, ok := used[g.Name]; !ok && read[g.Name] == nil {
			t.Errorf("no test uses %s", g.Name)
		}
	}
}

func TestComplete(t *testing.T) {
	complete.Set{
		Prefix: "NETNSA_", But: map[string]string{
			"NETNSA_NONE": "it is none",
			"NETNSA_FD":   "it is a handle, which only a request has",
		},
	}.Check(t, new(nsid.NSID))
}

func TestNSIDs(t *testing.T) {
	p := place.New(t)
	a, b, c := named(t), named(t), named(t)
	ctx := t.Context()
	p.Must(nsid.Set(nsid.NSID{ID: id(4711), NetNS: a}), nsid.Set(nsid.NSID{NetNS: b}))
	if err := a.SetNSID(b, 42); err != nil {
		t.Fatal(err)
	}
	if err := a.SetNSID(c, 43); err != nil {
		t.Fatal(err)
	}

	ofB, err := nsid.Get(ctx, p.Conn, nsid.NSID{NetNS: b})
	if err != nil || !ofB.ID.Is() {
		t.Fatalf("Get(b) = %+v, %v; want a number that the kernel chose", ofB, err)
	}
	if got, err := nsid.Get(ctx, p.Conn, nsid.NSID{NetNS: a}); err != nil || place.Diff(nsid.NSID{ID: id(4711)}, got) != "" {
		t.Errorf("Get(a) = %+v, %v", got, err)
	}
	if got, err := nsid.Get(ctx, p.Conn, nsid.NSID{NetNS: c}); err != nil || got.ID.Is() {
		t.Errorf("Get(c) = %+v, %v; want no number", got, err)
	}
	want := nsid.NSID{ID: id(42), Current: ofB.ID}
	for _, of := range []nsid.NSID{{NetNS: b, Target: id(4711)}, {ID: ofB.ID, Target: id(4711)}} {
		if got, err := nsid.Get(ctx, p.Conn, of); err != nil || place.Diff(want, got) != "" {
			t.Errorf("Get(%+v) = %+v, %v; want %+v", of, got, err, want)
		}
	}
	byID := func(list []nsid.NSID) map[int32]nsid.NSID {
		m := map[int32]nsid.NSID{}
		for _, n := range list {
			m[n.ID.Or(-1)] = n
		}
		return m
	}
	list, err := rtnl.Collect(nsid.List(ctx, p.Conn, nil))
	if diff := place.Diff(map[int32]nsid.NSID{4711: {ID: id(4711)}, ofB.ID.Or(-1): {ID: ofB.ID}}, byID(list)); err != nil || diff != "" {
		t.Errorf("List() err %v, -want +got\n%s", err, diff)
	}
	list, err = rtnl.Collect(nsid.List(ctx, p.Conn, &nsid.Filter{Target: id(4711)}))
	if diff := place.Diff(map[int32]nsid.NSID{42: want, 43: {ID: id(43)}}, byID(list)); err != nil || diff != "" {
		t.Errorf("List(target) err %v, -want +got\n%s", err, diff)
	}

	// A process stands for its namespace.
	p.Must(nsid.Set(nsid.NSID{ID: id(11), PID: uint32(os.Getpid())}))
	if got, err := nsid.Get(ctx, p.Conn, nsid.NSID{PID: uint32(os.Getpid())}); err != nil || got.ID != id(11) {
		t.Errorf("Get(own process) = %+v, %v; want 11", got, err)
	}
	for _, of := range []nsid.NSID{{ID: id(12)}, {PID: 1<<22 + 1}} {
		if got, err := nsid.Get(ctx, p.Conn, of); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Get(%+v) = %+v, %v; want fs.ErrNotExist", of, got, err)
		}
	}

	// ip(8) sees the same.
	var says = map[float64]any{}
	for _, o := range p.JSON("netns", "list-id", "target-nsid", "4711") {
		says[o["nsid"].(float64)] = o["current-nsid"]
	}
	if diff := place.Diff(map[float64]any{42: float64(ofB.ID.Or(-1)), 43: nil}, says); diff != "" {
		t.Errorf("ip netns list-id: -want +got\n%s", diff)
	}
}

func named(t *testing.T) *netns.Handle {
	t.Helper()
	h, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

func TestRefused(t *testing.T) {
	p := place.New(t)
	a := named(t)
	p.Must(nsid.Set(nsid.NSID{ID: id(7), NetNS: a}))
	for _, tt := range []struct {
		req  rtnl.Request
		want string
	}{
		{nsid.Set(nsid.NSID{ID: id(8), NetNS: a}), "file exists"},
		{nsid.Set(nsid.NSID{ID: id(7), NetNS: named(t)}), "file exists"},
		{nsid.Set(nsid.NSID{ID: id(7)}), "fd: no namespace"},
		{nsid.Set(nsid.NSID{ID: id(-2), NetNS: a}), "nsid: -2, at least 0"},
		{nsid.Set(nsid.NSID{PID: 1, NetNS: a}), "a handle beside a process"},
		{nsid.Set(nsid.NSID{NetNS: a, Target: id(3)}), "target_nsid: "},
	} {
		if err := p.Do(t.Context(), tt.req); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, want %q", tt.req, err, tt.want)
		}
	}
	for _, of := range []nsid.NSID{{}, {NetNS: a, ID: id(7)}} {
		if _, err := nsid.Get(t.Context(), p.Conn, of); err == nil || !strings.Contains(err.Error(), "by one of") {
			t.Errorf("Get(%+v) = %v", of, err)
		}
	}
	if got := nsid.Set(nsid.NSID{ID: id(9), PID: 17}).String(); got != "netns set pid 17 9" {
		t.Errorf("String() = %q", got)
	}
}

func FuzzNSID(f *testing.F) {
	for _, g := range nltest.Goldens(f, "reply-nsid-*") {
		for _, m := range g.Messages() {
			f.Add(m[16:])
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) { place.RoundTrip[nsid.NSID](t, b, head-16) })
}
