import { printable } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { type Document, documentOf } from "../document/index.ts";
import { blocks, type Page } from "./blocks.ts";
import { CHART_STYLE } from "./charts/style.ts";
import { escapeHtml, shown, tag } from "./charts/svg.ts";
import { firstScreen } from "./first-screen.ts";
import { inlines } from "./inline.ts";
import { STYLE } from "./style.ts";

const CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * Renders an analysis as one self-contained page: no script, nothing fetched, no link or image even if a
 * bundle's text should look like one. Sections have their places as ids: no text becomes one.
 */
export const renderHtml = (analysis: Analysis): string =>
  renderPage(documentOf(analysis), analysis);

/** The page of a document; its charts are drawn from the analysis. */
export function renderPage({ head, foot, sections: all }: Document, analysis: Analysis): string {
  const sections = all.filter((section) => section.blocks.length > 0);
  const page: Page = { analysis, heading: "The node", names: new Map() };
  const facts = blocks([head.facts, { kind: "notes", notes: head.notes }], page);
  const body = sections.map((section, at) => {
    page.heading = section.title;
    const heading = tag("h2", { id: `section-${at + 1}` }, shown(section.title));
    return `${heading}\n${blocks(section.blocks, page)}`;
  });
  const title = `${analysis.node.hostname ?? analysis.bundle.name}: connection tracking ${head.title}`;
  const contents = sections.map((section, at) =>
    tag("li", {}, tag("a", { href: `#section-${at + 1}` }, shown(section.title))),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CSP}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(printable(title))}</title>
<style>${STYLE}${CHART_STYLE}</style>
</head>
<body class="state-${head.state}">
<a class="skip" href="#report">Skip to the report</a>
${firstScreen(head)}
<div class="columns">
<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>
<main id="report">
${facts}${body.join("").trimEnd()}
</main>
</div>
<footer>${inlines(foot)}</footer>
</body>
</html>
`;
}
