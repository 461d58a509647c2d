import { VERSION } from "../../../version.ts";
import { isWhole } from "../../claims.ts";
import type { Comparison, Outcome } from "../../comparison.ts";
import type { Content, PlainDocument, State } from "../document.ts";
import { code, joined, says } from "../inline.ts";
import { prose } from "../prose.ts";
import { captures } from "./captures.ts";
import { causes } from "./causes.ts";
import { chance } from "./chance.ts";
import { notPaired, unknown } from "./not-known.ts";
import { numbers } from "./numbers.ts";
import type { Compared } from "./parts.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";
import { steps } from "./steps.ts";
import { subjects } from "./subjects.ts";
import { talkers } from "./talkers.ts";

/** The sections of a comparison in their order. A line here puts a section into every format. */
export const COMPARISON_SECTIONS = {
  captures,
  subjects,
  causes,
  numbers,
  settings,
  rules,
  talkers,
  steps,
  unknown,
  "not-paired": notPaired,
  chance,
} as const satisfies Record<string, (compared: Compared) => readonly Content[]>;

const TITLES: Readonly<Record<Outcome, string>> = {
  worse: "worse",
  better: "better",
  mixed: "better in part, worse in part",
  other: "other, neither better nor worse",
  "no difference": "no difference beyond chance",
  "not known": "not known",
};

/** What a comparison says, before it is text, Markdown or HTML. */
export function comparisonDocument(comparison: Comparison): PlainDocument {
  const [lead, ...rest] = comparison.pairs;
  const others = rest.filter((pair) => isWhole(comparison, pair));
  const compared = { comparison, lead: lead!, others };
  const names = comparison.captures.map(({ name }) => [code(name)]);
  return {
    name: "Connection tracking compared",
    title: TITLES[comparison.outcome],
    looks: looksOf(comparison),
    lead: prose(comparison.summary),
    notes: comparison.notes.map(prose),
    sections: Object.values(COMPARISON_SECTIONS).flatMap((section) => section(compared)),
    foot: says`Made by conntriage ${VERSION} from ${joined(names, ", ")}.`,
  };
}

/** No green tick for a table that is full still: unless it is worse, it looks as it was at last. */
function looksOf({ outcome, subjects, pairs: [lead] }: Comparison): State {
  if (outcome === "worse") return "critical";
  if (outcome === "mixed") return "at-risk";
  if (outcome === "not known") return "unknown";
  const own = subjects.find(
    ({ host, namespace }) => host === lead!.host && namespace === lead!.namespace,
  );
  return own?.moments.find(({ capture }) => capture === lead!.after)?.state ?? "unknown";
}
