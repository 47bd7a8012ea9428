package kind

import (
	"bytes"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

// CANBitTiming is how long the parts of a bit are. To set it, give a Bitrate, with
// a SamplePoint or without, and the kernel computes the rest; or TQ, the segments
// and SJW. A value that was read has both, and cannot be sent as it is.
type CANBitTiming struct {
	Bitrate     uint32 `json:"bitrate"`      // bit/s
	SamplePoint uint32 `json:"sample_point"` // where in a bit it is looked at, in thousandths
	TQ          uint32 `json:"tq"`           // time quantum, ns
	PropSeg     uint32 `json:"prop_seg"`     // propagation segment, quanta
	PhaseSeg1   uint32 `json:"phase_seg1"`   // phase buffer segment 1, quanta
	PhaseSeg2   uint32 `json:"phase_seg2"`   // phase buffer segment 2, quanta
	SJW         uint32 `json:"sjw"`          // synchronisation jump width, quanta; 0 is the kernel's choice
	BRP         uint32 `json:"brp"`          // prescaler of the device's clock, reported
}

// Attrs lists the members of struct can_bittiming.
func (b *CANBitTiming) Attrs(c *nlattr.Codec) {
	h := c.Head(32)
	for i, v := range [...]*uint32{&b.Bitrate, &b.SamplePoint, &b.TQ, &b.PropSeg, &b.PhaseSeg1, &b.PhaseSeg2, &b.SJW, &b.BRP} {
		nlattr.At32(h, 4*i, v)
	}
}

func (b *CANBitTiming) check(c *nlattr.Codec, name string) {
	if b.Bitrate != 0 && b.TQ != 0 {
		c.Reject(name, "both a bitrate and a tq")
	}
}

// CANBitTimingConst are the limits that a device has for a [CANBitTiming].
type CANBitTimingConst struct {
	Name     string `json:"name"`      // of the device's kind, up to 16 bytes
	TSeg1Min uint32 `json:"tseg1_min"` // the least of PropSeg and PhaseSeg1 together
	TSeg1Max uint32 `json:"tseg1_max"` // the most of these
	TSeg2Min uint32 `json:"tseg2_min"` // the least of PhaseSeg2
	TSeg2Max uint32 `json:"tseg2_max"` // the most of that
	SJWMax   uint32 `json:"sjw_max"`   // the most of SJW
	BRPMin   uint32 `json:"brp_min"`   // the least of BRP
	BRPMax   uint32 `json:"brp_max"`   // the most of that
	BRPInc   uint32 `json:"brp_inc"`   // the step from one BRP to the next
}

// Attrs lists the members of struct can_bittiming_const.
func (b *CANBitTimingConst) Attrs(c *nlattr.Codec) {
	h := c.Head(48)
	var name [16]byte
	copy(name[:], b.Name)
	nlattr.AtBytes(h, 0, name[:])
	if c.Decoding() {
		s, _, _ := bytes.Cut(name[:], []byte{0})
		b.Name = string(s)
	}
	for i, v := range [...]*uint32{&b.TSeg1Min, &b.TSeg1Max, &b.TSeg2Min, &b.TSeg2Max, &b.SJWMax, &b.BRPMin, &b.BRPMax, &b.BRPInc} {
		nlattr.At32(h, 16+4*i, v)
	}
}

// CANTDC is transmitter delay compensation: when a device looks at the bits that
// it sends itself. Times are in periods of the device's clock.
type CANTDC struct {
	TDCV nlattr.Opt[uint32] `json:"tdcv,omitzero"` // IFLA_CAN_TDC_TDCV: from sending to receiving; mode TDCManual only
	TDCO nlattr.Opt[uint32] `json:"tdco,omitzero"` // IFLA_CAN_TDC_TDCO: on top of that
	TDCF nlattr.Opt[uint32] `json:"tdcf,omitzero"` // IFLA_CAN_TDC_TDCF: filter window, the least delay that is compensated

	// The limits of these, reported.
	TDCVMin nlattr.Opt[uint32] `json:"tdcv_min,omitzero"` // IFLA_CAN_TDC_TDCV_MIN
	TDCVMax nlattr.Opt[uint32] `json:"tdcv_max,omitzero"` // IFLA_CAN_TDC_TDCV_MAX
	TDCOMin nlattr.Opt[uint32] `json:"tdco_min,omitzero"` // IFLA_CAN_TDC_TDCO_MIN
	TDCOMax nlattr.Opt[uint32] `json:"tdco_max,omitzero"` // IFLA_CAN_TDC_TDCO_MAX
	TDCFMin nlattr.Opt[uint32] `json:"tdcf_min,omitzero"` // IFLA_CAN_TDC_TDCF_MIN
	TDCFMax nlattr.Opt[uint32] `json:"tdcf_max,omitzero"` // IFLA_CAN_TDC_TDCF_MAX

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of IFLA_CAN_TDC.
func (d *CANTDC) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCV, "tdcv", &d.TDCV)
	nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCO, "tdco", &d.TDCO)
	nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCF, "tdcf", &d.TDCF)
	if c.Reporting() {
		nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCV_MIN, "tdcv_min", &d.TDCVMin)
		nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCV_MAX, "tdcv_max", &d.TDCVMax)
		nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCO_MIN, "tdco_min", &d.TDCOMin)
		nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCO_MAX, "tdco_max", &d.TDCOMax)
		nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCF_MIN, "tdcf_min", &d.TDCFMin)
		nlattr.U32(c, uapi.IFLA_CAN_TDC_TDCF_MAX, "tdcf_max", &d.TDCFMax)
	}
	nlattr.Rest(c, &d.Unknown)
}

