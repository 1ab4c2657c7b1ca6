import type { ProjectScope } from "@/db/scope";
import type { Adjustment } from "@/lib/adjustments/definition";
import { AppError } from "@/lib/errors";
import type { SavedFunnel } from "@/lib/funnels/definition";
import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import type { Matcher, SegmentFilter } from "@/lib/matching/definition";
import type { GoalRules } from "@/lib/matching/rules";
import type { CurrencyRate } from "@/lib/rates/definition";
import type { Project } from "@/lib/tenancy/definition";

/** What a question is judged by, the same for all its parts. */
export type ReportContext = {
  project: Project;
  goals: readonly Goal[];
  rules: GoalRules;
  /** Saved segments by key. */
  segments: ReadonlyMap<string, SegmentFilter>;
  /** Saved funnels by key. */
  funnels: ReadonlyMap<string, SavedFunnel>;
  /** Rates into the project's currency, where a question needs them. */
  rates: readonly CurrencyRate[];
  /** What became of orders, in the order in which it holds: by time, then receipt. */
  adjustments: readonly Adjustment[];
  /** ms since 1970. */
  now: number;
};

/** Satisfied by nothing. */
const nothing: Matcher = { any: [] };

/** The rules of goals by key. Nothing satisfies those that were deleted, so that what names them can be answered still. */
export const rulesOf = (goals: readonly Goal[], deleted: Iterable<string> = []): GoalRules =>
  new Map([
    ...[...deleted].map((key): [string, Matcher] => [key, nothing]),
    ...goals.map((goal): [string, Matcher] => [goal.key, goal.match]),
  ]);

/**
 * The goal that a question names at `path`, undefined for one that was deleted. Throws `invalid` for one that never was.
 */
export const askedGoal = (
  key: string,
  path: string,
  { goals, rules }: Pick<ReportContext, "goals" | "rules">,
): Goal | undefined => {
  const goal = goals.find((one) => one.key === key);
  if (!goal && !rules.has(key)) throw new AppError("invalid", `There is no goal with the key ${key}.`, path);
  return goal;
};

/** What has to be in memory before a question is asked. Times are ms since 1970. */
export type Needs = {
  /** Columns: `name` is always there; `channel` stands for what it is made of. */
  fields: ReadonlySet<string>;
  /** Events before or after are not looked at. */
  from: number;
  to: number;
  /** Fields that are asked of all the time before, about how visitors came; absent where nothing is. */
  past?: ReadonlySet<string>;
  /** Amounts are turned into the project's currency. */
  rates?: boolean;
  /** The longest time over which people are known again (range, window, lookback), ms. */
  spanMs?: number;
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
  /** The id of the only visitor the question is about, as people state it: nobody else's rows are read. Asked alone. */
  visitorId?: (question: Question) => string;
  /** How often the visitors are walked over, about: one knows how far an answer is. Once unless stated. */
  walks?: (question: Question) => number;
  /** Throws `invalid` with a path for a wrong question. */
  needs: (question: Question, context: ReportContext) => Needs;
  /** What all parts have to agree on before they count (the largest groups, copies of an order): absent if nothing. */
  survey: (question: Question, part: Part, context: ReportContext) => Survey | undefined;
  fold: (question: Question, part: Part, context: ReportContext, surveys: readonly Survey[]) => Partial;
  answer: (question: Question, partials: readonly Partial[], context: ReportContext) => Answer;
  /** Adds to an answer what only the database knows, such as names. */
  complete?: (answer: Answer, scope: ProjectScope) => Promise<object & { read: Read }>;
};
