import { layoutOf } from "./layout.ts";

/**
 * `cilium sysdump`: of each agent a folder `cilium-bugtool-<pod>-<date>/`, in it once more
 * `cilium-bugtool-<date>-<number>/cmd/` with the outputs, `….md` without any Markdown around them, and beside it
 * `metrics-<pod>-cilium-agent-<date>.txt`. Read are the kernel's settings and log, the agent's metrics, and
 * the list of Cilium's own table (`cilium bpf ct list global`, now `cilium-dbg`), which is none of the kernel's. Looked up in
 * cilium/cilium, `bugtool/cmd/{configuration,root}.go` and `cilium-cli/sysdump/{constants,sysdump}.go`.
 */
export const ciliumSysdump = layoutOf("cilium-sysdump", {
  marks: /(?:^|\/)(?:cilium-bugtool-[^/]+\/|cilium-configmap-[^/]+\.yaml$|cilium-sysdump\.log$)/,
  top: /(?:^|\/)cilium-sysdump-[^/]+\//,
  places: [
    [/(?:^|\/)cmd\/dmesg---time-format=iso\.md$/, "kernel-log"],
    /(?:^|\/)cmd\/(?:sysctl--a|ip6?tables(?:-nft|-legacy)?-save--c|uname--a|uptime|ethtool--S-[^/]+)\.md$/,
    /(?:^|\/)cmd\/cilium(?:-dbg)?-bpf-ct-list[^/]*\.md$/,
    /^metrics-cilium-[^/]+\.txt$/,
  ],
  owners: [
    /^cilium-bugtool-(?<agent>[^/]+?)(?:-\d{8}-\d{6})?\//,
    /^metrics-(?<agent>cilium-[^/]+?)-cilium-agent(?:-\d{8}-\d{6})?\.txt$/,
  ],
});
