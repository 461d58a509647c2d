/** That each line of a text is in a section, or around one, or told to be unread. */
import { conntrackTable } from "../../src/parsers/conntrack-table/index.ts";
import { readText } from "../../src/sections/read-text.ts";
import type { Receiver } from "../../src/sections/section.ts";
import { blocksOf } from "../support/archives.ts";
import type { Line } from "./line.ts";

interface Text {
  name: string;
  bytes: Uint8Array;
  lines: readonly Line[];
}

/** Lines that were lost, and lines around outputs that became part of one, in words. */
export async function unconserved({ name, bytes, lines }: Text): Promise<string[]> {
  const { inSections, unread } = await placesOf(bytes);
  const lost = lines.findIndex(
    (line, at) => isContent(line) && !inSections.has(at + 1) && !unread.has(at + 1),
  );
  const swallowed = lines.findIndex(
    ({ of, own }, at) => of === null && /\w/.test(own) && inSections.has(at + 1),
  );
  const say = (what: string, at: number) =>
    at < 0 ? [] : [`${name}:${at + 1} ${what}: ${JSON.stringify(lines[at]!.text.slice(0, 120))}`];
  return [...say("is lost", lost), ...say("is in a section", swallowed)];
}

/** No blank lines, no comments, no titles of the collector, no frames of JSON, no headers of an answer; of a scrape any line may be skipped. */
const isContent = ({ of, own }: Line): boolean =>
  of !== null &&
  /\w/.test(own) &&
  !/metrics|healthz/.test(of.kind) &&
  !(of.kind === "sysctl-files.txt" && /^[#;]/.test(own)) &&
  !/^# (?:kubectl|crictl|file:) /.test(own);

async function placesOf(
  bytes: Uint8Array,
): Promise<{ inSections: Set<number>; unread: Set<number> }> {
  const inSections = new Set<number>();
  const unread = new Set<number>();
  const receiver: Receiver = {
    open({ source }) {
      const sink = conntrackTable("text");
      return {
        line: (_, number) => void inSections.add(number),
        ...(source === "conntrack-table" && {
          rows(block, from, to, first) {
            const after = sink.rows(block, from, to, first);
            for (let line = first; line < after.line; line++) inSections.add(line);
            return after;
          },
        }),
        end: () => undefined,
      };
    },
    refusal: ({ line }) => void inSections.add(line),
    unread: (_, number) => void unread.add(number),
  };
  await readText(blocksOf(bytes), receiver);
  return { inSections, unread };
}
