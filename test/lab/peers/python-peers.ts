/** The peers of PyPI: each is given the folder that sosreport would have made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installPython, pinned, pythonProgram } from "./install.ts";
import { type Peer, timed } from "./peer.ts";

type Issues = Record<string, Record<string, Record<string, string[]>>>;

export const hotsos: Peer = {
  id: "hotsos",
  version: pinned("hotsos"),
  madeFor:
    "Canonical's support: what is known to go wrong with OpenStack, Ceph, Kubernetes, Juju, MAAS and the system below them, from a sosreport",
  more: "over two hundred scenarios, of storage, OpenStack, databases and package bugs; bug numbers; logs of every service",
  input: "the folder, all plugins; lines of `--short`: issues and known bugs",
  prepare: installPython,
  ask: ({ path }) => {
    const argv = ["--short", "--format", "json", "--quiet", path];
    const { out, seconds } = timed([pythonProgram("hotsos"), ...argv]);
    const issues = JSON.parse(out) as Issues;
    const kinds = Object.values(issues).flatMap((plugins) => Object.values(plugins));
    return { lines: kinds.flatMap((kind) => Object.values(kind).flat()), seconds };
  },
};

/** No finding, but the reason why a rule does not apply. */
const NOT_RED_HAT =
  /^(?:Not running on RHEL family|this is not RHEL distribution|Unable to determine)$/;
const FAILED = 20;

interface RisuResult {
  plugin: string;
  result: { rc: number; err: string };
}

export const risu: Peer = {
  id: "risu",
  version: pinned("risu"),
  madeFor:
    "support of Red Hat's products and their upstreams (once citellus): scripts that each look for one known trouble in a sosreport or on the machine",
  more: "hundreds of checks of OpenStack, pacemaker, security settings and hardware; links to articles; comparison of many machines",
  input:
    "the folder, its plugins of the system and the network; what fails, save that the machine is not of the RHEL family",
  prepare: installPython,
  ask: ({ path }, work) => {
    const result = join(work, "risu.json");
    const only = ["-i", "core/system", "-i", "core/network"];
    const argv = ["--no-config", "--run", "-q", "-o", result, ...only, path];
    const program = [pythonProgram("python"), pythonProgram("risu.py")];
    const { seconds } = timed([...program, ...argv], work);
    const { results } = JSON.parse(readFileSync(result, "utf8")) as {
      results: Record<string, RisuResult>;
    };
    const failed = Object.values(results).filter((one) => one.result.rc === FAILED);
    const lines = failed.flatMap((one) => one.result.err.trim().split("\n"));
    return { lines: lines.filter((line) => !NOT_RED_HAT.test(line)), seconds };
  },
};

export const insightsCore: Peer = {
  id: "insights-core",
  version: pinned("insights-core"),
  madeFor:
    "Red Hat's Insights: a framework that reads a sosreport or an Insights archive into typed facts, for rules to be written on. The rules of the service are not public; the package has examples and one rule of a vulnerable kernel",
  more: "parsers in nearly five hundred modules; rules in Python on combined facts; many machines at once",
  input: "the folder, and every rule of the package that is not a test of itself; answers of FAIL",
  prepare: installPython,
  ask: ({ path }) => {
    const rules = "examples.rules,insights.plugins.vulnerable_kernel";
    const argv = ["-p", rules, "--color=never", "-F", path];
    const { out, seconds } = timed([pythonProgram("insights-run"), ...argv]);
    // a finding stands under a title in brackets and a rule of dashes
    const found = [...out.matchAll(/^\[FAIL\] (.*)\n-+\n([\s\S]*?)(?=\n\n\n|\n-{5,}\n|$)/gm)];
    const lines = found.map(([, rule, text]) => `${rule}: ${text!.trim().replace(/\s+/g, " ")}`);
    return { lines, seconds };
  },
};
