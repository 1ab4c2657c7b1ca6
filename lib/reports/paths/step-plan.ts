import { type Goal, stagesOf } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { automaticEvents } from "../automatic-events";
import { askedGoal, type ReportContext } from "../report";
import type { Question } from "./definition";

/** What a walk over steps looks for, and the bits of it in the masks. */
export type StepPlan = {
  matchers: readonly Matcher[];
  /** The start or end; 0 without any. */
  anchorFlag: number;
  /** With goals as steps: in the order in which one event reaches them. */
  goals: readonly { goal: Goal; flag: number }[];
  /** Events that are no steps (by event), or alone are (by page). */
  kindFlag: number;
};

const stages: readonly string[] = [...stagesOf.micro, ...stagesOf.macro];

/**
 * The goals that are steps: micros first and macros last, by stage, then as listed. Throws `invalid` for one that never
 * was.
 */
const stepGoals = ({ by, goals }: Question, context: ReportContext): Goal[] => {
  if (by !== "goal") return [];
  const asked = goals
    ? [...new Set(goals)].flatMap((key) => askedGoal(key, `goals.${goals.indexOf(key)}`, context) ?? [])
    : [...context.goals];
  return asked.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
};

const pageViews: Matcher = { event: "Page Viewed" };

/** The matchers of a question: its start or end first. */
export const stepPlan = (question: Question, context: ReportContext): StepPlan => {
  const { by, start, end } = question;
  const anchors = [start ?? end ?? []].flat();
  const goals = stepGoals(question, context);
  const ofKind =
    by === "goal" ? goals.map(({ key }) => ({ goal: key })) : [by === "page" ? pageViews : automaticEvents];
  const first = anchors.length;
  return {
    matchers: [...anchors, ...ofKind],
    anchorFlag: first,
    goals: goals.map((goal, place) => ({ goal, flag: 1 << (first + place) })),
    kindFlag: by === "goal" ? 0 : 1 << first,
  };
};
