import { codeSpan, formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { shortEntry } from "../words.ts";
import { folded, foldedIfLong, plain, table } from "./parts.ts";

/** How many entries that were not looked at are named. */
const SKIPPED = 50;

/** What was read, what is not there, and what could not be read. */
export function coverage({ coverage: c, bundle }: Analysis): string {
  const count = (list: readonly unknown[]) => formatNumber(list.length);
  const parts = [
    "## What the bundle holds",
    `Inputs of layout ${codeSpan(bundle.layout)}: ${count(c.read)} read, ${count(c.missing)} not in the bundle, ${count(c.failed)} not read whole; ${count(c.skipped)} other entries not looked at.${bundle.truncated ? " The bundle is cut short." : ""}`,
  ];
  const list = (lead: string, fold: string, rows: readonly string[]) => {
    if (rows.length > 0) parts.push(lead, foldedIfLong(fold, rows));
  };
  list(
    "Not in the bundle, each with the command that gives it:",
    "Inputs that are not in the bundle",
    c.missing.map(({ reason, get }) => `- ${reason}\n  By hand: ${codeSpan(get)}`),
  );
  list(
    "Not read whole:",
    "Inputs that were not read whole",
    c.failed.map(({ entry, line, reason }) => {
      const place = line === null ? shortEntry(entry) : `${shortEntry(entry)}:${line}`;
      return `- ${codeSpan(place)}: ${plain(reason)}`;
    }),
  );
  list(
    c.skipped.length > SKIPPED ? `Not looked at, the first ${SKIPPED}:` : "Not looked at:",
    "Entries that were not looked at",
    c.skipped
      .slice(0, SKIPPED)
      .map(({ entry, reason }) => `- ${codeSpan(shortEntry(entry))}: ${plain(reason)}`),
  );
  if (c.read.length > 0)
    parts.push(
      folded(
        "Everything that was read",
        table(
          ["Entry", "Input", "Bytes"],
          c.read.map(({ entry, source, bytes }) => [
            codeSpan(shortEntry(entry)),
            codeSpan(source),
            formatNumber(bytes),
          ]),
        ),
      ),
    );
  return parts.join("\n\n");
}
