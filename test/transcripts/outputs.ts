/** A sample's files as the outputs of commands, which is how people have them. */
import type { BundleFiles } from "../truth/bundle-files.ts";

export type Phase = "start" | "end" | "once";

/** What one command printed. */
export interface Output {
  /** The files of the bundle that hold it. */
  files: readonly string[];
  /** What it is of, whenever it was taken: start and end have the same. */
  kind: string;
  phase: Phase;
  command: string;
  /** The file that the command prints. */
  path: string | null;
  lines: readonly string[];
  /** Nothing but the command or the path tells what it is. */
  bare: boolean;
}

/** What the collector alone writes: nobody pastes it. */
const OURS = new Set(["manifest.json", "timeline.csv"]);

/** Where the collector's own words for a command are none that anybody types. */
const TYPED: Readonly<Record<string, string>> = {
  "sysctl.txt": "sysctl -a",
  "sysctl-files.txt": "cat /etc/sysctl.d/*.conf",
  "cpuinfo.txt": "nproc",
  "kube-proxy-healthz.txt": "curl -si http://127.0.0.1:10256/healthz",
};
/** Files that people save such an output as. */
const SAVED: Readonly<Record<string, string>> = {
  "sysctl-files.txt": "/etc/sysctl.d/99-node.conf",
  "cpuinfo.txt": "node/nproc.txt",
};
const BARE = /^(?:count-|cpuinfo|kube-proxy-mode|softnet_stat)/;

/** The outputs of a sample, in the order in which they were taken. */
export function outputsOf({ files }: BundleFiles): Output[] {
  const commands = commandsOf(files.get("manifest.json") ?? "{}");
  const paths = [...files.keys()].filter((path) => !OURS.has(path) && !path.endsWith(BESIDE_ROWS));
  return paths
    .sort((a, b) => FOLDERS.indexOf(folderOf(a)) - FOLDERS.indexOf(folderOf(b)))
    .flatMap((path) => {
      const kind = path.split("/").at(-1)!;
      const beside = `${path.replace(/\.txt\.gz$/, "")}${BESIDE_ROWS}`;
      const lines = linesOf(kind, files.get(path)!, files.get(beside));
      const command = TYPED[kind] ?? commands.get(path) ?? "";
      const folder = folderOf(path);
      const output: Output = {
        files: [path, ...(files.has(beside) ? [beside] : [])],
        kind,
        phase: folder === "start" || folder === "end" ? folder : "once",
        command,
        path: SAVED[kind] ?? /^cat (\/(?:proc|etc)\/[\w/.-]+)$/.exec(command)?.[1] ?? null,
        lines,
        bare: BARE.test(kind),
      };
      return lines.length === 0 ? [] : [output];
    });
}

const FOLDERS = ["start", "once", "dump", "end"];
const folderOf = (path: string): string => path.split("/")[0]!;

/** What a dump's command said beside its rows. */
const BESIDE_ROWS = ".stderr.txt";

function commandsOf(manifest: string): Map<string, string> {
  const { files = [] } = JSON.parse(manifest) as { files?: { path: string; command: string }[] };
  return new Map(files.map(({ path, command }) => [path, command]));
}

/** A file's lines as the command prints them on a terminal, where both of its streams go. */
function linesOf(kind: string, text: string, beside = ""): string[] {
  const lines = `${text.replace(/\n$/, "")}\n${beside}`.replace(/^\n|\s+$/g, "").split("\n");
  if (kind === "cpuinfo.txt") return [/^cpus = (\d+)/m.exec(text)?.[1] ?? "1"];
  if (kind === "kube-proxy-healthz.txt")
    return lines.map((line) => line.replace(/^HTTP /, "HTTP/1.1 "));
  return lines.length === 1 && lines[0] === "" ? [] : lines;
}
