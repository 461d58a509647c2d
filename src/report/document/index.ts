import { VERSION } from "../../version.ts";
import type { Analysis } from "../contract.ts";
import { causes } from "./causes.ts";
import { coverage } from "./coverage.ts";
import type { Content, Head, Words } from "./document.ts";
import { evicted } from "./evicted.ts";
import { evidence } from "./evidence.ts";
import { filled } from "./filled.ts";
import { head } from "./head.ts";
import { code, says } from "./inline.ts";
import { notJudged, ruledOut } from "./not-found.ts";
import { prevention } from "./prevention.ts";
import { signals } from "./signals.ts";
import { states } from "./states.ts";
import { otherSubjects, subjects } from "./subjects.ts";
import { talkers } from "./talkers.ts";
import { toDo } from "./to-do.ts";
import { unread } from "./unread.ts";
import { uses } from "./uses.ts";
import { window } from "./window.ts";

/**
 * The sections of a report in their order, each made by a file of its own. A builder gives none where there
 * is nothing to say. A line here puts a section into every format.
 */
export const SECTIONS = {
  evidence,
  subjects,
  "to-do": toDo,
  uses,
  window,
  states,
  talkers,
  filled,
  evicted,
  causes,
  "ruled-out": ruledOut,
  "not-judged": notJudged,
  signals,
  prevention,
  "other-subjects": otherSubjects,
  unread,
  coverage,
} as const satisfies Record<string, (analysis: Analysis) => readonly Content[]>;

export type SectionKind = keyof typeof SECTIONS;
export type Section = Content & { kind: SectionKind };

/** What a report says, before it is text, Markdown or HTML. */
export interface Document {
  head: Head;
  /** By what it was made, and of what. */
  foot: Words;
  sections: readonly Section[];
}

export const documentOf = (analysis: Analysis): Document => ({
  head: head(analysis),
  foot: says`Made by conntriage ${VERSION} from ${code(analysis.bundle.name)}.`,
  sections: (Object.keys(SECTIONS) as SectionKind[]).flatMap((kind) =>
    SECTIONS[kind](analysis).map((content) => ({ kind, ...content })),
  ),
});
