import type { Part } from "@/lib/journeys/part";
import { openUnits } from "../open-units";
import { resolveRange } from "../range";
import type { ReportContext } from "../report";
import { aimOf } from "./aim";
import type { Question } from "./definition";
import { EventReader, eventKind, tellingEvents } from "./event-reader";
import { columnsOf, eventFieldsOf } from "./fields";
import { type ClickEvent, clicks, most, pageGroupOf } from "./question-list";

// Hot path: the walk counts by code; names are made once a combination of codes.

/** How often things occur, by name. */
type Tally = Map<string, number>;
export type Candidates = {
  /** [element, page] as JSON, by kind of click. */
  elements: Tally[];
  forms: Tally;
  /** [form, field] as JSON. */
  fields: Tally;
  /** Groups of pages that were measured. */
  pageGroups: Tally;
  methods: Tally;
};

/** Parts tell each other so many names of a kind, the most frequent first. */
const mostTold = 5_000;

const told = (tally: Tally): Tally =>
  tally.size <= mostTold ? tally : new Map([...tally].sort(([, a], [, b]) => b - a).slice(0, mostTold));

const add = (tally: Tally, name: string, times: number): void => {
  tally.set(name, (tally.get(name) ?? 0) + times);
};

const increase = (counts: Map<number, number>, code: number): void => {
  counts.set(code, (counts.get(code) ?? 0) + 1);
};

/** Counts the events of the range by what they are about, so that all parts ask about the same. */
export const surveyCandidates = (
  question: Question,
  part: Part,
  context: ReportContext,
): Candidates | undefined => {
  if (!aimOf(question, context)) return undefined;
  const range = resolveRange(question, context.project.timezone, context.now);
  const fields = new Set([...columnsOf(question), ...eventFieldsOf(question)]);
  const { columns, forEachUnit } = openUnits(
    { question, range, part, context },
    { matchers: [tellingEvents(question)], fields, onlyWith: 1 },
  );
  const reader = new EventReader(columns, question);
  const pairs = clicks.map(() => new Map<number, number>());
  const [forms, fieldPairs, paths, methods] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<number, number>(),
  ];
  const [pathsSize, fieldsSize] = [reader.path.size + 1, reader.field.size + 1];
  forEachUnit((journey, first, end, isWhole) => {
    if (!isWhole) return;
    for (let i = first; i < end; i++) {
      if (((journey.mask[i] ?? 0) & 1) === 0) continue;
      const kind = reader.kindAt(journey, i);
      if (kind === eventKind.page) continue;
      if (kind === eventKind.vitals) increase(paths, reader.measuredPath.codeAt(journey, i));
      else if (kind === eventKind.paying) increase(methods, reader.method.codeAt(journey, i));
      else if (kind >= eventKind.click) {
        const counts = pairs[kind - eventKind.click];
        const code = reader.element.codeAt(journey, i) * pathsSize + reader.path.codeAt(journey, i) + 1;
        if (counts && code >= 0) increase(counts, code);
      } else {
        const form = reader.form.codeAt(journey, i);
        increase(forms, form);
        if (kind === eventKind.left && form >= 0)
          increase(fieldPairs, form * fieldsSize + reader.field.codeAt(journey, i) + 1);
      }
    }
  });

  const named = (counts: Map<number, number>, nameOf: (code: number) => string | null): Tally => {
    const tally: Tally = new Map();
    for (const [code, times] of counts) {
      const name = code < 0 ? null : nameOf(code);
      if (name) add(tally, name, times);
    }
    return told(tally);
  };
  return {
    elements: pairs.map((counts) => {
      const tally: Tally = new Map();
      for (const [code, times] of counts) {
        const element = reader.element.textOf(Math.floor(code / pathsSize));
        const path = reader.path.textOf((code % pathsSize) - 1);
        if (!element || !path) continue;
        for (const page of new Set([path, pageGroupOf(path)]))
          add(tally, JSON.stringify([element, page]), times);
      }
      return told(tally);
    }),
    forms: named(forms, (code) => reader.form.textOf(code)),
    fields: named(fieldPairs, (code) => {
      const form = reader.form.textOf(Math.floor(code / fieldsSize));
      const field = reader.field.textOf((code % fieldsSize) - 1);
      return form && field ? JSON.stringify([form, field]) : null;
    }),
    pageGroups: named(paths, (code) => {
      const path = reader.measuredPath.textOf(code);
      return path && pageGroupOf(path);
    }),
    methods: named(methods, (code) => reader.method.textOf(code)),
  };
};

/** What is asked about, the same in all parts. */
export type Agreed = {
  elements: { event: ClickEvent; element: string; page: string }[];
  forms: string[];
  fields: { form: string; field: string }[];
  pageGroups: string[];
  methods: string[];
};

const ranked = (tallies: readonly Tally[]): [string, number][] => {
  const all: Tally = new Map();
  for (const tally of tallies) for (const [name, times] of tally) add(all, name, times);
  return [...all].sort(([a, aTimes], [b, bTimes]) => bTimes - aTimes || (a < b ? -1 : 1));
};

const names = (tallies: readonly Tally[], limit: number): string[] =>
  ranked(tallies)
    .slice(0, limit)
    .map(([name]) => name);

const pairOf = (json: string): [string, string] => {
  const [one, other]: unknown[] = JSON.parse(json);
  return [String(one), String(other)];
};

/** A group of pages says nothing of its own about an element that is nearly always clicked on one of them. */
const mostOnOne = 0.8;

/** An element is asked about on a group of pages, or on its pages one by one. */
const elementsOf = (event: ClickEvent, tallies: readonly Tally[]): Agreed["elements"] => {
  const all = ranked(tallies).map(([json, times]) => {
    const [element, page] = pairOf(json);
    return { element, page, times, group: JSON.stringify([element, pageGroupOf(page)]) };
  });
  const isGroup = ({ page }: { page: string }) => page.endsWith("/*");
  const largest = new Map<string, number>();
  for (const one of all)
    if (!isGroup(one)) largest.set(one.group, Math.max(largest.get(one.group) ?? 0, one.times));
  const asked = new Set(
    all
      .filter((one) => isGroup(one) && (largest.get(one.group) ?? 0) < mostOnOne * one.times)
      .map(({ group }) => group),
  );
  return all
    .filter((one) => isGroup(one) === asked.has(one.group))
    .slice(0, most.elements)
    .map(({ element, page }) => ({ event, element, page }));
};

/** More groups of pages are counted than are asked about: which are the slowest is known after counting. */
const mostGroups = 20;

/** Puts together what all parts found. */
export const agreeOn = (surveys: readonly Candidates[]): Agreed => ({
  elements: clicks.flatMap(({ event }, place) =>
    elementsOf(
      event,
      surveys.flatMap(({ elements }) => elements[place] ?? []),
    ),
  ),
  forms: names(
    surveys.map(({ forms }) => forms),
    most.forms,
  ),
  fields: names(
    surveys.map(({ fields }) => fields),
    most.fields,
  ).map((json) => {
    const [form, field] = pairOf(json);
    return { form, field };
  }),
  pageGroups: names(
    surveys.map(({ pageGroups }) => pageGroups),
    mostGroups,
  ),
  methods: names(
    surveys.map(({ methods }) => methods),
    most.methods,
  ),
});
