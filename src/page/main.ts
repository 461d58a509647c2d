import { byId, save } from "./dom.ts";
import { dropped } from "./dropped.ts";
import { chosen } from "./files.ts";
import { stayHere } from "./guard.ts";
import { kept } from "./kept.ts";
import { readGiven } from "./read.ts";
import { redact } from "./redact.ts";
import { closeAll } from "./show.ts";
import { cancel, fault } from "./work.ts";

const SAVES = {
  "save-html": ["html", "html", "text/html"],
  "save-markdown": ["markdown", "md", "text/markdown"],
  "save-json": ["json", "json", "application/json"],
} as const;
for (const [id, [what, ending, type]] of Object.entries(SAVES))
  byId(id).onclick = () => {
    const { shown } = kept;
    if (shown !== null) save(`${shown.fileName}.${ending}`, shown[what], type);
  };
byId("redact").onclick = redact;
byId("close").onclick = closeAll;
byId("cancel").onclick = cancel;
for (const id of ["bundle", "folder"]) {
  const input = byId<HTMLInputElement>(id);
  input.onchange = () => {
    const given = chosen(input);
    // else the same file could not be chosen again
    input.value = "";
    void readGiven(given);
  };
}
document.ondragover = (event) => {
  event.preventDefault();
  document.body.classList.add("over");
};
document.ondragleave = (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("over");
};
document.ondrop = (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer !== null)
    void dropped(event.dataTransfer).then(readGiven, ({ message }: Error) => fault(message));
};
stayHere();
