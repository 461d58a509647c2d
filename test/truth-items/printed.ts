/** Every command that a report can print, and how one is asked whether its tool takes it. */
import { execFile } from "node:child_process";
import { CAUSES } from "../../src/causes/index.ts";
import { SOURCES } from "../../src/parsers/index.ts";
import { fill, fillEach } from "../../src/report/fill.ts";
import { PREVENTION } from "../../src/report/prevention.ts";
import { type Readings, SIGNALS, type SignalName } from "../../src/signals/index.ts";
import { readingsOf } from "../causes/readings.ts";

const NAMES = Object.keys(SIGNALS) as SignalName[];
const PATHS = "10.96.0.10:53/udp to 10.244.0.3:53, [fd00::1]:80/tcp to [fd00::2]:8080";

/** Every signal with a value of its kind. */
const ANY: Readings = readingsOf(
  Object.fromEntries(
    NAMES.map((name) => {
      const { unit } = SIGNALS[name];
      if (/paths$|largest$/i.test(name)) return [name, PATHS];
      if (name === "timeout.raised") return [name, "nf_conntrack_udp_timeout"];
      if (name === "setting.events") return [name, 2];
      if (name === "other.main") return [name, 132];
      if (unit === "name") return [name, "shop/web:http (10.96.0.20:80/tcp)"];
      return [name, unit === "yes/no" ? true : unit === "share" ? 0.5 : 300_000];
    }),
  ),
);

/** Commands as they are printed, each with the place that prints it. */
export function printedCommands(): [from: string, command: string][] {
  const list: [string, string][] = [];
  for (const { id, remedies } of CAUSES)
    for (const { commands, undo, verify } of remedies)
      for (const one of [...commands, undo, verify])
        if (one !== undefined)
          for (const text of fillEach(one, ANY)) list.push([`cause ${id}`, text]);
  for (const name of NAMES) list.push([`signal ${name}`, fill(SIGNALS[name].command, ANY)]);
  for (const { title, commands } of PREVENTION)
    for (const one of commands) list.push([`advice “${title}”`, fill(one, ANY)]);
  for (const [source, { get }] of Object.entries(SOURCES)) list.push([`source ${source}`, get]);
  const seen = new Set<string>();
  return list.filter(([, command]) => !seen.has(command) && seen.add(command));
}

/** Lines of a configuration in YAML, and expressions of Prometheus: no commands of a shell. */
export const isYaml = (text: string): boolean => /^(?:#|\s*[a-zA-Z]+:(?: |$))/.test(text);
export const isAlert = (text: string): boolean => /^(?:rate\()?node_/.test(text);

/** What changes the machine beyond a network namespace, or takes its time: the shell's parser alone sees these. */
export const isKept = (text: string): boolean =>
  />\s*\/(?:etc|sys)|\brm \/etc|nf_conntrack_max=|modprobe|kube-proxy --cleanup|collect\.sh|cat \/proc\/\*/.test(
    text,
  );

/** Names that a person fills in. */
const FILLED: readonly [RegExp, string][] = [
  [/\bPID\b/g, "$$"],
  [/\bINTERFACE\b/g, "lo"],
  [/\b(?:ADDRESS|SOURCE)\b/g, "10.0.0.1"],
  [/\bLIMIT\b/g, "1000"],
];
export const filled = (text: string): string =>
  FILLED.reduce((done, [name, by]) => done.replace(name, by), text);

/** What tools say of words that they do not know. */
export const FAULT =
  /unknown (?:flag|shorthand|command|option|argument|key|arg|protocol|device type)|unrecognized|invalid (?:option|argument|number|preceding|regular)|illegal|bad argument|syntax error|usage:|unexpected|unterminated|not a valid|no such option|error: (?:invalid|unknown)|Bad parameter|option requires/i;

/** Runs it by `sh` in a fresh network namespace, with an API server that refuses; answers what it complains of. */
export function complaintOf(command: string, kubeconfig: string): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: "C", KUBECONFIG: kubeconfig };
    const options = { env, timeout: 20_000, maxBuffer: 1 << 26 };
    const script = `ip link set lo up; ${filled(command)}`;
    execFile("unshare", ["-n", "sh", "-c", script], options, (_, __, stderr) => {
      resolve(
        stderr
          .split("\n")
          .filter((line) => FAULT.test(line))
          .join("\n"),
      );
    });
  });
}
