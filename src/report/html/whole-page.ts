import { printable } from "../../format.ts";
import type { State, Words } from "../document/document.ts";
import { CHART_STYLE } from "./charts/style.ts";
import { escapeHtml } from "./charts/svg.ts";
import { inlines } from "./inline.ts";
import { STYLE } from "./style.ts";

const CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

interface Whole {
  title: string;
  looks: State;
  /** Markup. */
  content: string;
  foot: Words;
  /** What it needs beside the style of every page. */
  style: string;
}

/** A self-contained page: no script, and nothing is fetched. */
export const wholePage = ({ title, looks, content, foot, style }: Whole): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CSP}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(printable(title))}</title>
<style>${STYLE}${CHART_STYLE}${style}</style>
</head>
<body class="state-${looks}">
${content}
<footer>${inlines(foot)}</footer>
</body>
</html>
`;
