/** A node with more network namespaces than are looked at. */

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { COLLECTOR, run, unpack } from "./collecting.ts";

const missing = needs({ linux: true, root: true, commands: ["unshare"] });
const folder = temporaryFolder();
const NAMESPACES = 512;

/** In a PID namespace of their own, all of them end with its first process. */
const NODE = `i=0; while [ $i -lt ${NAMESPACES} ]; do i=$((i + 1)); unshare -n sleep 300 & done
  while [ "$(ls -ln /proc/[0-9]*/ns/net 2>/dev/null | sed -n 's/.*net:\\[//p' | sort -u | wc -l)" -le ${NAMESPACES} ]
  do sleep 0.1; done
  exec "$@"`;

it.skipIf(missing)(
  `of ${NAMESPACES} namespaces it takes the first, in its time ${missing ?? ""}`,
  { timeout: 120_000 },
  async () => {
    const node = ["unshare", "-pf", "--mount-proc", "--kill-child", "sh", "-c", NODE, "sh"];
    const options = ["-o", "-", "--duration", "1", "--no-dump"];
    const { code, stdout, stderr } = await run([...node, "sh", COLLECTOR, ...options], {
      TMPDIR: folder,
    });
    expect(code, stderr).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    const { manifest, taken, text } = unpack(stdout, folder);
    const { cut, reason, seconds } = taken("once/namespaces.txt");
    expect({ cut, reason }).toEqual({
      cut: true,
      reason: "more than 500 namespaces, or more than 5 s: the others are left out",
    });
    expect(seconds).toBeLessThan(8); // 5 s, and the one that is being read
    const rows = text("once/namespaces.txt").trim().split("\n").slice(1);
    expect(rows.length).toBeGreaterThan(50); // on a busy machine
    expect(rows.length).toBeLessThanOrEqual(500);
    const folders = manifest.files.flatMap(
      ({ path }) => /^end\/netns\/([^/]+)/.exec(path)?.[1] ?? [],
    );
    expect(new Set(folders).size).toBe(8);

    const archive = join(folder, "many.tgz");
    writeFileSync(archive, stdout);
    const { coverage } = await analyze(archive);
    expect(coverage.failed).toEqual([]);
  },
);
