import type { Analysis, SubjectAnalysis } from "../contract.ts";
import { foundCauses, headingOf, STATE_WORDS } from "../words.ts";
import type { Block, Content, Words } from "./document.ts";
import { code, columns, counted, joined, number, plain, says, share, text } from "./inline.ts";
import { prose } from "./prose.ts";

/** Tables beside nf_conntrack's, which the contract has in a namespace's place. */
const OTHER_TABLES = /^(?:Open vSwitch|Cilium eBPF map|IPVS|Datadog's translated connections)$/;

/** How a subject's tab and part of the page are headed. */
export const headingOfSubject = headingOf;

/** A machine, and the network namespace of it. */
export function nameOfSubject({ host, namespace }: SubjectAnalysis["subject"]): Words {
  const machine = host === null ? says`(no name)` : [code(host)];
  if (namespace === null) return machine;
  if (OTHER_TABLES.test(namespace)) return says`${machine}, ${text(namespace)}`;
  return says`${machine}, network namespace ${code(namespace)}`;
}

/** All subjects of the evidence, where there are several, each with a table of its own. */
export function subjects({ subjects: list, findings, others }: Analysis): Content[] {
  if (list.length < 2) return [];
  const title = (cause: string | null): Words => {
    if (cause === null) return says`–`;
    const named = [findings, ...others.map((one) => one.findings)].flat();
    return prose(named.find((one) => one.cause === cause)?.title ?? cause);
  };
  return [
    {
      title: "Subjects",
      blocks: [
        {
          kind: "paragraph",
          words: says`The evidence is of ${number(list.length)} subjects, each with a table, settings and counters of its own. This report is about the first.`,
        },
        {
          kind: "table",
          columns: columns(
            "Subject",
            "State",
            counted("Entries"),
            counted("Limit"),
            counted("In use"),
            "Primary cause",
          ),
          rows: list.map((one) => [
            nameOfSubject(one),
            [text(STATE_WORDS[one.state])],
            [number(one.count)],
            [number(one.max)],
            one.utilization === null ? says`unknown` : [share(one.utilization)],
            title(one.primary),
          ]),
        },
      ],
    },
  ];
}

/** A section for each further subject that is not well: what happened there, why, and what to do. */
export const otherSubjects = ({ others }: Analysis): Content[] =>
  others.map((one) => {
    const found = foundCauses(one);
    const causes: Block[] = found
      .slice(0, 3)
      .flatMap(({ title, verdict, remedies }) => [
        { kind: "heading" as const, words: prose(title), verdict },
        ...remedies
          .slice(0, 2)
          .flatMap((remedy): Block[] => [
            { kind: "paragraph", words: says`${prose(remedy.title)}. Risk: ${prose(remedy.risk)}` },
            ...(remedy.commands.length === 0
              ? []
              : [{ kind: "commands" as const, lines: remedy.commands }]),
          ]),
      ]);
    return {
      title: plainName(one.subject),
      blocks: [
        { kind: "paragraph", words: prose(one.summary) },
        ...(one.notes.length === 0
          ? []
          : [{ kind: "notes" as const, notes: one.notes.map(prose) }]),
        ...causes,
      ],
    };
  });

const plainName = (subject: SubjectAnalysis["subject"]): string =>
  `Subject: ${plain(nameOfSubject(subject))}`;

/** The subjects in a line each, for a terminal. */
export const subjectLines = ({ subjects: list }: Analysis): Words[] =>
  list.length < 2
    ? []
    : list.map((one) =>
        joined(
          [
            nameOfSubject(one),
            [text(STATE_WORDS[one.state])],
            says`${number(one.count)} of ${number(one.max)} entries`,
          ],
          ": ",
        ),
      );
