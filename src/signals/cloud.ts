import { found, pair } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import { absent } from "./absent.ts";
import { perSecond } from "./rates.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

/** The cloud's allowances, by the counters in which AWS's ENA driver tells of them. */
const ALLOWANCES = {
  connections: ["conntrack_allowance_exceeded"],
  linkLocal: ["linklocal_allowance_exceeded"],
  packets: ["pps_allowance_exceeded"],
  bandwidth: ["bw_in_allowance_exceeded", "bw_out_allowance_exceeded"],
} as const satisfies Record<string, readonly string[]>;

interface Rise {
  name: string;
  rise: number;
  entry: string;
  line: number;
}

/** What counters rose by on each interface within the window. */
function rises({ facts }: SignalContext, counters: readonly string[]): Rise[] {
  return found(facts, "ethtool")
    .filter(({ phase }) => phase === "end")
    .flatMap(({ label, entry, fact }) => {
      const before = pair(facts, "ethtool", label)?.start.fact;
      return [...fact.interfaces].flatMap(([name, after]) =>
        counters.flatMap((counter): Rise[] => {
          const [start, end] = [before?.interfaces.get(name)?.get(counter), after.get(counter)];
          if (start === undefined || end === undefined) return [];
          const rise = Math.max(0, end.value - start.value);
          return [{ name: name || label, rise, entry, line: end.line }];
        }),
      );
    })
    .sort((a, b) => b.rise - a.rise);
}

const none = (
  { facts }: SignalContext,
  why = "no interface counts a cloud's allowances",
): Reading => absent(facts, "ethtool", `${SOURCES.ethtool.what}: ${why}`);

function lost(context: SignalContext, counters: readonly string[]): Reading {
  const all = rises(context, counters);
  const [most] = all;
  const sum = all.reduce((total, { rise }) => total + rise, 0);
  return most === undefined ? none(context) : reading(sum, at(most.entry, most.line));
}

/** The interface on which most was lost. */
function most(context: SignalContext): Reading {
  const [first] = rises(context, Object.values(ALLOWANCES).flat());
  if (first === undefined) return none(context);
  return first.rise === 0 || first.name === ""
    ? none(context, "no interface lost packets to an allowance")
    : reading(first.name, at(first.entry, first.line));
}

const allowance = (which: keyof typeof ALLOWANCES, title: string): Signal<"packets/s"> => ({
  unit: "packets/s",
  title,
  command: `ethtool -S eth0 | grep -E '${ALLOWANCES[which].join("|")}'   # two samples, some seconds apart`,
  read: (context) => perSecond(context, lost(context, ALLOWANCES[which])),
});

export const CLOUD_SIGNALS = {
  "cloud.connections": allowance(
    "connections",
    "packets of new connections dropped by the cloud's allowance",
  ),
  "cloud.linkLocal": allowance(
    "linkLocal",
    "packets to the cloud's own services dropped by its allowance",
  ),
  "cloud.packets": allowance("packets", "packets dropped by the cloud's allowance of packets"),
  "cloud.bandwidth": allowance(
    "bandwidth",
    "packets held back or dropped by the cloud's bandwidth allowance",
  ),
  "cloud.interface": {
    unit: "name",
    title: "interface that lost most packets to the cloud's allowances",
    command: "ethtool -S eth0 | grep allowance_exceeded",
    read: most,
  },
} as const satisfies Record<string, Signal>;
