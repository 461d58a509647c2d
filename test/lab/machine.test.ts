/** The lab leaves the machine as it was, run by root and by a plain user. */
import { chmodSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { KERNELS } from "./kernels.ts";
import { files, machine, processes, runLab } from "./machine.ts";

const LONGEST_MS = 600_000;
const NOBODY = 65_534;

const missing = KERNELS.uml.missing() ?? needs({ root: true, commands: ["setpriv"] });

describe.skipIf(missing)(`after a run${missing ? `: ${missing}` : ""}`, () => {
  const folder = temporaryFolder();
  beforeAll(build, 120_000);

  test.each([
    ["root", 0],
    ["a plain user", NOBODY],
  ])(
    "by %s, the machine is as it was",
    async (_, uid) => {
      chmodSync(folder, 0o755);
      const before = await machine();
      expect(await runLab(folder, "uml", uid)).toContain("1 right, 0 wrong");
      expect(await machine()).toEqual(before);
      expect(processes(folder)).toEqual([]);
      expect(files(folder)).toEqual([]);
    },
    LONGEST_MS,
  );
});
