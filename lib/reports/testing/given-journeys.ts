import { expect } from "vitest";
import type { Adjustment } from "@/lib/adjustments/definition";
import type { Goal } from "@/lib/goals/definition";
import { contextFields } from "@/lib/matching/definition";
import type { CurrencyRate } from "@/lib/rates/definition";
import { attributionReport } from "../attribution/answer";
import { type AttributionQuestion, attributionQuestion } from "../attribution/definition";
import type { FunnelStep } from "../funnel/definition";
import type { TimeseriesMetric } from "../timeseries/definition";
import { type Asked, type AskedOf, ask, productAnswer, referenceAnswer } from "./answers";
import type { EventFact, Fact, World } from "./world";

const dayMs = 86_400_000;
const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: dayMs };

/** "90m" in milliseconds. */
const duration = (text: string): number =>
  Number.parseInt(text, 10) * (units[text.at(-1) ?? ""] ?? Number.NaN);

/** A macro goal that an event of its own name reaches, but for what is stated. */
export const goal = (key: string, stated: Partial<Goal> = {}): Goal => ({
  key,
  name: key,
  tier: "macro",
  stage: "sale",
  match: { event: key },
  counting: "every",
  value: { none: true },
  ...stated,
});

const timeOf = (text: string, firstDay: number): number => {
  const parts = /^(?:\+(\d+) )?(\d\d:\d\d(?::\d\d(?:\.\d{3})?)?)/.exec(text);
  const [, days = "0", time = ""] = parts ?? [];
  return Date.parse(`1970-01-01T${time}Z`) + firstDay + Number(days) * dayMs;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const stored: ReadonlySet<string> = new Set([...contextFields, "query", "clickId"]);

/** Reads "+1 09:00 Order Completed revenue=10 device=mobile (passive)"; times are UTC, "+1" is a day later. */
const factOf = (who: string, text: string, firstDay: number, seq: number): Fact => {
  const words = text.replace(/^(\+\d+ )?\S+ /, "").split(" ");
  const given = new Map(
    words.flatMap((word): [string, string][] => {
      const split = word.indexOf("=");
      return split < 0 ? [] : [[word.slice(0, split), word.slice(split + 1)]];
    }),
  );
  const take = (key: string): string | null => {
    const value = given.get(key) ?? null;
    given.delete(key);
    return value;
  };
  const name = words.filter((word) => !word.includes("=") && !word.startsWith("(")).join(" ");
  const userId = take("user");
  if (name === "identify") return { kind: "identify", seq, userId: userId ?? "", anonymousId: who };
  if (name === "alias")
    return { kind: "alias", seq, userId: userId ?? "", previousId: take("previous") ?? "" };
  const sessionId = take("session");
  const fields = [...given];
  const event: EventFact = {
    kind: "event",
    seq,
    at: timeOf(text, firstDay),
    name,
    userId,
    anonymousId: who,
    sessionId,
    passive: words.includes("(passive)"),
    bot: words.includes("(bot)"),
    context: Object.fromEntries(fields.filter(([key]) => stored.has(key))),
    properties: Object.fromEntries(
      fields.flatMap(([key, value]) => (stored.has(key) ? [] : [[key, parsed(value)]])),
    ),
  };
  return event;
};

type Settings = {
  date?: string;
  timezone?: string;
  currency?: string;
  goals?: readonly Goal[];
  rates?: readonly CurrencyRate[];
  adjustments?: readonly Adjustment[];
  now?: string;
};
/** What is left out: 30 days from the first one, judged long after. */
type Stated<R extends Asked["report"]> = Partial<AskedOf<R>["question"]>;

/**
 * A site on which exactly this happened, by anonymous visitor; what is written first arrived first. The first day is
 * 2 March 2026, a Monday, in UTC. Every answer is also asked of the reference, and must be the same.
 */
export const givenJourneys = (journeys: Record<string, readonly string[]>, settings: Settings = {}) => {
  const {
    date = "2026-03-02",
    timezone = "UTC",
    currency = "EUR",
    goals = [],
    rates,
    adjustments,
    now,
  } = settings;
  const firstDay = Date.parse(date);
  let seq = 0;
  const facts = Object.entries(journeys).flatMap(([who, lines]) =>
    lines.map((line) => factOf(who, line, firstDay, ++seq)),
  );
  const world: World = {
    facts,
    goals,
    rates,
    adjustments,
    project: { id: "p", slug: "site", name: "Site", timezone, currency, sessionGapMs: duration("30m") },
    now: now === undefined ? firstDay + 400 * dayMs : timeOf(now, firstDay),
  };
  /** "+1 09:00" as the API wants it. */
  const at = (text: string): string => new Date(timeOf(text, firstDay)).toISOString();
  const range = { from: at("00:00"), to: at("+30 00:00") };
  const checked = <A extends object>(asked: Asked, answer: A): A => {
    expect(answer).toEqual(referenceAnswer(asked, world));
    return answer;
  };
  return {
    at,
    world,
    conversions: (question: Stated<"conversions"> = {}) => {
      const asked = { report: "conversions" as const, question: { ...range, ...question } };
      return checked(asked, productAnswer(asked, world));
    },
    timeseries: (metrics: TimeseriesMetric[], question: Stated<"timeseries"> = {}) => {
      const asked = { report: "timeseries" as const, question: { ...range, ...question, metrics } };
      return checked(asked, productAnswer(asked, world));
    },
    /** The window is a day unless stated. */
    matrix: ({ window = "1d", ...question }: Stated<"matrix"> & { window?: string } = {}) => {
      const asked = {
        report: "matrix" as const,
        question: { ...range, ...question, windowMs: duration(window) },
      };
      return checked(asked, productAnswer(asked, world));
    },
    attribution: (question: Partial<AttributionQuestion> & Pick<AttributionQuestion, "goal">) =>
      ask(attributionReport, attributionQuestion.parse({ ...range, ...question }), world, undefined),
    compare: (
      segments: AskedOf<"compare">["question"]["segments"],
      question: Stated<"compare"> & Pick<AskedOf<"compare">["question"], "metric">,
    ) => {
      const asked = { report: "compare" as const, question: { ...range, ...question, segments } };
      return checked(asked, productAnswer(asked, world));
    },
    paths: (question: Stated<"paths"> = {}) => {
      const asked = { report: "paths" as const, question: { ...range, ...question } };
      return checked(asked, productAnswer(asked, world));
    },
    retention: (
      question: Stated<"retention"> & Pick<AskedOf<"retention">["question"], "first" | "again">,
    ) => {
      const asked = { report: "retention" as const, question: { ...range, ...question } };
      return checked(asked, productAnswer(asked, world));
    },
    visitors: (question: AskedOf<"visitors">["question"]) => {
      const asked = { report: "visitors" as const, question };
      return checked(asked, productAnswer(asked, world));
    },
    /** 30 days from the first. */
    range,
    /** Steps are events by name unless stated as matchers; the window is an hour unless stated. */
    funnel: (
      steps: readonly (string | FunnelStep)[],
      { window = "1h", ...question }: Stated<"funnel"> & { window?: string } = {},
    ) => {
      const matchers = steps.map((step) => (typeof step === "string" ? { event: step } : step));
      const asked = {
        report: "funnel" as const,
        question: { ...range, ...question, steps: matchers, windowMs: duration(window) },
      };
      return checked(asked, productAnswer(asked, world));
    },
  };
};
