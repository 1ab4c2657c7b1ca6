import type { Goal } from "@/lib/goals/definition";
import { trafficFields } from "@/lib/journeys/derive-channels";
import { ProjectLog } from "@/lib/journeys/project-log";
import type { Project } from "@/lib/tenancy/definition";

/** An event as the log stores it. `seq` is its place in arrival, times are ms since 1970. */
export type EventFact = {
  kind: "event";
  seq: number;
  at: number;
  name: string;
  userId: string | null;
  anonymousId: string | null;
  sessionId: string | null;
  passive: boolean;
  bot: boolean;
  /** Context fields as stored: no channel, but `query` and `clickId`. */
  context: Readonly<Record<string, string>>;
  properties: Readonly<Record<string, unknown>>;
};

/** A fact about a visitor: a user says who an anonymous id is, or that another user is the same person. */
export type Link =
  | { kind: "identify"; seq: number; userId: string; anonymousId: string }
  | { kind: "alias"; seq: number; userId: string; previousId: string };

export type Fact = EventFact | Link;

/** Everything an answer depends on, without a database. */
export type World = { facts: readonly Fact[]; goals: readonly Goal[]; project: Project; now: number };

/** Visitor numbers as ingestion gives them: one an id, the smaller one wins a merge, events keep theirs. */
class VisitorNumbers {
  private readonly numbers = new Map<string, number>();
  private readonly parents = new Map<number, number>();
  private readonly linked = new Set<string>();

  constructor(private readonly log: ProjectLog) {}

  of(id: string): number {
    const no = this.numbers.get(id) ?? this.numbers.size + 1;
    this.numbers.set(id, no);
    return no;
  }

  link(link: Link): void {
    if (link.kind === "alias") this.merge(`u:${link.userId}`, `u:${link.previousId}`);
    else if (!this.linked.has(link.anonymousId)) {
      this.linked.add(link.anonymousId);
      this.merge(`a:${link.anonymousId}`, `u:${link.userId}`);
    }
  }

  private merge(one: string, other: string): void {
    const [a, b] = [this.root(this.of(one)), this.root(this.of(other))];
    if (a === b) return;
    this.parents.set(Math.max(a, b), Math.min(a, b));
    this.log.addMerge(Math.max(a, b), Math.min(a, b));
  }

  private root(no: number): number {
    const parent = this.parents.get(no);
    return parent === undefined ? no : this.root(parent);
  }
}

const setField = (log: ProjectLog, row: number, field: string, fact: EventFact): void => {
  const property = field.startsWith("property.") ? fact.properties[field.slice(9)] : undefined;
  if (property !== undefined) log.setField(field, row, JSON.stringify(property));
  const stored = fact.context[field];
  if (stored !== undefined) log.setField(field, row, stored);
};

/** Fills a log as reading the stored one does. */
export class LogFeed {
  readonly log: ProjectLog;
  private readonly visitors: VisitorNumbers;
  private readonly added: [row: number, fact: EventFact][] = [];

  constructor(sessionGapMs: number) {
    this.log = new ProjectLog(sessionGapMs);
    this.visitors = new VisitorNumbers(this.log);
  }

  /** Adds what was committed since the last time; the database hands it over in no certain order. */
  add(facts: readonly Fact[]): void {
    const rows: [EventFact, visitor: number][] = [];
    for (const fact of facts) {
      if (fact.kind !== "event") this.visitors.link(fact);
      else
        rows.push([
          fact,
          this.visitors.of(fact.userId === null ? `a:${fact.anonymousId}` : `u:${fact.userId}`),
        ]);
    }
    for (const [fact, visitor] of rows.reverse()) {
      const row = this.log.add({ ...fact, visitor, receivedAt: fact.at });
      this.added.push([row, fact]);
      for (const field of this.log.loadedFields) setField(this.log, row, field, fact);
    }
  }

  /** Loads columns for the rows that are there already, and brings the log up to date. */
  index(fields: Iterable<string>): void {
    const stored = [...fields].flatMap((field) => (field === "channel" ? trafficFields : [field]));
    for (const field of stored) {
      if (this.log.has(field)) continue;
      this.log.addColumn(field);
      for (const [row, fact] of this.added) setField(this.log, row, field, fact);
    }
    this.log.index();
  }
}

/** The world's log with the named columns loaded, built at once. */
export const logOf = (world: World, fields: Iterable<string>): ProjectLog => {
  const feed = new LogFeed(world.project.sessionGapMs);
  feed.add(world.facts);
  feed.index(fields);
  return feed.log;
};
