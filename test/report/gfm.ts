import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** What stands below one heading of a rendered report, up to the next heading of any level. */
export interface Section {
  level: number;
  title: string;
  html: string;
  /** Rows of cells, as text; the first row is the header. */
  tables: string[][][];
  listed: string[];
  paragraphs: string[];
  codeBlocks: string[];
}

/** Renders Markdown as GitHub does, but leaves its raw HTML as it is, so that a test can see it. */
export const renderGfm = (markdown: string): string =>
  micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  });

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', amp: "&" };

/** The text of rendered HTML: no tags, no entities, each line break a blank. */
export const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/[\n\u00a0]/g, " ")
    .trim();

const all = (html: string, tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([\\s\\S]*?)</${tag}>`, "g"))].map(
    (match) => match[1]!,
  );

export function sectionsOf(html: string): Section[] {
  const parts = html.split(/<h([1-6])>([\s\S]*?)<\/h\1>/);
  const sections: Section[] = [];
  for (let at = 1; at < parts.length; at += 3) {
    const body = parts[at + 2]!;
    sections.push({
      level: Number(parts[at]),
      title: textOf(parts[at + 1]!),
      html: body,
      tables: all(body, "table").map((table) =>
        all(table, "tr").map((row) => all(row, "t[hd]").map(textOf)),
      ),
      listed: all(body, "li").map(textOf),
      paragraphs: all(body, "p").map(textOf),
      codeBlocks: all(body, "code").filter((code) => code.endsWith("\n")),
    });
  }
  return sections;
}
