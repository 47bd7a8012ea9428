// Package ntable reads and changes the neighbour tables, "ip ntable": when
// entries are collected as garbage, and how each link looks for its neighbours.
package ntable

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// The names of the tables.
const (
	ARP   = "arp_cache"   // of IPv4
	NDisc = "ndisc_cache" // of IPv6
)

// headLen is the size of ndtmsg.
const headLen = 4

// Table is a neighbour table, or the parameters of one link in it. A listing has
// first the table, with the parameters that new links get, and then one Table for
// each link, with the name and Parms only.
type Table struct {
	Family rtnl.Family `json:"family,omitzero"` // ndtm_family; a request goes by the name, and with a family only to a table of that
	Name   string      `json:"name,omitzero"`   // NDTA_NAME: ARP or NDisc; required in a request

	// The thresholds of garbage collection are of all namespaces: only the first
	// one can change them, for another they do not exist.
	Thresh1    nlattr.Opt[uint32]        `json:"thresh1,omitzero"`     // NDTA_THRESH1: with fewer entries nothing is collected
	Thresh2    nlattr.Opt[uint32]        `json:"thresh2,omitzero"`     // NDTA_THRESH2: with more, what is 5 s old is collected when one is added
	Thresh3    nlattr.Opt[uint32]        `json:"thresh3,omitzero"`     // NDTA_THRESH3: there are never more
	GCInterval nlattr.Opt[time.Duration] `json:"gc_interval,omitzero"` // NDTA_GC_INTERVAL: how often garbage is collected; ms

	Parms  *Parms  `json:"parms,omitzero"`  // NDTA_PARMS: of a link, or, without one, of links to come
	Config *Config `json:"config,omitzero"` // NDTA_CONFIG, reported
	Stats  *Stats  `json:"stats,omitzero"`  // NDTA_STATS, reported

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes, behind the ndtmsg.
func (t *Table) Attrs(c *nlattr.Codec) {
	if !c.Reporting() && t.Name == "" {
		c.Reject("name", "missing")
	}
	h := c.Head(headLen)
	nlattr.At8(h, 0, &t.Family)
	nlattr.Str(c, uapi.NDTA_NAME, "name", &t.Name)
	nlattr.U32(c, uapi.NDTA_THRESH1, "thresh1", &t.Thresh1)
	nlattr.U32(c, uapi.NDTA_THRESH2, "thresh2", &t.Thresh2)
	nlattr.U32(c, uapi.NDTA_THRESH3, "thresh3", &t.Thresh3)
	nlattr.Dur64(c, uapi.NDTA_GC_INTERVAL, "gc_interval", time.Millisecond, &t.GCInterval)
	nlattr.Nest(c, uapi.NDTA_PARMS, "parms", &t.Parms)
	if c.Reporting() {
		nlattr.Struct(c, uapi.NDTA_CONFIG, "config", &t.Config)
		nlattr.Struct(c, uapi.NDTA_STATS, "stats", &t.Stats)
	}
	nlattr.Skip(c, uapi.NDTA_PAD, "pad")
	nlattr.Rest(c, &t.Unknown)
}

// Parms are the parameters of a link in a table. Absent fields stay as they are.
// Times are in milliseconds.
type Parms struct {
	Dev      string `json:"-"`                // the link's name
	DevIndex int32  `json:"ifindex,omitzero"` // NDTPA_IFINDEX; absent are the parameters that new links get

	Refs          uint32                    `json:"refcnt,omitzero"`         // NDTPA_REFCNT, reported
	ReachableTime nlattr.Opt[time.Duration] `json:"reachable_time,omitzero"` // NDTPA_REACHABLE_TIME: BaseReachableTime times a random 0.5 to 1.5, reported

	BaseReachableTime nlattr.Opt[time.Duration] `json:"base_reachable_time,omitzero"`    // NDTPA_BASE_REACHABLE_TIME: how long a neighbour that was heard of is reachable
	RetransTime       nlattr.Opt[time.Duration] `json:"retrans_time,omitzero"`           // NDTPA_RETRANS_TIME: between questions
	GCStaleTime       nlattr.Opt[time.Duration] `json:"gc_staletime,omitzero"`           // NDTPA_GC_STALETIME: unused as long, an entry is garbage
	DelayProbeTime    nlattr.Opt[time.Duration] `json:"delay_probe_time,omitzero"`       // NDTPA_DELAY_PROBE_TIME: from the use of a stale entry to the first question
	IntervalProbeTime nlattr.Opt[time.Duration] `json:"interval_probe_time_ms,omitzero"` // NDTPA_INTERVAL_PROBE_TIME_MS: between questions for managed entries, from 1 ms (6.0)
	QueueLen          nlattr.Opt[uint32]        `json:"queue_len,omitzero"`              // NDTPA_QUEUE_LEN: packets that wait for an answer, about; QueueLenBytes is exact
	QueueLenBytes     nlattr.Opt[uint32]        `json:"queue_lenbytes,omitzero"`         // NDTPA_QUEUE_LENBYTES: bytes of packets that wait for an answer
	AppProbes         nlattr.Opt[uint32]        `json:"app_probes,omitzero"`             // NDTPA_APP_PROBES: questions to a daemon
	UcastProbes       nlattr.Opt[uint32]        `json:"ucast_probes,omitzero"`           // NDTPA_UCAST_PROBES: questions to the address known before
	McastProbes       nlattr.Opt[uint32]        `json:"mcast_probes,omitzero"`           // NDTPA_MCAST_PROBES: questions to all
	McastReprobes     nlattr.Opt[uint32]        `json:"mcast_reprobes,omitzero"`         // NDTPA_MCAST_REPROBES: questions to all, after those to an address
	AnycastDelay      nlattr.Opt[time.Duration] `json:"anycast_delay,omitzero"`          // NDTPA_ANYCAST_DELAY: at most, before an answer for an anycast address
	ProxyDelay        nlattr.Opt[time.Duration] `json:"proxy_delay,omitzero"`            // NDTPA_PROXY_DELAY: at most, before an answer for a proxy entry
	ProxyQLen         nlattr.Opt[uint32]        `json:"proxy_qlen,omitzero"`             // NDTPA_PROXY_QLEN: questions for proxy entries that wait
	LockTime          nlattr.Opt[time.Duration] `json:"locktime,omitzero"`               // NDTPA_LOCKTIME: how long a new address is not replaced by another answer

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes.
func (p *Parms) Attrs(c *nlattr.Codec) {
	rtattr.Dev(c, uapi.NDTPA_IFINDEX, "ifindex", p.Dev, &p.DevIndex)
	if c.Reporting() {
		nlattr.N32(c, uapi.NDTPA_REFCNT, "refcnt", &p.Refs)
		nlattr.Dur64(c, uapi.NDTPA_REACHABLE_TIME, "reachable_time", time.Millisecond, &p.ReachableTime)
	}
	nlattr.Dur64(c, uapi.NDTPA_BASE_REACHABLE_TIME, "base_reachable_time", time.Millisecond, &p.BaseReachableTime)
	nlattr.Dur64(c, uapi.NDTPA_RETRANS_TIME, "retrans_time", time.Millisecond, &p.RetransTime)
	nlattr.Dur64(c, uapi.NDTPA_GC_STALETIME, "gc_staletime", time.Millisecond, &p.GCStaleTime)
	nlattr.Dur64(c, uapi.NDTPA_DELAY_PROBE_TIME, "delay_probe_time", time.Millisecond, &p.DelayProbeTime)
	nlattr.U32(c, uapi.NDTPA_QUEUE_LEN, "queue_len", &p.QueueLen)
	nlattr.U32(c, uapi.NDTPA_APP_PROBES, "app_probes", &p.AppProbes)
	nlattr.U32(c, uapi.NDTPA_UCAST_PROBES, "ucast_probes", &p.UcastProbes)
	nlattr.U32(c, uapi.NDTPA_MCAST_PROBES, "mcast_probes", &p.McastProbes)
	nlattr.Dur64(c, uapi.NDTPA_ANYCAST_DELAY, "anycast_delay", time.Millisecond, &p.AnycastDelay)
	nlattr.Dur64(c, uapi.NDTPA_PROXY_DELAY, "proxy_delay", time.Millisecond, &p.ProxyDelay)
	nlattr.U32(c, uapi.NDTPA_PROXY_QLEN, "proxy_qlen", &p.ProxyQLen)
	nlattr.Dur64(c, uapi.NDTPA_LOCKTIME, "locktime", time.Millisecond, &p.LockTime)
	nlattr.U32(c, uapi.NDTPA_QUEUE_LENBYTES, "queue_lenbytes", &p.QueueLenBytes)
	nlattr.U32(c, uapi.NDTPA_MCAST_REPROBES, "mcast_reprobes", &p.McastReprobes)
	nlattr.Dur64(c, uapi.NDTPA_INTERVAL_PROBE_TIME_MS, "interval_probe_time_ms", time.Millisecond, &p.IntervalProbeTime)
	nlattr.Skip(c, uapi.NDTPA_PAD, "pad")
	nlattr.Rest(c, &p.Unknown)
}

// Config is struct ndt_config: how a table is.
type Config struct {
	KeyLen      uint16        `json:"key_len"`       // bytes of an address
	EntrySize   uint16        `json:"entry_size"`    // bytes of an entry, in the kernel
	Entries     uint32        `json:"entries"`       // how many there are, in all namespaces
	LastFlush   time.Duration `json:"last_flush"`    // how long ago garbage was collected; ms
	LastRand    time.Duration `json:"last_rand"`     // how long ago the reachable times were drawn; ms
	HashRnd     uint32        `json:"hash_rnd"`      // random part of the hash
	HashMask    uint32        `json:"hash_mask"`     // size of the hash table, less one
	HashChainGC uint32        `json:"hash_chain_gc"` // not used
	ProxyQLen   uint32        `json:"proxy_qlen"`    // questions for proxy entries that wait
}

// Attrs lists the members.
func (f *Config) Attrs(c *nlattr.Codec) {
	h := c.Head(32)
	nlattr.At16(h, 0, &f.KeyLen)
	nlattr.At16(h, 2, &f.EntrySize)
	nlattr.At32(h, 4, &f.Entries)
	for off, d := range map[int]*time.Duration{8: &f.LastFlush, 12: &f.LastRand} {
		ms := uint32(*d / time.Millisecond)
		nlattr.At32(h, off, &ms)
		if c.Decoding() {
			*d = time.Duration(ms) * time.Millisecond
		}
	}
	nlattr.At32(h, 16, &f.HashRnd)
	nlattr.At32(h, 20, &f.HashMask)
	nlattr.At32(h, 24, &f.HashChainGC)
	nlattr.At32(h, 28, &f.ProxyQLen)
}

// Stats is struct ndt_stats: what a table has done, in all namespaces.
type Stats struct {
	Allocs         uint64 `json:"allocs"`           // entries that were made
	Destroys       uint64 `json:"destroys"`         // entries that are gone
	HashGrows      uint64 `json:"hash_grows"`       // times that the hash table became larger
	ResFailed      uint64 `json:"res_failed"`       // addresses that nobody answered for
	Lookups        uint64 `json:"lookups"`          // times that an entry was looked for
	Hits           uint64 `json:"hits"`             // times that there was one
	RcvProbesMcast uint64 `json:"rcv_probes_mcast"` // questions to all that came
	RcvProbesUcast uint64 `json:"rcv_probes_ucast"` // questions to this host that came
	PeriodicGCRuns uint64 `json:"periodic_gc_runs"` // garbage collections by the clock
	ForcedGCRuns   uint64 `json:"forced_gc_runs"`   // garbage collections for lack of room
	TableFulls     uint64 `json:"table_fulls"`      // entries that there was no room for
}

// Attrs lists the members.
func (s *Stats) Attrs(c *nlattr.Codec) {
	h := c.Head(88)
	for i, v := range []*uint64{
		&s.Allocs, &s.Destroys, &s.HashGrows, &s.ResFailed, &s.Lookups, &s.Hits,
		&s.RcvProbesMcast, &s.RcvProbesUcast, &s.PeriodicGCRuns, &s.ForcedGCRuns, &s.TableFulls,
	} {
		nlattr.At64(h, 8*i, v)
	}
}

var change = rtnl.Verb{Name: "ntable change", Type: uapi.RTM_SETNEIGHTBL, Flags: uapi.NLM_F_REPLACE}

// Set changes a table, and the parameters of a link in it, "ip ntable change":
// RTM_SETNEIGHTBL. It fails with fs.ErrNotExist for a table or a link that is not
// there, and for thresholds in a namespace that is not the first one; Parms in
// the same request are changed all the same.
func Set(t Table) rtnl.Request { return rtnl.NewRequest(&change, &t) }

// Key returns the table's name and the link.
func (t *Table) Key() string {
	w := rtattr.Words{"name", t.Name}
	if p := t.Parms; p != nil {
		w.Add("dev", p.Dev != "" || p.DevIndex != 0, rtattr.DevName(p.Dev, p.DevIndex))
	}
	return w.String()
}

// Words returns what stands behind "ip ntable change".
func (t *Table) Words() string {
	w := rtattr.Words{t.Key()}
	rest := Table{Thresh1: t.Thresh1, Thresh2: t.Thresh2, Thresh3: t.Thresh3, GCInterval: t.GCInterval}
	w.Fields(&rest)
	if t.Parms != nil {
		p := *t.Parms
		p.Dev, p.DevIndex = "", 0
		w.Fields(&p)
	}
	return strings.TrimSpace(w.String())
}

// DumpKey returns what the kernel tells the tables of one listing apart by.
func (t *Table) DumpKey() any {
	k := struct {
		family rtnl.Family
		name   string
		dev    int32
	}{t.Family, t.Name, 0}
	if t.Parms != nil {
		k.dev = t.Parms.DevIndex
	}
	return k
}

// Filter chooses tables. Absent fields choose all.
type Filter struct {
	Family   rtnl.Family // the kernel filters
	Name     string      // ARP or NDisc
	Dev      string      // the parameters of this link only
	DevIndex int32       // likewise
}

// question is the body of RTM_GETNEIGHTBL.
type question struct{ family rtnl.Family }

// Attrs lists the attributes.
func (q *question) Attrs(c *nlattr.Codec) {
	h := c.Head(headLen)
	nlattr.At8(h, 0, &q.family)
}

// Tables lists the tables and the parameters of links in them, "ip -s ntable
// show". A nil filter is everything.
func Tables(ctx context.Context, c *rtnl.Conn, f *Filter) iter.Seq2[Table, error] {
	const op = "ntable show"
	if f == nil {
		f = new(Filter)
	}
	return func(yield func(Table, error) bool) {
		index, err := c.FilterIndex(ctx, op, "dev", f.Dev, f.DevIndex)
		if err != nil {
			yield(Table{}, err)
			return
		}
		q := rtnl.Query{Op: op, Type: uapi.RTM_GETNEIGHTBL, Reply: uapi.RTM_NEWNEIGHTBL, Head: headLen, Body: &question{f.Family}}
		rtnl.List(ctx, c, q, func(t *Table) bool {
			return (f.Family == 0 || t.Family == f.Family) && (f.Name == "" || t.Name == f.Name) &&
				(index == 0 || t.Parms != nil && t.Parms.DevIndex == index)
		})(yield)
	}
}
