import { execFileSync, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { needs } from "../support/needs.ts";

/** Why the collector cannot run here, or null: it reads Linux's /proc. */
export const NOT_LINUX = needs({ linux: true });

export const COLLECTOR = fileURLToPath(new URL("../../src/collector/collect.sh", import.meta.url));

export interface Run {
  code: number | null;
  stdout: Buffer;
  stderr: string;
  seconds: number;
}

export interface Taken {
  path: string;
  command: string;
  exit: number | null;
  seconds: number;
  bytes: number | null;
  cut: boolean;
  reason: string | null;
  sha256: string | null;
}

export interface Bundle {
  top: string;
  folder: string;
  manifest: Record<string, unknown> & { files: Taken[] };
  taken: (path: string) => Taken;
  text: (path: string) => string;
}

/** A command line that runs the collector; options for it follow. */
export const withShell = (...shell: string[]): string[] => [...shell, COLLECTOR];

/** Runs a command to its end; only the environment given, so that nothing of ours leaks in. */
export function run(command: string[], env: Record<string, string> = {}, cwd?: string) {
  const began = performance.now();
  const [file, ...args] = command as [string, ...string[]];
  const child = spawn(file, args, { env: { PATH: process.env["PATH"], ...env }, cwd });
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (block: Buffer) => stdout.push(block));
  child.stderr.on("data", (block: Buffer) => {
    stderr += block.toString();
  });
  child.stdin.end();
  return new Promise<Run>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = (performance.now() - began) / 1000;
      resolve({ code, stdout: Buffer.concat(stdout), stderr, seconds });
    });
  });
}

/** Unpacks an archive into a new folder below `into`. */
export function unpack(archive: Buffer, into: string): Bundle {
  const folder = mkdtempSync(join(into, "bundle-"));
  execFileSync("tar", ["-xzf", "-", "-C", folder], { input: archive });
  const top = readdirSync(folder)[0] ?? "";
  const text = (path: string) => readFileSync(join(folder, top, path), "utf8");
  const manifest = JSON.parse(text("manifest.json")) as Bundle["manifest"];
  const taken = (path: string) => {
    const found = manifest.files.find((file) => file.path === path);
    if (found === undefined) throw new Error(`${path} is not in the manifest`);
    return found;
  };
  return { top, folder: join(folder, top), manifest, taken, text };
}

/** What busybox can do, by name. */
export const applets = (): string[] =>
  execFileSync("busybox", ["--list"]).toString().trim().split("\n");

/** Fills a folder with busybox's applets and nothing else: a node at its barest. */
export function busyboxPath(folder: string, without: string[] = []): string {
  mkdirSync(folder);
  for (const applet of applets().filter((name) => !without.includes(name))) {
    symlinkSync("/usr/bin/busybox", join(folder, applet));
  }
  return folder;
}

/**
 * Writes a copy of the collector that adds no sbin folders to PATH, so that a test can take tools
 * away, and with whatever else a test has to make small.
 */
export function confined(path: string, change = (text: string): string => text): string {
  const text = readFileSync(COLLECTOR, "utf8").replace(":/usr/local/sbin:/usr/sbin:/sbin", "");
  writeFileSync(path, change(text));
  return path;
}

/** Runs `ip` with these words, for network namespaces that a test makes and deletes. */
export const ip = (words: string): Buffer => execFileSync("ip", words.split(" "));
