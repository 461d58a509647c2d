/** A report of sosreport itself, of a node that has room and a pod whose table is full. */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { withKernelLimit } from "../kernel-limit.ts";
import { makeLabNode } from "../lab-node.ts";
import { pictureOf } from "../picture.ts";
import { namespaceTableFull } from "../scenarios/namespace-table-full.ts";
import { run } from "../shell.ts";

const LIMIT = 2000;
const PLUGINS = ["conntrack", "date", "host", "kernel", "networking"];

/** Those that this sos has: 4.0 has none of its own for the table. */
function pluginsOf(sos: string): string {
  const [command, ...args] = sos.split(" ");
  const listed = run(command!, [...args, "report", "--batch", "--list-plugins"]);
  return PLUGINS.filter((one) => new RegExp(`^\\s*${one}\\s`, "m").test(listed)).join(",");
}

/** What is kept of the report: what is read, and a little of what is not. */
const KEPT =
  /\/(?:version\.txt|sos_reports\/manifest\.json|sos_logs\/ui\.log|sos_commands\/(?:conntrack|date)\/.*|sos_commands\/host\/(?:hostname|uptime)|sos_commands\/kernel\/(?:dmesg|dmesg_-T|sysctl_-a|uname_-a)|sos_commands\/networking\/(?:namespaces\/.*|ip_netns_exec_.*|nft_list_ruleset|iptables_-vnxL|ss_-s|nstat_-zas|netstat_-s|ethtool_-S_.*|ip_netns|ip_-4_rule_list)|proc\/(?:net|self)|proc\/\d+\/net\/(?:nf_conntrack|snmp6?|netstat|sockstat6?|softnet_stat|dev|arp|stat\/.*)|proc\/slabinfo|proc\/sys\/.*|sys\/module\/nf_conntrack\/parameters\/.*|etc\/sysctl\.(?:conf|d\/.*)|usr\/lib\/sysctl\.d\/.*|hostname|uname|uptime)$/;

/** The machine that the report is of: the node's namespaces, its name, and of all namespaces the pod's only. */
const AS_MACHINE = `set -e
hostname worker-1
mkdir "$2" && : > "$2/pod" && mount --bind "/run/netns/$1" "$2/pod"
mount -t tmpfs none /run/netns && : > /run/netns/pod-1 && mount --bind "$2/pod" /run/netns/pod-1
shift 2
exec "$@"`;

export async function captureSosreport(sos: string, target: string, work: string): Promise<void> {
  const plugins = pluginsOf(sos);
  const hasTable = plugins.includes("conntrack");
  await withKernelLimit(LIMIT, async () => {
    const node = await makeLabNode();
    try {
      await namespaceTableFull.run(node, { limit: LIMIT, used: 0.2, perSecond: 40 } as never);
      const pod = node.namespace.replace(/node$/, "pod");
      // which adds the lists of the table, where there is a plugin for them
      for (const changes of hasTable ? [false, true] : [false]) {
        const folder = join(work, changes ? "with-changes" : "without-changes");
        mkdirSync(folder, { recursive: true });
        const options = ["--batch", "--quiet", "--only-plugins", plugins, "--tmp-dir", folder];
        if (changes) options.push("--allow-system-changes");
        const command = ["sh", "-c", AS_MACHINE, "sh", pod, `${folder}-ns`, ...sos.split(" ")];
        const own = ["unshare", "--uts", "--mount", ...command, "report", ...options];
        run("ip", ["netns", "exec", node.namespace, ...own]);
        reduce(
          folder,
          `${target}${hasTable ? "" : "-4.0"}${changes ? "-allow-system-changes" : ""}`,
        );
      }
      for (const one of [node.namespace, pod]) console.log(one, JSON.stringify(pictureOf(one)));
    } finally {
      node.remove();
    }
  });
}

function reduce(folder: string, own: string): void {
  const archive = readdirSync(folder).find((file) => file.endsWith(".tar.xz"))!;
  const members = run("tar", ["-tf", join(folder, archive)]).split("\n");
  const kept = members.filter((member) => KEPT.test(member));
  const unpacked = join(folder, "unpacked");
  mkdirSync(unpacked);
  run("tar", ["-C", unpacked, "-xf", join(folder, archive)]);
  mkdirSync(own, { recursive: true });
  for (const file of readdirSync(own)) if (file.endsWith(".xz")) rmSync(join(own, file));
  const file = join(own, archive);
  run("tar", ["-C", unpacked, "--no-recursion", "--mode=u+rw,a+r", "-cJf", file, ...kept]);
  console.log(
    `${basename(own)}: ${Math.ceil(statSync(file).size / 1024)} KB, ${kept.length} entries`,
  );
}
