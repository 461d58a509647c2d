import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { RECENT_FROM, RECENT_TO } from "../parsers/conntrack-table/row.ts";
import { CLASS, CLASSES, STUCK_SECONDS } from "../parsers/conntrack-table/states.ts";
import { CAN_BE_STALE, USE_OF_CLASS, USES, type Use } from "./uses.ts";

/** Uses as dense ids, since a table's flows are attributed by the million. */
export const USE_NAMES = Object.keys(USES) as Use[];
const USE_IDS = new Map(USE_NAMES.map((name, id) => [name, id]));
const CLASS_TO_USE = Uint8Array.from(CLASSES, (name) => USE_IDS.get(USE_OF_CLASS[name])!);
export const IDLE = USE_IDS.get("idle-established")!;
export const STALE = USE_IDS.get("stale-endpoint")!;
/** By use: whether an entry of it is stale when its endpoint is gone. */
export const STALE_ABLE = Uint8Array.from(USE_NAMES, (name) => Number(CAN_BE_STALE.has(name)));

const UDP_CLASSES = new Set([
  CLASS.udp,
  CLASS["udp-stream"],
  CLASS["udp-one-way"],
  CLASS.dns,
  CLASS["dns-one-way"],
  CLASS["dns-answer"],
  CLASS.overlay,
]);
/** By class: whether it is of UDP. */
export const IS_UDP = Uint8Array.from(CLASSES, (_, id) => Number(UDP_CLASSES.has(id)));

/** An ESTABLISHED entry without a packet for longer than this, in seconds, is idle. */
export const IDLE_SECONDS = 3600;

/** Whether a table's bands tell what is idle under this timeout; near an hour nothing can be told idle. */
export const fits = ({ borders }: TableFact, timeout: number): boolean =>
  timeout <= IDLE_SECONDS + STUCK_SECONDS || borders.includes(timeout - IDLE_SECONDS);

/** The use of each class, the bands of ESTABLISHED told apart by the timeout. */
export function usesOfClasses(
  borders: readonly [number, number],
  timeout: number | null,
): Uint8Array {
  const useOf = CLASS_TO_USE.slice();
  if (timeout === null) return useOf;
  const idleBelow = timeout - IDLE_SECONDS;
  const bands = [
    CLASS["established-band-0"],
    CLASS["established-band-1"],
    CLASS["established-band-2"],
  ];
  for (const [at, border] of borders.entries())
    if (border <= idleBelow && idleBelow > 0) useOf[bands[at]!] = IDLE;
  // what is recent under the shorter timeout is idle under one that is longer by more than an hour
  if (borders[0] + RECENT_TO <= idleBelow) useOf[CLASS["established-recent-1"]] = IDLE;
  if (borders[1] + RECENT_FROM < idleBelow) useOf[CLASS["established-recent-2"]] = IDLE;
  return useOf;
}
