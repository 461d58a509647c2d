import type { AnalysisFinding } from "../contract.ts";
import type { Block, Remedy, Words } from "./document.ts";
import { joined, number, says, share, strong } from "./inline.ts";
import { prose } from "./prose.ts";

export const remediesOf = ({ remedies }: AnalysisFinding): Remedy[] =>
  remedies.map(({ title, commands, risk, frees }) => ({
    title: prose(title),
    commands,
    risk: prose(risk),
    frees: frees?.entries ?? null,
    utilizationAfter: frees?.utilizationAfter ?? null,
  }));

/** What a remedy is counted to bring, in a sentence; nothing where it cannot be counted. */
function sayFrees({ frees, utilizationAfter }: Remedy): Words {
  const after =
    utilizationAfter === null
      ? []
      : says`fterwards ${share(utilizationAfter)} of the limit would be in use.`;
  if (frees === null || frees === 0) return after.length === 0 ? [] : says`A${after}`;
  return says`Would free ${number(frees)} entries${after.length === 0 ? "." : says`; a${after}`}`;
}

/** Remedies in their order, each with its number, its risk and its commands. */
export const remedyBlocks = (remedies: readonly Remedy[]): Block[] =>
  remedies.flatMap((remedy, at): Block[] => {
    const { title, risk, commands } = remedy;
    const sentences = [sayFrees(remedy), says`Risk: ${risk}`].filter((one) => one.length > 0);
    return [
      {
        kind: "paragraph",
        words: [strong(says`${String(at + 1)}. ${title}.`), ...says` ${joined(sentences, " ")}`],
      },
      ...(commands.length === 0 ? [] : [{ kind: "commands" as const, lines: commands }]),
    ];
  });
