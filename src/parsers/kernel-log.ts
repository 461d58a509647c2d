import { KeptLog } from "./kept-log.ts";
import type { KernelLogFact } from "./kernel-log-fact.ts";
import { redactKernelLog as redact } from "./kernel-log-redaction.ts";
import { type KernelMessageKind, kindOf, messageOf } from "./kernel-message.ts";
import type { LineParser } from "./line-parser.ts";
import { inEnglish } from "./locale-dates.ts";
import { hostOf, MOST_HOSTS } from "./log-host.ts";
import { defineSource } from "./source.ts";
import { parseFailed } from "./values.ts";

/** What journalctl says to somebody who may not read the log, in place of it. */
const NOT_READABLE =
  /^(?:-- (?:No entries|Logs begin|Journal begins).*|Hint: You are currently not seeing .*|\s+(?:Users in |Pass -q ).*)$/;

/** `message repeated 9 times: [ … ]` of rsyslog; `… 9 Time(s)` of logwatch; `last message repeated 9 times` stands for the line before it. */
const REPEATED = /\bmessage repeated (\d{1,7}) times?\b|:\s{1,16}(\d{1,7}) Time\(s\)$/;
const LAST_REPEATED = /\blast message repeated \d{1,7} times?\b/;
/** Repeats of one log that are counted: a syslog daemon writes a line at least every few minutes. */
const MOST_REPEATS = 1_000_000;

/** @throws AnalyzerError `PARSE_FAILED` when the log has no text at all, as for somebody without the right. */
const parser: LineParser<KernelLogFact> = (entry) => {
  const whole = new KeptLog(null);
  const nameless = new KeptLog(null);
  const machines = new Map<string, KeptLog>();
  const leftOut = new Set<string>();
  let lines = 0;
  let nonBlank = 0;
  let broken = "";
  let own = nameless;

  /** The log of the machine that a line names; null past the ceiling. */
  const logOf = (text: string): KeptLog | null => {
    const host = hostOf(text, (name) => machines.has(name.toLowerCase()));
    if (host === null) return nameless;
    const key = host.toLowerCase();
    const known = machines.get(key);
    if (known !== undefined) return known;
    if (machines.size >= MOST_HOSTS) {
      if (leftOut.size < MOST_HOSTS) leftOut.add(key);
      return null;
    }
    const log = new KeptLog(host);
    machines.set(key, log);
    return log;
  };

  /** How often the last line's message came again, of a log that says so in place of it. */
  let repeats = MOST_REPEATS;
  let before: { kind: KernelMessageKind; text: string } | null = null;
  const again = (kind: KernelMessageKind, text: string, stampText: string, line: number) => {
    const times = Number(REPEATED.exec(stampText)?.slice(1).find(Boolean) ?? 1);
    for (let at = 0; at < Math.min(times, repeats); at++) keep(kind, text, stampText, line);
    if (times > 1) repeats = Math.max(1, repeats - times);
  };

  const keep = (kind: KernelMessageKind, text: string, stampText: string, line: number) => {
    const message = messageOf(kind, text, stampText, line);
    if (message === null) return;
    whole.keep(kind, message, text);
    own.keep(kind, message, text);
  };

  return {
    line(said, number) {
      const text = inEnglish(said);
      lines++;
      if (text.trim() === "" || NOT_READABLE.test(text)) return;
      nonBlank++;
      let kind = kindOf(text);
      const joined = kind === null && broken !== "" ? `${broken} ${text.trim()}` : null;
      const kindOfBoth = joined === null ? null : kindOf(joined);
      // the rest of a message is of the machine that its beginning names
      if (kindOfBoth === null) {
        const log = logOf(text);
        if (log === null) {
          broken = "";
          return;
        }
        own = log;
      }
      const kept = text.slice(0, 512);
      whole.line(kept, number);
      own.line(kept, number);
      if (before !== null && kind === null && LAST_REPEATED.test(text)) {
        again(before.kind, before.text, text, number);
        return;
      }
      if (kind !== null) again(kind, text, text, number);
      else if (kindOfBoth !== null) {
        kind = kindOfBoth;
        keep(kind, joined!, broken, number - 1);
      }
      before = kind === null ? null : { kind, text };
      // A wrapped message: its beginning may stand at the end of this line.
      broken =
        kind === null && /(?:conntrack|TCP|neighbour):/.test(text)
          ? text.slice(0, 2048).trimEnd()
          : "";
    },
    end() {
      if (nonBlank === 0)
        throw parseFailed(entry, 1, "the log is empty, or not readable without root");
      const fact = { ...whole.end(), lines, machinesLeftOut: leftOut.size };
      const [one] = machines.values();
      if (machines.size < 2) return { ...fact, host: one?.host ?? null };
      const all = [...machines.values(), ...(nameless.isSilent ? [] : [nameless])];
      return { ...fact, machines: all.map((one) => one.end()) };
    },
  };
};

export const kernelLog = defineSource<KernelLogFact>({
  what: "the kernel log",
  get: "dmesg",
  sensitive: ["addresses", "names", "macs", "secrets"],
  redact,
  alternatives: [],
  wanted: true,
  parser,
});
