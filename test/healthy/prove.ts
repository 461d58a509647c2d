import { analyzeTexts } from "../signals/in-memory.ts";
import { nodeFrom } from "./node.ts";

const FOUND = ["confirmed", "likely", "possible"];

/** What is said of a drawn node that must not be: another state than healthy, and causes. */
export async function faultsOf(seed: number): Promise<string[]> {
  const { texts, draining } = nodeFrom(seed);
  const { state, findings, others, table } = await analyzeTexts(texts);
  const found = findings.filter(({ verdict }) => FOUND.includes(verdict));
  const allowed = draining ? ["node-draining"] : [];
  return [
    ...(state === "healthy" ? [] : [`the state is ${state}`]),
    ...(table.rows === null || table.rows === 0 ? ["no row was read"] : []),
    ...(others.length === 0 ? [] : ["another subject is not healthy"]),
    ...(draining && !found.some(({ cause }) => cause === "node-draining")
      ? ["nobody says that it is drained"]
      : []),
    ...found
      .filter(({ cause }) => !allowed.includes(cause))
      .map(({ cause, verdict, evidence }) => {
        const why = evidence.filter(({ holds }) => holds === true);
        return `${cause} is ${verdict}: ${why.map(({ signal, value }) => `${signal} = ${value}`).join(", ")}`;
      }),
  ].map((fault) => `node ${seed}: ${fault}`);
}
