import { isUnitFact, isUnitField } from "@/components/filters/unit-fields";
import { numberOf, type Problems, readAlternative, readCondition } from "@/components/goals/goal-of-draft";
import type { Condition, Matcher, SegmentFilter } from "@/lib/matching/definition";
import type { Segment } from "@/lib/segments/definition";
import type { DidNode, FieldNode, GroupNode, Node, RawNode, SavedNode, SegmentDraft } from "./draft";
import { msOf } from "./duration";

/** `places` says which node of the form wrote the part of the filter at a path. */
type Read<T> = { value: T; problems: Problems; places: ReadonlyMap<string, string> };

const alone = (path: string, id: string): ReadonlyMap<string, string> => new Map([[path, id]]);

const readField = ({
  id,
  field,
  op,
  values,
  low,
  high,
}: FieldNode): { value: Condition; problems: Problems } => {
  const problems: Problems = isUnitField(field)
    ? {}
    : { [`${id}.field`]: field === "trait." ? "Name the trait." : "Choose a field." };
  if (isUnitFact(field)) return { value: { field, op: "is", value: values[0] === "true" }, problems };
  switch (op) {
    case "exists":
    case "notExists":
      return { value: { field, op }, problems };
    case "is":
    case "isNot": {
      const [first] = values;
      if (first === undefined) problems[`${id}.value`] = "Add a value.";
      return { value: { field, op, value: values.length === 1 ? (first ?? "") : values }, problems };
    }
    case "between": {
      const [from, to] = [numberOf(low), numberOf(high)];
      if (from === null) problems[`${id}.value`] = "Enter a number.";
      if (to === null) problems[`${id}.high`] = "Enter a number.";
      return { value: { field, op, value: [from ?? 0, to ?? 0] }, problems };
    }
    case "gt":
    case "gte":
    case "lt":
    case "lte": {
      const number = numberOf(low);
      if (number === null) problems[`${id}.value`] = "Enter a number.";
      return { value: { field, op, value: number ?? 0 }, problems };
    }
    default:
      if (low === "") problems[`${id}.value`] = "Enter a value.";
      return { value: { field, op, value: low }, problems };
  }
};

const readWhat = ({ id, what, goal, alternative }: DidNode): { value: Matcher; problems: Problems } => {
  if (what !== "goal") return readAlternative({ ...alternative, kind: what }, id);
  const rows = alternative.conditions.map((row, i) => readCondition(row, `${id}.conditions.${i}`));
  const problems: Problems = Object.assign({}, ...rows.map((row) => row.problems));
  if (goal === "") problems[`${id}.goal`] = "Choose a goal.";
  const [first] = rows;
  if (!first) return { value: { goal }, problems };
  const where = rows.length === 1 ? first.value : { and: rows.map((row) => row.value) };
  return { value: { goal, where }, problems };
};

const readDid = (node: DidNode): { value: SegmentFilter; problems: Problems } => {
  const { id, times, within, not } = node;
  const { value: did, problems } = readWhat(node);
  const atLeast = numberOf(times);
  const count = within === null ? null : numberOf(within.count);
  const found: Problems = { ...problems };
  if (atLeast === null || !Number.isInteger(atLeast) || atLeast < 1)
    found[`${id}.times`] = "Enter a whole number from 1.";
  if (within !== null && (count === null || !Number.isInteger(count) || count < 1))
    found[`${id}.within`] = "Enter a whole number from 1.";
  const filter = {
    did,
    ...(atLeast !== null && atLeast > 1 ? { atLeast } : {}),
    ...(within === null || count === null ? {} : { withinMs: msOf(count, within.unit) }),
  };
  return { value: not ? { not: filter } : filter, problems: found };
};

const readSaved = ({ id, key, not }: SavedNode): { value: SegmentFilter; problems: Problems } => ({
  value: not ? { not: { segment: key } } : { segment: key },
  problems: key === "" ? { [`${id}.segment`]: "Choose a segment." } : {},
});

/** A filter typed as JSON. Whether it is one is for the server to say; that it is JSON is said here. */
const readRaw = ({ id, text }: RawNode): { value: SegmentFilter; problems: Problems } => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { value: value as SegmentFilter, problems: {} };
  } catch {
    // Said below, in words.
  }
  return {
    value: { and: [] },
    problems: {
      [`${id}.json`]:
        'This is not JSON. A filter looks like {"field": "device", "op": "is", "value": "mobile"}.',
    },
  };
};

const readGroup = (group: GroupNode, path: string): Read<SegmentFilter> => {
  const { id, not, join, parts } = group;
  const own = not ? `${path}.not` : path;
  const several = parts.length > 1;
  const read = parts.map((part, i) => filterOfNode(part, several ? `${own}.${join}.${i}` : own));
  const problems: Problems = Object.assign({}, ...read.map((part) => part.problems));
  const [first] = read;
  if (!first) problems[`${id}.parts`] = "Add at least one condition.";
  const values = read.map((part) => part.value);
  const inner: SegmentFilter =
    first && !several ? first.value : join === "and" ? { and: values } : { or: values };
  return {
    value: not ? { not: inner } : inner,
    problems,
    places: new Map([[path, id], ...read.flatMap((part) => [...part.places])]),
  };
};

/** The filter that a part of the form says, and what keeps it from being one. `path` is where it will stand. */
export const filterOfNode = (node: Node, path = "filter"): Read<SegmentFilter> => {
  switch (node.kind) {
    case "group":
      return readGroup(node, path);
    case "field":
      return { ...readField(node), places: alone(path, node.id) };
    case "did":
      return { ...readDid(node), places: alone(node.not ? `${path}.not` : path, node.id) };
    case "saved":
      return { ...readSaved(node), places: alone(node.not ? `${path}.not` : path, node.id) };
    case "raw":
      return { ...readRaw(node), places: alone(path, node.id) };
  }
};

/** The segment as the API states it, and what keeps it from being one. The server has the last word. */
export const segmentOfDraft = (draft: SegmentDraft): Read<Segment> => {
  const { value: filter, problems, places } = filterOfNode(draft.root);
  const name = draft.name.trim();
  return {
    value: { key: draft.key, name, filter },
    problems: {
      ...(name ? {} : { name: "Give the segment a name." }),
      ...(name && !draft.key ? { key: "Give the segment a key, like mobile-buyers." } : {}),
      ...problems,
    },
    places,
  };
};

const partNames: Record<string, string> = { field: "field", value: "value", segment: "segment" };

/** Where the form shows what the server said about a place in the segment ("filter.and.1.did.where.value"). */
export const placeInDraft = (
  path: string | undefined,
  places: ReadonlyMap<string, string>,
): string | null => {
  if (!path) return null;
  if (path === "name" || path === "key") return path;
  const prefixes = [...places.keys()].filter((one) => path === one || path.startsWith(`${one}.`));
  const longest = prefixes.toSorted((a, b) => b.length - a.length)[0];
  const id = longest === undefined ? undefined : places.get(longest);
  if (longest === undefined || id === undefined) return null;
  const rest = path.slice(longest.length + 1);
  const [, row, part] = /^did\.where(?:\.and\.(\d+))?\.(field|value)/.exec(rest) ?? [];
  if (part) return `${id}.conditions.${row ?? 0}.${part}`;
  const [, named] = /^did\.(goal|event|page)$/.exec(rest) ?? [];
  if (named) return `${id}.${named}`;
  return `${id}.${partNames[rest] ?? "whole"}`;
};
