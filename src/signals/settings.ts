import { found } from "../facts/facts.ts";
import { settingsOf } from "../facts/settings.ts";
import type { PortRange } from "../parsers/rule-target.ts";
import type { NotrackRule } from "../parsers/ruleset.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { BY_COMMAND } from "../parsers/sysctl-files.ts";
import { freedByTimeout } from "../what-if/free.ts";
import { absent, noTable } from "./absent.ts";
import { fromFact } from "./from-facts.ts";
import { isOpenWrt } from "./host-kind.ts";
import { kubeProxyMax } from "./kube-proxy-limits.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { setting } from "./table-limit.ts";

const PREFIX = "net.netfilter.";

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

/** The limit that a sysctl file asks for, whatever the live one is. */
const configured = (context: SignalContext): Reading =>
  fromFact(context, "sysctl-files", ({ fact }) => {
    const one =
      fact.settings.get(`${PREFIX}nf_conntrack_max`) ?? fact.settings.get("net.nf_conntrack_max");
    const value = Number(one?.value ?? Number.NaN);
    return one === undefined || one.file === BY_COMMAND || Number.isNaN(value)
      ? null
      : { value, line: one.line };
  });

/** Where sysctl files are there and none names the limit, nothing was undone. */
function undone(context: SignalContext): Reading {
  const files = found(context.facts, "sysctl-files").find(({ fact }) =>
    [...fact.settings.values()].every((one) => one.file !== BY_COMMAND),
  );
  const file = configured(context);
  if (files !== undefined && file.value === null) return reading(false, at(files.entry, 1));
  const [live, proxy] = [TABLE_SIGNALS["table.max"].read(context), kubeProxyMax(context)];
  for (const one of [file, live]) if (one.value === null) return one;
  // with maxPerCore: 0 it writes none
  if (proxy.value === null && proxy.wants === "kube-proxy-config")
    return { ...file, value: false } as Reading;
  if (proxy.value === null) return proxy;
  const yes = Number(file.value) > Number(live.value) && live.value === proxy.value;
  return { ...file, value: yes } as Reading;
}

/** A file asks for a larger limit than the one in effect, whoever is to blame. */
function ignored(context: SignalContext): Reading {
  const file = configured(context);
  const files = found(context.facts, "sysctl-files")[0];
  if (files !== undefined && file.value === null) return reading(false, at(files.entry, 1));
  const live = TABLE_SIGNALS["table.max"].read(context);
  for (const one of [file, live]) if (one.value === null) return one;
  return { ...file, value: Number(file.value) > Number(live.value) } as Reading;
}

const covers = (range: PortRange | null, port: number): boolean =>
  range !== null && range[0] <= port && port <= range[1];

/** Whether a rule keeps packets from or to a port out of the table. */
function notrack(context: SignalContext, wanted: (rule: NotrackRule) => boolean): Reading {
  const rulesets = [
    ...found(context.facts, "iptables-save"),
    ...found(context.facts, "nft-ruleset"),
  ];
  const first = rulesets[0];
  if (first === undefined) return absent(context.facts, "iptables-save");
  for (const { entry, fact } of rulesets) {
    const rule = fact.notrack.find(wanted);
    if (rule !== undefined) return reading(true, at(entry, rule.line));
  }
  return reading(false, at(first.entry, 1));
}

const OVERLAY_PORTS = [4789, 8472, 6081];
const RULES = "iptables-save -t raw | grep -iE 'notrack'";
const SYSCTL = (name: string): string => `sysctl net.netfilter.${name}`;

export const SETTING_SIGNALS = {
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
  "limit.configured": {
    unit: "entries",
    title: "limit that a sysctl file asks for",
    command: "grep -rs nf_conntrack_max /etc/sysctl.conf /etc/sysctl.d",
    read: configured,
  },
  "limit.fileIgnored": {
    unit: "yes/no",
    title: "a sysctl file asks for a larger limit than the one in effect",
    command: `${SYSCTL("nf_conntrack_max")}; grep -rs nf_conntrack_max /etc/sysctl.conf /etc/sysctl.d`,
    read: ignored,
  },
  "limit.undone": {
    unit: "yes/no",
    title: "kube-proxy's limit stands in place of a sysctl file's",
    command: SYSCTL("nf_conntrack_max"),
    read: undone,
  },
  "notrack.dnsQuestions": {
    unit: "yes/no",
    title: "a rule keeps DNS questions out of the table",
    command: RULES,
    read: (context) => notrack(context, ({ dport }) => covers(dport, 53)),
  },
  "notrack.dnsAnswers": {
    unit: "yes/no",
    title: "a rule keeps DNS answers out of the table",
    command: RULES,
    read: (context) => notrack(context, ({ sport }) => covers(sport, 53)),
  },
  "notrack.overlay": {
    unit: "yes/no",
    title: "a rule keeps overlay tunnels out of the table",
    command: RULES,
    read: (context) =>
      notrack(context, ({ dport }) => OVERLAY_PORTS.some((port) => covers(dport, port))),
  },
} as const satisfies Record<string, Signal>;
