import { printable } from "../../format.ts";
import { problemsOf, type Result } from "../result.ts";

/** The data of a workflow command, as GitHub's toolkit escapes it; a property may hold no colon and no comma either. */
const data = (text: string): string =>
  printable(
    text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"),
    Number.POSITIVE_INFINITY,
  );
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** Workflow commands: GitHub shows each as an annotation of the line of `expected.json`. */
export const github = (results: readonly Result[]): string =>
  results
    .flatMap((one) =>
      problemsOf(one).map(
        ({ line, text }) =>
          `::error file=${property(one.file)},line=${line},title=${property(`conntriage check ${one.folder}`)}::${data(text)}\n`,
      ),
    )
    .join("");
