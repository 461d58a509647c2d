import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What a check reads of the checkout; what was built or captured meanwhile is not copied. */
const COPIED = [
  ...["src", "test", "samples", "reports", "README.md", "CONTRIBUTING.md"],
  ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"],
  ...["tsconfig.core.json", "vitest.config.ts", ".dependency-cruiser.mjs"],
];

/** Texts by path of the copy; what is null is not there. */
export type Changes = Readonly<Record<string, string | Uint8Array | null>>;

/** A copy of the checkout, in which anything may be broken. */
export interface Scratch {
  text(path: string): string;
  /** Does some work with changes made, and takes them back. */
  with<T>(changes: Changes, work: () => Promise<T>): Promise<T>;
  /** Runs a program of `node_modules` in the copy, and answers what it printed. */
  run(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }>;
}

/** Does some work in a copy that is gone afterwards, whether the work ends, fails, or is interrupted. */
export async function inScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-trials-"));
  const running = new Set<ReturnType<typeof spawn>>();
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const interrupted = (signal: NodeJS.Signals) => {
    for (const child of running) child.kill("SIGKILL");
    remove();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    for (const path of COPIED)
      cpSync(join(ROOT, path), join(folder, path), { recursive: true, dereference: false });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    return await work({ text, with: withChanges, run });
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    remove();
  }

  function text(path: string): string {
    return readFileSync(join(folder, path), "utf8");
  }

  async function withChanges<T>(changes: Changes, then: () => Promise<T>): Promise<T> {
    const before = Object.keys(changes).map((path) => [path, contentOf(path)] as const);
    for (const [path, content] of Object.entries(changes)) put(path, content);
    try {
      return await then();
    } finally {
      for (const [path, content] of before) put(path, content);
    }
  }

  function contentOf(path: string): Uint8Array | null {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return null;
    }
  }

  function put(path: string, content: string | Uint8Array | null): void {
    const parent = dirname(join(folder, path));
    mkdirSync(parent, { recursive: true });
    if (content !== null) writeFileSync(join(folder, path), content);
    else {
      rmSync(join(folder, path), { force: true });
      // an empty folder would be taken for a sample
      if (readdirSync(parent).length === 0) rmdirSync(parent);
    }
  }

  function run(program: string, args: readonly string[]) {
    const file = join(folder, "node_modules/.bin", program);
    const env = { ...process.env, NO_COLOR: "1", CI: "" };
    const child = spawn(file, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (block: Buffer) => {
        output += block.toString();
      });
    return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        running.delete(child);
        resolve({ code, output });
      });
    });
  }
}
