import type { Inline, Words } from "./document.ts";
import { text } from "./inline.ts";
import { prose } from "./prose.ts";

/** Where the sources of a project are read. */
const TREES: Readonly<Record<string, string>> = {
  kernel: "https://github.com/torvalds/linux/blob/master/",
  kubernetes: "https://github.com/kubernetes/kubernetes/blob/master/",
  coredns: "https://github.com/coredns/coredns/tree/master/",
  cilium: "https://github.com/cilium/cilium/blob/main/",
};
const ISSUES: Readonly<Record<string, string>> = {
  kubernetes: "https://github.com/kubernetes/kubernetes/issues/",
};
const CONCEPTS = "https://kubernetes.io/docs/";

/**
 * A reference such as `kernel: net/core/dev.c, enqueue_to_backlog` or `kubernetes: issues 1 and 2`, its path and
 * its numbers as links; what is not known stands as it is.
 */
export function linked(reference: string): Words {
  const [, project, rest] = /^([a-z]+): (.*)$/.exec(reference) ?? [];
  if (project === undefined || rest === undefined) return prose(reference);
  const issues = ISSUES[project];
  if (issues !== undefined && /^issues? \d/.test(rest))
    return [text(`${project}: `), ...numbers(rest, issues)];
  const tree = project === "kubernetes" && rest.startsWith("concepts/") ? CONCEPTS : TREES[project];
  const [, path, more] = /^([\w-]+(?:\/[\w.-]+)+)(.*)$/.exec(rest) ?? [];
  if (tree === undefined || path === undefined) return prose(reference);
  return [
    text(`${project}: `),
    { kind: "link", text: path, to: `${tree}${path}` },
    ...prose(more ?? ""),
  ];
}

const numbers = (words: string, base: string): Words =>
  words
    .split(/(\d+)/)
    .filter((part) => part !== "")
    .map(
      (part): Inline =>
        /^\d+$/.test(part) ? { kind: "link", text: part, to: `${base}${part}` } : text(part),
    );
