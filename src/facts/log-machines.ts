import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import { isSameMachine } from "./names.ts";
import type { Piece } from "./piece.ts";
import { unitOwners } from "./units.ts";

/** What each piece of a log of several machines is: the lines of one of them. */
export type LogMachines = ReadonlyMap<Piece, string | null>;

/**
 * Cuts each log of several machines, as a log server keeps it, into a piece a machine; of a machine that the kernel
 * says nothing of there none, as long as no other evidence is of it. Returns the pieces, and whose those are that
 * were cut.
 */
export function cutLogs(
  pieces: readonly Piece[],
  isNamed: (host: string) => boolean,
): { pieces: readonly Piece[]; cut: LogMachines } {
  const cut = new Map<Piece, string | null>();
  if (pieces.every((piece) => machinesOf(piece).length < 2)) return { pieces, cut };
  const units = unitOwners(pieces);
  const all = pieces.flatMap((piece) => {
    const machines = machinesOf(piece);
    if (machines.length < 2 || machines.every(({ kinds }) => kinds.size === 0)) return piece;
    const [shortest, ...others] = machines
      .flatMap(({ host }) => host ?? [])
      .sort((a, b) => a.length - b.length);
    // one machine by its short and its whole name
    if (others.every((host) => isSameMachine(host, shortest!)))
      return { ...piece, fact: { ...(piece.fact as KernelLogFact), host: shortest, machines: [] } };
    const unit = units.get(piece)?.replace(/ \(.*$/, "") ?? null;
    return machines
      .filter(({ kinds, host }) => kinds.size > 0 || (host !== null && isNamed(host)))
      .map((fact) => {
        const isUnits = fact.host === null || isSameMachine(fact.host, unit);
        const own = { ...piece, fact, unit: isUnits ? piece.unit : null };
        if (own.unit === null) cut.set(own, fact.host);
        return own;
      });
  });
  return { pieces: all, cut };
}

const machinesOf = ({ source, fact }: Piece): readonly KernelLogFact[] =>
  source === "kernel-log" ? (fact as KernelLogFact).machines : [];

/** The machine that a log's lines name, where they name one. */
export const hostOfLog = ({ source, fact }: Piece): string | null =>
  source === "kernel-log" ? (fact as KernelLogFact).host : null;

/** Commands that print the log of the machine that they run on, and options with which they print another's. */
const OWN_LOG = /\b(?:journalctl|dmesg|logread)\b/;
const OTHERS_LOG =
  /journalctl\b.{0,400}\s(?:-D|-m|-i|--directory|--merge|--file|--root|--image|--machine|-M)\b/;

/**
 * Gives a log to the machine that its lines name, where the evidence names several: by itself it is taken for
 * that of whoever is named beside it. What a prefix, a prompt or a path says stands before it, unless another
 * machine is named there. Returns the pieces that are so owned.
 */
export function ownByLines(
  pieces: readonly Piece[],
  cut: LogMachines,
  owners: Map<Piece, string | null>,
  keyFor: (host: string | null) => string | null,
  inside: ReadonlySet<string | null>,
): ReadonlySet<Piece> {
  const owned = new Set<Piece>();
  const own = (piece: Piece, key: string) => {
    owners.set(piece, key);
    owned.add(piece);
  };
  const logs = pieces.filter(({ source }) => source === "kernel-log");
  const hosts = new Map(logs.map((log) => [log, keyFor(hostOfLog(log))]));
  const said = new Set(
    [...pieces].flatMap((piece) => (cut.has(piece) ? [] : (owners.get(piece) ?? []))),
  );
  const all = new Set([...said, ...[...hosts.values()].filter((key) => key !== null)]);
  for (const log of logs) {
    const [key, now] = [hosts.get(log) ?? null, owners.get(log) ?? null];
    if (key === null || log.unit !== null) continue;
    if (cut.has(log)) own(log, key);
    else if (now === key || all.size < 2) continue;
    else if (now === null || isAnothers(log, key, now)) own(log, key);
  }
  return owned;

  function isAnothers({ context }: Piece, key: string, now: string): boolean {
    const { command, host } = context;
    if (host === null) return inside.has(now) || said.has(key);
    return command !== null && (!OWN_LOG.test(command) || OTHERS_LOG.test(command));
  }
}
