import type { ProjectScope } from "@/db/scope";
import { namesGoal, usersOf } from "@/lib/goals/check-goal";
import { listGoals } from "@/lib/goals/store";
import { segmentNamesGoal } from "@/lib/segments/check-segment";
import { listSegments } from "@/lib/segments/store";
import type { SavedFunnel } from "./definition";
import { listFunnels } from "./store";

export type GoalUser = { kind: "goal" | "segment" | "funnel"; key: string; name: string };

const funnelNamesGoal = ({ question }: SavedFunnel, key: string): boolean =>
  [...question.steps, ...question.exclude].some((matcher) => namesGoal(matcher, key)) ||
  (question.segment !== undefined && segmentNamesGoal(question.segment, key));

/** What names this goal: other goals (which keep it from being deleted), saved segments, saved funnels. */
export const goalUsers = async (scope: ProjectScope, key: string): Promise<GoalUser[]> => {
  const [goals, segments, funnels] = await Promise.all([
    listGoals(scope),
    listSegments(scope),
    listFunnels(scope),
  ]);
  const of = (kind: GoalUser["kind"], users: readonly { key: string; name: string }[]): GoalUser[] =>
    users.map((user) => ({ kind, key: user.key, name: user.name }));
  return [
    ...of("goal", usersOf(key, goals)),
    ...of(
      "segment",
      segments.filter(({ filter }) => segmentNamesGoal(filter, key)),
    ),
    ...of(
      "funnel",
      funnels.filter((funnel) => funnelNamesGoal(funnel, key)),
    ),
  ];
};
