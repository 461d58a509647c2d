import { asksByName } from "./asking.ts";
import { expectedOf, settingOfPath } from "./command-expects.ts";
import type { Expected } from "./context.ts";

/** The bare value that a file holds, by the path that it was copied from or named after. */
export function expectsOf(path: string): readonly Expected[] {
  // a copy of /proc/sys/net under another name
  const setting = settingOfPath(path.replace(/(^|[/!])proc-sys-net\//, "$1proc/sys/net/"));
  if (setting !== null) return [setting];
  const file = path
    .split(/[/!]/)
    .at(-1)!
    .replace(/\.(?:txt|out|log)$/, "");
  if (
    /^(?:conntrack[-_]C|conntrack[-_ ](?:(?:total|current|entry|entries)[-_ ])?count|count)(?:[-_.].*)?$/.test(
      file,
    )
  )
    return [{ is: "count" }];
  const command = commandOfName(file);
  if (command !== null) return expectedOf(command, []);
  if (/^nproc$/.test(file)) return [{ is: "cpus" }];
  if (/^uname[-_]r$/.test(file)) return [{ is: "release" }];
  // a setting as well, so that it names the machine of the files beside it
  if (/^hostname(?:[-_ ]{1,2}[fs])?$/.test(file))
    return [{ is: "setting", name: "kernel.hostname" }];
  if (/^kube-?proxy-?mode$|^proxyMode$/i.test(file)) return [{ is: "proxy-mode" }];
  return [];
}

/** The command that a file is named after, as collectors write it: `sysctl_-n_net.netfilter.nf_conntrack_max`. */
function commandOfName(file: string): string | null {
  const [, name, options, rest] =
    /^(conntrack|sysctl)((?:_-{1,2}\w{1,12})+?)(?:_(\w[\w./]{2,100}))?$/.exec(file) ?? [];
  return name === undefined ? null : `${name}${options!.replaceAll("_", " ")} ${rest ?? ""}`.trim();
}

/** Whether a path is that of a file which asks for settings, wherever it was copied from. */
export const isConfigured = (path: string): boolean =>
  asksByName(path) ||
  /(?:^|\/|[._-])sysctl[._-]?(?:d|conf)(?:[/._-]|$)|(?:^|\/)(?:etc|usr\/lib|run|lib)\/sysctl\.(?:d|conf)|\.(?:conf|fw)(?:\.txt)?$/.test(
    path,
  );
