import type { Rows } from "./column";
import type { Filter, Matcher } from "./definition";
import type { FlaggedRows, LeafMemory } from "./leaf-memory";
import { codeOfName, nameOfRule, rowsOfRule, rowsWithFilter } from "./match-rows";
import { type GoalRules, type Leaf, leavesOf } from "./rules";
import { fieldsOfFilter } from "./truth";

/**
 * A way of satisfying a matcher that needs the visitor's journey: `engaged` holds once a view, and a channel is the
 * session's.
 */
export type LateLeaf = {
  /** The matcher's bit. */
  flag: number;
  /** Only the first candidate of each view counts. */
  oncePerView: boolean;
  rule: Leaf["rule"];
  early: readonly Filter[];
  late: readonly Filter[];
};

type EarlyLeaf = { flag: number; rule: Leaf["rule"]; filters: readonly Filter[] };

/** Matchers taken apart by what it takes to decide them. */
export type Compiled = {
  /** By the event's name alone: the bits that each name sets. */
  names: ReadonlyMap<string, number>;
  /** By the row alone. */
  early: readonly EarlyLeaf[];
  /** By the journey. */
  late: readonly LateLeaf[];
};

const isLate = (filter: Filter): boolean => {
  const fields = new Set<string>();
  fieldsOfFilter(filter, fields);
  return fields.has("channel");
};

/** Takes up to 32 matchers apart; matcher k has bit k. */
export const compileMatchers = (matchers: readonly Matcher[], goals: GoalRules): Compiled => {
  const names = new Map<string, number>();
  const early: EarlyLeaf[] = [];
  const late: LateLeaf[] = [];
  for (const [bit, matcher] of matchers.entries()) {
    const flag = 1 << bit;
    for (const { rule, filters } of leavesOf(matcher, goals)) {
      const oncePerView = "engaged" in rule;
      if (oncePerView || filters.some(isLate))
        late.push({
          flag,
          oncePerView,
          rule,
          early: filters.filter((one) => !isLate(one)),
          late: filters.filter(isLate),
        });
      else if ("event" in rule && filters.length === 0)
        names.set(rule.event, (names.get(rule.event) ?? 0) | flag);
      else early.push({ flag, rule, filters });
    }
  }
  return { names, early, late };
};

/** What can be said of the rows of one run before its visitors are looked at. */
export type RowMatches = {
  /** The bits that a row's name sets, by the codes of the column `name`. */
  ofName: Uint32Array;
  /** Further bits a row: as masks, or by bit where they are remembered. */
  masks: Uint32Array | undefined;
  flagged: readonly FlaggedRows[];
  /** A late leaf each, absent where no row can: 0 no candidate, 1 a candidate that early filters refuse, 2 one that they let pass. */
  late: readonly (Uint8Array | undefined)[];
  /** No row of the run satisfies any matcher. */
  nothing: boolean;
};

const keepFiltered = (filters: readonly Filter[], rows: Rows, result: Uint8Array): void => {
  for (const filter of filters) {
    const holds = rowsWithFilter(filter, rows);
    for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) & (holds[row] ?? 0);
  }
};

const rowsOfLeaf = ({ rule, filters }: EarlyLeaf, rows: Rows): Uint8Array => {
  const holds = rowsOfRule(rule, rows);
  keepFiltered(filters, rows, holds);
  return holds;
};

/**
 * Matches all rows of a run. Runs that do not have a rule's name cost nothing for it, and what a memory of the run knows
 * is not asked again.
 */
export const matchRows = ({ names, early, late }: Compiled, rows: Rows, memory?: LeafMemory): RowMatches => {
  const name = rows.column("name");
  const has = ({ rule }: { rule: Leaf["rule"] }): boolean => codeOfName(nameOfRule(rule), name) > 0;
  const ofName = new Uint32Array(name.dictionary.size + 1);
  let nothing = true;
  for (let code = 0; code < name.dictionary.size; code++) {
    const mask = names.get(String(name.dictionary.value(code))) ?? 0;
    ofName[code + 1] = mask;
    if (mask !== 0) nothing = false;
  }
  let masks: Uint32Array | undefined;
  const flagged: FlaggedRows[] = [];
  for (const leaf of early) {
    if (!has(leaf)) continue;
    nothing = false;
    if (memory) {
      flagged.push({ rows: memory.rowsOf(leaf, () => rowsOfLeaf(leaf, rows)), flag: leaf.flag });
      continue;
    }
    masks ??= new Uint32Array(rows.count);
    const holds = rowsOfLeaf(leaf, rows);
    for (let row = 0; row < rows.count; row++)
      if (holds[row] === 1) masks[row] = (masks[row] ?? 0) | leaf.flag;
  }
  const lateRows = late.map((leaf) => {
    if (!has(leaf)) return undefined;
    nothing = false;
    const candidates = rowsOfRule(leaf.rule, rows);
    const holds = candidates.slice();
    keepFiltered(leaf.early, rows, holds);
    for (let row = 0; row < rows.count; row++) candidates[row] = (candidates[row] ?? 0) + (holds[row] ?? 0);
    return candidates;
  });
  return { ofName, masks, flagged, late: lateRows, nothing };
};
