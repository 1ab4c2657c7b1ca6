import { isUnitFact } from "@/components/filters/unit-fields";
import { type AlternativeDraft, alternativeDraft, newAlternative, newId } from "@/components/goals/draft";
import type { Condition, SegmentFilter } from "@/lib/matching/definition";
import type { Segment } from "@/lib/segments/definition";
import { canonical } from "./canonical";
import { type Duration, durationOf } from "./duration";
import { filterOfNode } from "./filter-of-draft";

/** What a visitor or a session is. Texts until they are asked for; `values` of "is", else `low` (and `high`). */
export type FieldNode = {
  id: string;
  kind: "field";
  field: string;
  op: Condition["op"];
  values: string[];
  low: string;
  high: string;
};

/** What a visitor did or did not do. `within` null: in the range of the report. */
export type DidNode = {
  id: string;
  kind: "did";
  not: boolean;
  goal: string;
  what: "goal" | AlternativeDraft["kind"];
  /** The event, page or reading, and the conditions of any of them. */
  alternative: AlternativeDraft;
  times: string;
  within: Duration | null;
};

export type SavedNode = { id: string; kind: "saved"; not: boolean; key: string };
export type GroupNode = { id: string; kind: "group"; not: boolean; join: "and" | "or"; parts: Node[] };
/** A filter that the form has no fields for, as JSON. */
export type RawNode = { id: string; kind: "raw"; text: string };
export type Node = FieldNode | DidNode | SavedNode | GroupNode | RawNode;

/** A segment while it is written. */
export type SegmentDraft = { name: string; key: string; root: GroupNode };

export const newField = (field = "device", id = newId()): FieldNode => ({
  id,
  kind: "field",
  field,
  op: "is",
  values: isUnitFact(field) ? ["true"] : [],
  low: "",
  high: "",
});

export const newDid = (what: DidNode["what"] = "event", id = newId()): DidNode => ({
  id,
  kind: "did",
  not: false,
  goal: "",
  what,
  alternative: newAlternative(`${id}-what`),
  times: "1",
  within: null,
});

export const newSaved = (id = newId()): SavedNode => ({ id, kind: "saved", not: false, key: "" });

export const newGroup = (parts: Node[] = [newField()], id = newId()): GroupNode => ({
  id,
  kind: "group",
  not: false,
  join: "or",
  parts,
});

export const rawNode = (filter: unknown, id = newId()): RawNode => ({
  id,
  kind: "raw",
  text: JSON.stringify(filter, null, 2),
});

export const newDraft = (): SegmentDraft => ({
  name: "",
  key: "",
  root: { ...newGroup([newField("device", "saved-0")], "saved"), join: "and" },
});

const fieldNode = (condition: Condition, id: string): FieldNode => {
  const node = { ...newField(condition.field, id), op: condition.op, values: [] };
  if (!("value" in condition)) return node;
  if (condition.op === "between")
    return { ...node, low: String(condition.value[0]), high: String(condition.value[1]) };
  if (condition.op === "is" || condition.op === "isNot")
    return { ...node, values: [condition.value].flat().map(String) };
  return { ...node, low: String(condition.value) };
};

const didNode = (
  { did, atLeast = 1, withinMs }: Extract<SegmentFilter, { did: unknown }>,
  id: string,
): DidNode | null => {
  // A goal's conditions are shown by the same rows as an event's.
  const shown = "goal" in did ? { event: "-", ...(did.where ? { where: did.where } : {}) } : did;
  const alternative = alternativeDraft(shown, 0);
  if (!alternative) return null;
  const node = newDid("goal" in did ? "goal" : alternative.kind, id);
  const rows = alternative.conditions.map((row, i) => ({ ...row, id: `${id}-row-${i}` }));
  return {
    ...node,
    goal: "goal" in did ? did.goal : "",
    alternative: {
      ...alternative,
      id: `${id}-what`,
      event: "goal" in did ? "" : alternative.event,
      conditions: rows,
    },
    times: String(atLeast),
    within: withinMs === undefined ? null : durationOf(withinMs),
  };
};

const negated = (node: Node | null): Node | null => {
  if (node === null || node.kind === "raw") return null;
  if (node.kind === "field") return null;
  return node.not ? null : { ...node, not: true };
};

const shapeOf = (filter: SegmentFilter, id: string): Node | null => {
  if ("field" in filter) return fieldNode(filter, id);
  if ("segment" in filter) return { ...newSaved(id), key: filter.segment };
  if ("did" in filter) return didNode(filter, id);
  if ("not" in filter)
    return (
      negated(shapeOf(filter.not, id)) ?? { ...newGroup([nodeOf(filter.not, `${id}-0`)], id), not: true }
    );
  const parts = "and" in filter ? filter.and : filter.or;
  return {
    ...newGroup(
      parts.map((part, i) => nodeOf(part, `${id}-${i}`)),
      id,
    ),
    join: "and" in filter ? "and" : "or",
  };
};

/** A filter as the form shows it; what it cannot show exactly is kept as it is written. */
const nodeOf = (filter: SegmentFilter, id: string): Node => {
  const node = shapeOf(filter, id);
  if (node === null) return rawNode(filter, id);
  const { value, problems } = filterOfNode(node);
  const isSame =
    Object.keys(problems).length === 0 &&
    JSON.stringify(canonical(value)) === JSON.stringify(canonical(filter));
  return isSame ? node : rawNode(filter, id);
};

/** The filter as the form's outermost group. */
export const rootOf = (filter: SegmentFilter): GroupNode => {
  const node = nodeOf(filter, "saved");
  if (node.kind === "group" && !node.not) return node;
  return { ...newGroup([{ ...node, id: "saved-0" }], "saved"), join: "and" };
};

/** A saved segment as the form shows it. */
export const draftOf = ({ name, key, filter }: Segment): SegmentDraft => ({
  name,
  key,
  root: rootOf(filter),
});
