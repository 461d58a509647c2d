/** Puts the peers into a folder of their own, each from its registry: nothing of them is in the checkout. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../support/needs.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
export const CACHE =
  process.env["CONNTRIAGE_PEERS"] ?? join(homedir(), ".cache", "conntriage-peers");
/** A first build of node-problem-detector takes minutes. */
const LIMIT_MS = 3_600_000;

const VENV = join(CACHE, "python");
const REQUIREMENTS = join(HERE, "requirements.txt");
const DETECTOR = join(HERE, "node-problem-detector");

/** A program of the packages in requirements.txt. */
export const pythonProgram = (name: string): string => join(VENV, "bin", name);

/** The version that requirements.txt pins. */
export function pinned(name: string): string {
  const text = readFileSync(REQUIREMENTS, "utf8");
  return new RegExp(`^${name}==(\\S+)$`, "m").exec(text)![1]!;
}

/** Why the Python peers cannot be installed, or null once they are. */
export function installPython(): string | null {
  const wanted = readFileSync(REQUIREMENTS, "utf8");
  const mark = join(VENV, "requirements.txt");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return null;
  if (findCommand(["python3"]) === null) return "needs Python 3 with venv";
  console.log("installing the Python packages of requirements.txt");
  return attempt(() => {
    mkdirSync(CACHE, { recursive: true });
    quietly("python3", "-m", "venv", "--clear", VENV);
    quietly(pythonProgram("pip"), "install", "--quiet", "--no-deps", "-r", REQUIREMENTS);
    writeFileSync(mark, wanted);
  });
}

export const detectorVersion = (): string =>
  /node-problem-detector (v\S+)/.exec(readFileSync(join(DETECTOR, "go.mod"), "utf8"))![1]!;

export const detectorProgram = join(CACHE, `node-problem-detector-${detectorVersion()}`);

/** Why node-problem-detector cannot be built, or null once it is. */
export function buildDetector(): string | null {
  if (findCommand(["go"]) === null) return "needs Go 1.26";
  if (existsSync(detectorProgram)) return null;
  console.log("building node-problem-detector, which takes minutes");
  mkdirSync(dirname(detectorProgram), { recursive: true });
  const flags = ["-p", "2", "-trimpath", "-ldflags", "-s -w", "-o", detectorProgram];
  const program = "k8s.io/node-problem-detector/cmd/nodeproblemdetector";
  return attempt(() =>
    quietly("env", "CGO_ENABLED=0", "go", "-C", DETECTOR, "build", ...flags, program),
  );
}

/** Where Go keeps the module's own rules and scripts. */
export function detectorSources(): string {
  const argv = ["-C", DETECTOR, "list", "-m", "-f", "{{.Dir}}", "k8s.io/node-problem-detector"];
  return execFileSync("go", argv, { encoding: "utf8" }).trim();
}

function quietly(command: string, ...args: string[]): void {
  execFileSync("nice", ["-n", "10", command, ...args], {
    timeout: LIMIT_MS,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function attempt(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    const last = stderr?.toString().trim().split("\n").at(-1);
    return `could not be installed: ${last ?? String(error)}`;
  }
}
