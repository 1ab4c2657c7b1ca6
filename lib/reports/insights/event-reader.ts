import { codeAt, type Journey } from "@/lib/journeys/journey";
import { pathInColumn } from "@/lib/matching/column";
import type { Matcher } from "@/lib/matching/definition";
import { scalarsAt } from "@/lib/matching/test-value";
import type { ColumnSet } from "../column-set";
import { ValueTexts } from "../value-texts";
import type { InsightTopic, Question } from "./definition";
import { eventFieldsOf } from "./fields";
import { clicks, type Metric, metrics, paymentEvent } from "./question-list";

// Hot path: called for every event; what a code says is found once.

/** What an event is to the questions, 0 for nothing. Clicks are `click`, `click + 1`, … in the order of `clicks`. */
export const eventKind = { page: 1, vitals: 2, left: 3, sent: 4, paying: 5, click: 6 } as const;

const kindsByName = new Map<string, { kind: number; topic?: InsightTopic }>([
  ["Page Viewed", { kind: eventKind.page }],
  ["Web Vitals", { kind: eventKind.vitals, topic: "speed" }],
  ["Form Abandoned", { kind: eventKind.left, topic: "clarity" }],
  ["Form Submitted", { kind: eventKind.sent, topic: "clarity" }],
  [paymentEvent, { kind: eventKind.paying, topic: "payment" }],
  ...clicks.map(({ event, topic }, place): [string, { kind: number; topic: InsightTopic }] => [
    event,
    { kind: eventKind.click + place, topic },
  ]),
]);

/** The events that say something to the topics that are asked, one bit in the masks. */
export const tellingEvents = ({ topics }: Pick<Question, "topics">): Matcher => ({
  any: [...kindsByName.keys()].filter((name) => kindOf(name, topics) !== 0).map((event) => ({ event })),
});

const kindOf = (name: string, topics: readonly InsightTopic[]): number => {
  const found = kindsByName.get(name);
  return found && (!found.topic || topics.includes(found.topic)) ? found.kind : 0;
};

/** A column whose values have texts; it says nothing where no topic asks for it. */
export class TextColumn {
  readonly size: number;
  readonly textOf: (code: number) => string | null;
  private readonly place: number;

  constructor(columns: ColumnSet, field: string, fields: ReadonlySet<string>) {
    const isAsked = fields.has(field);
    this.place = isAsked ? columns.place(field) : -1;
    const dictionary = isAsked ? columns.dictionary(field) : undefined;
    const texts = dictionary && new ValueTexts(field, dictionary);
    this.size = dictionary?.size ?? 0;
    this.textOf = (code) => texts?.of(code) ?? null;
  }

  codeAt(journey: Journey, i: number): number {
    return this.place < 0 ? -1 : codeAt(journey, this.place, i);
  }
}

/** Several columns of which the first that has a value counts, as one: its codes follow each other. */
export class FirstOfColumns {
  readonly size: number;
  private readonly columns: readonly TextColumn[];

  constructor(columns: readonly TextColumn[]) {
    this.columns = columns;
    this.size = columns.reduce((sum, { size }) => sum + size, 0);
  }

  codeAt(journey: Journey, i: number): number {
    let base = 0;
    for (let c = 0; c < this.columns.length; c++) {
      const column = this.columns[c];
      const code = column?.codeAt(journey, i) ?? -1;
      if (code >= 0 && column?.textOf(code)) return base + code;
      base += column?.size ?? 0;
    }
    return -1;
  }

  textOf(code: number): string | null {
    let rest = code;
    for (const column of this.columns) {
      if (rest < column.size) return column.textOf(rest);
      rest -= column.size;
    }
    return null;
  }
}

/** What is known of a measured value. */
export const measured = { none: 0, good: 1, slow: 2 } as const;

const unknown = 255;

/** Whether what was measured of a page is good. */
class MetricColumn {
  private readonly place: number;
  private readonly known: Uint8Array;

  constructor(
    private readonly columns: ColumnSet,
    private readonly metric: Metric,
    private readonly good: number,
  ) {
    this.place = columns.place(`property.${metric}`);
    this.known = new Uint8Array(columns.dictionary(`property.${metric}`).size).fill(unknown);
  }

  at(journey: Journey, i: number): number {
    const code = codeAt(journey, this.place, i);
    if (code < 0) return measured.none;
    const known = this.known[code] ?? measured.none;
    return known === unknown ? this.learn(code) : known;
  }

  private learn(code: number): number {
    const field = `property.${this.metric}`;
    const [value] = scalarsAt(this.columns.dictionary(field).value(code), pathInColumn(field));
    const found =
      typeof value !== "number" ? measured.none : value > this.good ? measured.slow : measured.good;
    this.known[code] = found;
    return found;
  }
}

/** Says what events are to the questions of the topics that are asked. */
export class EventReader {
  readonly metrics: readonly MetricColumn[];
  readonly path: TextColumn;
  /** What was loaded, which is not always where it is left. */
  readonly measuredPath: FirstOfColumns;
  readonly element: FirstOfColumns;
  readonly form: TextColumn;
  readonly field: TextColumn;
  readonly method: FirstOfColumns;
  private readonly kinds: Uint8Array;
  private readonly namePlace: number;

  constructor(columns: ColumnSet, question: Pick<Question, "topics">) {
    const fields = eventFieldsOf(question);
    const column = (field: string) => new TextColumn(columns, field, fields);
    const names = columns.dictionary("name");
    this.kinds = new Uint8Array(names.size);
    for (let code = 0; code < names.size; code++)
      this.kinds[code] = kindOf(String(names.value(code)), question.topics);
    this.namePlace = columns.place("name");
    this.metrics = question.topics.includes("speed")
      ? metrics.map(({ name, good }) => new MetricColumn(columns, name, good))
      : [];
    this.path = column("path");
    this.measuredPath = new FirstOfColumns([column("property.path"), column("path")]);
    this.element = new FirstOfColumns([column("property.text"), column("property.selector")]);
    this.form = column("property.form");
    this.field = column("property.lastField");
    this.method = new FirstOfColumns([column("property.payment_method"), column("property.paymentMethod")]);
  }

  /** `eventKind`. */
  kindAt(journey: Journey, i: number): number {
    return this.kinds[codeAt(journey, this.namePlace, i)] ?? 0;
  }
}
