/** The pod of a process, by its control group in the forms that drivers give it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { confined } from "./collecting.ts";

const folder = temporaryFolder();
const UID = "0a1b2c3d-1111-2222-3333-444455556666";
const MIRROR = "0123456789abcdef0123456789abcdef";
const LOGS = join(folder, "pods");
for (const pod of [`shop_web-7d4b_${UID}`, `kube-system_etcd-worker-1_${MIRROR}`])
  mkdirSync(join(LOGS, pod), { recursive: true });

describe("the pod of a process is read from its control group", () => {
  const script = confined(join(folder, "pod-of.sh"), (text) =>
    text
      .replace('"/proc/$1/cgroup"', '"$1"')
      .replaceAll("/var/log/pods", LOGS)
      .replace(/^main "\$@"$/m, 'pod_of "$1" && echo "$pod $cgroup"'),
  );
  it.each([
    [
      "cgroup v2, systemd",
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID.replaceAll("-", "_")}.slice/cri-containerd-ab12.scope`,
      "shop/web-7d4b cri-containerd-ab12.scope",
    ],
    ["cgroup v2, cgroupfs", `0::/kubepods/besteffort/pod${UID}/ab12`, "shop/web-7d4b ab12"],
    ["a pod of its own class", `0::/kubepods/pod${UID}/ab12`, "shop/web-7d4b ab12"],
    [
      "from within a container",
      `0::/../../kubepods-pod${UID.replaceAll("-", "_")}.slice/crio-ab12.scope`,
      "shop/web-7d4b crio-ab12.scope",
    ],
    [
      "kind's folders",
      `0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${UID.replaceAll("-", "_")}.slice/cri-containerd-ab12.scope`,
      "shop/web-7d4b cri-containerd-ab12.scope",
    ],
    ["a static pod", `0::/kubepods/burstable/pod${MIRROR}/ab12`, "kube-system/etcd-worker-1 ab12"],
    [
      "cgroup v1",
      `11:cpu,cpuacct:/kubepods/pod${UID}/ab12\n1:name=systemd:/\n0::/`,
      "shop/web-7d4b ab12",
    ],
    [
      "a pod whose logs are gone",
      `0::/kubepods/podffffffff-1111-2222-3333-444455556666/ab12`,
      "- ab12",
    ],
    ["a service", "0::/system.slice/kubelet.service", "- kubelet.service"],
    ["nothing", "0::/", "- -"],
    ["a name with blanks", "0::/a b/c d", "- -"],
    ["a pattern for an id", "0::/kubepods/pod*/ab12", "- ab12"],
  ])("%s", (_, text, expected) => {
    const file = join(folder, "cgroup");
    writeFileSync(file, `${text}\n`);
    expect(execFileSync("sh", [script, file]).toString()).toBe(`${expected}\n`);
  });
});
