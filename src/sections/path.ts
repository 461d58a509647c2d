import { asksByName } from "./asking.ts";
import { settingOfPath } from "./command-expects.ts";
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
  if (/^(?:conntrack[-_]C|conntrack[-_ ]count|count)(?:[-_.].*)?$/.test(file))
    return [{ is: "count" }];
  if (/^nproc$/.test(file)) return [{ is: "cpus" }];
  if (/^uname[-_]r$/.test(file)) return [{ is: "release" }];
  // a setting as well, so that it names the machine of the files beside it
  if (/^hostname(?:[-_ ]{1,2}[fs])?$/.test(file))
    return [{ is: "setting", name: "kernel.hostname" }];
  if (/^kube-?proxy-?mode$|^proxyMode$/i.test(file)) return [{ is: "proxy-mode" }];
  return [];
}

/** Whether a path is that of a file which asks for settings, wherever it was copied from. */
export const isConfigured = (path: string): boolean =>
  asksByName(path) ||
  /(?:^|\/|[._-])sysctl[._-]?(?:d|conf)(?:[/._-]|$)|(?:^|\/)(?:etc|usr\/lib|run|lib)\/sysctl\.(?:d|conf)|\.(?:conf|fw)(?:\.txt)?$/.test(
    path,
  );
