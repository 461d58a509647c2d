import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PACKAGE, ROOT, textOf } from "./repository.ts";

/** Instructions with their arguments; continued lines as one. */
const INSTRUCTIONS = textOf("Containerfile")
  .replaceAll("\\\n", "")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [, name, args] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no instruction: ${line}`);
    return { name, args: args! };
  });
const KNOWN = ["FROM", "WORKDIR", "COPY", "RUN", "ARG", "USER", "ENTRYPOINT", "CMD"];
const argsOf = (wanted: string): string[] =>
  INSTRUCTIONS.filter(({ name }) => name === wanted).map(({ args }) => args);

describe("Containerfile", () => {
  it("has known instructions only, and begins with FROM", () => {
    expect(INSTRUCTIONS[0]!.name).toBe("FROM");
    for (const { name } of INSTRUCTIONS) expect(KNOWN).toContain(name);
  });

  it("takes Debian slim with a Node that the package supports, by its whole name", () => {
    const oldest = Number(
      /\d+/.exec((PACKAGE as unknown as { engines: { node: string } }).engines.node)![0],
    );
    const [collector, ...others] = argsOf("FROM");
    expect(collector).toBe("docker.io/library/debian:bookworm-slim AS collector");
    expect(others).toHaveLength(2);
    for (const args of others) {
      const [, major] =
        /^docker\.io\/library\/node:(\d+)-bookworm-slim(?: AS build)?$/.exec(args) ?? [];
      expect(Number(major), args).toBeGreaterThanOrEqual(oldest);
    }
  });

  it("copies what there is, once it is built", () => {
    for (const args of argsOf("COPY")) {
      const [first, ...rest] = args.split(" ");
      const sources = first === "--from=build" ? rest.slice(0, -1) : [first!, ...rest.slice(0, -1)];
      for (const source of sources) {
        const path = source.replace(/^\/src\//, "");
        if (path !== "dist/conntriage.mjs") expect(existsSync(join(ROOT, path)), path).toBe(true);
      }
    }
    const scripts = argsOf("RUN").flatMap((line) => /npm run --silent (\S+)/.exec(line)?.[1] ?? []);
    expect(scripts).toEqual(["build"]);
    expect(PACKAGE.scripts["build"]).toBe("node build.mjs");
  });

  it("runs the one file, not as root", () => {
    const last = INSTRUCTIONS.slice(INSTRUCTIONS.findLastIndex(({ name }) => name === "FROM"));
    const [user, entry, command] = ["USER", "ENTRYPOINT", "CMD"].map(
      (wanted) => last.find(({ name }) => name === wanted)!.args,
    );
    expect(user).toBe("node");
    const [program, file] = JSON.parse(entry!) as string[];
    expect(program).toBe("node");
    expect(last.some(({ name, args }) => name === "COPY" && args.endsWith(` ${file}`))).toBe(true);
    expect(JSON.parse(command!)).toEqual(["--help"]);
  });

  it("has a collector that runs by its name", () => {
    const file = argsOf("COPY")
      .find((args) => args.endsWith("/bin/collect.sh"))!
      .split(" ")[0]!;
    expect(statSync(join(ROOT, file)).mode & 0o111).toBe(0o111);
  });

  it("is told the commit, which is not in its context", () => {
    const [build] = INSTRUCTIONS.filter(({ name }) => name === "ARG");
    expect(textOf("build.mjs")).toContain(`process.env.${build!.args}`);
  });

  it("leaves out of the context what is made anew", () => {
    const ignored = textOf(".containerignore").split("\n");
    for (const name of ["node_modules", "dist", ".git"]) expect(ignored).toContain(name);
  });
});
