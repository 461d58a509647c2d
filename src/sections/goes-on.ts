import { type LineForm, shows } from "./forms/line-form.ts";
import { METRIC_LINE } from "./forms/metrics.ts";
import { formOf, formsOf } from "./forms.ts";
import type { Line, Open, Own } from "./section.ts";
import { CHANGED } from "./trailers.ts";

/** What stands in the rest of a row that was broken where the line was too wide. */
export const GOES_ON_IN_ROW =
  /^(?:(?:src|dst|sport|dport|type|code|id|mark|use|zone|secctx|packets|bytes|srckey|dstkey)=|\[(?:ASSURED|UNREPLIED|OFFLOAD|HW_OFFLOAD)\])/;
/** The rest of a kernel's message that was broken likewise. */
const GOES_ON_IN_LOG =
  /^(?:dropping packet|packet\.?$|full, |table full|suppressed|(?:full|callbacks|overflow)\b)/;

/** Whether a line is one more of the open section's. Notes the keys that the section has seen. */
export function goesOn(open: Open, line: Line): boolean {
  const { bare, own } = line;
  const { source, form } = open;
  if (!isSamePlace(open, own)) return false;
  if (source === "metrics") return METRIC_LINE.test(bare);
  if (form === null) return false;
  if (source === "nft-ruleset") return open.depth > 0 || formOf(bare)?.source === source;
  return isLike(open, form, line) && !form.again?.test(bare) && isNewKey(open, bare);
}

const isSamePlace = ({ head }: Open, { context, path }: Own): boolean =>
  head.context.host === context.host &&
  head.context.namespace === context.namespace &&
  (path === null || path === head.path || head.path === null);

/** Whether a line looks as the source's lines do. */
function isLike({ source }: Open, form: LineForm, { text, bare }: Line): boolean {
  if (formsOf(source).some((one) => shows(one, bare))) return true;
  if (!form.goesOn?.test(bare) && !wraps(source, text, bare)) return false;
  // what goes on here may as well begin another source, and does where it shows it
  const other = formOf(bare);
  return other === null || other.source === source;
}

/** Whether a line is the rest of the one before: of several lines, or too wide where it was pasted. */
function wraps(source: Open["source"], text: string, bare: string): boolean {
  if (source === "conntrack-table") return GOES_ON_IN_ROW.test(bare);
  if (source === "kube-proxy-log") return /^(?:\t| >)/.test(text) && !CHANGED.test(bare);
  return source === "kernel-log" && GOES_ON_IN_LOG.test(bare);
}

/** Whether a line's key is not there yet, or repeats for another reason than that the output comes again. */
function isNewKey(open: Open, bare: string): boolean {
  const key = keyOf(open.source, bare);
  // a value of several lines repeats its name; a counter's is asked for again and again
  const isMore = open.source === "sysctl" && key === open.last && !key.startsWith("net");
  if (key !== "" && open.seen.has(key) && !isMore) return false;
  noteKey(open, key);
  return true;
}

/** Notes the key of the line that a section begins with. */
export const noteFirst = (open: Open, bare: string): void =>
  noteKey(open, keyOf(open.source, bare));

function noteKey(open: Open, key: string): void {
  open.seen.add(key);
  open.last = key;
}

/** What comes once in an output of settings or of counters: the name before a sign, a CPU; empty of the others. */
function keyOf(source: Open["source"], bare: string): string {
  if (source === "sysctl") {
    const sign = bare.includes(":") ? bare.lastIndexOf(":") : bare.indexOf("=");
    return bare.slice(0, Math.max(0, sign)).trimEnd();
  }
  if (source === "netstat") return /^\w{2,12}:(?=$| [A-Z])/.exec(bare)?.[0] ?? "";
  return source === "conntrack-s" ? (/^cpu=\d+/.exec(bare)?.[0] ?? "") : "";
}
