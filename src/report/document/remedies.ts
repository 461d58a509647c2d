import { formatSeconds } from "../../format.ts";
import type { AnalysisFinding } from "../contract.ts";
import type { Block, Remedy, Words } from "./document.ts";
import { code, joined, number, says, share, strong } from "./inline.ts";
import { prose } from "./prose.ts";

type Given = AnalysisFinding["remedies"][number];

/** What a remedy is for, by its class. */
export const AIMS: Record<Given["class"], string> = {
  now: "Now",
  fix: "To fix the cause",
  prevent: "So that it lasts",
};

export const remediesOf = (remedies: readonly Given[]): Remedy[] =>
  remedies.map(({ title, class: of, commands, risk, undo, verify, frees }) => ({
    title: prose(title),
    aim: AIMS[of],
    commands,
    risk: prose(risk),
    undo,
    verify,
    frees: frees?.entries ?? null,
    isNever: frees?.when === "never",
    when: whenInWords(frees),
    utilizationAfter: frees?.utilizationAfter ?? null,
  }));

/** When entries are free, as it stands behind "would free 5 entries"; null where nothing is freed. */
function whenInWords(frees: Given["frees"]): string | null {
  if (frees === null || frees.entries === 0) return null;
  if (frees.when === "within")
    return `as they end, the last within ${formatSeconds(frees.withinSeconds ?? 0)}`;
  if (frees.when === "next packet") return "each at its next packet";
  if (frees.when === "never")
    return `never by the timeout: they have no next packet, and end by themselves within ${formatSeconds(frees.withinSeconds ?? 0)}`;
  return frees.when;
}

/** Of a table that was full more may be asked for than a remedy gives room to. */
export const fillsAgain = (utilizationAfter: number): boolean => utilizationAfter >= 1;

/** What is in use after a remedy, behind "Afterwards" or "In the long run". */
export const inUse = (after: number): Words =>
  fillsAgain(after)
    ? says`the table fills again, as more is asked for than there is room`
    : says`${share(after)} of the limit would be in use`;

/** What a remedy is counted to bring, in a sentence; nothing where it cannot be counted. */
function sayFrees({ frees, isNever, when, utilizationAfter }: Remedy): Words {
  if (isNever)
    return says`The ${number(frees ?? 0)} entries are freed ${when ?? "never"}.${utilizationAfter === null ? "" : says` In the long run ${inUse(utilizationAfter)}.`}`;
  const after = utilizationAfter === null ? [] : says`fterwards ${inUse(utilizationAfter)}.`;
  if (frees === null || frees === 0) return after.length === 0 ? [] : says`A${after}`;
  return says`Would free ${number(frees)} entries${when === null ? "" : ` ${when}`}${after.length === 0 ? "." : says`; a${after}`}`;
}

/** Remedies in their order, each with its number, its risk, its commands and how to undo and to check it. */
export const remedyBlocks = (remedies: readonly Remedy[]): Block[] =>
  remedies.flatMap((remedy, at): Block[] => {
    const { title, aim, risk, commands, undo, verify } = remedy;
    const sentences = [sayFrees(remedy), says`Risk: ${risk}`].filter((one) => one.length > 0);
    const then = [
      ...(verify === null ? [] : [says`See that it worked: ${code(verify)}`]),
      ...(undo === null ? [] : [says`Undo: ${code(undo)}`]),
    ];
    return [
      {
        kind: "paragraph",
        words: [
          strong(says`${String(at + 1)}. ${aim}: ${title}.`),
          ...says` ${joined(sentences, " ")}`,
        ],
      },
      ...(commands.length === 0 ? [] : [{ kind: "commands" as const, lines: commands }]),
      ...(then.length === 0 ? [] : [{ kind: "list" as const, items: then }]),
    ];
  });
