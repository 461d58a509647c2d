/** Item 16: every printed command parses in the tool that it names, as far as that is installed. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../support/folders.ts";
import { findCommand, needs } from "../support/needs.ts";
import { analyzeSample, printedIn } from "./items.ts";
import { complaintOf, isAlert, isKept, isYaml, printedCommands } from "./printed.ts";

const ALL = printedCommands();
const SHELL = ALL.filter(([, text]) => !isYaml(text) && !isAlert(text));
/** The programs that a command runs, by their first word in each stage. */
const programsOf = (text: string): string[] =>
  text
    .replace(/'[^']*'|"[^"]*"|#.*/g, "")
    .split(/\||;|&&|\$\(/)
    .flatMap((stage) => /^\s*(?:sudo |-v )?([\w.-]+)/.exec(stage)?.[1] ?? []);
const isHere = (text: string): boolean =>
  programsOf(text).every((name) => ["echo", "cd"].includes(name) || findCommand([name]) !== null);

it("there are some of each kind", () => {
  expect(SHELL.length).toBeGreaterThan(150);
  for (const tool of ["conntrack", "iptables-save", "sysctl", "kubectl", "ss", "nstat"])
    expect(
      SHELL.some(([, text]) => text.startsWith(`${tool} `)),
      tool,
    ).toBe(true);
});

it.each(SHELL)("%s: the shell's own parser takes `%s`", (_, text) => {
  execFileSync("sh", ["-n", "-c", text], { stdio: ["ignore", "ignore", "pipe"] });
});

it("lines of a configuration are YAML", () => {
  for (const [from, text] of ALL.filter(([, one]) => isYaml(one)))
    expect(() => parse(text), `${from}: ${text}`).not.toThrow();
});

it("the report on a stalled sync asks for the logs of a pod, in words that kubectl logs knows", async () => {
  for (const text of printedIn(await analyzeSample("proxy-sync-stalled"))) {
    expect(text).not.toMatch(/\$\(hostname\)|`hostname`/);
    expect(text).not.toMatch(/kubectl [^|;]*logs [^|;]*--field-selector/);
  }
});

it("nothing names the machine that the report is read on, or a selector that kubectl logs lacks", () => {
  for (const [from, text] of ALL) {
    expect(text, from).not.toMatch(/\$\(hostname\)|`hostname`/);
    expect(text, from).not.toMatch(/kubectl [^|;]*logs [^|;]*--field-selector/);
  }
});

const missing = needs({ root: true, commands: ["unshare", "ip", "conntrack", "iptables-save"] });
const run = SHELL.filter(([, text]) => !isKept(text) && isHere(text));

describe.skipIf(missing)(`in the real tools${missing ? `: ${missing}` : ""}`, () => {
  const kubeconfig = join(temporaryFolder(), "kubeconfig");
  // nobody listens there: what is refused was understood
  writeFileSync(
    kubeconfig,
    "apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: c, cluster: {server: 'http://127.0.0.1:1'}}]\ncontexts: [{name: c, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {}}]\n",
  );

  it.each(run)("%s: `%s`", async (_, text) => {
    expect(await complaintOf(text, kubeconfig)).toBe("");
  });

  it("a flag that a tool does not know is complained of", async () => {
    const wrong = [
      "conntrack -L --orig-port 53",
      "conntrack -D -p tcp --reply-source 10.0.0.1",
      "sysctl --nothing net.ipv4.ip_forward",
      ...(findCommand(["kubectl"]) === null ? [] : ["kubectl get pods --node=a"]),
      "iptables -t raw -A PREROUTING -p udp --destport 53 -j NOTRACK",
    ];
    for (const one of wrong) expect(await complaintOf(one, kubeconfig), one).not.toBe("");
  });
});
