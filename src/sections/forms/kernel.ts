import type { LineForm } from "./line-form.ts";
import { isQuoted as isQuotedAt } from "./quoted.ts";

const STAMPED =
  /^(?:<\d{1,3}>)?\[ {0,8}\d{1,10}\.\d{3,9}\]|^(?:<\d{1,3}>)?\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}\]? \S|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \S|^(?:<\d{1,3}>\d? ?)?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\dZ:+-]{0,24} \S{1,253} \S{1,64}(?:\[\d{1,10}\])?: |^kern {0,2}:\w{2,8} {0,4}: \[|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[,.\d]{0,10}[+-]\d\d:?\d\d /;
const KERNEL_TEXT =
  /(?:nf_|ip_)conntrack: (?!(?:Permission|No such|Operation|command|cannot)\b)|_conntrack version |(?:net_|__)ratelimit: \d|printk: \d{1,12} messages suppressed|[Nn]eighbou?r table overflow|ossible SYN flooding|orphaned sockets|consider tuning tcp_mem|exceeds conntrack limit|table full, dropping packet/;

/** What stands behind the message in the title of a page: `… dropping packet #71261`, `… · Issue`, `… - Server Fault`. */
const TITLED =
  /table full, dropping packets?\.? {0,4}(?:#\d{1,7}\b|[·•|–—?]|- (?:issue|server|stack|unix|red|super|github|ask)\b)/i;

/** What the kernel says, in the words of somebody who speaks of it: a program, a rule, a letter. */
const isQuoted = (text: string): boolean => {
  const at = text.search(KERNEL_TEXT);
  return (at > 0 && isQuotedAt(text, at)) || (at === 0 && TITLED.test(text));
};

/** Whether a line begins as one of the kernel's does, with its stamp or with what it says. */
export const beginsAsKernels = (text: string): boolean =>
  STAMPED.test(text) || /^1\d{9}\.\d{3,9} \S/.test(text) || text.search(KERNEL_TEXT) === 0;

/** Any log, by what the kernel says in it or by the stamps of its lines. */
export const KERNEL_FORMS: readonly LineForm[] = [
  { source: "kernel-log", begins: KERNEL_TEXT, not: isQuoted },
  { source: "kernel-log", begins: STAMPED },
];

/** Whether the lines of a log are the kernel's, and not another program's. */
export const isKernelLine = (text: string): boolean =>
  (KERNEL_TEXT.test(text) && !isQuoted(text)) ||
  / kernel(?:\[\d+\])?: |\bkern\.\w{2,8}\b|^(?:<\d{1,3}>)?\[ {0,8}\d{1,10}\.\d{3,9}\]|^(?:<\d{1,3}>)?\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) /.test(
    text,
  );
