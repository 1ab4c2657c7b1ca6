import type { Goal } from "@/lib/goals/definition";
import type { ProjectLog } from "@/lib/journeys/project-log";
import type { GoalRules } from "@/lib/matching/match-rows";
import type { Project } from "@/lib/tenancy/definition";

/** Everything an answer is made of: the project's log with the needed columns, its goals, and now. */
export type ReportContext = {
  log: ProjectLog;
  project: Project;
  goals: readonly Goal[];
  rules: GoalRules;
  /** ms since 1970. */
  now: number;
};

export const rulesOf = (goals: readonly Goal[]): GoalRules =>
  new Map(goals.map((goal) => [goal.key, goal.match]));
