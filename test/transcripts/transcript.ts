/** A sample's outputs put together again as evidence that somebody pasted. */
import type { BundleFiles } from "../truth/bundle-files.ts";
import { AS_BYTES } from "./bytes.ts";
import { withContents } from "./contents.ts";
import { AROUND_ALL, AROUND_ONE, WITHIN } from "./dress.ts";
import { HEADS } from "./heads.ts";
import type { Line } from "./line.ts";
import { type Output, outputsOf } from "./outputs.ts";
import { ARRANGEMENTS, type Part } from "./parts.ts";
import type { Plan } from "./plan.ts";
import { type Choice, choicesFrom } from "./random.ts";

export interface Transcript {
  files: { name: string; bytes: Uint8Array; lines: readonly Line[] }[];
  /** Files of the bundle whose content is in it. */
  kept: ReadonlySet<string>;
}

export function transcriptOf(bundle: BundleFiles, plan: Plan): Transcript {
  const choice = choicesFrom(plan.seed);
  const { host } = plan;
  const all = outputsOf(renamed(bundle, host)).filter((one) => isTold(one, plan.head));
  const outputs = choose(choice, all, plan.without).map((one) => withContents(one, plan));
  const parts = ARRANGEMENTS[plan.arrangement]!(choice, outputs, bundle);
  return {
    files: parts.map((part) => {
      const lines = WITHIN[plan.within]!(AROUND_ALL[plan.all]!(linesOf(part, plan), host), host);
      const bytes = AS_BYTES[plan.bytes]!(lines.map(({ text }) => text));
      return { name: part.name, lines, bytes };
    }),
    kept: new Set(
      parts.flatMap(({ of }) => of.flatMap((one) => ("files" in one ? one.files : []))),
    ),
  };
}

/** What an output is, and which of several, without a command only some show. */
const isTold = ({ bare, kind }: Output, head: string): boolean =>
  head === "none"
    ? !bare &&
      !/^(?:sysctl-files|ndisc_cache|arp_cache|ethtool|coredns-metrics-2|conntrack-L-ipv6)/.test(
        kind,
      )
    : head !== "path between arrows" || !kind.startsWith("coredns-metrics-2");

/** Without some kinds, and of others without the one or the other sample. */
function choose(choice: Choice, all: readonly Output[], without: number): Output[] {
  if (without === 0) return [...all];
  const kinds = new Set(all.filter(() => choice.chance(without / 2)).map(({ kind }) => kind));
  const kept = all.filter(({ kind }) => !kinds.has(kind) && !choice.chance(without / 2));
  return kept.length === 0 ? [...all] : kept;
}

/** The bundle as another machine's. */
function renamed(bundle: BundleFiles, host: string): BundleFiles {
  const { hostname } = JSON.parse(bundle.files.get("manifest.json")!) as { hostname: string };
  const files = [...bundle.files].map(
    ([path, text]) => [path, text.replaceAll(hostname, host)] as const,
  );
  return { ...bundle, files: new Map(files) };
}

/** What stands around one output's own lines stands around nothing else. */
function linesOf(part: Part, { head, each, host }: Plan): Line[] {
  return part.of.flatMap((piece) => {
    if ("text" in piece) return [piece];
    const lines = HEADS[head]!(piece, host);
    const dress = AROUND_ONE[piece.bare ? "nothing" : each];
    if (dress === undefined) return lines;
    const first = lines.findIndex(({ of }) => of !== null);
    const last = lines.findLastIndex(({ of }) => of !== null);
    const own = dress(lines.slice(first, last + 1), host);
    return [...lines.slice(0, first), ...own, ...lines.slice(last + 1)];
  });
}
