import { Marked, type Token, type Tokens } from "marked";
import { printable } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { renderMarkdown } from "../markdown/index.ts";
import { STATE_WORDS } from "../words.ts";
import { CHARTS } from "./charts/index.ts";
import { CHART_STYLE } from "./charts/style.ts";
import { escapeHtml, shown, tag } from "./charts/svg.ts";
import { firstScreen, inline, verdictChip } from "./first-screen.ts";
import { STYLE } from "./style.ts";

/** The only HTML that our own Markdown holds; any other is text of the bundle and is shown as such. */
const OWN_HTML = /^(?:<details><summary>[\w ]+<\/summary>|<\/details>)\s*$/;
const CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/** A level of a signal, or a verdict at the end of a cause's heading, as Markdown writes it. */
const LEVEL = /^\*\*(warning|critical)\*\*$/;
const VERDICT = / \((confirmed|likely|possible)\)$/;

/** What one page collects while its Markdown is rendered. */
interface Page {
  analysis: Analysis;
  /** The second-level headings so far, whose places in this list are their ids: no text becomes one. */
  sections: string[];
  heading: string;
  /** Names of tables that are taken. */
  names: Map<string, number>;
}

/**
 * Renders an analysis as one self-contained page, by way of the Markdown: no script, nothing fetched, no
 * link or image even if a bundle's text should look like one.
 */
export function renderHtml(analysis: Analysis): string {
  const page: Page = { analysis, sections: [], heading: "The node", names: new Map() };
  const marked = markedFor(page);
  const tokens = marked.lexer(renderMarkdown(analysis));
  const start = tokens.findIndex(
    (one) => one.type === "heading" && (one as Tokens.Heading).depth === 2,
  );
  const head = tokens.slice(0, start < 0 ? tokens.length : start);
  // said by the banner already
  const rest = head.filter((one) => one.type !== "heading" && one.raw.trim() !== analysis.summary);
  const facts = rest.map((one) => factList(one, marked) ?? marked.parser([one])).join("");
  const body = marked.parser(tokens.slice(head.length));
  const title = `${analysis.node.hostname ?? analysis.bundle.name}: connection tracking ${STATE_WORDS[analysis.state]}`;
  const contents = page.sections.map((text, at) =>
    tag("li", {}, tag("a", { href: `#section-${at + 1}` }, shown(text))),
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
<body class="state-${analysis.state}">
<a class="skip" href="#report">Skip to the report</a>
${firstScreen(analysis, marked)}
<div class="columns">
<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>
<main id="report">
${facts}${body}</main>
</div>
</body>
</html>
`;
}

function markedFor(page: Page): Marked {
  const marked = new Marked({ gfm: true, breaks: true, async: false });
  marked.use({
    renderer: {
      html: ({ text }) => (OWN_HTML.test(text) ? text : escapeHtml(text)),
      link: ({ text }) => escapeHtml(text),
      image: ({ text }) => escapeHtml(text),
      heading({ tokens, text, depth }) {
        page.heading = text;
        const words = this.parser.parseInline(tokens);
        if (depth === 2) {
          const id = `section-${page.sections.push(text)}`;
          return `<h2 id="${id}">${words}</h2>\n${CHARTS.get(text)?.(page.analysis) ?? ""}`;
        }
        const chip = words.replace(VERDICT, (_, word) => ` ${verdictChip(word)}`);
        return `<h${depth}>${chip}</h${depth}>\n`;
      },
      table(token) {
        // a column of block characters has the chart in its place
        const kept = token.header.flatMap(({ text }, at) => (/^(?:Bar)?$/.test(text) ? [] : [at]));
        const cells = (row: Tokens.TableCell[], name: "td" | "th") =>
          kept
            .map((at) => {
              const { tokens, text, align } = row[at]!;
              const level = LEVEL.exec(text)?.[1];
              const words = this.parser.parseInline(tokens);
              return tag(
                name,
                {
                  ...(name === "th" ? { scope: "col" } : {}),
                  ...(align === null ? {} : { class: align }),
                },
                level === undefined ? words : `<strong class="chip ${level}">${level}</strong>`,
              );
            })
            .join("");
        const rows = token.rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n");
        const place = {
          class: kept.length > 3 ? "table wide" : "table",
          tabindex: 0,
          role: "region",
          "aria-label": nameOf(page),
        };
        const table = `<table><thead><tr>${cells(token.header, "th")}</tr></thead>\n<tbody>${rows}</tbody></table>`;
        return `${tag("div", place, table)}\n`;
      },
    },
  });
  return marked;
}

/** A table is named after the heading above it, further ones below the same with a number. */
function nameOf({ heading, names }: Page): string {
  const name = `Table: ${heading.replace(/[`*]/g, "")}`;
  const nth = (names.get(name) ?? 0) + 1;
  names.set(name, nth);
  return nth === 1 ? name : `${name}, ${nth}`;
}

/** What the list at the Markdown's head says and the banner does, too. */
const IN_BANNER = new Set(["Primary cause", "Do now", "Table"]);

/** The list of facts at the Markdown's head as names with their texts; null of anything else. */
function factList(token: Token, marked: Marked): string | null {
  if (token.type !== "list") return null;
  const facts = (token as Tokens.List).items.map(({ text }) =>
    /^\*\*([\w -]+):\*\* (.*)$/s.exec(text),
  );
  if (facts.some((one) => one === null)) return null;
  const rows = facts
    .filter((one) => !IN_BANNER.has(one![1]!))
    .map((one) => tag("div", {}, tag("dt", {}, one![1]!), tag("dd", {}, inline(marked, one![2]!))));
  return rows.length === 0 ? "" : `${tag("dl", { class: "facts" }, ...rows)}\n`;
}
