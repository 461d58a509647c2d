import { USES, type Use } from "../attribution/uses.ts";
import { latest } from "../facts/facts.ts";
import { useOfKind } from "../what-if/kinds-of-use.ts";
import { absent, noTable } from "./absent.ts";
import { readDemand } from "./demand-reading.ts";
import { LIVE_USES } from "./mix.ts";
import { at, reading, type Signal } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";

const part =
  (of: "low" | "high"): Signal["read"] =>
  (context) => {
    const demand = readDemand(context);
    if ("value" in demand) return demand.reading;
    const [table] = context.tables;
    const max = TABLE_SIGNALS["table.max"].read(context);
    return reading(
      demand[of],
      table === undefined && max.value !== null ? max.place : at(table!.entry, 1),
    );
  };

/** Of some uses, at least: by the kinds of their entries, and as far as these are of that use. */
const ofUses =
  (uses: readonly Use[]): Signal["read"] =>
  (context) => {
    const { attribution } = context;
    const demand = readDemand(context);
    if ("value" in demand) return demand.reading;
    if (attribution === null) return noTable(context);
    // without it the estimate's low end may be any part of the truth
    if (latest(context.facts, "timeline") === null) return absent(context.facts, "timeline");
    let sum = 0;
    for (const use of uses) {
      const parts = demand.parts.filter(({ kind }) => useOfKind(kind) === (ROWS[use] ?? use));
      const total = (of: "held" | "low") => parts.reduce((all, part) => all + part[of], 0);
      const scale = total("held") === 0 ? 1 : total("low") / total("held");
      sum += attribution.uses[use].entries * scale;
    }
    return reading(Math.round(sum), at(context.tables[0]!.entry, 1));
  };

/** What the rows of a use are told by alone, where that is another use. */
const ROWS: Partial<Record<Use, Use>> = { dns: "udp" };

const COMMAND = "sh collect.sh --duration 30";

type OfAUse = { [K in (typeof LIVE_USES)[number] as `demand.live.${K}`]: Signal<"entries"> };
const EACH = Object.fromEntries(
  LIVE_USES.map((use) => [
    `demand.live.${use}`,
    {
      unit: "entries",
      title: `demand for ${USES[use].replace(/ \(.*\)$/, "")}, at least`,
      command: COMMAND,
      read: ofUses([use]),
    },
  ]),
) as OfAUse;

export const DEMAND_SIGNALS = {
  "demand.low": {
    unit: "entries",
    title: "entries if nothing were refused, at least",
    command: COMMAND,
    read: part("low"),
  },
  "demand.high": {
    unit: "entries",
    title: "entries if nothing were refused, at most",
    command: COMMAND,
    read: part("high"),
  },
  "demand.live": {
    unit: "entries",
    title: "entries of traffic in use if nothing were refused, at least",
    command: COMMAND,
    read: ofUses(LIVE_USES),
  },
  ...EACH,
} as const satisfies Record<string, Signal>;
