import { AppError } from "@/lib/errors";
import { checkMatcher } from "@/lib/goals/check-goal";
import type { Goal } from "@/lib/goals/definition";
import type { Matcher, SegmentFilter } from "@/lib/matching/definition";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { fieldsOfValue } from "../event-value";
import { type Funnel, matchersOf, pathOfMatcher, wantedOfAttempts } from "../funnel/attempts";
import { fieldsOfGoal } from "../goal-counter";
import { earningGoals } from "../macro-revenue";
import { askedGoal, type ReportContext } from "../report";
import type { Question } from "./fold";

/** What a comparison's metric takes. `segment` narrows all sides. */
export type Metric = {
  matchers: readonly Matcher[];
  /** Columns that units are measured by. */
  fields: ReadonlySet<string>;
  segment: SegmentFilter | undefined;
  /** The goals it counts. */
  goals: readonly Goal[];
} & (
  | { kind: "goal" }
  | { kind: "revenue" }
  | { kind: "funnel"; funnel: Funnel; ofFunnel: SegmentFilter | undefined }
);

export type MetricKind = Metric["kind"];
type FunnelMetric = Extract<Question["metric"], { funnel: unknown }>["funnel"];

/** What is saved under the key, or stated. */
const statedFunnel = (stated: FunnelMetric, { funnels }: ReportContext) => {
  if (!("key" in stated)) return stated;
  const saved = funnels.get(stated.key);
  if (saved) return saved.question;
  throw new AppError("invalid", `There is no funnel with the key ${stated.key}.`, "metric.funnel.key");
};

const both = (one: SegmentFilter | undefined, other: SegmentFilter | undefined): SegmentFilter | undefined =>
  one && other ? { and: [one, other] } : (one ?? other);

/** Throws `invalid` for a goal or a funnel that is not there. */
export const metricOf = ({ metric, segment, unit }: Question, context: ReportContext): Metric => {
  const fields = new Set<string>();
  if ("funnel" in metric) {
    const { segment: ofFunnel, ...stated } = statedFunnel(metric.funnel, context);
    const funnel = { ...stated, unit };
    const wanted = wantedOfAttempts(funnel, fields);
    return { kind: "funnel", funnel, ofFunnel, goals: [], ...wanted, segment: both(segment, ofFunnel) };
  }
  if ("goal" in metric) {
    const goal = askedGoal(metric.goal, "metric.goal", context);
    return { kind: "goal", goals: goal ? [goal] : [], matchers: [{ goal: metric.goal }], fields, segment };
  }
  const goals = earningGoals(context.goals);
  for (const { value } of goals) fieldsOfValue(value, fields);
  return { kind: "revenue", goals, matchers: goals.map(({ key }) => ({ goal: key })), fields, segment };
};

/** The columns that judging a metric reads. Says which step cannot be used. */
export const fieldsOfMetric = (metric: Metric, { rules }: ReportContext): Set<string> => {
  const fields = new Set(metric.fields);
  for (const goal of metric.goals) fieldsOfGoal(goal, rules, fields);
  if (metric.kind !== "funnel") return fields;
  for (const [place, matcher] of matchersOf(metric.funnel).entries()) {
    checkMatcher(matcher, `metric.funnel.${pathOfMatcher(metric.funnel, place)}`, rules);
    fieldsOfMatcher(matcher, rules, fields);
  }
  return fields;
};
