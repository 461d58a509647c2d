import type { Answer } from "./answers.ts";
import type { Line, Receiver } from "./section.ts";

/** Gives what a bare value says to the sources that it is of, each as a section of a line. */
export function giveAnswer(to: Receiver, { own, number }: Line, answer: Answer): void {
  const context = {
    ...own.context,
    time: answer.time ?? own.context.time,
    host: answer.host ?? own.context.host,
    namespace: answer.namespace === undefined ? own.context.namespace : answer.namespace,
  };
  for (const { source, text } of answer.lines) {
    const sink = to.open({ source, context, path: own.path, line: number, elided: false });
    sink.line(text, number);
    sink.end();
  }
}
