import { Marked } from "marked";
import { printable } from "../format.ts";
import type { Analysis } from "./contract.ts";
import { renderMarkdown } from "./markdown.ts";
import { STYLE } from "./style.ts";
import { STATE_WORDS } from "./words.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

/** The only HTML that our own Markdown holds; any other is text of the bundle and is shown as such. */
const OWN_HTML = /^(?:<details><summary>[\w ]+<\/summary>|<\/details>)\s*$/;

/**
 * Renders an analysis as one self-contained page, by way of the Markdown: no script, nothing fetched, no
 * link or image even if a bundle's text should look like one.
 */
export function renderHtml(analysis: Analysis): string {
  const marked = new Marked({ gfm: true, async: false });
  marked.use({
    renderer: {
      html: ({ text }) => (OWN_HTML.test(text) ? text : escapeHtml(text)),
      link: ({ text }) => escapeHtml(text),
      image: ({ text }) => escapeHtml(text),
      table(token) {
        const cells = (row: typeof token.header, tag: "td" | "th") =>
          row
            .map(({ tokens, align }) => {
              const scope = tag === "th" ? ' scope="col"' : "";
              return `<${tag}${scope}${align === null ? "" : ` class="${align}"`}>${this.parser.parseInline(tokens)}</${tag}>`;
            })
            .join("");
        const body = token.rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n");
        return `<div class="table" tabindex="0" role="region" aria-label="table"><table><thead><tr>${cells(token.header, "th")}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  const body = marked.parse(renderMarkdown(analysis)) as string;
  const title = `${analysis.node.hostname ?? analysis.bundle.name}: connection tracking ${STATE_WORDS[analysis.state]}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(printable(title))}</title>
<style>${STYLE}</style>
</head>
<body class="state-${analysis.state}">
<main>
${body}</main>
</body>
</html>
`;
}
