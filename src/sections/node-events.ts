import { isKernelLine } from "./forms/kernel.ts";
import type { Respelt } from "./respelt.ts";

/** What node-problem-detector says of the table in a condition, an event or its log; the node may stand before. */
const DETECTED = /\bConntrack table usage(?: over \d{1,3}%)?: (\d{1,12}) out of (\d{1,12})\b/;
/** A message of the kernel in an event of a node. */
const EVENT = /\bnode\/([a-z0-9][a-z0-9.-]{0,252})\s{1,40}(\S.{0,1000})$/;

/** Characters of a line that may be an event's, with its labels. */
const LONGEST = 2000;

/** What an event, or the log or condition of such a detector, says of the node. */
export function nodeEvent(bare: string): Respelt[] | null {
  if (bare.length > LONGEST) return null;
  const [, host, said] = EVENT.exec(bare) ?? [];
  const [, count, max] = DETECTED.exec(said ?? bare) ?? [];
  const lines =
    count !== undefined
      ? [`net.netfilter.nf_conntrack_count = ${count}`, `net.netfilter.nf_conntrack_max = ${max}`]
      : said !== undefined && isKernelLine(said)
        ? [said]
        : null;
  return lines?.map((text) => (host === undefined ? { text } : { text, host })) ?? null;
}
