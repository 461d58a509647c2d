import type { Fleet } from "../report/fleet-contract.ts";
import { isMachine, type Row, someOf } from "./row.ts";
import { byText } from "./text.ts";

/** Versions and properties that are held against each other beside the settings. */
const PROPERTIES: readonly (readonly [string, (row: Row) => string | number | null])[] = [
  ["kernel", ({ profile }) => profile.kernel],
  ["operating system", ({ profile }) => profile.os],
  ["CPUs", ({ profile }) => profile.cpus],
  ["kube-proxy mode", ({ profile }) => profile.proxyMode],
  [
    "kube-proxy version",
    ({ profile }) => (profile.proxyMinor === null ? null : `1.${profile.proxyMinor}`),
  ],
  ["limit", ({ node }) => node.limit],
  ["conntriage", ({ profile }) => profile.conntriage],
];
/** The same as the limit, by another name. */
const SAME_AS_LIMIT = new Set(["net.netfilter.nf_conntrack_max", "net.nf_conntrack_max"]);
/** Values of one setting that are told apart; the others are of few nodes each. */
const MOST_VALUES = 12;

/** Settings and versions that are not the same on all nodes that tell them, and those that are. */
export function skewOf(rows: readonly Row[]): Pick<Fleet, "skew" | "same"> {
  const machines = rows.filter(isMachine);
  const settings = new Set(machines.flatMap(({ profile }) => Object.keys(profile.settings)));
  const all = [
    ...PROPERTIES,
    ...[...settings]
      .filter((name) => !SAME_AS_LIMIT.has(name))
      .sort(byText)
      .map((name) => [name, (row: Row) => row.profile.settings[name] ?? null] as const),
  ];
  const skew: Fleet["skew"] = [];
  const same: string[] = [];
  for (const [setting, read] of all) {
    const values = new Map<string, Row[]>();
    for (const row of machines) {
      const value = read(row);
      if (value === null) continue;
      const known = values.get(String(value));
      if (known === undefined) values.set(String(value), [row]);
      else known.push(row);
    }
    const known = [...values.values()].reduce((sum, { length }) => sum + length, 0);
    if (values.size === 1 && known > 1) same.push(setting);
    if (values.size > 1) skew.push({ setting, known, values: valuesOf(values) });
  }
  return { skew, same };
}

const valuesOf = (values: ReadonlyMap<string, readonly Row[]>): Fleet["skew"][number]["values"] =>
  [...values]
    .sort(([a, x], [b, y]) => y.length - x.length || byText(a, b))
    .slice(0, MOST_VALUES)
    .map(([value, on]) => ({ value, nodes: on.length, on: someOf(on) }));
