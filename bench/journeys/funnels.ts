import type { ProjectScope } from "@/db/scope";
import { askAll } from "@/lib/reports/engine";
import type { FunnelAnswer, FunnelQuestion } from "@/lib/reports/funnel/definition";
import { type FunnelKind, filteredCountry, type Reached, windowMs } from "./peers/peer";
import { range } from "./shop-log";
import { steps } from "./shop-visit";

export const plainFunnel = {
  ...range,
  steps: steps.map((event) => ({ event })),
  windowMs,
} satisfies FunnelQuestion;

const questions: Record<FunnelKind, FunnelQuestion> = {
  plain: plainFunnel,
  filtered: { ...plainFunnel, segment: { field: "country", op: "is", value: filteredCountry } },
  brokenDown: { ...plainFunnel, breakdown: { by: "device" } },
};

/** Asks one of the funnels that peers are asked too. */
export const askFunnel = async (scope: ProjectScope, kind: FunnelKind): Promise<FunnelAnswer> => {
  const [answer] = await askAll(scope, [{ report: "funnel", question: questions[kind] }]);
  return answer;
};

/** The counts of an answer as peers state theirs. */
export const reachedIn = (answer: FunnelAnswer): Reached => {
  const groups = answer.breakdown ?? [{ value: "", steps: answer.steps }];
  return Object.fromEntries(
    groups.map((group) => [group.value ?? "", group.steps.map(({ reached }) => reached)]),
  );
};
