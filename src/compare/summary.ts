import { codeSpan, formatNumber, formatShare } from "../format.ts";
import { isClaimed } from "../report/claims.ts";
import type { Comparison, Difference, Pair } from "../report/comparison.ts";

/** Names that a sentence lists. */
const NAMED = 3;

/** What differs of one subject, in a few sentences. Names of the bundle stand in code spans. */
export function summarise(pair: Pair, { subjects }: Pick<Comparison, "subjects">): string {
  const claimed = pair.differences.filter(isClaimed);
  const of = (what: Difference["what"]) => claimed.filter((one) => one.what === what);
  return [
    `${nameOf(pair)} ${sayState(pair)}.`,
    sayTable(pair, subjects),
    ...sayCauses(of("cause")),
    ...saySettings(of("setting")),
    ...sayServices(of("rule")),
    claimed.length === 0 ? "Nothing differs by more than chance gives." : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

const nameOf = ({ host, namespace }: Pair): string => {
  const machine = host === null ? "The machine (no name)" : codeSpan(host);
  return namespace === null ? machine : `${machine}, network namespace ${codeSpan(namespace)},`;
};

function sayState({ differences }: Pair): string {
  const { before, after, change } = differences.find(({ what }) => what === "state")!;
  if (change === "same") return `is ${before} before and after`;
  const chance = change === "within chance" ? ", which is within what chance gives" : "";
  return `is ${before} before and ${after} after${chance}`;
}

/** How full it was each time. */
function sayTable(
  { host, namespace, before, after }: Pair,
  subjects: Comparison["subjects"],
): string {
  const { moments = [] } =
    subjects.find((one) => one.host === host && one.namespace === namespace) ?? {};
  const [a, b] = [before, after].map((at) => moments.find(({ capture }) => capture === at));
  if (a?.count == null || b?.count == null) return "";
  const full = ({ count, bound, max, utilization }: typeof a): string => {
    const entries = `${bound === "at least" ? "at least " : ""}${formatNumber(count!)}`;
    return max === null || utilization === null
      ? `${entries} entries, limit unknown`
      : `${entries} of ${formatNumber(max)} entries (${formatShare(utilization)})`;
  };
  return `The table holds ${full(a)} before and ${full(b)} after.`;
}

const LEADS = [
  ["new", "New"],
  ["gone", "Gone"],
  ["worse", "Worse"],
  ["better", "Better"],
] as const;

const sayCauses = (causes: readonly Difference[]): string[] =>
  LEADS.flatMap(([change, lead]) => {
    const titles = causes.filter((one) => one.change === change).map(({ title }) => title);
    return titles.length === 0 ? [] : `${lead}: ${few(titles, "; ")}.`;
  });

function saySettings(settings: readonly Difference[]): string[] {
  if (settings.length === 0) return [];
  const said = settings.map(
    ({ name, before, after }) =>
      `${codeSpan(name)} (${codeSpan(String(before))} before, ${codeSpan(String(after))} after)`,
  );
  return [`${count(settings.length, "setting differs", "settings differ")}: ${few(said, ", ")}.`];
}

function sayServices(rules: readonly Difference[]): string[] {
  const services = rules.filter(({ title }) => title === "Service");
  const said = services.map(({ name, change }) =>
    change === "other" ? codeSpan(name) : `${codeSpan(name)} (${change})`,
  );
  return services.length === 0
    ? []
    : [
        `${count(services.length, "Service has other endpoints", "Services have other endpoints")}: ${few(said, ", ")}.`,
      ];
}

const count = (number: number, one: string, many: string): string =>
  `${formatNumber(number)} ${number === 1 ? one : many}`;

const few = (list: readonly string[], separator: string): string =>
  list.length > NAMED + 1
    ? `${list.slice(0, NAMED).join(separator)} and ${list.length - NAMED} more`
    : list.join(separator);
