import type { ProjectScope } from "@/db/scope";
import { type RawTx, withQuestionSnapshot } from "@/db/tenant";
import { clock } from "@/lib/clock";
import type { Goal } from "@/lib/goals/definition";
import type { ColumnCache } from "@/lib/journeys/column-cache";
import { loadPart, type Moment, readMoment } from "@/lib/journeys/moment";
import type { Part } from "@/lib/journeys/part";
import { monthStart } from "@/lib/journeys/split-rows";
import type { Signals } from "@/lib/journeys/stopped";
import { readVisitorMoment } from "@/lib/journeys/visitor-moment";
import { readRates } from "@/lib/rates/store";
import { adjustmentWarnings } from "./adjustment-warnings";
import type { Warning } from "./definition";
import { contextOf, type Definitions } from "./definitions";
import { readDefinitions } from "./definitions-store";
import { deletedGoalWarnings } from "./deleted-goals";
import type { ReportName } from "./question";
import type { Needs, ReportContext } from "./report";
import { type ParsedQuestion, parseQuestion } from "./report-by-name";
import { type Discrepancies, discrepanciesOf } from "./restatement";

/** Questions of one project as they were asked. */
export type Questions = readonly { report: ReportName; question: unknown }[];

/** Questions with all that their answer depends on. Plain data, so that several threads can work on the same. */
export type Opened = {
  questions: Questions;
  definitions: Definitions;
  /** ms since 1970. */
  now: number;
  needs: Needs;
  moment: Moment;
  /** How many events are read in all, about. */
  work: number;
};

/** Several needs as one. */
const allOf = (needs: readonly Needs[]): Needs => ({
  fields: new Set(needs.flatMap(({ fields }) => [...fields])),
  from: Math.min(...needs.map(({ from }) => from)),
  to: Math.max(...needs.map(({ to }) => to)),
  past: needs.some(({ past }) => past) ? new Set(needs.flatMap(({ past = [] }) => [...past])) : undefined,
  rates: needs.some(({ rates }) => rates === true),
});

/** The id of the only visitor that a question is about. It is asked alone, as others need everybody's rows. */
const visitorAskedAbout = (parsed: readonly ParsedQuestion[]): string | undefined => {
  const about = parsed.find(({ visitorId }) => visitorId !== undefined);
  if (about && parsed.length > 1) throw new Error("A question about one visitor is asked alone.");
  return about?.visitorId;
};

/** How many events there are in the months that are looked at. */
const eventsOf = ({ runs }: Moment, { from, to }: Needs): number => {
  const first = monthStart(from);
  return runs.reduce((sum, { month, events }) => (month >= first && month < to ? sum + events : sum), 0);
};

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
  const about = visitorAskedAbout(parsed);
  const judge = async (tx: RawTx) => {
    const definedAt = parsed.flatMap((one) => one.definedAt ?? []);
    const definitions = await readDefinitions(tx, scope, { given, definedAt });
    const now = clock.now();
    const needs = parsed.map((one) => one.needs(contextOf(definitions, now, one.definedAt?.text)));
    return { definitions, now, needs: allOf(needs) };
  };
  const { judged, moment, asking } = await withQuestionSnapshot(scope, async (tx) => {
    const judging = judge(tx);
    const fields = judging.then(({ needs }) => needs.fields);
    const asking = judging.then(({ needs }) => (needs.rates ? readRates(scope, needs) : []));
    // Nobody may be listening yet when it fails; `judging` says the same.
    for (const early of [fields, asking]) early.catch(() => {});
    // One after the other: when a question is refused, nothing may still be asked of the transaction.
    const moment =
      about === undefined
        ? await readMoment(tx, scope, fields)
        : await judging.then(() => readVisitorMoment(tx, scope, about));
    return { judged: await judging, moment, asking };
  });
  const { definitions: defined, now: asked, needs } = judged;
  const rates = await asking;
  const definitions = { ...defined, rates };
  // A client's clock may be minutes ahead of ours, and what was acknowledged has to be in the next answer.
  const now = Math.max(asked, moment.latestAt + 1);
  const walks = parsed.reduce((sum, one) => sum + one.walks, 0);
  return { questions, definitions, now, needs, moment, work: walks * eventsOf(moment, needs) };
};

