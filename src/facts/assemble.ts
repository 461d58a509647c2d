import type { SourceName } from "../parsers/index.ts";
import { isNew } from "../sections/command-place.ts";
import { isOtherTable } from "../sections/other-tables.ts";
import type { Facts } from "./facts.ts";
import { factsOf } from "./facts-of.ts";
import { cutLogs } from "./log-machines.ts";
import { isSameMachine } from "./names.ts";
import { namesIn, ownersOf } from "./owners.ts";
import { readPath } from "./paths.ts";
import { isNameOnly, keyOf, type Piece, type Subject } from "./piece.ts";
import { clusterPieces } from "./units.ts";

/** One subject with everything that was read of it, and of nobody else. */
export interface SubjectFacts {
  subject: Subject;
  facts: Facts;
  /** Those network namespaces of a machine that its collector sampled with it. */
  namespaces: readonly SubjectFacts[];
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
export function assemble(read: readonly Piece[]): SubjectFacts[] {
  const names = namesIn(read);
  const { pieces, cut } = cutLogs(read, (host) => names.some((name) => isSameMachine(host, name)));
  const owners = ownersOf(pieces, cut);
  const cluster = clusterPieces(pieces);
  const shared = new Set([...cluster.values()].flat());
  const groups = new Map<string, { subject: Subject; pieces: Piece[] }>();
  for (const piece of pieces) {
    if (shared.has(piece) || isNameOnly(piece)) continue;
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
  const subjects = all
    .filter(({ pieces: own }) => own.length > 0)
    .map(({ subject, pieces: own }) => ({
      subject,
      facts: factsOf(own),
      namespaces: [],
      isSampled: subject.namespace !== null && own.some(({ layout }) => layout === "conntriage"),
    }));
  return subjects.map((one) =>
    one.subject.namespace !== null
      ? one
      : {
          ...one,
          namespaces: subjects.filter(
            ({ subject, isSampled }) => isSampled && subject.host === one.subject.host,
          ),
        },
  );
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
    if (
      piece.source === "kernel-log" &&
      (piece.layout === "conntriage" || isNew(subject.namespace))
    )
      return [];
    if (OF_THE_MACHINE.includes(piece.source)) return has.has(piece.source) ? [] : piece;
    return piece.source === "sysctl" ? sharedSettings(piece) : [];
  });
}

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
