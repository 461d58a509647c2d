import type { AnalysisFinding } from "./contract.ts";
import { formatValue } from "./values.ts";
import { testInWords } from "./words.ts";

type Evidence = AnalysisFinding["evidence"][number];
type PlaceOf = (source: Evidence["source"]) => string;

/**
 * Why a cause was not found: the unknown inputs, or the tests that decided against it.
 *
 * @param placeOf how a format writes a place
 */
export function reasonOf({ verdict, evidence }: AnalysisFinding, placeOf: PlaceOf): string {
  if (verdict === "unknown") {
    const missing = [...new Set(evidence.flatMap((one) => one.missing ?? []))];
    return missing.length === 0 ? "Its inputs are incomplete" : missing.join("; ");
  }
  const of = (role: string, holds: boolean) =>
    evidence.filter((one) => one.role === role && one.holds === holds);
  const roomy = of("gate", false);
  const against =
    of("gate", true).length === 0 && roomy.length > 0
      ? roomy.slice(-1)
      : withoutRepeats([...of("requires", false), ...of("excludes", true)]).slice(0, 2);
  const places = against.map(({ source }) => placeOf(source));
  const isOnePlace = new Set(places).size === 1;
  return against
    .map((one, at) => {
      const place = isOnePlace && at < against.length - 1 ? "" : `, ${places[at]}`;
      return `${sayAgainst(one)}${place}`;
    })
    .join("; ");
}

const SHARE = /^share of the table( at one destination| from one source)?: /;

/** Of tests about the same thing, as a whole and at one destination, the first says it. */
const withoutRepeats = (list: readonly Evidence[]): Evidence[] => {
  const about = list.map(({ title }) => title.replace(SHARE, ""));
  return list.filter((_, at) => about.indexOf(about[at]!) === at);
};

/** A test that decided against a cause: what was found, and what would have been needed. */
function sayAgainst({ title, value, unit, test, role }: Evidence): string {
  const wanted = role === "excludes" ? "ruled out by" : "needed:";
  const of = SHARE.exec(title);
  const found = formatValue(value, unit) + (of === null ? "" : ` of the table${of[1] ?? ""}`);
  const words = testInWords(test, unit);
  const than = found.endsWith(` ${unit}`) && words.endsWith(` ${unit}`);
  return `${title.replace(SHARE, "")}: ${found} (${wanted} ${than ? words.slice(0, -unit.length - 1) : words})`;
}
