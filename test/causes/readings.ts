import type { Cause, Test } from "../../src/causes/cause.ts";
import type { SourceName } from "../../src/parsers/index.ts";
import type { Readings, SignalName } from "../../src/signals/index.ts";
import type { Reading, Value } from "../../src/signals/signal.ts";

/** Readings by value; null stands for one whose input is missing. */
export function readingsOf(values: Partial<Record<SignalName, Value | null>>): Readings {
  const wants: SourceName = "netstat";
  return new Map(
    (Object.entries(values) as [SignalName, Value | null][]).map(
      ([name, value]): [SignalName, Reading] => [
        name,
        value === null
          ? { value, wants, reason: "it is not in the bundle" }
          : { value, place: { entry: "entry.txt", line: 1 } },
      ],
    ),
  );
}

/** Each level of pressure, as its two signals tell it. */
export const PRESSURES = {
  exhausted: { "table.exhausted": true, "table.utilization.peak": 1 },
  high: { "table.exhausted": false, "table.utilization.peak": 0.9 },
  raised: { "table.exhausted": false, "table.utilization.peak": 0.75 },
  none: { "table.exhausted": false, "table.utilization.peak": 0.5 },
  unknown: { "table.exhausted": null, "table.utilization.peak": null },
} as const satisfies Record<string, Partial<Record<SignalName, Value | null>>>;

/** Three tests that stand for any: what is required, what supports, what excludes. */
export const REQUIRED: Test = ["listen.overflows", ">", 0];
export const SUPPORTING: Test = ["tcp.timeouts", ">", 0];
export const EXCLUDING: Test = ["table.invalid", ">", 0];

/** A cause that says no more than a test needs. */
export const causeOf = (changes: Partial<Cause> = {}): Cause => ({
  id: "a-cause",
  title: "A cause",
  gate: "none",
  mechanism: "It happens.",
  requires: [REQUIRED],
  supports: [],
  excludes: [],
  holds: [],
  remedies: [],
  references: [],
  ...changes,
});
