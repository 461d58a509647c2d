import type { SourceName } from "../parsers/index.ts";
import type { Expected } from "./context.ts";
import { dateBefore } from "./dates.ts";
import { ungrouped } from "./grouped-number.ts";
import type { Line, Receiver } from "./section.ts";

/** What a bare value says, because the command before it prints just that. */
export interface Answer {
  lines: readonly { source: SourceName; text: string }[];
  host?: string;
  namespace?: string | null;
  time?: number;
  /** A number of rows that were chosen: no source holds it. */
  isUnread?: true;
}

const countOf = (text: string): Answer | null => {
  const value = wholeNumber(text);
  return value === null ? null : one("conntrack-count", value);
};

const one = (source: SourceName, text: string): Answer => ({ lines: [{ source, text }] });
/** A whole number as people's locales write it, or none. */
const wholeNumber = (text: string): string | null => {
  const found = /^"?(-?\d{1,3}(?:[ ,.'_]\d{3}){1,6}|-?\d{1,20})"?$/.exec(text)?.[1];
  return found === undefined ? null : ungrouped(found);
};

/** What the kernel says, of which a log's reader prints how often it came. */
const TABLE_FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";

const HOSTNAME = /^[\w.-]{1,253}$/;

/** Reads a line as the value that was asked for, or null. */
export function answerTo(expected: Expected, bare: string): Answer | null {
  const value = wholeNumber(bare);
  switch (expected.is) {
    case "setting":
      if (value !== null) return one("sysctl", `${expected.name} = ${value}`);
      if (expected.name === "kernel.hostname")
        return HOSTNAME.test(bare) ? one("sysctl", `${expected.name} = ${bare}`) : null;
      if (/^[\d\s,.-]{1,200}$|^[A-Za-z_]\w{0,39}$/.test(bare))
        return one("sysctl", `${expected.name} = ${bare}`);
      // the one kind of setting that is a list of words
      if (/congestion_control$/.test(expected.name) && /^[a-z][\w -]{1,200}$/.test(bare))
        return one("sysctl", `${expected.name} = ${bare}`);
      return labelled(expected.name, bare);
    case "count":
      return countOf(bare.replace(/ \/proc\/net\/(?:nf|ip)_conntrack$/, ""));
    case "rows":
      return value === null ? null : { lines: [], isUnread: true };
    case "messages":
      if (value === null) return null;
      // none that were found are none that are left, or that may be read
      return Number(value) > 0
        ? one("kernel-log", `${TABLE_FULL}: ${value} Time(s)`)
        : { lines: [], isUnread: true };
    case "cpus":
      return value === null ? null : one("cpus", value);
    case "release":
      return /^\d{1,3}\.\d{1,4}[\w.+~-]{0,120}$/.test(bare)
        ? one("kernel-version", `Linux version ${bare}`)
        : null;
    case "proxy-mode":
      return /^(?:iptables|ipvs|nftables|userspace|kernelspace)$/.test(bare)
        ? one("kube-proxy-mode", bare)
        : null;
    case "hostname":
      return HOSTNAME.test(bare) ? { lines: [], host: bare } : null;
    case "epoch":
      return /^\d{9,13}(?:\.\d{1,9})?$/.test(bare)
        ? { lines: [], time: Number(bare.slice(0, 10)) * 1000 }
        : null;
    case "line":
      return valuesOfLine(expected.of, bare);
  }
}

/** `count 65390`: the word is the end of the name that was asked for. */
function labelled(name: string, bare: string): Answer | null {
  const [, label, text] = /^([a-z_]{3,40})[\s:=]{1,40}(\S.{0,40})$/.exec(bare) ?? [];
  const value = text === undefined ? null : wholeNumber(text);
  const isIt =
    label !== undefined &&
    (name === label || name.endsWith(`.${label}`) || name.endsWith(`_${label}`));
  return isIt && value !== null ? one("sysctl", `${name} = ${value}`) : null;
}

/** One line of several values and words around them: as many numbers as were asked for, or nothing. */
function valuesOfLine(of: readonly Expected[], bare: string): Answer | null {
  const dated = dateBefore(bare);
  const wanted = of.filter(({ is }) => is === "setting" || is === "count");
  if (bare.length > 160) return null;
  const rest = (dated?.rest ?? bare).replace(/^(?:pod|node)\//, "");
  const said = rest.replace(/\b[A-Za-z_][\w.-]*/g, " ");
  const numbers = numbersOf(said);
  if (wanted.length === 0 || numbers.length !== wanted.length) return null;
  const lines = wanted.flatMap((each, at) => answerTo(each, numbers[at]!)?.lines ?? []);
  const host = of.some(({ is }) => is === "hostname")
    ? /^[A-Za-z][\w.-]{0,252}(?=[\s:,;])/.exec(rest)?.[0]
    : undefined;
  return {
    lines,
    ...(host === undefined ? {} : { host }),
    ...(dated === null ? {} : { time: dated.time }),
  };
}

/** The whole numbers of a text; a comma parts two where it cannot part one's thousands. */
const numbersOf = (text: string): string[] =>
  (text.match(/\d+(?:,\d+)*/g) ?? []).flatMap((one) =>
    /^\d{1,3}(?:,\d{3})+$/.test(one) ? [one] : one.split(","),
  );

/** Gives what a bare value says to the sources that it is of, each as a section of a line. */
export function giveAnswer(to: Receiver, { own, number }: Line, answer: Answer): void {
  const context = {
    ...own.context,
    time: answer.time ?? own.context.time,
    host: answer.host ?? own.context.host,
    namespace: answer.namespace === undefined ? own.context.namespace : answer.namespace,
  };
  for (const { source, text } of answer.lines) {
    const sink = to.open({ source, context, path: own.path, line: number, elided: false });
    sink.line(text, number);
    sink.end();
  }
}
