/** The kernel's log before a recorder, as a `cat` of a test's own hands it over. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { unpack } from "../collector/collecting.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { endRecorders, startRecorder } from "./recording.ts";

const folder = temporaryFolder();
afterAll(endRecorders);
const QUICK = ["-q", "--before", "60", "--after", "1", "--quiet-for", "1", "--no-dump"];
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];

/** As /dev/kmsg has it: the last message has lines of its own, by which a driver names its device. */
const BEFORE = `6,11,900,-;e1000e 0000:00:1f.6 eth0: NIC Link is Up
 SUBSYSTEM=pci
 DEVICE=+pci:0000:00:1f.6
`;
const FULL = "4,1N,950,-;nf_conntrack: nf_conntrack: table full, dropping packet\n";

/** A `cat` that reads the log, the first time as it begins, then as it ends: the kernel was faster; and then again. */
function toolOf(name: string): string {
  const bin = join(folder, `${name}-bin`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "before"), BEFORE);
  const [twelve, fifteen] = ["2", "5"].map((number) => FULL.replace("N", number));
  writeFileSync(join(bin, "again"), `${twelve}${fifteen}`);
  writeFileSync(
    join(bin, "cat"),
    `#!/bin/sh
PATH=/usr/bin:/bin
[ "$1" = /dev/kmsg ] || exec cat "$@"
echo >>${bin}/calls
cat ${bin}/before
case $(wc -l <${bin}/calls) in
  1) exec sleep 100 ;;
  2) head -n 1 ${bin}/again ;;
  *) cat ${bin}/again && exec sleep 100 ;;
esac
exit 1
`,
    { mode: 0o755 },
  );
  return bin;
}

describe.concurrent.each(SHELLS)("under %s %s", (...shell) => {
  const missing = needs({ linux: true, commands: [shell[0]!] });
  const name = shell.join("-");

  it.skipIf(missing)(
    "is read on, from where it was, when what hands it over ends",
    async ({ expect }) => {
      const one = startRecorder(join(folder, name), shell, QUICK, undefined, {
        bin: toolOf(name),
      });
      await one.until(() => /is read again/.test(one.log()), 60);
      await one.until(() => one.bundles().length > 0, 60);
      const { manifest, text } = unpack(readFileSync(one.bundles()[0]!), folder);
      expect(manifest["recorder"]).toMatchObject({ trigger: "log" });
      await one.until(
        () => readFileSync(join(one.folder, "gathering/log-counts"), "utf8") === "2 2\n",
        30,
      );
      expect(text("timeline.csv")).toMatch(/^20[^,]*,[^,]*,100,1000,0,0,0,0,1,0$/m);
      one.child.kill();
      await one.ended;
    },
    120_000,
  );
});
