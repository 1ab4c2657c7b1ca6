import { needsOfGroups } from "../unit-groups";
import type { InsightTopic, Question } from "./definition";
import { methodFields, metrics, stepFields } from "./question-list";

const clickFields = ["name", "path", "property.text", "property.selector"];

/** The columns that events are asked for by topic. */
const fieldsOfTopic: Record<InsightTopic, readonly string[]> = {
  speed: ["name", "path", "property.path", ...metrics.map(({ name }) => `property.${name}`)],
  clarity: [...clickFields, "property.form", "property.lastField"],
  callsToAction: clickFields,
  checkout: [],
  payment: ["name", ...methodFields],
  trust: ["name", "path"],
};

/** What makes visits comparable. */
export const strataFields = ["device", "channel", "session.isFirst"] as const;

/** What events are asked for. `name` and `path` always are. */
export const eventFieldsOf = ({ topics }: Pick<Question, "topics">): Set<string> =>
  new Set(["name", "path", ...topics.flatMap((topic) => fieldsOfTopic[topic])]);

/** What visits are told apart by. */
export const unitFieldsOf = ({ topics }: Pick<Question, "topics">): readonly string[] =>
  topics.includes("checkout") ? stepFields : strataFields;

/** All columns that a walk reads, but for what goals are worth. */
export const columnsOf = (question: Pick<Question, "topics">): Set<string> =>
  new Set([
    ...eventFieldsOf(question),
    ...unitFieldsOf(question).flatMap((field) => needsOfGroups(field).columns),
  ]);
