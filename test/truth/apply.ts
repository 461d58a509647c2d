/** Applies edits to a bundle's files. An edit that changes nothing is a mistake, so it throws. */
import { type BundleFiles, renewManifest, type Touched } from "./bundle-files.ts";
import type { Edit, RowEdit } from "./edit-kinds.ts";
import { editRows } from "./rows.ts";
import { formOf } from "./values.ts";

const DUMP = "dump/conntrack-L-ipv4.txt.gz";
const LOG = "once/kernel-log.txt";

/** A copy of the bundle with every edit made, in turn, and its manifest in line with them. */
export function applyEdits(bundle: BundleFiles, edits: readonly Edit[]): BundleFiles {
  const edited = { ...bundle, files: new Map(bundle.files) };
  const touched = new Map<string, Touched>();
  for (const edit of edits) applyEdit(edited, edit, touched);
  renewManifest(edited, touched);
  return edited;
}

function applyEdit(bundle: BundleFiles, edit: Edit, touched: Map<string, Touched>): void {
  const { files } = bundle;
  const put = (path: string, text: string, command: string | null = null) => {
    files.set(path, text);
    touched.set(path, { command: command ?? commandOf(touched.get(path)) });
  };
  if ("remove" in edit) {
    for (const path of [edit.remove].flat().flatMap((glob) => expand(files, glob))) {
      files.delete(path);
      touched.set(path, { removed: edit.reason });
    }
  } else if ("add" in edit) {
    const paths = edit.add.startsWith("*/") ? ["start", "end"] : [null];
    for (const phase of paths) {
      const path = phase === null ? edit.add : edit.add.replace("*", phase);
      const lines = edit.lines.map((line) => `${filled(line, bundle)}\n`).join("");
      put(path, (files.get(path) ?? "") + lines, edit.command);
    }
  } else if ("replace" in edit) {
    for (const path of expand(files, edit.replace)) {
      const by = filled(edit.by, bundle);
      const before = files.get(path)!;
      const after =
        "pattern" in edit
          ? before.replace(new RegExp(edit.pattern, "gm"), by)
          : before.replaceAll(edit.text, by);
      if (after === before) throw new Error(`${path}: nothing to replace`);
      put(path, after);
    }
  } else if ("set" in edit) {
    for (const path of expand(files, edit.set)) {
      const text = files.get(path)!;
      if (formOf(path).get(text, edit.name) === null) throw new Error(`${path}: no ${edit.name}`);
      put(path, formOf(path).set(text, edit.name, [filled(String(edit.to), bundle)]));
    }
  } else if ("rise" in edit) rise(files, edit, put);
  else if ("age" in edit) put(LOG, aged(files.get(LOG)!, edit.age, edit.seconds));
  else put(DUMP, editRows(files.get(DUMP)!, edit as RowEdit));
}

const commandOf = (how: Touched | undefined): string | null =>
  how !== undefined && "command" in how ? how.command : null;

/** The files that a path with `*` names. */
function expand(files: BundleFiles["files"], glob: string): string[] {
  const pattern = new RegExp(
    `^${glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*")}$`,
  );
  const paths = [...files.keys()].filter((path) => pattern.test(path));
  if (paths.length === 0) throw new Error(`the bundle holds no ${glob}`);
  return paths;
}

type Put = (path: string, text: string) => void;

/** The counters of connection tracking stand in three files, of which two spell one otherwise. */
const SPELLED: Readonly<Record<string, string>> = { chaintoolong: "chainlength" };

function rise(files: BundleFiles["files"], edit: Extract<Edit, { rise: string }>, put: Put): void {
  const isConntrack = edit.rise === "nf_conntrack_stat.txt";
  const one = (file: string, name: string) => {
    const [start, end] = [`start/${file}`, `end/${file}`];
    const form = formOf(start);
    const before = form.get(files.get(start) ?? "", name)?.map(Number);
    if (before === undefined) throw new Error(`${start}: no ${name}`);
    const from = edit.from === undefined ? before : before.map((_, cpu) => (cpu ? 0 : edit.from!));
    put(start, form.set(files.get(start)!, name, from));
    const to = from.map((value, cpu) => (cpu ? value : value + edit.by));
    put(end, form.set(files.get(end)!, name, to));
    return from.reduce((sum, value) => sum + value, 0);
  };
  const from = one(edit.rise, isConntrack ? (SPELLED[edit.name] ?? edit.name) : edit.name);
  if (!isConntrack) return;
  one("conntrack-S.txt", edit.name);
  put("timeline.csv", inTimeline(files.get("timeline.csv")!, edit.name, from, edit.by));
}

/** The counter's column of the timeline, rising evenly. */
function inTimeline(csv: string, name: string, from: number, by: number): string {
  const rows = csv.trimEnd().split("\n");
  const column = rows[0]!.split(",").indexOf(SPELLED[name] ?? name);
  const last = rows.length - 1;
  const renewed = rows.map((row, at) => {
    if (at === 0 || column < 0) return row;
    const cells = row.split(",");
    cells[column] = String(from + Math.round((by * at) / last));
    return cells.join(",");
  });
  return `${renewed.join("\n")}\n`;
}

const STAMP = /^\[ *(\d+\.\d+)\]/;

/** The log with some messages older, in the order of their time. */
function aged(log: string, text: string, seconds: number): string {
  if (!log.includes(text)) throw new Error(`the kernel log holds no ${text}`);
  const at = (line: string) => Number(STAMP.exec(line)?.[1] ?? 0);
  const lines = log.trimEnd().split("\n");
  const older = lines.map((line) =>
    line.includes(text)
      ? line.replace(STAMP, `[${(at(line) - seconds).toFixed(6).padStart(12)}]`)
      : line,
  );
  return `${older.sort((a, b) => at(a) - at(b)).join("\n")}\n`;
}

/** Fills in the times of this very bundle: `{uptime+3}`, `{sampled-4}`. */
function filled(text: string, { files }: BundleFiles): string {
  const uptime = (phase: string) => Number(files.get(`${phase}/uptime.txt`)?.split(" ")[0]);
  return text.replace(/\{(uptime|sampled)([+-]\d+(?:\.\d+)?)\}/g, (_, what, by) => {
    if (what === "uptime") return (uptime("start") + Number(by)).toFixed(6).padStart(12);
    const { started, startedUptime } = JSON.parse(files.get("manifest.json")!) as {
      started: string;
      startedUptime: number;
    };
    return (Date.parse(started) / 1000 + uptime("end") - startedUptime + Number(by)).toFixed(3);
  });
}
