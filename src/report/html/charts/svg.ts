import { keepUnits, printable } from "../../../format.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

/** Any text, as a page may show it: no markup, no control characters. */
export const shown = (text: string): string =>
  escapeHtml(printable(text, Number.POSITIVE_INFINITY));

/** An element of the page. Values of attributes are escaped here; children are markup already. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : shown(value)}"`)
    .join("");
  return `<${name}${list}>${children.join("")}</${name}>`;
}

/** At most two decimals: finer than any screen. */
export const round = (value: number): number => Math.round(value * 100) / 100;
export const percent = (value: number): string => `${round(value)}%`;

/** What a redacted name is told by: it is never cut, or nobody could put the real one in its place. */
const PSEUDONYM = /(?<![A-Za-z0-9])[xX][A-Za-z0-9]/;

/** A text of at most `most` characters, the last an ellipsis where it was longer. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most || PSEUDONYM.test(text)
    ? text
    : `${characters.slice(0, most - 1).join("")}…`;
}

/** Diagonals to be clipped by the element around them: a texture that needs no reference. */
export function hatch(height: number): string {
  let path = "";
  for (let x = -height; x < 1200; x += 7) path += `M${x} ${height}l${height} -${height}`;
  return tag("path", { class: "hatch", d: path });
}

export interface Chart {
  /** Of our own words, unique on the page. */
  id: string;
  caption: string;
  /** All that the drawing shows, in words. */
  says: string;
  /** Of the drawing, in CSS pixels; it is as wide as its place, lengths across are per cent of that. */
  height: number;
  drawing: string;
  /** Narrow charts read better: their labels stay near to their bars. */
  narrow?: boolean;
  /** Markup below the drawing, such as a legend. */
  below?: string;
}

/** A drawing whose text keeps its size on every screen, with its caption and its text alternative. */
export function figure({ id, caption, says, height, drawing, narrow, below = "" }: Chart): string {
  const [title, desc] = [`${id}-title`, `${id}-desc`];
  const svg = tag(
    "svg",
    { role: "img", width: "100%", height, "aria-labelledby": `${title} ${desc}` },
    tag("title", { id: title }, shown(caption)),
    tag("desc", { id: desc }, shown(says)),
    drawing,
  );
  const words = tag("figcaption", {}, shown(keepUnits(caption)));
  return `${tag("figure", { class: narrow ? "chart narrow" : "chart", id }, words, svg, below)}\n`;
}
