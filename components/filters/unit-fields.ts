import { fieldLabels, fields, isField } from "./fields";

/** What is either so or not so of a visitor or a session. */
export const unitFacts = {
  "visitor.isNew": {
    label: "New or returning",
    yes: "New visitors",
    no: "Returning visitors",
    hint: "New: first seen inside the range.",
  },
  "session.isFirst": {
    label: "First or later session",
    yes: "First sessions",
    no: "Later sessions",
    hint: "The first session is the one in which the visitor was first seen.",
  },
} as const;
export type UnitFact = keyof typeof unitFacts;

export const isUnitFact = (text: string): text is UnitFact => Object.hasOwn(unitFacts, text);

/** Where a context field is looked up. */
const fieldScopes = {
  "": { label: "First seen in the range", prefix: "" },
  "first.": { label: "First touch ever", prefix: "First " },
  "session.": { label: "Of the session", prefix: "Session’s " },
} as const;
type FieldScope = keyof typeof fieldScopes;

const splitField = (field: string): { scope: FieldScope; name: string } => {
  const scope = (["first.", "session."] as const).find((prefix) => field.startsWith(prefix)) ?? "";
  return { scope, name: field.slice(scope.length) };
};

/** Whether a text names a field that whole visitors or sessions have. */
export const isUnitField = (text: string): boolean =>
  isUnitFact(text) || /^trait\.[^.\s][^\s]{0,200}$/u.test(text) || isField(splitField(text).name);

/** "Device", "First channel", "Session’s landing page", "Trait plan". */
export const unitFieldLabel = (field: string): string => {
  if (isUnitFact(field)) return unitFacts[field].label;
  if (field.startsWith("trait.")) return `Trait ${field.slice(6)}`;
  const { scope, name } = splitField(field);
  if (!isField(name)) return field;
  if (scope === "session." && name === "path") return "Landing page";
  const label = fieldLabels[name];
  const { prefix } = fieldScopes[scope];
  return prefix === "" ? label : prefix + label.slice(0, 1).toLowerCase() + label.slice(1);
};

/** The fields of menus in groups, most used first. Traits have names of their own and are typed. */
export const fieldGroups: readonly { label: string; fields: readonly string[] }[] = [
  { label: "Visitor", fields: Object.keys(unitFacts) },
  ...Object.entries(fieldScopes).map(([scope, { label }]) => ({
    label,
    fields: fields.map((name) => `${scope}${name}`),
  })),
];
