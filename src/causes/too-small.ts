import { USES, type Use } from "../attribution/uses.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import { LIVE_USES, UDP_USES } from "../signals/mix.ts";
import type { Finding } from "./finding.ts";

/**
 * Whether the traffic in use that no fault holds would fill the table alone, were nothing of it refused. What a
 * fault holds of several uses, some of them out of use, is taken to be traffic in use.
 */
export function isTooSmallAnyway(faults: readonly Finding[], readings: Readings): boolean {
  const number = (name: SignalName): number => Number(readings.get(name)?.value ?? 0);
  const held = new Set<SignalName>(faults.flatMap(({ cause }) => cause.holds));
  // a use that a fault holds whole goes with all that it asks for
  const rest = LIVE_USES.filter((use) => !wholes(use).some((name) => held.has(name)));
  const partly = faults.filter(({ cause }) => cause.holds.some((name) => !WHOLE.has(name)));
  const theirs = partly.reduce(
    (sum, { entries }) => sum + (entries ?? Number.POSITIVE_INFINITY),
    0,
  );
  const sum = (of: (use: LiveUse) => SignalName) =>
    rest.reduce((total, use) => total + number(of(use)), 0);
  const asked = sum((use) => `demand.live.${use}`);
  // what a fault holds may be what was refused most
  const most = Math.max(
    asked /
      Math.max(
        1,
        sum((use) => `use.${use}.entries`),
      ),
    number("demand.low") / Math.max(1, number("table.max")),
  );
  return asked - theirs * most >= (number("table.max") || Number.NaN);
}

type LiveUse = (typeof LIVE_USES)[number];

/** The signals that count a whole use, alone or with others. */
const wholes = (use: Use): SignalName[] => [
  `use.${use}.entries`,
  ...(UDP_USES.some((one) => one === use) ? (["udp.entries"] as const) : []),
];
const WHOLE: ReadonlySet<SignalName> = new Set((Object.keys(USES) as Use[]).flatMap(wholes));
