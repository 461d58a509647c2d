/** sos itself: it collects, and its plugins may leave alerts in the report. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findCommand, needs } from "../../support/needs.ts";
import { type Peer, timed } from "./peer.ts";

/** Those that find their files in the folder; the others would run commands, which would tell of this machine. */
const PLUGINS = "kernel,host,logs";

/** A section a plugin, by its name; what it alerts of is a text a line. */
type Sections = [string, { alerts?: string[] }][];

export const sos: Peer = {
  id: "sos",
  get version() {
    if (findCommand(["dpkg-query"]) === null) return "not installed";
    const { stdout } = spawnSync("dpkg-query", ["--status", "sosreport"], { encoding: "utf8" });
    return /^Version: (\S+)$/m.exec(stdout)?.[1] ?? "not installed";
  },
  madeFor:
    "collecting: the files and outputs that a supporter wants of a machine, by hundreds of plugins. It judges nothing, save that a plugin can leave an alert in the report",
  more: "collects far more than conntriage's collector does, of every part of a system and of clusters, and hides secrets in what it took",
  input: `a report of the folder (\`--sysroot\`) by the plugins ${PLUGINS.replaceAll(",", ", ")}; the alerts of the report`,
  prepare: () => needs({ linux: true, root: true, commands: ["sos", "dpkg-query"] }),
  ask: ({ path }, work) => {
    const into = join(work, "sos");
    mkdirSync(into);
    const where = ["--sysroot", path, "--chroot", "never", "--tmp-dir", into, "--build"];
    const only = ["--only-plugins", PLUGINS];
    const { seconds } = timed(["sos", "report", "--batch", "--quiet", ...where, ...only]);
    const made = readdirSync(into).find((name) => name.startsWith("sosreport-"));
    if (made === undefined) throw new Error("sos made no report");
    const text = readFileSync(join(into, made, "sos_reports/sos.json"), "utf8");
    const sections = JSON.parse(text) as Sections;
    return { lines: sections.flatMap(([, { alerts }]) => alerts ?? []), seconds };
  },
};
