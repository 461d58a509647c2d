/** Cuts texts into sections for tests, and tells what came out. */
import { Cutter } from "../../src/sections/cutter.ts";
import type { SectionHead } from "../../src/sections/section.ts";

export interface Cut {
  source: string;
  /** The lines as the parser gets them, each behind its number in the text. */
  lines: string[];
  host: string | null;
  namespace: string | null;
  time: number | null;
  reduced: string | null;
  configured: boolean;
  command: string | null;
}

/** The sections of a text, and its lines that nothing understood. */
export function cut(text: string): { sections: Cut[]; unread: string[]; refusals: string[] } {
  const sections: Cut[] = [];
  const unread: string[] = [];
  const refusals: string[] = [];
  const cutter = new Cutter({
    open({ source, context }: SectionHead) {
      const { host, namespace, time, reduced, configured, command } = context;
      const one: Cut = { source, lines: [], host, namespace, time, reduced, configured, command };
      return {
        line: (line, number) => one.lines.push(`${number}: ${line}`),
        end: () => sections.push(one),
      };
    },
    refusal: ({ source, text: said }) => refusals.push(`${source}: ${said}`),
    unread: (line, number) => unread.push(`${number}: ${line}`),
  });
  for (const [at, line] of text.replace(/\n$/, "").split("\n").entries()) cutter.line(line, at + 1);
  cutter.end();
  sections.sort((a, b) => Number.parseInt(a.lines[0]!, 10) - Number.parseInt(b.lines[0]!, 10));
  return { sections, unread, refusals };
}

/** Sections in short: `sysctl 2-3`. */
export const inShort = (text: string): string[] =>
  cut(text).sections.map(({ source, lines }) => {
    const [first, last] = [lines[0]!, lines.at(-1)!].map((line) => Number.parseInt(line, 10));
    return first === last ? `${source} ${first}` : `${source} ${first}-${last}`;
  });
