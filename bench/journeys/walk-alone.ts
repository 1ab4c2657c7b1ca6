import { env } from "@/lib/env";
import { ColumnCache } from "@/lib/journeys/column-cache";
import { loadPart } from "@/lib/journeys/moment";
import { openScan } from "@/lib/journeys/scan";
import { AnsweringPart, openQuestions } from "@/lib/reports/answer";
import { contextOf } from "@/lib/reports/definitions";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { median } from "../median";
import { plainFunnel } from "./funnels";

export type OneThread = { funnelMs: number; walkMs: number };

const rounds = 15;

const medianOf = (run: () => unknown): number => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    run();
    times.push(performance.now() - startedAt);
  }
  return median(times);
};

/**
 * What a single thread needs to fold the funnel, rows in memory, and for the walk on which it does: visitors with the
 * funnel's matches, of which nothing is made. No question about everybody is faster than that.
 */
export const walkAlone = async ({ projectId }: { projectId: string }): Promise<OneThread> => {
  const scope = await projectScopeForCommandLine(projectId);
  const opened = await openQuestions(scope, [{ report: "funnel", question: plainFunnel }]);
  const whole = { index: 0, parts: 1 };
  const part = await loadPart(
    scope,
    opened.moment,
    { ...whole, ...opened.needs },
    new ColumnCache(env.journeyCacheBytes),
  );
  const answering = new AnsweringPart(opened, part);
  const context = contextOf(opened.definitions, opened.now);
  const range = { from: Date.parse(plainFunnel.from), to: Date.parse(plainFunnel.to) };
  const plan = {
    matchers: plainFunnel.steps,
    rules: context.rules,
    range,
    asOf: opened.now,
    includeBots: false,
    fields: [],
  };
  const walk = () => openScan(part, plan).forEachJourney(() => {});
  return { funnelMs: medianOf(() => answering.folds([answering.surveys()])), walkMs: medianOf(walk) };
};
