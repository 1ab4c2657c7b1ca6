import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import type { GoalRules } from "@/lib/matching/rules";
import type { Project } from "@/lib/tenancy/definition";

/** What a question is judged by, the same for all its parts. */
export type ReportContext = {
  project: Project;
  goals: readonly Goal[];
  rules: GoalRules;
  /** ms since 1970. */
  now: number;
};

/** The rules of goals by key. */
export const rulesOf = (goals: readonly Goal[]): GoalRules =>
  new Map(goals.map((goal) => [goal.key, goal.match]));

/** What has to be in memory before a question is asked. Times are ms since 1970. */
export type Needs = {
  /** Columns: `name` is always there; `channel` stands for what it is made of. */
  fields: ReadonlySet<string>;
  /** Events before or after are not looked at. */
  from: number;
  to: number;
};

/** How many journeys and events were walked over. */
export type Read = { journeys: number; events: number };

/** What several parts read. */
export const addReads = (reads: readonly Read[]): Read => ({
  journeys: reads.reduce((sum, { journeys }) => sum + journeys, 0),
  events: reads.reduce((sum, { events }) => sum + events, 0),
});

/**
 * A kind of question: every visitor is folded by one part, and what the parts found is put together. Surveys and
 * partials travel between threads, so they are plain data: objects, arrays, maps, sets, typed arrays.
 */
export type Report<Question, Survey, Partial, Answer> = {
  /** Throws `invalid` with a path for a wrong question. */
  needs: (question: Question, context: ReportContext) => Needs;
  /** What all parts have to agree on before they count (the largest groups, copies of an order): absent if nothing. */
  survey: (question: Question, part: Part, context: ReportContext) => Survey | undefined;
  fold: (question: Question, part: Part, context: ReportContext, surveys: readonly Survey[]) => Partial;
  answer: (question: Question, partials: readonly Partial[], context: ReportContext) => Answer;
};