// CANPWM is the pulse width modulation of CAN XL. Times are in periods of the
// device's clock.
type CANPWM struct {
	PWMS nlattr.Opt[uint32] `json:"pwms,omitzero"` // IFLA_CAN_PWM_PWMS: the short phase
	PWML nlattr.Opt[uint32] `json:"pwml,omitzero"` // IFLA_CAN_PWM_PWML: the long phase
	PWMO nlattr.Opt[uint32] `json:"pwmo,omitzero"` // IFLA_CAN_PWM_PWMO: the offset; 0 if it is absent

	// The limits of these, reported.
	PWMSMin nlattr.Opt[uint32] `json:"pwms_min,omitzero"` // IFLA_CAN_PWM_PWMS_MIN
	PWMSMax nlattr.Opt[uint32] `json:"pwms_max,omitzero"` // IFLA_CAN_PWM_PWMS_MAX
	PWMLMin nlattr.Opt[uint32] `json:"pwml_min,omitzero"` // IFLA_CAN_PWM_PWML_MIN
	PWMLMax nlattr.Opt[uint32] `json:"pwml_max,omitzero"` // IFLA_CAN_PWM_PWML_MAX
	PWMOMin nlattr.Opt[uint32] `json:"pwmo_min,omitzero"` // IFLA_CAN_PWM_PWMO_MIN
	PWMOMax nlattr.Opt[uint32] `json:"pwmo_max,omitzero"` // IFLA_CAN_PWM_PWMO_MAX

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Attrs lists the attributes of IFLA_CAN_XL_PWM.
func (p *CANPWM) Attrs(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_CAN_PWM_PWMS, "pwms", &p.PWMS)
	nlattr.U32(c, uapi.IFLA_CAN_PWM_PWML, "pwml", &p.PWML)
	nlattr.U32(c, uapi.IFLA_CAN_PWM_PWMO, "pwmo", &p.PWMO)
	if c.Reporting() {
		nlattr.U32(c, uapi.IFLA_CAN_PWM_PWMS_MIN, "pwms_min", &p.PWMSMin)
		nlattr.U32(c, uapi.IFLA_CAN_PWM_PWMS_MAX, "pwms_max", &p.PWMSMax)
		nlattr.U32(c, uapi.IFLA_CAN_PWM_PWML_MIN, "pwml_min", &p.PWMLMin)
		nlattr.U32(c, uapi.IFLA_CAN_PWM_PWML_MAX, "pwml_max", &p.PWMLMax)
		nlattr.U32(c, uapi.IFLA_CAN_PWM_PWMO_MIN, "pwmo_min", &p.PWMOMin)
		nlattr.U32(c, uapi.IFLA_CAN_PWM_PWMO_MAX, "pwmo_max", &p.PWMOMax)
	}
	nlattr.Rest(c, &p.Unknown)
}

// CANBerrCounter are a device's counts of errors on the bus, of which its state
// comes.
type CANBerrCounter struct {
	Tx uint16 `json:"tx"` // while sending
	Rx uint16 `json:"rx"` // while receiving
}

// Attrs lists the members of struct can_berr_counter.
func (b *CANBerrCounter) Attrs(c *nlattr.Codec) {
	h := c.Head(4)
	nlattr.At16(h, 0, &b.Tx)
	nlattr.At16(h, 2, &b.Rx)
}

// CANStats are counts that the statistics of other links do not have.
type CANStats struct {
	BusError        uint32 `json:"bus_error"`        // errors on the bus
	ErrorWarning    uint32 `json:"error_warning"`    // changes to that state
	ErrorPassive    uint32 `json:"error_passive"`    // changes to that state
	BusOff          uint32 `json:"bus_off"`          // changes to that state
	ArbitrationLost uint32 `json:"arbitration_lost"` // frames that others were sent before
	Restarts        uint32 `json:"restarts"`         // returns to the bus
}

