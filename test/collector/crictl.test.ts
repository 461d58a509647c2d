/** The pods of the node as its container runtime tells them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { busyboxPath, confined, run, unpack } from "./collecting.ts";

const folder = temporaryFolder();
const [A, B] = ["a".repeat(64), "b".repeat(64)];

const STATUS = `cat <<'JSON'
{
  "status": {
    "id": "${A}",
    "annotations": {
      "token": "secret"
    },
    "labels": {
      "io.kubernetes.pod.name": "web-1",
      "io.kubernetes.pod.namespace": "shop"
    },
    "network": {
      "ip": "10.244.0.5"
    },
    "state": "SANDBOX_READY"
  }
}
JSON
`;

/** A collection where crictl prints the ids one a line, and does that when it is asked about them. */
async function collectWith(name: string, inspect: string) {
  const path = busyboxPath(join(folder, name));
  const text = `#!${join(path, "sh")}
[ "$1" != pods ] || { printf '%s\\n' ${A} ${B}; exit; }
[ "$*" = "inspectp -q ${A} ${B}" ] || exit 2
${inspect}`;
  writeFileSync(join(path, "crictl"), text, { mode: 0o755 });
  const script = confined(join(folder, `${name}.sh`));
  const command = [join(path, "ash"), script, "-o", "-", "--duration", "1", "--no-dump"];
  const bundle = unpack((await run(command, { PATH: path })).stdout, folder);
  return { ...bundle, file: bundle.taken("once/crictl-pods.txt") };
}

const missing = needs({ linux: true, commands: ["busybox"] });
describe.skipIf(missing)(`crictl ${missing ?? ""}`, () => {
  it("tells names and addresses, of which nothing else is kept", async () => {
    const { text, file } = await collectWith("whole", STATUS);
    expect(file).toMatchObject({ exit: 0, cut: false, reason: null });
    expect(text("once/crictl-pods.txt")).toContain('"ip": "10.244.0.5"');
    expect(text("once/crictl-pods.txt")).not.toContain("secret");
  });

  it("is asked again where a pod has ended meanwhile", async () => {
    const asked = join(folder, "asked");
    const once = `[ -e ${asked} ] || { : >${asked}; exit 1; }\n`;
    const { file } = await collectWith("again", once + STATUS);
    expect(file).toMatchObject({ exit: 0, cut: false });
  });

  it("says in its own words why not", async () => {
    const said = 'time="2026-11-26T06:00:00Z" level=fatal msg="no runtime at unix:///run/x.sock"';
    const { file } = await collectWith("not", `echo '${said}' >&2; exit 1`);
    expect(file).toMatchObject({ bytes: null, reason: "no runtime at unix:///run/x.sock" });
  });
});
