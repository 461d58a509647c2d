import { type Fields, frameColumns, isFields } from "../../parsers/json-shapes.ts";
import { type Named, titled } from "../named.ts";
import { fieldsIn, type Shape, textOf } from "./shape.ts";

/** `/api/ds/query`, and a panel's data as its inspector saves it. */
export const grafana: Shape = (value) => {
  if (isFields(value["results"])) return ofFrames(Object.values(value["results"]));
  const frames = fieldsIn(value["series"]);
  return frames.length > 0 && frames.every((one) => Array.isArray(one["fields"]))
    ? frames.flatMap(ofFields)
    : null;
};

/** Frames in a list by themselves. */
export const framesOf = (list: readonly unknown[]): Named[] => ofFrames([{ frames: list }]) ?? [];

function ofFrames(results: readonly unknown[]): Named[] | null {
  const named = frameColumns(results).map(({ field, times, values }) => ({
    title: titleOf(field),
    samples: times.map((time, row) => [time, values[row]] as const),
  }));
  return named.length === 0 ? null : named;
}

/** A frame whose fields hold their values themselves. */
function ofFields(frame: Fields): Named[] {
  const fields = fieldsIn(frame["fields"]);
  const times = fields.find(({ type }) => type === "time")?.["values"];
  if (!Array.isArray(times)) return [];
  return fields.flatMap((field) => {
    const values = field["values"];
    return field["type"] === "time" || !Array.isArray(values)
      ? []
      : { title: titleOf(field), samples: times.map((time, row) => [time, values[row]] as const) };
  });
}

function titleOf({ name, labels: said, config }: Fields): string {
  const labels = isFields(said) ? said : {};
  const { displayNameFromDS, displayName } = isFields(config) ? config : {};
  const titles = [labels["__name__"], displayNameFromDS, displayName, name];
  return titled(titles.map(textOf).find((one) => one !== "") ?? "", labels);
}
