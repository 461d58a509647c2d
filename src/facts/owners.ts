import type { KernelVersionFact } from "../parsers/kernel-version.ts";
import type { PrometheusFact } from "../parsers/prometheus.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import { hostOfLog, type LogMachines, ownByLines } from "./log-machines.ts";
import { isCommon, keysOf } from "./names.ts";
import { ownersByPath } from "./owners-by-path.ts";
import { type PathHints, readPath } from "./paths.ts";
import type { Piece } from "./piece.ts";
import { twinsIn } from "./twins.ts";
import { unitOwners } from "./units.ts";

/** The machine's name as its own output tells it; null of a namespace, where a pod's may stand instead. */
function nameInside(
  { source, fact, context, layout, path }: Piece,
  hints?: PathHints,
): string | null {
  if (context.namespace !== null || layout === "conntriage") return null;
  const name =
    source === "sysctl"
      ? (fact as SysctlFact).values.get("kernel.hostname")?.value
      : source === "kernel-version"
        ? (fact as KernelVersionFact).nodename
        : source === "node-metrics"
          ? (fact as PrometheusFact).series.get("node_uname_info")?.at(-1)?.labels.get("nodename")
          : null;
  if (name == null || isCommon(name) || !/^[\w.-]{1,253}$/.test(name)) return null;
  // few pieces come so far, and a path takes long to read
  return (hints ?? readPath(path)).namespace === null ? name : null;
}

/** The machines that the pieces themselves name: by a prompt, a prefix, their own output or their bundle. */
export const namesIn = (pieces: readonly Piece[]): string[] => [
  ...pieces.flatMap((piece) => piece.context.host ?? []),
  ...pieces.flatMap((piece) => nameInside(piece) ?? []),
  ...[...unitOwners(pieces).values()].flatMap((name) => name ?? []),
];

/** The machine of each piece; null where nothing tells. `cut` are the pieces of logs of several machines. */
export function ownersOf(all: readonly Piece[], cut: LogMachines): Map<Piece, string | null> {
  const keyOf = keysOf([...namesIn(all), ...all.flatMap((piece) => hostOfLog(piece) ?? [])]);
  const pieces = all.filter(({ unit }) => unit === null);
  const hints = new Map(pieces.map((piece) => [piece, readPath(piece.path)]));
  const byPath = ownersByPath(pieces, hints);
  const full = new Map<string, string>();
  const keyFor = (host: string | null): string | null => {
    if (host === null) return null;
    const key = keyOf(host);
    if ((full.get(key)?.length ?? 999) > host.length) full.set(key, host);
    return key;
  };
  const owners = new Map<Piece, string | null>(
    pieces.map((piece) => [piece, keyFor(piece.context.host)]),
  );
  for (const [piece, twin] of twinsIn(pieces, owners, hints)) {
    owners.set(piece, twin);
    full.set(twin, twin);
  }
  const inside = new Map<Piece, string | null>(
    pieces.map((piece) => [piece, keyFor(nameInside(piece, hints.get(piece)!))]),
  );
  const own = (all: readonly Piece[], names: ReadonlyMap<Piece, string | null>) => {
    for (const piece of all)
      if (owners.get(piece) === null) owners.set(piece, names.get(piece) ?? null);
  };
  const keys = [...new Set(byPath.values())].filter((key) => key !== null);
  const insideOf = new Map(
    keys.map((key) => {
      const all = pieces.filter((piece) => byPath.get(piece) === key);
      return [key, new Set(all.flatMap((piece) => inside.get(piece) ?? []))];
    }),
  );
  // what one path names is one machine's: its own name, if one is said, else the path's
  for (const key of keys) {
    const all = pieces.filter((piece) => byPath.get(piece) === key);
    const said = new Set(all.flatMap((piece) => owners.get(piece) ?? []));
    const within = insideOf.get(key)!;
    if (said.size === 0 && within.size > 1) {
      own(all, inside);
      continue;
    }
    // machines of one name in two folders are two, unless a prompt says that they are one
    const isShared = keys.some(
      (other) => other !== key && [...within].some((name) => insideOf.get(other)!.has(name)),
    );
    const names = said.size === 0 && !isShared ? within : said;
    const name = names.size === 1 ? [...names][0]! : key;
    if (!full.has(name)) full.set(name, key);
    for (const piece of all) if (owners.get(piece) === null) owners.set(piece, name);
  }
  own(
    pieces.filter((piece) => byPath.get(piece) === null),
    inside,
  );
  for (const [piece, name] of unitOwners(all)) owners.set(piece, keyFor(name));
  const byLines = ownByLines(all, cut, owners, keyFor, new Set(inside.values()));
  const others = (some: readonly Piece[]) =>
    some.filter((piece) => !byLines.has(piece) && !isOfPod(piece));
  adoptWithin(others(pieces), inside, owners);
  adopt(others(all), owners);
  for (const [piece, key] of owners) if (key !== null) owners.set(piece, full.get(key) ?? key);
  return owners;
}

/** What was asked in a pod through the cluster: nothing says on which node it runs. */
const isOfPod = ({ context: { host, namespace, command } }: Piece): boolean =>
  host === null &&
  namespace !== null &&
  /\b(?:kubectl|oc|k)\s(?:.{0,500}?\s)?exec\s/.test(command ?? "");

/** Gives what nobody owns to the one machine that is named beside it: in its file, in its folder, or at all. */
function adoptWithin(
  pieces: readonly Piece[],
  inside: ReadonlyMap<Piece, string | null>,
  owners: Map<Piece, string | null>,
): void {
  const entries = new Map<string, Piece[]>();
  const folders = new Map<string, Piece[]>();
  for (const piece of pieces) {
    put(entries, piece.entry, piece);
    const parts = piece.path.split(/[/!]/);
    for (let depth = 1; depth < parts.length; depth++)
      put(folders, parts.slice(0, depth).join("/"), piece);
  }
  for (const all of entries.values()) {
    // of several machines in one text each goes on until the next is named
    const names = new Set(all.flatMap((piece) => inside.get(piece) ?? []));
    let name: string | null = null;
    for (const piece of names.size < 2 ? [] : [...all].sort((a, b) => a.line - b.line)) {
      name = inside.get(piece) ?? name;
      if (owners.get(piece) === null) owners.set(piece, name);
    }
    adopt(all, owners);
  }
  const deepest = [...folders].sort(
    ([a], [b]) => b.split("/").length - a.split("/").length || a.length - b.length,
  );
  for (const [, all] of deepest) adopt(all, owners);
  adopt(pieces, owners);
}

function put(groups: Map<string, Piece[]>, key: string, piece: Piece): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [piece]);
  else group.push(piece);
}

/** Gives what nobody owns to the only owner there is. */
function adopt(pieces: readonly Piece[], owners: Map<Piece, string | null>): void {
  const names = new Set(pieces.flatMap((piece) => owners.get(piece) ?? []));
  if (names.size !== 1) return;
  const [only] = names;
  for (const piece of pieces) if (owners.get(piece) === null) owners.set(piece, only!);
}
