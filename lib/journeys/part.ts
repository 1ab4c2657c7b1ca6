import type { VisitorTrait } from "./read-traits";
import type { Run } from "./run";
import type { Signals } from "./stopped";

/** Who is who at one moment: numbers that stand for another visitor, and those that are to be forgotten. */
export type Identities = {
  /** The visitor that a merged number stands for now, at the end of every chain. */
  readonly winnerOf: ReadonlyMap<number, number>;
  /** Merged numbers whose rows were copied to their winner: what runs still hold under them is dead. */
  readonly lifted: ReadonlySet<number>;
  /** Visitors, by their winning number or any other, whose rows nobody may see. */
  readonly erased: ReadonlySet<number>;
};

/** What one thread scans: the visitors with `(visitor & (parts − 1)) === index`, as the log stood at one moment. */
export type Part = {
  readonly index: number;
  readonly parts: number;
  /** Stored runs and the tail, with every column that is asked for loaded; those of other parts only to lift from. */
  readonly runs: readonly Run[];
  /** What say of the time before those how visitors came; absent where nobody could ask, or nothing was before. */
  readonly past?: readonly Run[];
  readonly identities: Identities;
  /** The traits that are asked for, by field; absent where nobody could ask for any. */
  readonly traits?: ReadonlyMap<string, VisitorTrait>;
  /** The columns that `everyField` stood for; absent where nobody could ask for it. */
  readonly every?: readonly string[];
  /** The visitor whom a question is about, where it is about one. */
  readonly visitor?: number;
  readonly stop?: Signals;
};
