import { isSameMachine } from "../facts/names.ts";
import { readPath } from "../facts/paths.ts";
import { toTheSecond } from "../format.ts";
import type { Observed } from "../incident/model.ts";
import type { Part } from "./part.ts";
import { finished, type RawSeries } from "./raw.ts";
import { goingOn } from "./rotated.ts";
import { withYears } from "./written.ts";

/** All that was read of one table: of a machine, or of one of its network namespaces. */
export interface Subject {
  host: string | null;
  namespace: string | null;
  parts: Part[];
  notes: string[];
}

/** Names that the caller says are one machine's. */
export type Same = readonly (readonly [string, string])[];

/**
 * Puts the parts together by table. Nothing of two machines is put together: a part that names none is of the one
 * machine that is named, where only one is, and else of one that nobody names.
 */
export function subjectsOf(parts: readonly Part[], same: Same): Subject[] {
  const told = withFolders(parts, same);
  const hosts = distinct(
    told.flatMap(({ host }) => host ?? []),
    same,
  );
  const subjects = new Map<string, Subject>();
  for (const part of told) {
    const named = part.host === null ? null : hosts.find((one) => isOne(one, part.host!, same))!;
    const host = named ?? (hosts.length === 1 ? hosts[0]! : null);
    const key = `${host ?? ""}\n${part.namespace ?? ""}`;
    const subject = subjects.get(key) ?? { host, namespace: part.namespace, parts: [], notes: [] };
    subjects.set(key, subject);
    subject.parts.push(part);
  }
  const all = [...subjects.values()];
  for (const subject of all) {
    subject.parts = withYears(subject.parts);
    subject.notes.push(...twoOfOneName(subject));
    if (subject.host === null && hosts.length === 0)
      subject.notes.push(
        "Nothing that was read names a machine: all of it is taken for one machine's.",
      );
    if (subject.host === null && hosts.length > 1)
      subject.notes.push("What names no machine is kept apart from those that are named.");
    if (subject.host !== null && /^[\d.]+$|:/.test(subject.host) && hosts.length > 1)
      subject.notes.push(
        `Nothing says of which machine the address ${subject.host} is: it is kept apart. If it is one of the others, give --same ${subject.host}=NAME.`,
      );
  }
  return all;
}

/** Clocks are set, and stamps cut: what differs by less is one boot. */
const SAME_BOOT_MS = 600_000;

/**
 * One machine is never booted earlier the later it is looked at. Bundles have no other sign by which machines of one
 * name could be told apart, so that it is said and nothing is parted.
 */
function twoOfOneName({ host, parts }: Subject): string[] {
  const boots = parts
    .flatMap(({ name, series }) => {
      const last = series?.raw.findLast(({ uptime }) => uptime != null);
      return last === undefined ? [] : { name, at: last.at, boot: last.at - last.uptime! * 1000 };
    })
    .sort((a, b) => a.at - b.at);
  for (const [index, later] of boots.entries()) {
    const before = boots.slice(0, index).find(({ boot }) => boot > later.boot + SAME_BOOT_MS);
    if (before !== undefined)
      return [
        `Two machines seem to be called ${host ?? "the same"}: ${later.name} was taken after ${before.name}, but by its uptime was booted earlier (${iso(later.boot)}, not ${iso(before.boot)}). This timeline may mix both: give the bundles of one.`,
      ];
  }
  return [];
}

const iso = (at: number): string => toTheSecond(new Date(at).toISOString());

const isOne = (a: string, b: string, same: Same): boolean =>
  isSameMachine(a, b) ||
  same.some(
    ([x, y]) =>
      (isSameMachine(a, x) && isSameMachine(b, y)) || (isSameMachine(a, y) && isSameMachine(b, x)),
  );

/** Each machine once, by its name rather than by an address. */
function distinct(names: readonly string[], same: Same): string[] {
  const sorted = [...new Set(names)].sort(
    (a, b) => Number(/^[\d.:]+$/.test(a)) - Number(/^[\d.:]+$/.test(b)) || a.length - b.length,
  );
  return sorted.filter((name, at) => !sorted.slice(0, at).some((one) => isOne(one, name, same)));
}

/** A folder names a machine where several folders do, or where the machine is named elsewhere as well. */
function withFolders(parts: readonly Part[], same: Same): Part[] {
  const folders = parts.map((part) =>
    part.host !== null || part.folder === null
      ? null
      : (readPath(`${part.folder}/x`).owners[0]?.name ?? null),
  );
  const named = new Set(folders.filter((one) => one !== null));
  const hosts = parts.flatMap(({ host }) => host ?? []);
  return parts.map((part, at) => {
    const folder = folders[at] ?? null;
    if (folder === null) return part;
    const isNamed = hosts.some((host) => isOne(host, folder, same));
    return isNamed || named.size > 1 ? { ...part, host: folder } : part;
  });
}

/** One bundle of a recorder is of one incident; several are of as many, and of all that lies between. */
function askedOf(parts: readonly Part[]): number | null {
  const asked = parts.flatMap((part) => part.asked ?? []);
  return asked.length === 1 ? asked[0]! : null;
}

/** The parts of a table as what its incident is told from; the bundles of a node are one series. */
export function observedOf({ parts }: Subject): Observed {
  const bundles = parts.filter(({ kind }) => kind === "bundle");
  const raw = bundles.flatMap(({ series }) => series?.raw ?? []);
  const ofBundles: RawSeries[] =
    raw.length === 0 ? [] : [{ name: "the bundles", counts: "kernel", zone: "utc", raw }];
  const seriesOf = (wanted: (kind: Part["kind"]) => boolean) =>
    parts.flatMap(({ kind, series }) =>
      !wanted(kind) || series === null || series.raw.length === 0 ? [] : series,
    );
  const others = [
    ...goingOn(seriesOf((kind) => kind === "samples")),
    ...seriesOf((kind) => kind !== "bundle" && kind !== "samples"),
  ];
  const marks = parts.flatMap((part) => part.marks).sort((a, b) => a.at - b.at);
  return {
    series: [...ofBundles, ...others].map(finished),
    marks: marks.filter((one, at) => at === 0 || one.at !== marks[at - 1]!.at),
    makeups: parts.flatMap((part) => part.makeups),
    settings: parts.flatMap((part) => part.settings),
    asked: askedOf(parts),
  };
}
