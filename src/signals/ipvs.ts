import { pathText } from "../attribution/paths.ts";
import { type Found, found, latest } from "../facts/facts.ts";
import type { IpvsEndpoint } from "../parsers/ipvs-services.ts";
import { refusalOf } from "./absent.ts";
import { fromFact } from "./from-facts.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { setting } from "./table-limit.ts";

type Service = Found<"ipvs-services">["fact"]["services"][number];

const serversOf = ({ endpoints }: Service): IpvsEndpoint[] => endpoints;

/** A kernel without the module has no servers. */
function noIpvs({ facts }: SignalContext): Reading | null {
  const manifest = latest(facts, "manifest");
  if (manifest === null || found(facts, "ipvs-services").length > 0) return null;
  const isLoaded = !/\bnot loaded\b/.test(refusalOf(facts, "ipvs-services") ?? "");
  return isLoaded ? null : reading(0, at(manifest.entry, 1));
}

/** Sums something of the servers of IPVS, with the line of the Service that has most of it. */
const ofServers = (context: SignalContext, of: (server: IpvsEndpoint) => number): Reading =>
  noIpvs(context) ??
  fromFact(context, "ipvs-services", ({ fact }) => {
    let value = 0;
    let most = { count: -1, line: 1 };
    for (const service of fact.services) {
      const { line } = service;
      const count = serversOf(service).reduce((sum, one) => sum + of(one), 0);
      value += count;
      if (count > most.count) most = { count, line };
    }
    return { value, line: most.line };
  });

const connections = ({ active, inactive }: IpvsEndpoint): number => active + inactive;
const drained = (one: IpvsEndpoint): number => (one.weight === 0 ? connections(one) : 0);

/** The servers of weight 0 that hold most, as paths: see `paths.ts`. */
const drainedPaths = (context: SignalContext): Reading =>
  fromFact(context, "ipvs-services", ({ fact }) => {
    const paths = fact.services.flatMap((service) => {
      const { address, port, protocol, line } = service;
      if (protocol === "sctp" || address === null) return [];
      return serversOf(service)
        .filter((one) => drained(one) > 0)
        .map((endpoint) => ({
          text: pathText({ to: { address, port }, protocol, endpoint }),
          held: drained(endpoint),
          line,
        }));
    });
    const top = paths.sort((a, b) => b.held - a.held).slice(0, 10);
    return top[0] === undefined
      ? null
      : { value: top.map(({ text }) => text).join(", "), line: top[0].line };
  });

const DRAINED = "ipvsadm -Ln | awk '$1 == \"->\" && $4 == 0 {n += $5 + $6} END {print n + 0}'";
const VS = (name: string) => ({
  command: `sysctl net.ipv4.vs.${name}`,
  read: (context: SignalContext) => setting(context, `net.ipv4.vs.${name}`),
});

export const IPVS_SIGNALS = {
  "ipvs.drained.connections": {
    unit: "connections",
    title: "connections of IPVS servers that take no new ones",
    command: DRAINED,
    read: (context) => ofServers(context, drained),
  },
  "ipvs.drained.share": {
    unit: "share",
    title: "part of IPVS connections at servers that take no new ones",
    command:
      'ipvsadm -Ln | awk \'$1 == "->" {m += $5 + $6} $1 == "->" && $4 == 0 {n += $5 + $6} END {print n / m}\'',
    read: (context) => {
      const all = ofServers(context, connections);
      const some = ofServers(context, drained);
      return some.value === null || all.value === null
        ? some
        : { ...some, value: Number(some.value) / Math.max(1, Number(all.value)) };
    },
  },
  "ipvs.drained.paths": {
    unit: "name",
    title: "servers of IPVS that take no new connections and hold most",
    command: "ipvsadm -Ln | awk '$1 != \"->\" || $4 == 0'",
    read: drainedPaths,
  },
  "ipvs.inactive": {
    unit: "connections",
    title: "closed or closing connections of IPVS",
    command: "ipvsadm -Ln | awk '$1 == \"->\" {n += $6} END {print n + 0}'",
    read: (context) => ofServers(context, ({ inactive }) => inactive),
  },
  "ipvs.reuseMode": { unit: "number", title: "conn_reuse_mode of IPVS", ...VS("conn_reuse_mode") },
  "ipvs.conntrack": {
    unit: "number",
    title: "conntrack setting of IPVS (1 keeps entries in this table)",
    ...VS("conntrack"),
  },
  "ipvs.expireNodest": {
    unit: "number",
    title: "expire_nodest_conn of IPVS (1 ends those of removed servers)",
    ...VS("expire_nodest_conn"),
  },
} as const satisfies Record<string, Signal>;
