import type { Difference } from "../report/comparison.ts";
import type { Details, Served } from "./details.ts";
import { exactDifference, type Named, unknownDifference } from "./numbers.ts";
import { notKnown, type Side } from "./side.ts";

const SAVED = "a saved analysis does not have them";
/** Endpoints of a Service that are named. */
const NAMED = 8;

/** What every analysis shows of the node itself, by the name of its setting where it is one. */
const OF_THE_NODE: readonly (readonly [
  name: string,
  read: (analysis: Side["analysis"]) => string | number | null,
])[] = [
  ["net.netfilter.nf_conntrack_max", ({ table }) => table.max],
  ["net.netfilter.nf_conntrack_buckets", ({ table }) => table.buckets],
  ["kernel", ({ node }) => node.kernel],
  ["distribution", ({ node }) => node.os],
  ["CPUs", ({ node }) => node.cpus],
  ["kube-proxy's mode", ({ node }) => node.proxyMode],
];

/** Settings and what the node is: exact values, which differ or do not. */
export function settingDifferences(before: Side, after: Side): Difference[] {
  const [a, b] = [before, after].map(settingsOf);
  const names = [...new Set([...a!.keys(), ...b!.keys()])].sort();
  const rows = names.map((name): Difference => {
    const named: Named = { what: "setting", name, title: name, unit: "" };
    const [from, to] = [a!.get(name) ?? null, b!.get(name) ?? null];
    // a setting that one capture lacks may be set there all the same
    if (from === null || to === null) {
      const no = (side: Side, value: string | null) =>
        value === null ? (side.details === null ? SAVED : "it was not taken") : null;
      return unknownDifference(named, notKnown(no(before, from), no(after, to)), from, to);
    }
    return exactDifference(named, from, to);
  });
  return rows;
}

function settingsOf({ analysis, details }: Side): Map<string, string> {
  const settings = new Map(details?.settings ?? []);
  for (const [name, read] of OF_THE_NODE) {
    const value = read(analysis);
    if (value !== null && !settings.has(name)) settings.set(name, String(value));
  }
  return settings;
}

/** Services with their endpoints, and what is not tracked, by the node's rules. */
export function ruleDifferences(before: Side, after: Side): Difference[] {
  const [a, b] = [before.details, after.details];
  const named: Named = { what: "rule", name: "rules", title: "rules and endpoints", unit: "" };
  if (a === null || b === null)
    return [
      unknownDifference(named, notKnown(a === null ? SAVED : null, b === null ? SAVED : null)),
    ];
  if (a.services === null && b.services === null) return [];
  if (a.services === null || b.services === null) {
    const no = (one: Details) => (one.services === null ? "the rules were not taken" : null);
    return [unknownDifference(named, notKnown(no(a), no(b)))];
  }
  const names = [...new Set([...a.services.keys(), ...b.services.keys()])].sort();
  const isCut = a.rulesCut || b.rulesCut;
  return [
    ...names.map((name) =>
      serviceDifference(name, a.services!.get(name), b.services!.get(name), isCut),
    ),
    ...notrackDifference(a, b),
  ];
}

function serviceDifference(
  name: string,
  before: Served | undefined,
  after: Served | undefined,
  isCut: boolean,
): Difference {
  const named: Named = { what: "rule", name, title: "Service", unit: "" };
  const [from, to] = [before, after].map((one) =>
    one === undefined ? null : listed(one, before, after),
  );
  if (before === undefined || after === undefined)
    return isCut
      ? unknownDifference(named, "the rules of one capture are cut", from, to)
      : exactDifference(named, from!, to!);
  const isSame =
    before.endpoints.size === after.endpoints.size &&
    [...before.endpoints].every((one) => after.endpoints.has(one));
  if (isSame) return { ...exactDifference(named, from!, to!), change: "same" };
  if (isCut || !before.whole || !after.whole)
    return unknownDifference(named, "not all of its endpoints could be read", from, to);
  return { ...exactDifference(named, from!, to!), change: "other" };
}

/** How many endpoints, and which of them the other side lacks. */
function listed(one: Served, before: Served | undefined, after: Served | undefined): string {
  const other = one === before ? after : before;
  const own = [...one.endpoints].filter(
    (name) => other !== undefined && !other.endpoints.has(name),
  );
  const count = one.endpoints.size === 1 ? "1 endpoint" : `${one.endpoints.size} endpoints`;
  if (own.length === 0) return count;
  const more = own.length > NAMED ? ` and ${own.length - NAMED} more` : "";
  return `${count}, only here ${own.sort().slice(0, NAMED).join(", ")}${more}`;
}

function notrackDifference({ notrack: a }: Details, { notrack: b }: Details): Difference[] {
  if (a === null || b === null || (a.length === 0 && b.length === 0)) return [];
  const named: Named = {
    what: "rule",
    name: "notrack",
    title: "what is kept out of the table",
    unit: "",
  };
  const text = (rules: readonly string[]) => (rules.length === 0 ? "nothing" : rules.join("; "));
  const one = exactDifference(named, text(a), text(b));
  return [one.change === "same" ? one : { ...one, change: "other" }];
}
