import { settingsOf } from "../facts/settings.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { freedByTimeout } from "../what-if/free.ts";
import { absent, noTable } from "./absent.ts";
import { isOpenWrt } from "./host-kind.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { PREFIX, SYSCTL, setting } from "./table-limit.ts";

/**
 * The kernel's timeouts in seconds of states that people lengthen; of two versions or of kube-proxy the
 * longer one (udp_timeout_stream was 180 up to 4.x). ESTABLISHED is judged by a cause of its own.
 */
const DEFAULT_TIMEOUTS: Readonly<Record<string, number>> = {
  nf_conntrack_tcp_timeout_syn_sent: 120,
  nf_conntrack_tcp_timeout_syn_recv: 60,
  nf_conntrack_tcp_timeout_fin_wait: 120,
  nf_conntrack_tcp_timeout_close_wait: 3600,
  nf_conntrack_tcp_timeout_last_ack: 30,
  nf_conntrack_tcp_timeout_time_wait: 120,
  nf_conntrack_tcp_timeout_close: 10,
  nf_conntrack_udp_timeout: 30,
  nf_conntrack_udp_timeout_stream: 180,
  nf_conntrack_icmp_timeout: 30,
  nf_conntrack_generic_timeout: 600,
};

/** Those that OpenWrt sets otherwise (its 11-nf-conntrack.conf). */
const OPENWRT_TIMEOUTS: Readonly<Record<string, number>> = { nf_conntrack_udp_timeout: 60 };

const defaultsOn = (context: SignalContext): Readonly<Record<string, number>> =>
  isOpenWrt(context) ? { ...DEFAULT_TIMEOUTS, ...OPENWRT_TIMEOUTS } : DEFAULT_TIMEOUTS;

interface Raised {
  name: string;
  entries: number;
  place: { entry: string; line: number };
}

/** The raised timeout that holds most entries which its default would have let go. */
function raised(context: SignalContext): Raised | Reading {
  const settings = settingsOf(context.facts);
  if (settings.size === 0) return absent(context.facts, "sysctl");
  if (context.attribution === null) return noTable(context);
  let most: Raised | null = null;
  for (const [name, usual] of Object.entries(defaultsOn(context))) {
    const live = sysctlNumber({ values: settings, unparsedLines: 0 }, PREFIX + name);
    if (live === null || live.value <= usual) continue;
    const state = {
      tables: context.tables,
      attribution: context.attribution,
      scale: 1,
      timeouts: new Map([[name, live.value]]),
      count: null,
      max: null,
    };
    const entries = freedByTimeout(state, name, usual) ?? 0;
    if (most === null || entries > most.entries)
      most = { name, entries, place: at(live.entry!, live.line) };
  }
  if (most !== null) return most;
  const unknown = Object.keys(DEFAULT_TIMEOUTS).filter((name) => !settings.has(PREFIX + name));
  // what nobody printed may be raised
  return unknown.length > 0
    ? absent(context.facts, "sysctl", `${unknown.join(", ")}: not in the bundle`)
    : reading(0, at([...settings.values()][0]!.entry, 1));
}

/** Reads the raised timeout; where none is raised, its numbers are 0 and it has no name. */
const ofRaised =
  (
    read: (one: Raised, context: SignalContext) => number | string,
    none: number | null,
  ): Signal["read"] =>
  (context) => {
    const one = raised(context);
    if ("name" in one) return reading(read(one, context), one.place);
    if (one.value === null || none !== null) return one;
    return absent(context.facts, "sysctl", "no timeout is above its default");
  };

export const TIMEOUT_SIGNALS = {
  "timeout.established": {
    unit: "seconds",
    title: "timeout of open TCP connections (ESTABLISHED)",
    command: SYSCTL("nf_conntrack_tcp_timeout_established"),
    read: (context) => setting(context, `${PREFIX}nf_conntrack_tcp_timeout_established`),
  },
  "timeout.closeWait": {
    unit: "seconds",
    title: "timeout of half-closed TCP connections (CLOSE_WAIT)",
    command: SYSCTL("nf_conntrack_tcp_timeout_close_wait"),
    read: (context) => setting(context, `${PREFIX}nf_conntrack_tcp_timeout_close_wait`),
  },
  "timeout.raised": {
    unit: "name",
    title: "raised timeout that holds most entries",
    command: "sysctl -a -r 'nf_conntrack.*timeout'",
    read: ofRaised((one) => one.name, null),
  },
  "timeout.raised.entries": {
    unit: "entries",
    title: "entries that only a raised timeout keeps",
    command: "sysctl -a -r 'nf_conntrack.*timeout'",
    read: ofRaised((one) => one.entries, 0),
  },
  "timeout.raised.share": {
    unit: "share",
    title: "table share of entries that only a raised timeout keeps",
    command: "sysctl -a -r 'nf_conntrack.*timeout'",
    read: ofRaised((one, { attribution }) => one.entries / Math.max(1, attribution!.entries), 0),
  },
  "timeout.raised.default": {
    unit: "seconds",
    title: "default of the raised timeout",
    command: "sysctl -a -r 'nf_conntrack.*timeout'",
    read: ofRaised((one, context) => defaultsOn(context)[one.name]!, null),
  },
} as const satisfies Record<string, Signal>;
