import type { Analysis } from "../contract.ts";
import type { Content } from "../document/document.ts";
import type { Document } from "../document/index.ts";
import { blocks, type Page } from "./blocks.ts";
import { shown, tag } from "./charts/svg.ts";
import { firstScreen } from "./first-screen.ts";

/** Where a subject stands on its page: alone, or as one of several. */
export interface Of {
  /** What every id begins with. */
  prefix: string;
  /** Whose it is, where there are several. */
  name: string | null;
  names: Page["names"];
}

/** All that a page says of one subject: its first screen, its contents, its sections. */
export function subjectPage(
  { head, sections: all }: Pick<Document, "head" | "sections">,
  analysis: Analysis,
  { prefix, name, names }: Of,
): string {
  const page: Page = { analysis, prefix, heading: "The node", names };
  const facts = blocks([head.facts, { kind: "notes", notes: head.notes }], page);
  return columns(firstScreen(head, name), facts, all, page);
}

/** A page's first screen, and below it its sections beside their contents. */
export function columns(
  first: string,
  before: string,
  all: readonly Content[],
  page: Page,
): string {
  const { prefix } = page;
  const sections = all.filter((section) => section.blocks.length > 0);
  const body = sections.map((section, at) => {
    page.heading = section.title;
    const heading = tag("h2", { id: `${prefix}section-${at + 1}` }, shown(section.title));
    return `${heading}\n${blocks(section.blocks, page)}`;
  });
  const contents = sections.map((section, at) =>
    tag("li", {}, tag("a", { href: `#${prefix}section-${at + 1}` }, shown(section.title))),
  );
  const skip = `<a class="skip" href="#${prefix}report">Skip to the report</a>`;
  return `<header>${skip}${first}</header>
<div class="columns">
<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>
<main id="${prefix}report">
${before}${body.join("").trimEnd()}
</main>
</div>`;
}
