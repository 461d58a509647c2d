/** The lab puts back what it changes of the machine, and leaves nothing else. */
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { KERNELS } from "./kernels.ts";
import { files, machine, processes, runLab } from "./machine.ts";

const LONGEST_MS = 1_200_000; // another lab on this machine may have to end first

const missing = KERNELS.host.missing();

describe.skipIf(missing)(`after a run${missing ? `: ${missing}` : ""}`, () => {
  const folder = temporaryFolder();
  beforeAll(build, 120_000);

  test(
    "by root, the machine is as it was",
    async () => {
      const before = await machine();
      expect(await runLab(folder, "host")).toContain("1 right, 0 wrong");
      expect(await machine()).toEqual(before);
      expect(processes(folder)).toEqual([]);
      expect(files(folder)).toEqual([]);
    },
    LONGEST_MS,
  );
});
