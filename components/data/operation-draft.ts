import { type Repair, type RepairOperation, repairOperation } from "@/lib/data-health/definition";

type Kind = RepairOperation["kind"];

/** One line of the form: every field as text, whether its kind of change uses it or not. */
export type OperationDraft = {
  key: number;
  kind: Kind;
  path: string;
  from: string;
  to: string;
  value: string;
  decimal: "." | ",";
  amount: string;
};

export const kindWords: Record<Kind, string> = {
  fixNumber: "Read text as a number",
  divideNumber: "Divide a number",
  fixCurrency: "Set the currency",
  renameEvent: "Rename the event",
  setValue: "Set a value",
  moveValue: "Move a value",
  removeValue: "Leave a value out",
  cutText: "Cut a text",
  toText: "Write a value as text",
  parseJson: "Read the JSON in a text",
  setTimestamp: "Take the time of receipt",
};

export const blankOperation = (key: number): OperationDraft => ({
  ...{ key, kind: "setValue", path: "properties.", from: "", to: "", value: "", decimal: ".", amount: "" },
});

/** The form's line for a change. */
const draftOf = (operation: RepairOperation, key: number): OperationDraft => {
  const draft: OperationDraft = { ...blankOperation(key), kind: operation.kind, path: "" };
  switch (operation.kind) {
    case "renameEvent":
      return { ...draft, from: operation.from ?? "", to: operation.to };
    case "setValue":
      return { ...draft, path: operation.path, value: textOfValue(operation.value) };
    case "moveValue":
      return { ...draft, from: operation.from, to: operation.to };
    case "fixNumber":
      return { ...draft, path: operation.path, decimal: operation.decimal };
    case "divideNumber":
      return { ...draft, path: operation.path, amount: String(operation.by) };
    case "fixCurrency":
      return { ...draft, path: operation.path, from: operation.from ?? "", to: operation.to };
    case "cutText":
      return { ...draft, path: operation.path, amount: String(operation.length) };
    case "removeValue":
    case "toText":
    case "parseJson":
      return { ...draft, path: operation.path };
    case "setTimestamp":
      return draft;
  }
};

export const draftsOf = (repair: Repair): OperationDraft[] => repair.map(draftOf);

/** JSON that means what it looks like: not 007, no id that would lose digits, no escapes. */
const plainJson = /^(-?(0|[1-9]\d{0,14})(\.\d{1,6})?|true|false|null|"[^"\\\p{Cc}]*")$/u;

/** Numbers, true, false and null are meant as such; quotes make them text. */
const valueOfText = (text: string): string | number | boolean | null =>
  plainJson.test(text.trim()) ? JSON.parse(text) : text;

const textOfValue = (value: string | number | boolean | null): string =>
  typeof value === "string" && valueOfText(value) === value ? value : JSON.stringify(value);

const inputOf = (draft: OperationDraft): object => {
  const { kind, decimal } = draft;
  const path = draft.path.trim();
  const from = draft.from.trim();
  const to = draft.to.trim();
  const optionalFrom = from === "" ? {} : { from };
  const amount = draft.amount.trim() === "" ? Number.NaN : Number(draft.amount);
  switch (kind) {
    case "renameEvent":
      return { kind, ...optionalFrom, to };
    case "setValue":
      return { kind, path, value: valueOfText(draft.value) };
    case "moveValue":
      return { kind, from, to };
    case "fixNumber":
      return { kind, path, decimal };
    case "divideNumber":
      return { kind, path, by: amount };
    case "fixCurrency":
      return { kind, path, ...optionalFrom, to };
    case "cutText":
      return { kind, path, length: amount };
    case "removeValue":
    case "toText":
    case "parseJson":
      return { kind, path };
    case "setTimestamp":
      return { kind, to: "receivedAt" };
  }
};

/** What is wrong with a line, by field: "path", "from", "to", "value", "amount". */
export type OperationProblems = Partial<Record<string, string>>;

/** The repair that the form describes; null, with what is wrong in each line, while it describes none. */
export const repairOfDrafts = (
  drafts: readonly OperationDraft[],
): { repair: Repair | null; problems: OperationProblems[] } => {
  const parsed = drafts.map((draft) => repairOperation.safeParse(inputOf(draft)));
  const repair = parsed.flatMap(({ data }) => data ?? []);
  const problems = parsed.map(({ error }) =>
    Object.fromEntries(
      (error?.issues ?? []).map(({ path: [field], message }) => [
        field === "by" || field === "length" ? "amount" : String(field),
        message,
      ]),
    ),
  );
  return { repair: repair.length === drafts.length ? repair : null, problems };
};