/** A question with what it is judged by. */
type Judged = { parsed: ParsedQuestion; context: ReportContext };

const judgeAll = ({ questions, definitions, now }: Opened): Judged[] =>
  questions.map((asked) => {
    const parsed = parseQuestion(asked);
    return { parsed, context: contextOf(definitions, now, parsed.definedAt?.text) };
  });

/** What one part counted for a question, and what it found about orders. */
export type Folded = { counted: unknown; discrepancies: Discrepancies };

/** Opened questions over one part of the visitors. */
export class AnsweringPart {
  private readonly judged: readonly Judged[];

  constructor(
    opened: Opened,
    private readonly part: Part,
  ) {
    this.judged = judgeAll(opened);
  }

  /** What the part tells the others, by question. */
  surveys(): unknown[] {
    return this.judged.map(({ parsed, context }) => parsed.survey(this.part, context));
  }

  /** What the part counted, by question; `surveys` come from all parts. */
  folds(surveys: readonly (readonly unknown[])[]): Folded[] {
    return this.judged.map(({ parsed, context }, place) => {
      const ofAll = surveys.flatMap((ofPart) => ofPart[place] ?? []);
      return { counted: parsed.fold(this.part, context, ofAll), discrepancies: discrepanciesOf(context) };
    });
  }
}

/** One of `parts` equal shares of the visitors. */
export type ShareOfVisitors = { index: number; parts: number };

/** Brings a share of the visitors into memory. */
export const openPart = async (
  scope: ProjectScope,
  opened: Opened,
  share: ShareOfVisitors,
  { cache, stop }: { cache: ColumnCache; stop?: Signals },
): Promise<AnsweringPart> => {
  const part = await loadPart(scope, opened.moment, { ...share, ...opened.needs }, cache, stop);
  return new AnsweringPart(opened, part);
};

const dayMs = 86_400_000;

/** Who is known for a day only is another visitor on the next. */
const cookielessWarnings = ({ parsed, context }: Judged, { hasCookieless }: Definitions): Warning[] =>
  hasCookieless && (parsed.needs(context).spanMs ?? 0) > dayMs
    ? [
        {
          code: "cookieless",
          message:
            "Some visitors are known for a day only, without cookies. Over more than 24 hours each of their days counts as another visitor.",
        },
      ]
    : [];

const withWarnings = (answer: object & { warnings?: Warning[] }, more: readonly Warning[]): object =>
  more.length === 0 ? answer : { ...answer, warnings: [...(answer.warnings ?? []), ...more] };

/** Puts together what all parts counted; `ms` is what it took so far. */
export const finishAnswers = (
  scope: ProjectScope,
  opened: Opened,
  folds: readonly (readonly Folded[])[],
  startedAt: number,
): Promise<object[]> => {
  const { questions, definitions, moment } = opened;
  const { receivedAt } = moment;
  const watermark = receivedAt === 0 ? null : new Date(receivedAt).toISOString();
  const finish = async ({ parsed, context }: Judged, place: number): Promise<object> => {
    const ofParts = folds.flatMap((ofPart) => ofPart[place] ?? []);
    const counted = ofParts.map((ofPart) => ofPart.counted);
    const { read, ...answer } = await parsed.answer(counted, context, scope);
    const ms = Math.round((Date.now() - startedAt) * 100) / 100;
    return {
      ...withWarnings(answer, [
        ...cookielessWarnings({ parsed, context }, definitions),
        ...adjustmentWarnings(ofParts.map(({ discrepancies }) => discrepancies)),
        ...deletedGoalWarnings(questions[place]?.question, definitions, context.goals),
      ]),
      computed: { ...read, ms, watermark },
    };
  };
  return Promise.all(judgeAll(opened).map(finish));
};
