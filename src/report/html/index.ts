import { printable } from "../../format.ts";
import type { Analysis, SubjectAnalysis } from "../contract.ts";
import type { State } from "../document/document.ts";
import { type Document, documentOf } from "../document/index.ts";
import { plain } from "../document/inline.ts";
import { headingOfSubject, nameOfSubject } from "../document/subjects.ts";
import { CHART_STYLE } from "./charts/style.ts";
import { escapeHtml } from "./charts/svg.ts";
import { inlines } from "./inline.ts";
import { STYLE } from "./style.ts";
import { subjectPage } from "./subject.ts";
import { MOST_TABS, subjectId, TABS_STYLE, tabbed, tabs } from "./tabs.ts";

const CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * Renders an analysis as one self-contained page: no script, nothing fetched, no link or image even if a
 * bundle's text should look like one. Sections have their places as ids: no text becomes one.
 */
export const renderHtml = (analysis: Analysis): string =>
  renderPage(documentOf(analysis), analysis);

/** The page of a document; its charts are drawn from the analysis. */
export function renderPage(document: Document, analysis: Analysis): string {
  const { head, foot } = document;
  const isOne = analysis.others.length === 0;
  const title = `${analysis.node.hostname ?? analysis.bundle.name}: connection tracking ${head.title}`;
  const content = isOne
    ? subjectPage(document, analysis, { prefix: "", name: null, names: new Map() })
    : several(document, analysis);
  const style = isOne ? "" : TABS_STYLE;
  return page({ title, looks: head.looks, style, content, foot: inlines(foot) });
}

/** What every page begins and ends with. */
export function page(one: {
  title: string;
  looks: State;
  style: string;
  content: string;
  foot: string;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CSP}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(printable(one.title))}</title>
<style>${STYLE}${CHART_STYLE}${one.style}</style>
</head>
<body class="state-${one.looks}">
${one.content}
<footer>${one.foot}</footer>
</body>
</html>
`;
}

/** What the report of the whole case says once, in its first subject's part. */
const OF_THE_CASE = ["subjects", "other-subjects", "unread", "coverage"];

/** A tab for each subject. Those without one are sections of the first. */
function several({ head, sections }: Document, analysis: Analysis): string {
  const names = new Map<string, number>();
  const late = sections.filter(({ kind }) => kind === "other-subjects").slice(MOST_TABS - 1);
  const shown = sections.filter((one) => one.kind !== "other-subjects" || late.includes(one));
  const parts = tabbed(analysis).map((one, at) => {
    const prefix = at === 0 ? "" : `${subjectId(at)}-`;
    const of = { prefix, name: plain(nameOfSubject(one.subject)), names };
    const part = at === 0 ? subjectPage({ head, sections: shown }, analysis, of) : other(one, of);
    const kind = at === 0 ? "worst" : "other";
    return `<div class="subject ${kind} state-${headingOfSubject(one).looks}" id="${subjectId(at)}">\n${part}\n</div>`;
  });
  return `${tabs(analysis)}${parts.join("\n")}`;
}

function other(one: SubjectAnalysis, of: Parameters<typeof subjectPage>[2]): string {
  const analysis = { ...one, subjects: [], others: [] };
  const { head, sections } = documentOf(analysis);
  const own = sections.filter(({ kind }) => !OF_THE_CASE.includes(kind));
  return subjectPage({ head, sections: own }, analysis, of);
}
