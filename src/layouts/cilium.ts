import { layoutOf } from "./layout.ts";

/**
 * `cilium sysdump`: of each agent's node a folder `cilium-bugtool-<pod>-<date>/`, in it once more
 * `cilium-bugtool-<date>-<number>/cmd/` with the outputs, `….md` without any Markdown around them. The table is
 * that of Cilium; of the kernel's there are settings and the log. `cilium` became `cilium-dbg` in 1.15, and
 * `--time-diff` was added to the list's name in 1.16. Looked up in cilium/cilium,
 * `bugtool/cmd/{configuration,root}.go` and `cilium-cli/sysdump/{constants,sysdump}.go`.
 */
export const ciliumSysdump = layoutOf("cilium-sysdump", {
  marks: /(?:^|\/)(?:cilium-bugtool-[^/]+\/|cilium-configmap-[^/]+\.yaml$|cilium-sysdump\.log$)/,
  top: /(?:^|\/)cilium-sysdump-[^/]+\//,
  places: [
    /(?:^|\/)cmd\/cilium(?:-dbg)?-(?:bpf-ct-list-global(?:--time-diff)?|metrics-list)\.md$/,
    /(?:^|\/)cmd\/(?:dmesg---time-format=iso|sysctl--a|ip6?tables(?:-nft|-legacy)?-save--c|uname--a|uptime|ethtool--S-[^/]+)\.md$/,
  ],
  owners: [/^cilium-bugtool-(?<node>[^/]+?)(?:-\d{8}-\d{6})?\//],
});
