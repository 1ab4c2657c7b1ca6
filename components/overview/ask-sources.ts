import "server-only";
import type { ProjectScope } from "@/db/scope";
import type { Goal } from "@/lib/goals/definition";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { Unit } from "@/lib/reports/definition";
import { ask } from "@/lib/reports/engine";
import { prepareSources, type Sources } from "./prepare-sources";
import { type SourceName, sourceFields } from "./source-fields";

/** At most so many rows; the rest is "Other". */
const mostRows = 10;

export type SourcesQuestion = {
  from: string;
  to: string;
  unit: Unit;
  segment?: SegmentFilter | undefined;
  previous: boolean;
};

/** Where visitors come from, told apart in one way, and how many of each reach the aim. */
export const askSources = async (
  scope: ProjectScope,
  { segment, ...common }: SourcesQuestion,
  name: SourceName,
  aim: Goal,
): Promise<Sources> => {
  const answer = await ask(scope, {
    report: "conversions",
    question: {
      ...common,
      ...(segment ? { segment } : {}),
      goals: [aim.key],
      breakdown: { by: sourceFields[name].field, limit: mostRows },
    },
  });
  return prepareSources({ answer, name, aim });
};
