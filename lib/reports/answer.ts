import type { ProjectScope } from "@/db/scope";
import { clock } from "@/lib/clock";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import type { ColumnCache } from "@/lib/journeys/column-cache";
import { loadPart, type Moment, readMoment } from "@/lib/journeys/moment";
import type { Part } from "@/lib/journeys/part";
import type { Project } from "@/lib/tenancy/definition";
import { readProject } from "@/lib/tenancy/organisations-store";
import type { ReportName } from "./question";
import { type Needs, type ReportContext, rulesOf } from "./report";
import { type ParsedQuestion, parseQuestion } from "./report-by-name";

/** Questions of one project as they were asked. */
export type Questions = readonly { report: ReportName; question: unknown }[];

/** Questions with all that their answer depends on. Plain data, so that several threads can work on the same. */
export type Opened = {
  questions: Questions;
  project: Project;
  goals: readonly Goal[];
  /** ms since 1970. */
  now: number;
  needs: Needs;
  moment: Moment;
};

/** Several needs as one. */
const allOf = (needs: readonly Needs[]): Needs => ({
  fields: new Set(needs.flatMap(({ fields }) => [...fields])),
  from: Math.min(...needs.map(({ from }) => from)),
  to: Math.max(...needs.map(({ to }) => to)),
});

/**
 * Parses the questions and reads the state of the project that all of them are answered on. `goals` stands in for the
 * stored definitions, so that one can be tried before it is saved. Throws `invalid` with a path for a wrong question.
 */
export const openQuestions = async (
  scope: ProjectScope,
  questions: Questions,
  given?: readonly Goal[],
): Promise<Opened> => {
  const parsed = questions.map(parseQuestion);
  const judge = async () => {
    const [project, goals] = await Promise.all([readProject(scope), given ?? listGoals(scope)]);
    const context: ReportContext = { project, goals, rules: rulesOf(goals), now: clock.now() };
    return { project, goals, context, needs: allOf(parsed.map((one) => one.needs(context))) };
  };
  const judged = judge();
  const fields = judged.then(({ needs }) => needs.fields);
  // Nobody may be listening yet when it fails; `judged` says the same.
  fields.catch(() => {});
  const [{ project, goals, context, needs }, moment] = await Promise.all([judged, readMoment(scope, fields)]);
  // A client's clock may be minutes ahead of ours, and what was acknowledged has to be in the next answer.
  const now = Math.max(context.now, moment.latestAt + 1);
  return { questions, project, goals, now, needs, moment };
};

/** Opened questions over one part of the visitors. */
export class AnsweringPart {
  private readonly parsed: readonly ParsedQuestion[];
  private readonly context: ReportContext;

  constructor(
    { questions, project, goals, now }: Opened,
    private readonly part: Part,
  ) {
    this.parsed = questions.map(parseQuestion);
    this.context = { project, goals, now, rules: rulesOf(goals) };
  }

  /** What the part tells the others, by question. */
  surveys(): unknown[] {
    return this.parsed.map((one) => one.survey(this.part, this.context));
  }

  /** What the part counted, by question; `surveys` come from all parts. */
  folds(surveys: readonly (readonly unknown[])[]): unknown[] {
    return this.parsed.map((one, place) =>
      one.fold(
        this.part,
        this.context,
        surveys.flatMap((ofPart) => ofPart[place] ?? []),
      ),
    );
  }
}

/** One of `parts` equal shares of the visitors. */
export type ShareOfVisitors = { index: number; parts: number };

/** Brings a share of the visitors into memory. */
export const openPart = async (
  scope: ProjectScope,
  opened: Opened,
  share: ShareOfVisitors,
  { cache, stop }: { cache: ColumnCache; stop?: Int32Array },
): Promise<AnsweringPart> => {
  const part = await loadPart(scope, opened.moment, { ...share, ...opened.needs }, cache, stop);
  return new AnsweringPart(opened, part);
};

/** Puts together what all parts counted; `ms` is what it took so far. */
export const finishAnswers = (
  { questions, project, goals, now, moment }: Opened,
  folds: readonly (readonly unknown[])[],
  startedAt: number,
): object[] => {
  const context: ReportContext = { project, goals, now, rules: rulesOf(goals) };
  const watermark = moment.receivedAt === 0 ? null : new Date(moment.receivedAt).toISOString();
  return questions.map((asked, place) => {
    const { read, ...answer } = parseQuestion(asked).answer(
      folds.map((ofPart) => ofPart[place]),
      context,
    );
    const ms = Math.round((Date.now() - startedAt) * 100) / 100;
    return { ...answer, computed: { ...read, ms, watermark } };
  });
};
