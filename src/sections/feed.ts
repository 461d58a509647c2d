import { isKernelLine } from "./forms/kernel.ts";
import { GOES_ON_IN_ROW } from "./goes-on.ts";
import { endScrapes } from "./scrape.ts";
import type { Line, Open, Receiver } from "./section.ts";

/** Lines of a log, up to twice as many, or characters of a row, that are held until it shows what they are. */
const MOST_HELD = 5000;

/** Gives a line to the section that it is of. */
export function feed(open: Open, { text, bare, number }: Line, to: Receiver): void {
  if (open.source === "nft-ruleset") feedRule(open, text, bare, number);
  else if (open.source === "conntrack-table" && !/^</.test(bare)) feedRow(open, bare, number);
  else if (open.source !== "kernel-log" || open.isKernel)
    open.sink!.line(open.source === "kube-proxy-config" ? text : bare, number);
  else {
    // another program's log is no kernel log, however alike: it is one once the kernel speaks in it
    open.held.push({ text: bare, number });
    if (isKernelLine(bare)) isTheKernel(open, to);
    // many at once, since each time all that stay are moved
    else if (open.held.length > 2 * MOST_HELD) open.held.splice(1, MOST_HELD);
  }
}

function feedRule(open: Open, text: string, bare: string, number: number): void {
  open.sink!.line(text, number);
  const depth = open.depth + (bare.endsWith("{") ? 1 : 0) - (bare === "}" ? 1 : 0);
  open.depth = Math.max(0, depth);
}

/** A row is held until it is seen that the next line is none of its. */
function feedRow(open: Open, bare: string, number: number): void {
  const [held] = open.held;
  if (held !== undefined && GOES_ON_IN_ROW.test(bare) && held.text.length < MOST_HELD)
    held.text += ` ${bare}`;
  else if (!GOES_ON_IN_ROW.test(bare)) {
    flushRow(open);
    open.held = [{ text: bare, number }];
  }
}

/** Gives on the row that was held. */
export function flushRow(open: Open): void {
  if (open.source !== "conntrack-table") return;
  for (const { text, number } of open.held) open.sink!.line(text, number);
  open.held = [];
}

function isTheKernel(open: Open, to: Receiver): void {
  open.isKernel = true;
  open.sink = to.open(open.head);
  for (const { text, number } of open.held) open.sink.line(text, number);
  open.held = [];
}

/** Ends a section. */
export function finish(open: Open, to: Receiver): void {
  endScrapes(open, to);
  flushRow(open);
  if (open.source === "kernel-log")
    for (const { text, number } of open.held) to.unread(text, number);
  open.sink?.end();
}
