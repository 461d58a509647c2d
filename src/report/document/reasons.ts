import type { AnalysisFinding } from "../contract.ts";
import { formatValue } from "../values.ts";
import { notInWords, testInWords } from "../words.ts";
import type { Words } from "./document.ts";
import { oncePerSignal } from "./evidence.ts";
import { joined, place, plainOf, says, value } from "./inline.ts";
import { prose } from "./prose.ts";

type Evidence = AnalysisFinding["evidence"][number];

/** Why a cause was not found: the unknown inputs, or the tests that decided against it. */
export function reasonOf({ verdict, evidence }: AnalysisFinding): Words {
  if (verdict === "unknown") {
    const missing = [...new Set(evidence.flatMap((one) => one.missing ?? []))];
    return missing.length === 0 ? says`Its inputs are incomplete` : prose(asSentences(missing));
  }
  const of = (role: string, holds: boolean) =>
    evidence.filter((one) => one.role === role && one.holds === holds);
  const roomy = of("gate", false);
  const against =
    of("gate", true).length === 0 && roomy.length > 0
      ? roomy.slice(-1)
      : oncePerSignal([...of("requires", false), ...of("excludes", true)]).slice(0, 2);
  const isOnePlace = new Set(against.map(({ source }) => plainOf(place(source)))).size === 1;
  const sentences = against.map((one, at) =>
    isOnePlace && at < against.length - 1
      ? sayAgainst(one)
      : says`${sayAgainst(one)}, ${place(one.source)}`,
  );
  return joined(sentences, "; ");
}

/** Each reason is a sentence: the next begins with a capital, but for a setting's name. */
const asSentences = (reasons: readonly string[]): string =>
  reasons
    .map((one, at) =>
      at === 0 || /^\w+_/.test(one) ? one : one.charAt(0).toUpperCase() + one.slice(1),
    )
    .join(". ");

/** A test that decided against a cause: what was found, and what would have been needed. */
function sayAgainst({ title, value: read, unit, test, role }: Evidence): Words {
  const words = testInWords(test, unit);
  if (role === "excludes" && typeof read === "boolean")
    return says`${title}: ${value(read, unit)} (needed: ${notInWords(words)})`;
  const wanted = role === "excludes" ? "ruled out by" : "needed:";
  // the unit is said once
  const isRepeated = formatValue(read, unit).endsWith(` ${unit}`) && words.endsWith(` ${unit}`);
  const than = isRepeated ? words.slice(0, -unit.length - 1) : words;
  return says`${title}: ${value(read, unit)} (${wanted} ${than})`;
}
