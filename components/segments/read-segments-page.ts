import "server-only";
import type { ProjectAccess } from "@/lib/auth/authorize";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import { isAppError } from "@/lib/errors";
import { listFunnels } from "@/lib/funnels/store";
import { listGoals } from "@/lib/goals/store";
import { askAll } from "@/lib/reports/engine";
import { segmentsNamed } from "@/lib/segments/check-segment";
import type { Segment } from "@/lib/segments/definition";
import { listSegments } from "@/lib/segments/store";
import { namesOf } from "./names";
import type { Names } from "./segment-in-words";

/** A segment with whom it keeps and what builds on it. */
export type ListedSegment = {
  segment: Segment;
  /** Of the last 28 days; `null` when that could not be counted. */
  visitors: number | null;
  usedBy: string[];
};

export type SegmentsPage = { segments: ListedSegment[]; all: number | null; names: Names };

const days = 28;

/** Everything the list of segments shows. */
export const readSegmentsPage = async ({ scope, project }: ProjectAccess): Promise<SegmentsPage> => {
  const [segments, funnels, goals] = await Promise.all([
    listSegments(scope),
    listFunnels(scope),
    listGoals(scope),
  ]);
  const aim = goals.find(({ tier }) => tier === "macro") ?? goals[0];
  const { from, to } = lastDays(days, clock.now(), project.timezone);
  const question = {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(aim ? { goals: [aim.key] } : {}),
  };
  const [all, ...counts] = await visitorsOf(scope, [
    question,
    ...segments.map(({ key }) => ({ ...question, segment: key })),
  ]);
  const usersOf = (key: string): string[] => [
    ...segments
      .filter(({ filter }) => segmentsNamed(filter).includes(key))
      .map(({ name }) => `Segment ${name}`),
    ...funnels
      .filter(({ question: { segment } }) => segment !== undefined && segmentsNamed(segment).includes(key))
      .map(({ name }) => `Funnel ${name}`),
  ];
  return {
    segments: segments.map((segment, i) => ({
      segment,
      visitors: counts[i] ?? null,
      usedBy: usersOf(segment.key),
    })),
    all: all ?? null,
    names: namesOf({ goals, segments }),
  };
};

/** A list without numbers is better than none. */
const visitorsOf = async (
  scope: ProjectAccess["scope"],
  questions: readonly { from: string; to: string; goals?: string[]; segment?: string }[],
): Promise<(number | null)[]> => {
  try {
    const answers = await askAll(
      scope,
      questions.map((question) => ({ report: "conversions", question }) as const),
    );
    return answers.map(({ visitors }) => visitors);
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
};