// Attrs lists the members of struct can_device_stats.
func (s *CANStats) Attrs(c *nlattr.Codec) {
	h := c.Head(24)
	for i, v := range [...]*uint32{&s.BusError, &s.ErrorWarning, &s.ErrorPassive, &s.BusOff, &s.ArbitrationLost, &s.Restarts} {
		nlattr.At32(h, 4*i, v)
	}
}

// CANState is what a device makes of its errors.
type CANState uint32

// The states, CAN_STATE_*.
const (
	CANErrorActive  CANState = uapi.CAN_STATE_ERROR_ACTIVE  // fewer than 96 errors
	CANErrorWarning CANState = uapi.CAN_STATE_ERROR_WARNING // fewer than 128
	CANErrorPassive CANState = uapi.CAN_STATE_ERROR_PASSIVE // fewer than 256
	CANBusOff       CANState = uapi.CAN_STATE_BUS_OFF       // 256 and more
	CANStopped      CANState = uapi.CAN_STATE_STOPPED       // the link is down
	CANSleeping     CANState = uapi.CAN_STATE_SLEEPING
)

// String returns the state as ip(8) prints it.
func (s CANState) String() string {
	return rtattr.Enum(s, []string{
		CANErrorActive: "ERROR-ACTIVE", CANErrorWarning: "ERROR-WARNING", CANErrorPassive: "ERROR-PASSIVE", CANBusOff: "BUS-OFF",
		CANStopped: "STOPPED", CANSleeping: "SLEEPING",
	})
}

// CANModes is a set of control modes. The fields of [CAN] that are called like
// them say what they are.
type CANModes uint32

// The control modes, CAN_CTRLMODE_*.
const (
	CANLoopback       CANModes = uapi.CAN_CTRLMODE_LOOPBACK
	CANListenOnly     CANModes = uapi.CAN_CTRLMODE_LISTENONLY
	CANTripleSampling CANModes = uapi.CAN_CTRLMODE_3_SAMPLES
	CANOneShot        CANModes = uapi.CAN_CTRLMODE_ONE_SHOT
	CANBerrReporting  CANModes = uapi.CAN_CTRLMODE_BERR_REPORTING
	CANFD             CANModes = uapi.CAN_CTRLMODE_FD
	CANPresumeAck     CANModes = uapi.CAN_CTRLMODE_PRESUME_ACK
	CANFDNonISO       CANModes = uapi.CAN_CTRLMODE_FD_NON_ISO
	CANCCLen8DLC      CANModes = uapi.CAN_CTRLMODE_CC_LEN8_DLC
	CANTDCAuto        CANModes = uapi.CAN_CTRLMODE_TDC_AUTO
	CANTDCManual      CANModes = uapi.CAN_CTRLMODE_TDC_MANUAL
	CANRestricted     CANModes = uapi.CAN_CTRLMODE_RESTRICTED
	CANXL             CANModes = uapi.CAN_CTRLMODE_XL
	CANXLTDCAuto      CANModes = uapi.CAN_CTRLMODE_XL_TDC_AUTO
	CANXLTDCManual    CANModes = uapi.CAN_CTRLMODE_XL_TDC_MANUAL
	CANXLTMS          CANModes = uapi.CAN_CTRLMODE_XL_TMS
)

var canModeNames = rtattr.Flags{
	{uapi.CAN_CTRLMODE_LOOPBACK, "LOOPBACK"}, {uapi.CAN_CTRLMODE_LISTENONLY, "LISTEN-ONLY"}, {uapi.CAN_CTRLMODE_3_SAMPLES, "TRIPLE-SAMPLING"},
	{uapi.CAN_CTRLMODE_ONE_SHOT, "ONE-SHOT"}, {uapi.CAN_CTRLMODE_BERR_REPORTING, "BERR-REPORTING"}, {uapi.CAN_CTRLMODE_FD, "FD"},
	{uapi.CAN_CTRLMODE_PRESUME_ACK, "PRESUME-ACK"}, {uapi.CAN_CTRLMODE_FD_NON_ISO, "FD-NON-ISO"}, {uapi.CAN_CTRLMODE_CC_LEN8_DLC, "CC-LEN8-DLC"},
	{uapi.CAN_CTRLMODE_TDC_AUTO, "TDC-AUTO"}, {uapi.CAN_CTRLMODE_TDC_MANUAL, "TDC-MANUAL"}, {uapi.CAN_CTRLMODE_RESTRICTED, "RESTRICTED"},
	{uapi.CAN_CTRLMODE_XL, "XL"}, {uapi.CAN_CTRLMODE_XL_TDC_AUTO, "XL-TDC-AUTO"}, {uapi.CAN_CTRLMODE_XL_TDC_MANUAL, "XL-TDC-MANUAL"},
	{uapi.CAN_CTRLMODE_XL_TMS, "XL-TMS"},
}

// String returns the modes in the words of ip(8), with commas.
func (m CANModes) String() string {
	return strings.Join(rtattr.FlagNames(uint32(m), canModeNames), ",")
}
