import type { Respelt } from "./respelt.ts";

/**
 * Connection tables beside nf_conntrack's: each is a subject of its own, so that none of their rows is counted
 * as an entry of nf_conntrack.
 */
const OTHER_TABLES = [
  "Open vSwitch",
  "Cilium eBPF map",
  "IPVS",
  "Datadog's translated connections",
] as const;

/** Whether a subject's namespace is another table than nf_conntrack's. */
export const isOtherTable = (namespace: string | null): boolean =>
  OTHER_TABLES.some((one) => one === namespace);

const OVS =
  /^(tcp|udp|icmpv6|icmp|sctp|\d{1,3}),orig=\(([^)]{1,400})\),reply=\(([^)]{1,400})\)(.{0,600})$/;
const CILIUM =
  /^(TCP|UDP|ICMP|ICMPv6|SCTP) (?:IN|OUT|SVC|RELATED)\s{1,4}(\S{2,64}):(\d{1,5}) -> (\S{2,64}):(\d{1,5}) (.{0,800})$/;

/** Protocol numbers of those that are known by name. */
const NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  icmpv6: 58,
  sctp: 132,
};

/** Open vSwitch's states in nf_conntrack's words. */
const STATES: Readonly<Record<string, string>> = {
  FIN_WAIT_1: "FIN_WAIT",
  FIN_WAIT_2: "FIN_WAIT",
  CLOSING: "LAST_ACK",
  CLOSED: "CLOSE",
};

/** Reads a row of another table as one of nf_conntrack's form, or null. */
export function otherRow(bare: string): Respelt | null {
  return ovsRow(bare) ?? ciliumRow(bare) ?? datadogRow(bare);
}

/** A row of `ovs-appctl dpctl/dump-conntrack`. */
function ovsRow(bare: string): Respelt | null {
  const [, said, orig, reply, rest = ""] = OVS.exec(bare) ?? [];
  if (said === undefined) return null;
  const protocol = NUMBERS[said] === undefined ? "unknown" : said;
  const state = /protoinfo=\(state(?:_orig)?=(\w{1,24})/.exec(rest)?.[1];
  const tuple = (text: string) => text.split(",").join(" ");
  const zone = /,zone=(\d{1,5})/.exec(rest)?.[1];
  return rowOf("Open vSwitch", {
    protocol,
    number: NUMBERS[said] ?? Number(said),
    state: state === undefined ? null : (STATES[state] ?? state),
    seconds: /,timeout=(\d{1,9})/.exec(rest)?.[1],
    tuples: [tuple(orig!), tuple(reply!)],
    rest: zone === undefined ? "" : `zone=${zone}`,
  });
}

/** An entry of `cilium bpf ct list global`; its flags tell the state as far as the map keeps one. */
function ciliumRow(bare: string): Respelt | null {
  const [, said, source, sport, destination, dport, rest = ""] = CILIUM.exec(bare) ?? [];
  if (said === undefined || !/\bexpires=/.test(rest)) return null;
  const [src, dst] = [source!, destination!].map((one) => one.replace(/^\[|\]$/g, ""));
  const protocol = said.toLowerCase();
  const isClosing = /\b(?:Rx|Tx)Closing\b/.test(rest);
  const state = isClosing ? "CLOSE" : /\bSeenNonSyn\b/.test(rest) ? "ESTABLISHED" : "SYN_SENT";
  const hasPorts = !protocol.startsWith("icmp");
  const ports = (a: string, b: string) =>
    hasPorts ? ` sport=${a} dport=${b}` : " type=0 code=0 id=0";
  return rowOf("Cilium eBPF map", {
    protocol,
    number: NUMBERS[protocol]!,
    state: protocol === "tcp" ? state : null,
    seconds: undefined,
    tuples: [
      `src=${src} dst=${dst}${ports(sport!, dport!)}`,
      `src=${dst} dst=${src}${ports(dport!, sport!)}`,
    ],
    rest: "",
  });
}

/** A row of the Datadog agent's list: both directions of a translated connection, without state or timeout. */
function datadogRow(bare: string): Respelt | null {
  const [, said, origin, reply] =
    /^(tcp|udp) v[46] (src=\S{2,64} dst=\S{2,64} sport=\d{1,5} dport=\d{1,5}) (src=\S{2,64} dst=\S{2,64} sport=\d{1,5} dport=\d{1,5})$/i.exec(
      bare,
    ) ?? [];
  if (said === undefined) return null;
  const protocol = said.toLowerCase();
  return rowOf("Datadog's translated connections", {
    protocol,
    number: NUMBERS[protocol]!,
    state: null,
    seconds: undefined,
    tuples: [origin!, reply!],
    rest: "",
  });
}

interface Row {
  protocol: string;
  number: number;
  state: string | null;
  seconds: string | undefined;
  tuples: [string, string];
  rest: string;
}

/** Above the kernel's timeout for a stuck connection, and far below any that idles: where none is told, it says nothing. */
const NO_TIME = "301";

export function rowOf(
  namespace: (typeof OTHER_TABLES)[number],
  { protocol, number, state, seconds, tuples, rest }: Row,
): Respelt {
  const isTcp = protocol === "tcp";
  const said = isTcp ? (state ?? "NONE") : protocol === "sctp" ? (state ?? "NONE") : null;
  const words = [protocol, number, seconds ?? NO_TIME, said, ...tuples, rest];
  return { text: words.filter((one) => one !== null && one !== "").join(" "), namespace };
}
