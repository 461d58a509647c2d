import type { PlainDocument } from "../document/plain.ts";
import { keyFigures, stateSign } from "./banner.ts";
import { blocks, type Page } from "./blocks.ts";
import { shown, tag } from "./charts/svg.ts";
import { inlines } from "./inline.ts";
import { wholePage } from "./whole-page.ts";

/** A document that is not of one analysis, as a page of the same kind. */
export function renderPlainHtml(document: PlainDocument): string {
  const { of, title, looks, summary, taken, figures, notes, foot } = document;
  const sections = document.sections.filter((section) => section.blocks.length > 0);
  const page: Page = { analysis: null, prefix: "", heading: of, names: new Map() };
  const said = blocks([{ kind: "notes", notes }], page);
  const body = sections.map((section, at) => {
    page.heading = section.title;
    const heading = tag("h2", { id: `section-${at + 1}` }, shown(section.title));
    return `${heading}\n${blocks(section.blocks, page)}`;
  });
  const contents = sections.map((section, at) =>
    tag("li", {}, tag("a", { href: `#section-${at + 1}` }, shown(section.title))),
  );
  const content = `<header><a class="skip" href="#report">Skip to the report</a><div class="first">
<div class="banner">${stateSign(looks)}<h1>${shown(of)}: <strong>${shown(title)}</strong></h1></div>
<p class="what">${inlines(summary)}</p>
${keyFigures(figures)}
</div></header>
<div class="columns">
<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>
<main id="report">
<p>${inlines(taken)}.</p>
${said}${body.join("").trimEnd()}
</main>
</div>`;
  return wholePage({ title: `${of}: ${title}`, looks, content, foot, style: "" });
}
