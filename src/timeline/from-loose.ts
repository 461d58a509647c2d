import { cutLogs } from "../facts/log-machines.ts";
import type { Piece } from "../facts/piece.ts";
import type { Setting } from "../incident/model.ts";
import type { SourceName } from "../parsers/index.ts";
import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import type { KubeProxyLogFact } from "../parsers/kube-proxy-log.ts";
import type { PrometheusFact } from "../parsers/prometheus.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import { marksIn } from "./marks.ts";
import { momentIn } from "./moment.ts";
import { folderOf, nameOfEntry, type Part, partOf, type SourceKind } from "./part.ts";
import type { Raw } from "./raw.ts";
import { writtenIn } from "./written.ts";

const COUNT = /(?:nf|ip)_conntrack_count$/;
const MAX = /(?:nf|ip)_conntrack_max$/;

/**
 * What lies beside the bundles: logs, settings and counts, each with its own time: that of a date in the text, or
 * of the name of its file. What has none is listed as unused.
 */
export function partsOfLoose(
  pieces: readonly Piece[],
  target: string,
): { parts: Part[]; unused: { entry: string; reason: string }[] } {
  const parts = new Map<string, Part>();
  const unused: { entry: string; reason: string }[] = [];
  const idle = new Map<string, string>();
  const put = (piece: Piece, kind: SourceKind, name: string, host: string | null): Part => {
    const key = `${kind}\n${host ?? ""}\n${kind === "kernel-log" || piece.source === "kube-proxy-log" ? piece.entry : ""}`;
    const known = parts.get(key);
    if (known !== undefined) return known;
    const namespace = piece.context.namespace;
    const made = partOf({ kind, name, host, namespace, folder: folderOf(piece.entry) || null });
    parts.set(key, made);
    return made;
  };
  const cut = cutLogs(pieces, () => true).pieces;
  for (const piece of cut) {
    const entry = nameOfEntry(target, piece.entry);
    const time = momentOf(piece);
    const { source, context, line } = piece;
    if (source === "kernel-log") {
      const log = piece.fact as KernelLogFact;
      const part = put(piece, "kernel-log", entry, log.host ?? context.host);
      part.marks.push(...marksIn(log, null, entry));
      const messages = log.kinds.get("table-full");
      if (messages !== undefined && part.marks.length === 0)
        part.notes.push(
          "Its “table full” messages have no date with a year, so that they cannot be placed.",
        );
      continue;
    }
    if (source === "kube-proxy-log") {
      const written = writtenIn(piece.fact as KubeProxyLogFact, entry);
      if (written.length === 0) {
        unused.push({ entry, reason: "it says of no setting when it was written" });
        continue;
      }
      const part = put(piece, "settings", entry, context.host);
      part.written.push(...written);
      part.notes.push(
        "Its times have neither a year nor a zone: they are read as UTC, in the year of what else was read.",
      );
      continue;
    }
    if (!["sysctl", "conntrack-count", "node-metrics"].includes(source) || context.configured) {
      idle.set(
        entry,
        TELL_NOTHING[source] ?? "nothing in it has a time at which the table was read",
      );
      continue;
    }
    if (time === null) {
      unused.push({ entry, reason: "neither a date in it nor its name tells when it was taken" });
      continue;
    }
    const part = put(piece, "settings", `settings and counts of ${target}`, context.host);
    part.series ??= { name: `counts of ${target}`, counts: "kernel", zone: time.zone, raw: [] };
    const { raw, settings } = read(piece, time.at, { entry, line });
    if (raw !== null) part.series.raw.push(raw);
    part.settings.push(...settings);
  }
  const used = new Set(
    cut.filter(({ source }) => USED.has(source)).map(({ entry }) => nameOfEntry(target, entry)),
  );
  for (const [entry, reason] of idle) if (!used.has(entry)) unused.push({ entry, reason });
  return { parts: [...parts.values()], unused };
}

const USED: ReadonlySet<SourceName> = new Set<SourceName>([
  "kernel-log",
  "kube-proxy-log",
  "sysctl",
  "conntrack-count",
  "node-metrics",
]);
/** Why the rest, alone in its file, tells nothing. */
const TELL_NOTHING: Partial<Record<SourceName, string>> = {
  "conntrack-table":
    "a dump whose name does not tell when it was taken: name it so, as in 2026-11-26T09-30-00Z.txt",
  "conntrack-s": "counters without a date: only what they rose by from one to another would tell",
};

const momentOf = (piece: Piece) =>
  piece.context.time === null
    ? momentIn(piece.entry)
    : { at: piece.context.time, zone: "utc" as const };

function read(
  piece: Piece,
  at: number,
  place: { entry: string; line: number },
): { raw: Raw | null; settings: Setting[] } {
  if (piece.source === "conntrack-count")
    return { raw: { at, count: (piece.fact as { count: number }).count, place }, settings: [] };
  if (piece.source === "node-metrics") {
    const { series } = piece.fact as PrometheusFact;
    const last = (name: string) => series.get(name)?.at(-1)?.value ?? null;
    const count = last("node_nf_conntrack_entries");
    const totals = {
      drop: last("node_nf_conntrack_stat_drop"),
      insertFailed: last("node_nf_conntrack_stat_insert_failed"),
      earlyDrop: last("node_nf_conntrack_stat_early_drop"),
    };
    return {
      raw: { at, count, max: last("node_nf_conntrack_entries_limit"), totals, place },
      settings: [],
    };
  }
  const values = [...(piece.fact as SysctlFact).values].flatMap(([name, { value, line }]) =>
    /^\d{1,15}$/.test(value) ? [{ name, value: Number(value), line }] : [],
  );
  const of = (pattern: RegExp) => values.find(({ name }) => pattern.test(name))?.value ?? null;
  const settings = values
    .filter(({ name }) => /conntrack_(?!count)/.test(name))
    .map(({ name, value, line }) => ({ at, name, value, place: { ...place, line } }));
  const count = of(COUNT);
  return { raw: count === null ? null : { at, count, max: of(MAX), place }, settings };
}
