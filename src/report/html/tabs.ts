import type { Analysis, SubjectAnalysis } from "../contract.ts";
import { plain } from "../document/inline.ts";
import { headingOfSubject, nameOfSubject } from "../document/subjects.ts";
import { shown, tag } from "./charts/svg.ts";

/** Subjects that have a tab; a report leads with the worst, and says the others in a section each. */
export const MOST_TABS = 12;

/** The anchor of a subject's tab, the first being that of the report's own. */
export const subjectId = (at: number): string => `subject-${at + 1}`;

/** Those with a tab of their own: the subject that leads, and others that are not healthy. */
export const tabbed = ({ others, ...lead }: Analysis): SubjectAnalysis[] =>
  others.length === 0 ? [] : [lead, ...others].slice(0, MOST_TABS);

/** A link for each subject to its part of the page, which CSS shows alone: no script is needed. */
export function tabs(analysis: Analysis): string {
  const list = tabbed(analysis).map((one, at) => {
    const { looks, title } = headingOfSubject(one);
    const word = tag("span", { class: `state state-${looks}` }, shown(title));
    const name = shown(plain(nameOfSubject(one.subject)));
    return tag("li", {}, tag("a", { href: `#${subjectId(at)}` }, name, " ", word));
  });
  const healthy = analysis.subjects.length - 1 - analysis.others.length;
  const rest = [
    healthy === 0 ? "" : `${healthy} more ${healthy === 1 ? "is" : "are"} healthy`,
    analysis.others.length < MOST_TABS
      ? ""
      : `${analysis.others.length + 1 - MOST_TABS} more at the end of the first`,
  ].filter((words) => words !== "");
  const more = rest.length === 0 ? "" : tag("li", { class: "rest" }, rest.join(", "));
  return `<nav class="tabs" aria-label="Subjects">${tag("ul", {}, ...list, more)}</nav>\n`;
}

const SHOWN = ":is(.other:target, .other :target)";
const numbers = Array.from({ length: MOST_TABS - 1 }, (_, at) => subjectId(at + 1));
const isOpen = (id: string): string => `body:has(#${id}:target, #${id} :target)`;

/**
 * One subject at a time, the first until another is asked for, or a place in it. A browser that does not know
 * `:has` shows all of them, as paper does.
 */
export const TABS_STYLE = `
.tabs { max-width: 78rem; margin: 0 auto; padding: .6rem 1.5rem 0; }
.tabs ul { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0; padding: 0; list-style: none; max-width: none; }
.tabs li { margin: 0; }
.tabs a { display: block; padding: .45rem .9rem; border: 1px solid var(--line); border-bottom: 0; border-radius: .5rem .5rem 0 0; color: var(--text); text-decoration: none; }
.tabs a:hover { background: var(--panel); }
.tabs .rest { align-self: center; padding: .45rem .5rem; color: var(--soft); font-size: .9rem; }
.tabs .state { margin-left: .4rem; font-size: .85rem; font-weight: 650; color: var(--accent); background: none; }
.subject { scroll-margin-top: 100vh; }
.subject + .subject { margin-top: 3rem; }
@media screen {
  body:has(${SHOWN}) .worst, body .other:not(:target, :has(:target)) { display: none; }
  .subject + .subject { margin-top: 0; }
  body:not(:has(${SHOWN})) .tabs [href="#${subjectId(0)}"], ${numbers.map((id) => `${isOpen(id)} .tabs [href="#${id}"]`).join(", ")} { background: var(--panel); border-color: var(--soft); font-weight: 650; }
}
@media (max-width: 40rem) { .tabs { padding: .5rem 1rem 0; } }
@media print { .tabs { display: none; } .other { break-before: page; } }
`;
