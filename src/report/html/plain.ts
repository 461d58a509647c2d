import type { PlainDocument } from "../document/document.ts";
import { stateSign } from "./banner.ts";
import { blocks, type Page } from "./blocks.ts";
import { shown } from "./charts/svg.ts";
import { page } from "./index.ts";
import { inlines } from "./inline.ts";
import { columns } from "./subject.ts";

/** The page of a document without charts: self-contained, without scripts, like that of an analysis. */
export function plainHtml({
  name,
  title,
  looks,
  lead,
  notes,
  sections,
  foot,
}: PlainDocument): string {
  const first = `<div class="first">
<div class="banner">${stateSign(looks)}<h1>${shown(name)}: <strong>${shown(title)}</strong></h1></div>
<p class="what">${inlines(lead)}</p>
</div>`;
  const on: Page = { analysis: null, prefix: "", heading: name, names: new Map() };
  const before = blocks([{ kind: "notes", notes }], on);
  const content = columns(first, before, sections, on);
  return page({ title: `${name}: ${title}`, looks, style: "", content, foot: inlines(foot) });
}
