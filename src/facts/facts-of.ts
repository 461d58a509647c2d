import type { SourceName } from "../parsers/index.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import type { Facts, Found, Origin } from "./facts.ts";
import { labelOf } from "./labels.ts";
import { areBetween, laterThanBundle, withoutOlder } from "./later.ts";
import { mergeLogs } from "./logs.ts";
import type { Piece } from "./piece.ts";
import { inOrder, momentOf } from "./samples.ts";
import { settingSamples } from "./settings.ts";

/** The pieces of one subject, by source and sample. */
export function factsOf(all: readonly Piece[]): Facts {
  const facts: Record<string, Found<SourceName>[]> = {};
  const timed = withoutMixedClocks(all);
  const later = laterThanBundle(timed);
  const pieces = withoutOlder(timed, later);
  const sources = [...new Set(pieces.map(({ source }) => source))];
  const counts = {
    counted: entriesWithCount(pieces),
    counts: pieces.filter(({ source }) => source === "conntrack-count"),
  };
  for (const source of sources) {
    const own = pieces.filter((piece) => piece.source === source);
    if (source === "kernel-log") {
      const logs = inOrder(own).map((piece) => found(piece, "once"));
      facts[source] = [mergeLogs(logs as Found<"kernel-log">[])] as Found<SourceName>[];
      continue;
    }
    const placed = own.flatMap((piece) => (piece.phase === null ? [] : found(piece, piece.phase)));
    const loose = own.filter((piece) => piece.phase === null && !later.has(piece));
    const after = own.filter((piece) => later.has(piece));
    const sampled = samplesOf(source, after, false, counts);
    const isBetween = areBetween(source, placed, sampled);
    facts[source] = [
      ...(isBetween ? placed.map((one) => ({ ...one, phase: "mid" as const })) : placed),
      ...samplesOf(source, loose, placed.length > 0, counts),
      ...(isBetween || placed.length === 0
        ? sampled
        : sampled.map((one) => ({ ...one, phase: "once" as const }))),
    ];
  }
  return facts as Facts;
}

/** A wall clock beside a date that tells its zone says nothing of the time between them. */
function withoutMixedClocks(pieces: readonly Piece[]): readonly Piece[] {
  const isTold = pieces.some(({ context }) => context.time !== null && !context.isWall);
  return pieces.map((piece) =>
    isTold && piece.context.time !== null && piece.context.isWall
      ? { ...piece, context: { ...piece.context, time: null } }
      : piece,
  );
}

const originOf = ({ context, elided, lines, layout }: Piece): Origin => ({
  time: context.time,
  isWall: context.isWall,
  standing: context.configured ? "configured" : "live",
  reduced: context.reduced,
  elided,
  command: context.command,
  layout,
  lines,
});

const found = (piece: Piece, phase: Found<SourceName>["phase"]): Found<SourceName> =>
  ({
    entry: piece.entry,
    phase,
    label: piece.label,
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

/** Where the table's count is told: by entries that hold it, and where nothing but it is told. */
interface Counts {
  counted: ReadonlySet<string>;
  counts: readonly Piece[];
}

/** Pieces that only their order tells apart, as samples: the first, the last, and those between. */
function samplesOf(
  source: SourceName,
  pieces: readonly Piece[],
  beside: boolean,
  { counted, counts }: Counts,
): Found<SourceName>[] {
  if (pieces.length === 0) return [];
  const ordered = inOrder(pieces);
  if (source === "sysctl") return settingSamples(ordered, originOf, counts) as Found<SourceName>[];
  if (SIDE_BY_SIDE.has(source) || beside) return ordered.map((piece) => found(piece, "once"));
  const byLabel = new Map<string, Piece[]>();
  for (const piece of ordered) {
    const label = labelOf(piece);
    // a collector takes one sample: what two of its entries hold is told twice
    const key = `${label}\n${piece.unit === null ? "" : piece.entry}`;
    byLabel.set(key, [...(byLabel.get(key) ?? []), { ...piece, label }]);
  }
  return [...byLabel.values()].flatMap((own) =>
    source === "conntrack-table"
      ? dumps(own, counted)
      : own.map((piece, at) => found(piece, phaseOf(at, own.length))),
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
    found(piece, phaseOf(different.indexOf(moments[at]!), different.length)),
  );
}
