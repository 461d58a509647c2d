import type { KernelVersionFact } from "../parsers/kernel-version.ts";
import type { ManifestFact } from "../parsers/manifest-parser.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import { isCore, type Piece } from "./piece.ts";

/** The pieces of one machine within one collector's bundle. */
interface Machine {
  root: string;
  node: string | null;
  agent: string | null;
  pieces: Piece[];
}

/** The machines of the collectors' bundles among the pieces. */
function machinesOf(pieces: readonly Piece[]): Machine[] {
  const machines = new Map<string, Machine>();
  for (const piece of pieces) {
    if (piece.unit === null) continue;
    const { root, node, agent } = piece.unit;
    const key = `${root}\n${node ?? ""}\n${agent ?? ""}`;
    const known = machines.get(key) ?? { root, node, agent, pieces: [] };
    known.pieces.push(piece);
    machines.set(key, known);
  }
  return [...machines.values()];
}

const isMember = ({ node, agent }: Machine): boolean => node !== null || agent !== null;

/** What a bundle of several nodes holds of no node's own: lists of the cluster, by the bundle's folder. */
export function clusterPieces(pieces: readonly Piece[]): Map<string, Piece[]> {
  const machines = machinesOf(pieces);
  return new Map(
    machines
      .filter(
        (one) =>
          !isMember(one) &&
          !one.pieces.some(isCore) &&
          machines.some((other) => other.root === one.root && isMember(other)),
      )
      .map(({ root, pieces: own }) => [root, own]),
  );
}

/**
 * The machine of each piece of a collector's bundle: nothing of two bundles or of two nodes of one is mixed,
 * whatever they are called. Bundles of one machine are told apart by their own names.
 */
export function unitOwners(pieces: readonly Piece[]): Map<Piece, string | null> {
  const machines = machinesOf(pieces);
  const said = new Map(machines.map((one) => [one, one.node ?? saidIn(one.pieces) ?? one.agent]));
  const bundles = new Set(machines.map(({ root }) => root));
  const names = namesOf(bundles);
  const owners = new Map<Piece, string | null>();
  for (const one of machines) {
    const host = said.get(one) ?? null;
    const rivals = machines.filter((other) => other !== one && (said.get(other) ?? null) === host);
    const bundle = names.get(one.root)!;
    const owner = rivals.length === 0 ? host : host === null ? bundle : `${host} (${bundle})`;
    for (const piece of one.pieces) owners.set(piece, owner);
  }
  return owners;
}

/** What a machine calls itself. */
function saidIn(pieces: readonly Piece[]): string | null {
  for (const { source, fact, context } of pieces) {
    if (source === "manifest") return (fact as ManifestFact).hostname;
    if (source !== "sysctl" || context.configured) continue;
    const name = (fact as SysctlFact).values.get("kernel.hostname")?.value;
    if (name !== undefined && name !== "(none)") return name;
  }
  const nodenames = pieces.flatMap(({ source, fact }) =>
    source === "kernel-version" ? ((fact as KernelVersionFact).nodename ?? []) : [],
  );
  return nodenames[0] ?? null;
}

const ENDING = /\.(?:tgz|tzst|txz|tbz2?|zip|tar|(?:tar\.)?(?:gz|zst|xz|bz2))$/;

/** A name of each bundle: its folder's or archive's where these differ, else its whole path. */
function namesOf(roots: ReadonlySet<string>): Map<string, string> {
  const whole = (root: string) => root.replace(/[/!]+$/, "") || "the outermost folder";
  const last = (root: string) => whole(root).split(/[/!]/).at(-1)!.replace(ENDING, "");
  const lasts = [...roots].map(last);
  return new Map(
    [...roots].map((root) => {
      const short = last(root);
      return [root, lasts.filter((one) => one === short).length > 1 ? whole(root) : short];
    }),
  );
}
