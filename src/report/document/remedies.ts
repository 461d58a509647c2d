import { formatSeconds } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { actsLate, foundCauses } from "../words.ts";
import type { Block, Remedy, Words } from "./document.ts";
import { code, joined, number, says, share, strong, text } from "./inline.ts";
import { prose } from "./prose.ts";

type Given = AnalysisFinding["remedies"][number];

/** What a remedy is for, by its class. */
export const AIMS: Record<Given["class"], string> = {
  now: "Stop the loss now",
  fix: "Fix the cause",
  prevent: "Prevent a recurrence",
};
const CLASSES = Object.keys(AIMS) as Given["class"][];

/** Where nothing is lost yet, what acts now makes room. */
export const MAKE_ROOM = "Make room now";
const FILLING: readonly Analysis["state"][] = ["critical", "at-risk", "elevated"];
const isLoss = ({ state }: Analysis, found: readonly AnalysisFinding[]): boolean =>
  !FILLING.includes(state) ||
  found.some(
    ({ gate, remedies }) => gate === "none" && remedies.some((one) => one.class === "now"),
  );

/**
 * What to do about all that was found, and about a full table without a cause: first what acts now, of that first
 * what gives room, and of each class what is for the primary cause. What several causes want is said once, and no
 * setting is set twice. What another cause brings about is not fixed by itself.
 */
export function stepsOf(analysis: Analysis): Remedy[] {
  const found = foundCauses(analysis);
  // room for what another cause brings about is room for that cause
  const titleOf = ({ title, broughtAboutBy }: AnalysisFinding): string =>
    found.find(({ cause }) => cause === broughtAboutBy)?.title ?? title;
  const list = [
    ...analysis.firstSteps.map((given) => ({ given, of: null })),
    ...found.flatMap((finding) =>
      finding.remedies
        .filter((given) => finding.broughtAboutBy === null || given.class !== "fix")
        .map((given) => ({
          given,
          of: found.length > 1 && !isForAll(given) ? prose(titleOf(finding)) : null,
        })),
    ),
  ];
  const aims = isLoss(analysis, found) ? AIMS : { ...AIMS, now: MAKE_ROOM };
  const seen = new Set<string>();
  return list
    .filter(({ given }) => {
      const key = settingOf(given) ?? [given.title, ...given.commands].join("\n");
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => order(a.given) - order(b.given))
    .map(({ given, of }) => remedyOf(given, of, aims[given.class]));
}

/**
 * The setting that a step sets now, or what it writes into kube-proxy's configuration; a limit that lasts is another
 * step than one that holds at once.
 */
const settingOf = ({ commands }: Given): string | undefined =>
  commands.flatMap((command) => /^sysctl -w ([\w.]+)=/.exec(command)?.[1] ?? [])[0] ??
  commands.find((command) => command.startsWith("# KubeProxyConfiguration\nconntrack:"));

/** A larger limit gives room to all that was found. */
const isForAll = (given: Given): boolean =>
  settingOf(given)?.endsWith(".nf_conntrack_max") === true;

const order = (step: Given): number => {
  const isWeak = fillsAgain(step.frees?.utilizationAfter ?? 0) || actsLate(step);
  return CLASSES.indexOf(step.class) * 2 + Number(step.class === "now" && isWeak);
};

const remedyOf = (
  { title, commands, risk, undo, verify, frees }: Given,
  of: Words | null,
  aim: string,
): Remedy => ({
  title: prose(title),
  aim,
  of,
  commands,
  risk: prose(risk),
  undo,
  verify,
  frees: frees?.entries ?? null,
  isNever: frees?.when === "never",
  noMoreCome: frees?.when === "within" && !commands.some((one) => one.startsWith("sysctl ")),
  when: whenInWords(frees),
  utilizationAfter: frees?.utilizationAfter ?? null,
});

/** When entries are free, as it stands behind "would free 5 entries"; null where nothing is freed. */
function whenInWords(frees: Given["frees"]): string | null {
  if (frees === null || frees.entries === 0) return null;
  if (frees.when === "within")
    return frees.withinSeconds === null
      ? "as they end"
      : `as they end, the last within ${formatSeconds(frees.withinSeconds)}`;
  if (frees.when === "never")
    return `without another packet they keep their old timeout, and end within ${formatSeconds(frees.withinSeconds ?? 0)}`;
  return frees.when;
}

/** Of a table that was full more may be asked for than a remedy gives room to. */
export const fillsAgain = (utilizationAfter: number): boolean => utilizationAfter >= 1;

/** What is in use after a remedy, behind "Afterwards" or "In the long run". */
const inUse = (after: number): Words =>
  fillsAgain(after)
    ? says`the table fills again, as more is asked for than there is room`
    : says`${share(after)} of the limit would be in use`;

/** What a remedy is counted to bring, in a sentence; nothing where it cannot be counted. */
export function sayFrees({ frees, isNever, noMoreCome, when, utilizationAfter }: Remedy): Words {
  if (isNever)
    return says`Frees none of the ${number(frees ?? 0)} entries early: ${when ?? "they stay"}.${utilizationAfter === null ? "" : says` In the long run ${inUse(utilizationAfter)}.`}`;
  const after = utilizationAfter === null ? [] : says`fterwards ${inUse(utilizationAfter)}.`;
  if (frees === null || frees === 0) return after.length === 0 ? [] : says`A${after}`;
  const more = noMoreCome ? ", and no more of them come" : "";
  return says`Would free ${number(frees)} entries${when === null ? "" : ` ${when}`}${more}${after.length === 0 ? "." : says`; a${after}`}`;
}

/** Steps by their class, each with its number, its risk, its commands and how to undo and to check it. */
export const stepBlocks = (steps: readonly Remedy[]): Block[] =>
  steps.flatMap((step, at): Block[] => {
    const { title, aim, of, risk, commands, undo, verify } = step;
    const sentences = [
      ...(of === null ? [] : [says`For: ${of}.`]),
      sayFrees(step),
      says`Risk: ${risk}`,
    ].filter((one) => one.length > 0);
    const then = [
      ...(verify === null ? [] : [says`Verify: ${code(verify)}`]),
      ...(undo === null ? [] : [says`Undo: ${code(undo)}`]),
    ];
    const isFirst = steps[at - 1]?.aim !== aim;
    return [
      ...(isFirst ? [{ kind: "heading" as const, words: [text(aim)], verdict: null }] : []),
      {
        kind: "paragraph",
        words: [strong(says`${String(at + 1)}. ${title}.`), ...says` ${joined(sentences, " ")}`],
      },
      ...(commands.length === 0 ? [] : [{ kind: "commands" as const, lines: commands }]),
      ...(then.length === 0
        ? []
        : [
            {
              kind: "fold" as const,
              title: undo === null ? "Verify" : "Verify, and undo",
              blocks: [{ kind: "list" as const, items: then }],
            },
          ]),
    ];
  });
