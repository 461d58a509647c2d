/** What the commands of `ask` would have printed on a sample's node: of the bundle's own files, and of nothing else. */
import { conntriage } from "../../src/layouts/conntriage.ts";
import type { SourceName } from "../../src/parsers/index.ts";
import type { Asked } from "../../src/report/ask-list.ts";
import type { BundleFiles } from "../truth/bundle-files.ts";

type Phase = "start" | "end";

/** The source that a file of a bundle is of. */
export function sourceOf(path: string): SourceName | null {
  const place = conntriage.locate(`bundle/${path}`);
  return place === null || place === "text" ? null : place.source;
}

/** The answer, as the script writes it. */
export function answerOf(asked: readonly Asked[], bundle: BundleFiles): string {
  const twice = asked.filter((one) => one.twice);
  const once = asked.filter((one) => !one.twice);
  const samples = (["start", "end"] as const).map((phase) =>
    [dateOf(bundle, phase), ...twice.map((one) => printed(one, bundle, phase))].join("\n"),
  );
  return [
    ...(twice.length === 0 ? [dateOf(bundle, "end")] : samples),
    ...once.map((one) => printed(one, bundle, "end")),
    "",
  ].join("\n");
}

/** The script's own `date`: it is run some minutes after the bundle was taken. */
function dateOf({ files }: BundleFiles, phase: Phase): string {
  const { started, ended } = JSON.parse(files.get("manifest.json")!) as Record<string, string>;
  const time = Date.parse(phase === "start" ? started! : ended!) + LATER_MS;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

const LATER_MS = 600_000;

function printed({ command, sources }: Asked, bundle: BundleFiles, phase: Phase): string {
  if (command.startsWith("head ")) return headed(command.split(" ").slice(3, -1), bundle, phase);
  const [source] = sources;
  const paths = [...bundle.files.keys()].filter(
    (path) => sourceOf(path) === source && !path.startsWith(phase === "end" ? "start/" : "end/"),
  );
  // the tool for IPv6 is another one
  const own = paths.filter((path) => !path.includes("ip6tables") && !path.includes("ip_vs_conn"));
  return own
    .map((path) => {
      const of = /(?:metrics|ethtool-S)-([^/]+)\.txt$/.exec(path)?.[1] ?? "";
      const beside = bundle.files.get(path.replace(".txt.gz", ".stderr.txt")) ?? "";
      const text = bundle.files.get(path)!;
      const shown =
        source === "cpus"
          ? `${/^cpus = (\d+)/m.exec(text)?.[1]}\n`
          : text.replace(/^HTTP (?=\d{3}$)/m, "HTTP/1.1 ");
      const mode = source === "kube-proxy-mode" ? "proxyMode: " : "";
      return `$ ${command.replaceAll("$x", of)}\n${mode}${shown}${path.endsWith(".gz") ? beside : ""}`;
    })
    .join("\n");
}

/** Files of the kernel, under the titles of `head`. */
function headed(paths: readonly string[], { files }: BundleFiles, phase: Phase): string {
  const settings = [...(files.get(`${phase}/sysctl.txt`) ?? "").matchAll(/^(\S+) = (.*)$/gm)].map(
    ([, name, value]): [string, string] => [
      `/proc/sys/${name!.replaceAll(".", "/")}`,
      `${value}\n`,
    ],
  );
  const own = new Map(settings);
  const rest = [...files].flatMap(([path, text]): [string, string][] => {
    const name = path.split("/").at(-1)!.replace(".txt", "");
    if (path === "once/version.txt") return [["/proc/version", text]];
    if (path === "once/os-release.txt") return [["/etc/os-release", text]];
    if (!path.startsWith(`${phase}/`) || path.includes("netns/")) return [];
    const at = name.endsWith("_cache") ? `stat/${name}` : name;
    return [
      [`/proc/${name}`, text],
      [`/proc/net/${at === "nf_conntrack_stat" ? "stat/nf_conntrack" : at}`, text],
    ];
  });
  for (const [path, text] of rest) own.set(path, text);
  return paths
    .flatMap((glob) => {
      const pattern = new RegExp(`^${glob.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`);
      return [...own].filter(([path]) => pattern.test(path));
    })
    .map(([path, text]) => `==> ${path} <==\n${text}`)
    .join("\n");
}
