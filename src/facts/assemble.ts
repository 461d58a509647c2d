import type { SourceName } from "../parsers/index.ts";
import type { NetstatFact } from "../parsers/netstat.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import { isOtherTable } from "../sections/other-tables.ts";
import { type Facts, type Found, namespaceLabel, type Origin } from "./facts.ts";
import { mergeLogs } from "./logs.ts";
import { ownersOf } from "./owners.ts";
import { readPath } from "./paths.ts";
import { keyOf, type Piece, type Subject } from "./piece.ts";
import { inOrder, momentOf } from "./samples.ts";
import { settingSamples } from "./settings.ts";
import { clusterPieces } from "./units.ts";

/** One subject with everything that was read of it, and of nobody else. */
export interface SubjectFacts {
  subject: Subject;
  facts: Facts;
}

/** Sources that are the machine's, whichever of its network namespaces is asked. */
const OF_THE_MACHINE: readonly SourceName[] = [
  "kernel-version",
  "os-release",
  "cpus",
  "meminfo",
  "uptime",
  "kernel-log",
];

/** Puts the pieces together by subject, and within each by source and sample. */
export function assemble(pieces: readonly Piece[]): SubjectFacts[] {
  const owners = ownersOf(pieces);
  const cluster = clusterPieces(pieces);
  const shared = new Set([...cluster.values()].flat());
  const groups = new Map<string, { subject: Subject; pieces: Piece[] }>();
  for (const piece of pieces) {
    if (shared.has(piece)) continue;
    const subject = { host: owners.get(piece) ?? null, namespace: namespaceOf(piece) };
    const key = keyOf(subject);
    const group = groups.get(key) ?? { subject, pieces: [] };
    group.pieces.push(piece);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  for (const { pieces: own } of all)
    for (const root of new Set(own.flatMap(({ unit }) => unit?.root ?? [])))
      own.push(...(cluster.get(root) ?? []));
  for (const group of all)
    if (group.subject.namespace !== null) group.pieces.push(...inherited(group, all));
  for (const group of all)
    if (group.subject.namespace === null) group.pieces.push(...ofNamespaces(group, all));
  return all
    .filter(({ pieces: own }) => own.length > 0)
    .map(({ subject, pieces: own }) => ({ subject, facts: factsOf(own) }));
}

const namespaceOf = (piece: Piece): string | null =>
  piece.context.namespace ??
  (piece.unit === null ? readPath(piece.path).namespace : piece.unit.namespace);

/** What a namespace shares with its machine: the kernel, the memory, and the one limit. */
function inherited(
  { subject, pieces }: { subject: Subject; pieces: readonly Piece[] },
  groups: readonly { subject: Subject; pieces: readonly Piece[] }[],
): Piece[] {
  const machine = groups.find(
    (one) => one.subject.namespace === null && one.subject.host === subject.host,
  );
  if (isOtherTable(subject.namespace)) return [];
  const has = new Set(pieces.map(({ source }) => source));
  return (machine?.pieces ?? []).flatMap((piece) => {
    // our collector's namespaces have their own counters, which tell more than a log that names none
    if (piece.source === "kernel-log" && piece.layout === "conntriage") return [];
    if (OF_THE_MACHINE.includes(piece.source)) return has.has(piece.source) ? [] : piece;
    return piece.source === "sysctl" ? sharedSettings(piece) : [];
  });
}

/** The counters of a machine's namespaces, under labels that name these: see `signals/namespaces.ts`. */
const ofNamespaces = (
  { subject }: { subject: Subject },
  groups: readonly { subject: Subject; pieces: readonly Piece[] }[],
): Piece[] =>
  groups
    .filter((one) => one.subject.namespace !== null && one.subject.host === subject.host)
    .flatMap(({ subject: { namespace }, pieces }) =>
      pieces
        .filter(({ source, layout }) => source === "netstat" && layout === "conntriage")
        .map((piece) => ({ ...piece, label: namespaceLabel(namespace!, piece.label) })),
    );

/** Of a machine's settings those that hold in each of its namespaces. */
function sharedSettings(piece: Piece): Piece[] {
  const { values } = piece.fact as { values: Map<string, unknown> };
  const shared = new Map(
    [...values].filter(([name]) =>
      /nf_conntrack_(?:max|buckets)$|ip_conntrack_max$|hashsize$/.test(name),
    ),
  );
  return shared.size === 0 || piece.context.configured
    ? []
    : [{ ...piece, fact: { ...(piece.fact as object), values: shared } }];
}

function factsOf(pieces: readonly Piece[]): Facts {
  const facts: Record<string, Found<SourceName>[]> = {};
  const sources = [...new Set(pieces.map(({ source }) => source))];
  const counted = entriesWithCount(pieces);
  for (const source of sources) {
    const own = pieces.filter((piece) => piece.source === source);
    if (source === "kernel-log") {
      const logs = inOrder(own).map((piece) => found(piece, "once"));
      facts[source] = [mergeLogs(logs as Found<"kernel-log">[])] as Found<SourceName>[];
      continue;
    }
    const placed = own.filter(({ phase }) => phase !== null);
    const loose = own.filter(({ phase }) => phase === null);
    facts[source] = [
      ...placed.map((piece) => found(piece, piece.phase!)),
      ...samplesOf(source, loose, placed.length > 0, counted),
    ];
  }
  return facts as Facts;
}

const originOf = ({ context, elided, lines, layout }: Piece): Origin => ({
  time: context.time,
  standing: context.configured ? "configured" : "live",
  reduced: context.reduced,
  elided,
  command: context.command,
  layout,
  lines,
});

const found = (
  piece: Piece,
  phase: Found<SourceName>["phase"],
  label = piece.label,
): Found<SourceName> =>
  ({
    entry: piece.entry,
    phase,
    label,
    fact: piece.fact,
    origin: originOf(piece),
  }) as Found<SourceName>;

/** Sources of which several stand side by side, whatever their order: lists, each of another kind. */
const SIDE_BY_SIDE: ReadonlySet<SourceName> = new Set<SourceName>([
  "iptables-save",
  "nft-ruleset",
  "ipvs-services",
  "ipvs-connections",
  "pods",
  "endpoints",
  "sysctl-files",
  "kube-proxy-config",
  "kube-proxy-log",
  "conntrack-stderr",
  "tool-messages",
]);

/** Pieces that only their order tells apart, as samples: the first, the last, and those between. */
function samplesOf(
  source: SourceName,
  pieces: readonly Piece[],
  beside: boolean,
  counted: ReadonlySet<string>,
): Found<SourceName>[] {
  if (pieces.length === 0) return [];
  const ordered = inOrder(pieces);
  if (source === "sysctl") return settingSamples(ordered, originOf) as Found<SourceName>[];
  if (SIDE_BY_SIDE.has(source) || beside) return ordered.map((piece) => found(piece, "once"));
  const byLabel = new Map<string, Piece[]>();
  for (const piece of ordered) {
    // a collector takes one sample: what two of its entries hold is told twice
    const key = `${labelOf(piece)}\n${piece.unit === null ? "" : piece.entry}`;
    byLabel.set(key, [...(byLabel.get(key) ?? []), piece]);
  }
  return [...byLabel.values()].flatMap((own) =>
    source === "conntrack-table"
      ? dumps(own, counted)
      : own.map((piece, at) => found(piece, phaseOf(at, own.length), labelOf(piece))),
  );
}

const phaseOf = (at: number, length: number): Found<SourceName>["phase"] =>
  length === 1 ? "once" : at === 0 ? "start" : at === length - 1 ? "end" : "mid";

/** Entries that tell the table's count. */
const entriesWithCount = (pieces: readonly Piece[]): Set<string> =>
  new Set(
    pieces
      .filter(
        ({ source, fact }) =>
          source === "conntrack-count" ||
          (source === "sysctl" &&
            (fact as SysctlFact).values.has("net.netfilter.nf_conntrack_count")),
      )
      .map(({ entry }) => entry),
  );

/**
 * Dumps of one moment are parts of one table; those of another are another sample, as are those of several
 * texts of which each has a count of its own.
 */
function dumps(ordered: readonly Piece[], counted: ReadonlySet<string>): Found<SourceName>[] {
  const own = new Set(ordered.map(({ entry }) => entry).filter((entry) => counted.has(entry)));
  const moments = ordered.map(
    (piece) =>
      `${piece.context.time ?? ""} ${momentOf(piece) ?? ""} ${own.size > 1 && own.has(piece.entry) ? piece.entry : ""}`,
  );
  const different = [...new Set(moments)];
  return ordered.map((piece, at) =>
    found(piece, phaseOf(different.indexOf(moments[at]!), different.length), labelOf(piece)),
  );
}

/** What tells several of one source apart that are no samples of each other: an interface, a process. */
function labelOf(piece: Piece): string {
  if (piece.label !== "") return piece.label;
  if (piece.source.endsWith("-metrics")) {
    const series = (piece.fact as { series?: Map<string, { value: number }[]> }).series;
    const started = series?.get("process_start_time_seconds")?.[0]?.value;
    // of two that do not say when they began, the addresses tell
    return String(
      started ?? /https?:\/\/([^/\s]{1,253})/.exec(piece.context.command ?? "")?.[1] ?? "",
    );
  }
  if (piece.source === "netstat") return groupsOf(piece.fact as NetstatFact);
  if (piece.source === "conntrack-table")
    return (
      /(?:\b|_)ipv[46](?![\da-z])/
        .exec(`${piece.context.command ?? ""} ${piece.path}`)?.[0]
        .replace("_", "") ?? ""
    );
  if (piece.source === "neighbour-stat")
    return /ndisc/.test(`${piece.path} ${piece.context.command ?? ""}`)
      ? "ndisc_cache"
      : "arp_cache";
  if (piece.source === "ethtool")
    return (
      /ethtool\s+-S\s+(\S{1,32})/.exec(piece.context.command ?? "")?.[1] ??
      /ethtool[-_](?:S[-_])?([a-z][\w.@]{1,15})/.exec(piece.path)?.[1] ??
      ""
    );
  if (piece.source === "sockstat")
    return /sockstat6/.test(`${piece.path} ${piece.context.command ?? ""}`) ? "6" : "";
  return "";
}

/** The file of the kernel that holds such counters; both at once, as nstat prints them, are of neither. */
function groupsOf({ counters }: NetstatFact): string {
  const groups = new Set([...counters.keys()].map((name) => name.split(".")[0]!));
  const inNetstat = groups.has("TcpExt") || groups.has("IpExt");
  const inSnmp = groups.has("Ip") || groups.has("Tcp");
  return inNetstat === inSnmp ? "" : inNetstat ? "netstat" : "snmp";
}
