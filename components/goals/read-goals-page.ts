import "server-only";
import type { ProjectAccess } from "@/lib/auth/authorize";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";
import type { TimeseriesPoint } from "@/lib/reports/timeseries/definition";
import { type GoalPreview, goalPreview } from "./goal-preview";
import { type Suggestion, suggestGoals } from "./suggest-goals";

/** A goal with what it counted in the last 28 days, and how that went day by day. */
export type CountedGoal = {
  goal: Goal;
  numbers: GoalPreview | null;
  points: TimeseriesPoint[];
  metric: number;
};

const days = 28;
const metricsAtOnce = 20;

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** Everything the list of goals shows. */
export const readGoalsPage = async ({
  scope,
  project,
}: ProjectAccess): Promise<{ goals: CountedGoal[]; suggestions: Suggestion[] }> => {
  const goals = await listGoals(scope);
  const { from, to } = lastDays(days, clock.now(), project.timezone);
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const catalog = ask(scope, { report: "catalog", question: {} });
  const conversions = goals.length > 0 ? ask(scope, { report: "conversions", question: range }) : null;
  const series = chunksOf(goals, metricsAtOnce).map((some) =>
    ask(scope, {
      report: "timeseries",
      question: { ...range, metrics: some.map(({ key }) => ({ goal: key, count: "conversions" as const })) },
    }),
  );
  const [{ events }, counted, perDay] = await Promise.all([catalog, conversions, Promise.all(series)]);
  const numbersOf = new Map(counted?.goals.map((numbers) => [numbers.key, goalPreview(numbers)]));
  return {
    goals: goals.map((goal, index) => ({
      goal,
      numbers: numbersOf.get(goal.key) ?? null,
      points: perDay[Math.floor(index / metricsAtOnce)]?.points ?? [],
      metric: index % metricsAtOnce,
    })),
    suggestions: suggestGoals(goals, events),
  };
};
